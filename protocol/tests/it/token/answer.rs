//! The token endpoint's answer as a whole: a token, a refusal or nonsense, and how the page shows it.

use super::{error, json, of_type, process, tokens};
use crate::support::{NOW, TOKEN, cases, kept, texts};
use proptest::prelude::*;
use protocol::check::Outcome;
use protocol::grant::GrantProblem;
use protocol::token::{self, TokenError};
use protocol::wire::Shown;

/// RFC 6749 §5.1, with a type that is understood.
const EXAMPLE: &str = r#"{
  "access_token":"2YotnFZFEjr1zCsicMWpAA",
  "token_type":"Bearer",
  "expires_in":3600,
  "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA",
  "example_parameter":"example_value"
}"#;

#[test]
fn the_example_of_rfc_6749_section_5_1_is_a_token_bound_to_the_api() {
    let mut response = json(200, EXAMPLE);
    response.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    let (outcome, checks) = process(&response);
    let tokens = outcome.map_err(|error| format!("{error:?}")).unwrap();
    assert_eq!(tokens.access_token.reveal(), TOKEN);
    assert_eq!(tokens.expires_at_ms, Some(NOW + 3_600_000));
    assert_eq!(tokens.scope.as_deref(), Some("read write"), "RFC 6749 §5.1: not said is as asked");
    assert_eq!(tokens.bound_to.as_deref(), Some("https://api.example.com"));
    assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:?}");
}

#[test]
fn c066_the_example_as_printed_has_a_type_that_is_not_understood() {
    let printed = EXAMPLE.replace("Bearer", "example");
    assert_eq!(error(&json(200, &printed)), TokenError::Grant(GrantProblem::TokenType("example".to_owned())));
}

