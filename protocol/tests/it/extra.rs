use crate::support::{assert_harmless, cases, texts};
use proptest::prelude::*;
use protocol::extra::{authorization_params, headers, sounds_secret, token_params};

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_line_is_a_name_and_a_value_taken_literally() {
    let text = "audience = https://api.example/?a=b \r\n\n  ui_locales=de%20fr\nempty=";
    let expected = pairs(&[("audience", "https://api.example/?a=b"), ("ui_locales", "de%20fr"), ("empty", "")]);
    assert_eq!(authorization_params(text), Ok(expected));
}

#[test]
fn a_line_without_a_name_or_a_sign_is_named_in_the_problem() {
    assert!(authorization_params("audience").unwrap_err().contains("audience"));
    assert!(authorization_params("a=1\n=x").unwrap_err().contains("=x"));
    assert!(headers("X-Mine").unwrap_err().contains("X-Mine"));
}

#[test]
fn c011_what_the_authorization_request_is_made_of_cannot_be_replaced() {
    for name in [
        "client_id",
        "redirect_uri",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "response_type",
        "scope",
        "request",
        "request_uri",
        "client_secret",
        "Client_ID",
        " state ",
    ] {
        let problem = authorization_params(&format!("{name}=mine")).expect_err(name);
        assert!(!problem.contains("mine"), "{problem}");
    }
}

#[test]
fn c011_what_the_token_request_is_made_of_cannot_be_replaced() {
    for name in [
        "grant_type",
        "code",
        "redirect_uri",
        "client_id",
        "code_verifier",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "CODE_VERIFIER",
    ] {
        token_params(&format!("{name}=mine")).expect_err(name);
    }
    assert_eq!(token_params("audience=x"), Ok(pairs(&[("audience", "x")])));
}

#[test]
fn a_secret_is_refused_with_the_reason() {
    for problem in [authorization_params("client_secret=hunter2"), token_params("Client_Secret=hunter2")] {
        let problem = problem.unwrap_err();
        assert!(problem.contains("public client") && !problem.contains("hunter2"), "{problem}");
    }
}

#[test]
fn c011_a_parameter_comes_once() {
    assert!(authorization_params("prompt=login\nprompt=none").unwrap_err().contains("twice"));
}

#[test]
fn c014_a_resource_is_absolute_without_fragment_and_may_come_more_than_once() {
    let two = "resource=https://api.example/\nresource=urn:example:other";
    assert_eq!(
        token_params(two),
        Ok(pairs(&[("resource", "https://api.example/"), ("resource", "urn:example:other")]))
    );
    for bad in [
        "/api",
        "api.example",
        "",
        "https:",
        "://x",
        "1a:b",
        "https://api.example/#x",
        "https://api.example/#",
        "https://api example/",
    ] {
        assert!(authorization_params(&format!("resource={bad}")).is_err(), "{bad}");
    }
}

#[test]
fn parameters_of_openid_connect_are_checked_as_its_core_says() {
    for good in [
        r#"claims={"id_token":{"acr":{"essential":true}}}"#,
        "max_age=0",
        "prompt=login consent",
        "prompt=none",
        "ui_locales=de en",
        "login_hint=alice@example.com",
        "acr_values=urn:mfa",
    ] {
        assert!(authorization_params(good).is_ok(), "{good}");
    }
    for bad in
        ["claims=", "claims=[]", r#"claims={"a":1,"a":2}"#, "max_age=", "max_age=-1", "max_age=1h", "prompt=none login"]
    {
        let fault = authorization_params(bad).expect_err(bad);
        assert!(fault.contains("OpenID Connect Core"), "{fault}");
    }
}

#[test]
fn headers_are_taken_as_written() {
    let text = "Accept: application/json\nX-Api-Version:  2 \r\nX-Url: https://a.example:8443/";
    let expected =
        pairs(&[("Accept", "application/json"), ("X-Api-Version", "2"), ("X-Url", "https://a.example:8443/")]);
    assert_eq!(headers(text), Ok(expected));
}

#[test]
fn the_header_of_the_token_cannot_be_replaced() {
    for name in ["Authorization", "authorization", "AUTHORIZATION "] {
        assert!(headers(&format!("{name}: Bearer mine")).unwrap_err().contains("the flow sets it"));
    }
}

/// Fetch, "forbidden request-header".
#[test]
fn a_header_that_browsers_drop_is_refused_instead_of_lost() {
    for name in [
        "Accept-Charset",
        "Accept-Encoding",
        "Access-Control-Request-Headers",
        "Access-Control-Request-Method",
        "Connection",
        "Content-Length",
        "Cookie",
        "Cookie2",
        "Date",
        "DNT",
        "Expect",
        "Host",
        "Keep-Alive",
        "Origin",
        "Referer",
        "Set-Cookie",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Via",
        "Sec-Fetch-Site",
        "Proxy-Authorization",
    ] {
        assert!(headers(&format!("{name}: x")).unwrap_err().contains("drop"), "{name}");
    }
}

#[test]
fn no_header_smuggles_a_second_one() {
    for bad in ["X\rA: x", "X A: x", "X-Ä: x", ": x", "X-A: a\rX-B: b", "X-A: a\u{0}", "X-A: a\u{7f}b", "X-A: €"] {
        headers(bad).expect_err(bad);
    }
}

#[test]
fn names_that_sound_secret_are_told_from_those_that_do_not() {
    for name in [
        "X-Api-Key",
        "client_secret",
        "login_hint",
        "X-Auth",
        "session",
        "Cookie",
        "PASSWORD",
        "id_token_hint",
        "client_assertion",
    ] {
        assert!(sounds_secret(name), "{name}");
    }
    for name in ["Accept", "prompt", "ui_locales", "acr_values", "resource", "max_age"] {
        assert!(!sounds_secret(name), "{name}");
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_header_that_is_accepted_is_one_header(text in prop_oneof![
        texts::anything(),
        texts::made_of(&["X-A", "Accept", "cookie", "Sec-", ":", ":", " ", "\r", "\n", "\r\n", "\t", "v", "\u{85}", "\u{a0}", "ÿ", "\u{0}"]),
    ]) {
        match headers(&text) {
            Ok(headers) => for (name, value) in headers {
                prop_assert!(!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':'));
                prop_assert!(!name.eq_ignore_ascii_case("authorization") && !name.eq_ignore_ascii_case("cookie"));
                prop_assert!(!value.contains(['\r', '\n', '\0']), "{value:?}");
                prop_assert!(value.chars().all(|c| u32::from(c) <= 0xff), "a header is one byte a character: {value:?}");
            },
            Err(problem) => assert_harmless(&problem),
        }
    }

    #[test]
    fn parameters_that_are_accepted_take_nothing_over(text in prop_oneof![
        texts::anything(),
        texts::made_of(&["state", "client_id", "Client_Id", "prompt", "resource", "a", "=", "=", "\n", "\n", " ", "https:x", "response_mode", "query"]),
    ]) {
        match authorization_params(&text) {
            Ok(params) => for (at, (name, _)) in params.iter().enumerate() {
                prop_assert!(!name.is_empty() && name == name.trim());
                prop_assert!(!["state", "client_id"].contains(&name.to_ascii_lowercase().as_str()));
                prop_assert!(name == "resource" || params[..at].iter().all(|(earlier, _)| earlier != name));
            },
            Err(problem) => assert_harmless(&problem),
        }
    }
}
