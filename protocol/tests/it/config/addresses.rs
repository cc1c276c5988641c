//! The addresses of a configuration: what may be navigated to, what may get a code or token, and where the answer may arrive.

use super::problem;
use crate::support::{checked, code_form, with};
use protocol::form::Field;

const ENDPOINTS: [Field; 3] = [Field::AuthorizationEndpoint, Field::TokenEndpoint, Field::Api];

#[test]
fn c009_a_scheme_that_runs_or_reads_something_is_refused_before_any_navigation() {
    for field in ENDPOINTS {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)//https://as.example",
            "  javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "blob:https://client.example.com/6c0d",
            "vbscript:x",
            "file:///etc/passwd",
            "ws://as.example/",
            "wss://as.example/",
            "ftp://as.example/",
            "about:blank",
        ] {
            let problem = problem(&[(field, bad)]);
            assert_eq!((problem.field, problem.missing), (field, false), "{bad}");
        }
    }
}

#[test]
fn c018_a_user_name_before_the_host_is_refused() {
    for field in [Field::Issuer, Field::AuthorizationEndpoint, Field::TokenEndpoint, Field::Api] {
        for bad in
            ["https://good.example@evil.example", "https://good.example:x@evil.example/", "https://:x@evil.example/"]
        {
            let problem = problem(&[(field, bad)]);
            assert_eq!(problem.field, field);
            assert!(problem.sentence.contains("before the @"), "{}", problem.sentence);
        }
    }
}

#[test]
fn c018_an_issuer_is_kept_exactly_as_typed() {
    for issuer in [
        "https://Server.Example.com",
        "https://server.example.com:443",
        "https://server.example.com./",
        "https://as.example/a/../b",
    ] {
        assert_eq!(checked(&with(&code_form(), &[(Field::Issuer, issuer)])).issuer.as_deref(), Some(issuer));
    }
    assert_eq!(
        checked(&with(&code_form(), &[(Field::Issuer, "  https://as.example ")])).issuer.as_deref(),
        Some("https://as.example")
    );
    assert_eq!(checked(&with(&code_form(), &[(Field::Issuer, " ")])).issuer, None);
}

#[test]
fn an_issuer_has_no_query_and_no_fragment() {
    for bad in [
        "https://as.example?",
        "https://as.example/?a=b",
        "https://as.example/#",
        "https://as.example#x",
        "as.example",
        "http://as.example",
    ] {
        assert_eq!(problem(&[(Field::Issuer, bad)]).field, Field::Issuer, "{bad}");
    }
}

#[test]
fn c018_a_look_alike_host_is_shown_in_punycode() {
    let form = with(&code_form(), &[(Field::AuthorizationEndpoint, "https://\u{430}pple.example/auth")]);
    assert_eq!(checked(&form).authorization_endpoint.href, "https://xn--pple-43d.example/auth");
}

#[test]
fn c176_plain_http_is_for_this_machine_only() {
    for field in ENDPOINTS {
        for good in ["http://localhost:9001/x", "http://127.0.0.1:9001/x", "HTTP://LocalHost/x"] {
            checked(&with(&code_form(), &[(field, good)]));
        }
        for bad in
            ["http://as.example/", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/", "http://[::1]/"]
        {
            assert_eq!(problem(&[(field, bad)]).field, field, "{bad}");
        }
    }
}

#[test]
fn the_answer_must_come_back_to_this_page_s_origin() {
    for bad in
        ["https://evil.example/cb", "https://client.example.com.evil.example/cb", "https://client.example.com:8443/cb"]
    {
        let problem = problem(&[(Field::RedirectUri, bad)]);
        assert_eq!(problem.field, Field::RedirectUri);
        assert!(problem.sentence.contains("https://client.example.com/"), "{}", problem.sentence);
    }
    assert_eq!(problem(&[(Field::RedirectUri, "https://client.example.com/cb#x")]).field, Field::RedirectUri);
}

/// RFC 6749 §3.1.2.3: the server compares it as a string, so it is sent as it was typed.
#[test]
fn a_redirect_uri_is_kept_as_typed() {
    let form = with(&code_form(), &[(Field::RedirectUri, " https://Client.example.com:443/cb?from=as ")]);
    assert_eq!(checked(&form).redirect_uri, "https://Client.example.com:443/cb?from=as");
}

#[test]
fn an_endpoint_s_own_query_is_kept_unless_the_request_sets_the_same() {
    let form = with(&code_form(), &[(Field::AuthorizationEndpoint, "https://as.example/auth?tenant=7&p=%20")]);
    assert_eq!(checked(&form).authorization_endpoint.query, "tenant=7&p=%20");
    for taken in [
        "client_id",
        "redirect_uri",
        "response_type",
        "state",
        "scope",
        "nonce",
        "code_challenge",
        "client%5Fid",
        "request_uri",
        "prompt",
        "id_token_hint",
        "response_mode",
    ] {
        let problem = problem(&[(Field::AuthorizationEndpoint, &format!("https://as.example/auth?a=b&{taken}=x"))]);
        assert_eq!(problem.field, Field::AuthorizationEndpoint, "{taken}");
        assert!(problem.sentence.contains(&taken.replace("%5F", "_")), "{}", problem.sentence);
    }
}

/// RFC 6749 §3.1: "Request and response parameters MUST NOT be included more than once."
#[test]
fn c011_a_parameter_in_the_endpoint_s_query_is_not_sent_a_second_time() {
    let problem = problem(&[
        (Field::AuthorizationEndpoint, "https://as.example/auth?tenant=7"),
        (Field::AuthorizationParams, "tenant=8"),
    ]);
    assert_eq!(problem.field, Field::AuthorizationEndpoint);
    assert!(problem.sentence.contains("tenant"), "{}", problem.sentence);
}
