//! The token that an address brings. What makes a token usable at all is tested in `grant.rs`.

use crate::support::journey::come_back;
use crate::support::{NOW, TOKEN, assert_report, code_form, token_form, with};
use protocol::callback::CallbackError;
use protocol::form::Field;
use protocol::grant::GrantProblem;
use protocol::report::Who;

#[track_caller]
fn problem(tail: &str) -> GrantProblem {
    match come_back(&token_form(), tail).error() {
        CallbackError::Grant(problem) => problem,
        error => panic!("{error:?}"),
    }
}

#[test]
fn c023_a_token_is_accepted_with_every_check_passed() {
    let tail = format!(
        "#access_token={TOKEN}&token_type=Bearer&expires_in=3600&scope=read+write&state=STATE&iss=https://server.example.com"
    );
    let judged = come_back(&token_form(), &tail);
    assert_eq!(judged.not_passed(), []);
    let tokens = judged.token();
    assert_eq!(tokens.access_token.reveal(), TOKEN);
    assert_eq!(tokens.expires_at_ms, Some(NOW + 30_000 + 3_600_000), "from the moment of arrival");
    assert_eq!(tokens.scope.as_deref(), Some("read write"));
    assert_eq!(tokens.bound_to.as_deref(), Some("https://api.example.com"));
}

#[test]
fn c050_a_token_is_bound_to_no_origin_where_no_api_was_named() {
    let form = with(&token_form(), &[(Field::Api, "")]);
    assert_eq!(come_back(&form, "#access_token=x&token_type=Bearer&state=STATE").token().bound_to, None);
}

/// RFC 6749 §4.2.2's example has `token_type=example`.
#[test]
fn c066_the_example_of_rfc_6749_section_4_2_2_has_a_type_that_is_not_understood() {
    let tail = "#access_token=2YotnFZFEjr1zCsicMWpAA&state=STATE&token_type=example&expires_in=3600";
    assert_eq!(problem(tail), GrantProblem::TokenType("example".to_owned()));
}

#[test]
fn c064_c065_c066_the_type_is_bearer_in_any_case() {
    assert_eq!(problem("#access_token=x&state=STATE"), GrantProblem::NoTokenType);
    assert_eq!(problem("#access_token=x&token_type=&state=STATE"), GrantProblem::NoTokenType);
    assert_eq!(problem("#access_token=x&token_type=DPoP&state=STATE"), GrantProblem::TokenType("DPoP".to_owned()));
    come_back(&token_form(), "#access_token=x&token_type=bEaReR&state=STATE").token();
}

#[test]
fn c053_an_escaped_token_is_decoded_and_a_raw_plus_is_refused_with_a_hint() {
    let tokens = come_back(&token_form(), "#access_token=a%2Bb%2Fc%3D&token_type=Bearer&state=STATE").token();
    assert_eq!(tokens.access_token.reveal(), "a+b/c=");
    let problem = problem("#access_token=a+b/c=&token_type=Bearer&state=STATE");
    assert_eq!(problem, GrantProblem::UnfitAccessToken);
    let report = CallbackError::Grant(problem).report();
    assert_report(&report, "param", None, None, Who::AuthorizationServer);
    assert!(report.meaning.contains("%2B"), "{}", report.meaning);
}

#[test]
fn c088_a_token_that_would_split_a_header_is_refused() {
    for token in ["a%0D%0AX-Evil:1", "a%20b", "%C3%A9"] {
        assert_eq!(
            problem(&format!("#access_token={token}&token_type=Bearer&state=STATE")),
            GrantProblem::UnfitAccessToken
        );
    }
    assert_eq!(problem("#access_token=&token_type=Bearer&state=STATE"), GrantProblem::NoAccessToken);
}

#[test]
fn c058_a_token_of_16_kib_is_accepted() {
    let token = "t".repeat(16 * 1024);
    let tokens = come_back(&token_form(), &format!("#access_token={token}&token_type=Bearer&state=STATE")).token();
    assert_eq!(tokens.access_token.reveal(), token);
}

#[test]
fn c067_c068_a_lifetime_is_whole_seconds_or_unknown() {
    for (text, end) in [
        ("&expires_in=0", Some(0)),
        ("&expires_in=2147483648", Some(2_147_483_648)),
        ("", None),
        ("&expires_in=", None),
        ("&expires_in=-1", None),
        ("&expires_in=%2060", None),
        ("&expires_in=3600.5", None),
        ("&expires_in=1e9", None),
        ("&expires_in=%D9%A3", None),
        ("&expires_in=1000000000000000000000000000000", None),
    ] {
        let tokens = come_back(&token_form(), &format!("#access_token=x&token_type=Bearer&state=STATE{text}")).token();
        assert_eq!(tokens.expires_at_ms, end.map(|seconds: u64| NOW + 30_000 + seconds * 1000), "{text}");
    }
}

#[test]
fn c069_a_narrower_scope_is_held_as_granted_and_an_absent_one_as_asked() {
    for (text, scope) in [("", "read write"), ("&scope=read", "read"), ("&scope=", "")] {
        let tokens = come_back(&token_form(), &format!("#access_token=x&token_type=Bearer&state=STATE{text}")).token();
        assert_eq!(tokens.scope.as_deref(), Some(scope));
    }
}

#[test]
fn a_token_never_answers_a_request_for_a_code() {
    let error = come_back(&code_form(), "#access_token=x&token_type=Bearer&state=STATE").error();
    assert!(matches!(error, CallbackError::Shape { .. }), "{error:?}");
}