/// RFC 6749 §5.2.
#[test]
fn the_example_of_rfc_6749_section_5_2_is_a_refusal() {
    let expected = TokenError::Refused {
        status: 400,
        error: "invalid_request".to_owned(),
        description: String::new(),
        uri: String::new(),
    };
    assert_eq!(error(&json(400, r#"{"error":"invalid_request"}"#)), expected);
}

#[test]
fn c084_another_media_type_than_json_is_not_read() {
    let good = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer"}}"#);
    for content_type in ["text/html", "text/html; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", ""]
    {
        let media_type = content_type.split(';').next().unwrap().to_owned();
        assert_eq!(error(&of_type(200, content_type, &good)), TokenError::ContentType(media_type));
    }
    let mut bare = json(200, &good);
    bare.headers.clear();
    assert_eq!(error(&bare), TokenError::ContentType(String::new()));
}

#[test]
fn c087_a_body_that_is_not_one_clean_object_is_refused() {
    let good = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer"}}"#);
    for bad in [
        good[..good.len() - 1].to_owned(),
        format!("\u{feff}{good}"),
        format!("[{good}]"),
        format!("{good}{good}"),
        format!("{good}<!-- -->"),
        "null".to_owned(),
        format!("\"{TOKEN}\""),
        good.replace("\"Bearer\"", "NaN"),
        good.replace("token_type", "access_token"),
        format!(r#"{{"access_token":"{TOKEN}","access_token":"{TOKEN}","token_type":"Bearer"}}"#),
        String::new(),
    ] {
        let error = error(&json(200, &bad));
        assert!(matches!(&error, TokenError::Json(why) if !why.contains(TOKEN)), "{error:?}");
    }
}

#[test]
fn c092_an_error_in_the_protocols_words_is_a_refusal_whatever_the_status() {
    for status in [400, 401, 403, 500, 200] {
        let body = format!(
            r#"{{"error":"invalid_grant","error_description":"No","error_uri":"https://as.example/why","access_token":"{TOKEN}","token_type":"Bearer"}}"#
        );
        let expected = TokenError::Refused {
            status,
            error: "invalid_grant".to_owned(),
            description: "No".to_owned(),
            uri: "https://as.example/why".to_owned(),
        };
        let (outcome, checks) = process(&json(status, &body));
        assert_eq!(outcome.err(), Some(expected), "a token beside an error is not taken");
        assert_eq!(checks[0].outcome, if status == 200 { Outcome::Passed } else { Outcome::Failed });
    }
}

/// RFC 6749 §5.1: what is not defined for a success is ignored there; §5.2: an error is a text, so that nothing else names one.
#[test]
fn an_error_member_that_is_no_text_names_no_error() {
    for not_text in ["5", "null", "{\"code\":\"invalid_grant\"}", "[\"invalid_grant\"]", "false"] {
        assert_eq!(error(&json(400, &format!(r#"{{"error":{not_text}}}"#))), TokenError::Status(400), "{not_text}");
        let without_token = format!(r#"{{"error":{not_text}}}"#);
        assert_eq!(error(&json(200, &without_token)), TokenError::Grant(GrantProblem::NoAccessToken));
        let with_token = format!(r#"{{"error":{not_text},"access_token":"{TOKEN}","token_type":"Bearer"}}"#);
        assert_eq!(tokens(&with_token).access_token.reveal(), TOKEN);
    }
}

#[test]
fn c094_a_failure_without_an_oauth_error_is_its_status_and_nothing_more() {
    let good = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer"}}"#);
    for status in [400, 404, 429, 500, 502, 503, 201, 204, 302, 304] {
        for response in [
            of_type(status, "text/html", "<h1>Oops</h1>"),
            json(status, ""),
            json(status, &good),
            of_type(status, "", r#"{"error":"invalid_grant"}"#),
        ] {
            assert_eq!(error(&response), TokenError::Status(status));
        }
    }
}

#[test]
fn the_answer_is_shown_member_by_member_with_its_tokens_masked() {
    let body = format!(
        r#"{{"access_token":"{TOKEN}","token_type":"Bearer","expires_in":3600,"refresh_token":"r","id_token":"i","idToken":"j","client_secret":"s",
            "token":"t","refresh_token_expires_in":9,"scope":"a\u202eb","nested":{{"access_token":"{TOKEN}"}},"list":[1,2],"none":null}}"#
    );
    let answer = token::answer(&json(200, &body));
    let masked: Vec<&str> = answer
        .lines
        .iter()
        .filter(|line| matches!(line.value, Shown::Masked(_)))
        .map(|line| line.name.as_str())
        .collect();
    assert_eq!(masked, ["access_token", "refresh_token", "id_token", "idToken", "client_secret", "token"]);
    let plain: Vec<(&str, &str)> = answer
        .lines
        .iter()
        .filter(|line| line.secret().is_none())
        .map(|line| (line.name.as_str(), line.value.text().unwrap()))
        .collect();
    let expected = [
        ("token_type", "Bearer"),
        ("expires_in", "3600"),
        ("refresh_token_expires_in", "9"),
        ("scope", "a\u{fffd}b"),
        ("nested", "1 members"),
        ("list", "2 items"),
        ("none", "null"),
    ];
    assert_eq!(plain, expected);
    assert_eq!(answer.body, None, "the raw body holds the token");
    assert!(!kept(&answer).contains(TOKEN));
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn no_body_makes_it_panic_and_a_token_is_always_fit_for_a_header(
        body in prop_oneof![texts::lossy(), texts::jsonish()],
        status in prop_oneof![Just(200u16), any::<u16>()],
        content_type in prop_oneof![Just("application/json".to_owned()), texts::anything()],
    ) {
        let response = of_type(status, &content_type, &body);
        let answer = token::answer(&response);
        prop_assert_eq!(answer.body, None);
        for line in &answer.lines {
            crate::support::assert_harmless(&line.name);
        }
        if let Ok(tokens) = process(&response).0 {
            prop_assert_eq!(status, 200);
            prop_assert!(!tokens.access_token.reveal().is_empty());
            prop_assert!(tokens.access_token.reveal().bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }

    #[test]
    fn a_token_comes_out_as_it_went_in(token in "[!-~]{1,60}", seconds in any::<u64>(), other in texts::anything()) {
        let body = serde_json::json!({"access_token": token, "token_type": "bearer", "expires_in": seconds, "note": other});
        let tokens = tokens(&body.to_string());
        prop_assert_eq!(tokens.access_token.reveal(), token);
        prop_assert!(tokens.expires_at_ms.is_none_or(|end| end == NOW + seconds * 1000));
    }
}
