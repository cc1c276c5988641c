//! The members of the token endpoint's answer. What makes a token usable at all is tested in `grant.rs`.

use super::{error, json, process, tokens};
use crate::support::{NOW, TOKEN};
use protocol::check::Outcome;
use protocol::grant::GrantProblem;
use protocol::token::{self, Asked, TokenError};

#[test]
fn c088_a_token_that_is_not_there_or_not_text_or_unfit_is_refused() {
    for (member, problem) in [
        ("", GrantProblem::NoAccessToken),
        (r#""access_token":"","#, GrantProblem::NoAccessToken),
        (r#""access_token":7,"#, GrantProblem::NoAccessToken),
        (r#""access_token":null,"#, GrantProblem::NoAccessToken),
        (r#""access_token":{"value":"x"},"#, GrantProblem::NoAccessToken),
        (r#""access_token":["x"],"#, GrantProblem::NoAccessToken),
        (r#""access_token":"a\r\nX-Evil: 1","#, GrantProblem::UnfitAccessToken),
        (r#""access_token":"a b","#, GrantProblem::UnfitAccessToken),
        (r#""access_token":"\u0000","#, GrantProblem::UnfitAccessToken),
        (r#""Access_Token":"x","#, GrantProblem::NoAccessToken),
    ] {
        let body = format!(r#"{{{member}"token_type":"Bearer"}}"#);
        assert_eq!(error(&json(200, &body)), TokenError::Grant(problem), "{body}");
    }
}

#[test]
fn c089_the_type_is_bearer_in_any_case_and_never_guessed() {
    let body = |token_type: &str| format!(r#"{{"access_token":"{TOKEN}"{token_type}}}"#);
    for name in ["bearer", "BEARER", "bEaReR"] {
        tokens(&body(&format!(r#","token_type":"{name}""#)));
    }
    for none in ["", r#","token_type":null"#, r#","token_type":["Bearer"]"#, r#","token_type":"""#] {
        assert_eq!(error(&json(200, &body(none))), TokenError::Grant(GrantProblem::NoTokenType), "{none}");
    }
    for name in ["mac", "DPoP", "N_A"] {
        let expected = TokenError::Grant(GrantProblem::TokenType(name.to_owned()));
        assert_eq!(error(&json(200, &body(&format!(r#","token_type":"{name}""#)))), expected);
    }
}

/// A number is shown as it was written, and 3600.0 and 36e2 are not written as whole seconds. Leniency is for a whole number in a
/// string alone.
#[test]
fn c067_c068_c090_a_lifetime_is_whole_seconds_as_number_or_text_or_unknown() {
    for (text, seconds) in [
        ("3600", Some(3600)),
        ("\"3600\"", Some(3600)),
        ("0", Some(0)),
        ("\"0\"", Some(0)),
        ("2147483648", Some(2_147_483_648)),
        ("9007199254740991", Some((1 << 53) - 1)),
        ("9007199254740992", None),
        ("18446744073709551615", None),
        ("1e30", None),
        ("1e308", None),
        ("1e999", None),
        ("3600.0", None),
        ("36e2", None),
        ("3600.5", None),
        ("-1", None),
        ("-0", None),
        ("-0.0", None),
        ("null", None),
        ("true", None),
        ("[3600]", None),
        ("{\"s\":3600}", None),
        ("\"\"", None),
        ("\" 60\"", None),
        ("\"-1\"", None),
        ("\"1e9\"", None),
        ("\"abc\"", None),
        ("\"3600.0\"", None),
        ("\"3600.5\"", None),
    ] {
        let tokens = tokens(&format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer","expires_in":{text}}}"#));
        assert_eq!(tokens.expires_at_ms, seconds.map(|seconds: u64| NOW + seconds * 1000), "{text}");
    }
}

#[test]
fn c068_c090_a_lifetime_is_shown_as_it_was_written() {
    for (text, shown) in [
        ("3600", "3600"),
        ("\"0060\"", "60"),
        ("3600.0", "3600.0: lifetime unknown"),
        ("36e2", "36e2: lifetime unknown"),
        ("1000000000000000000000000000001", "1000000000000000000000000000001: lifetime unknown"),
        ("\"\\u202e60\"", "\u{fffd}60: lifetime unknown"),
        ("{}", "0 members: lifetime unknown"),
    ] {
        let body = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer","expires_in":{text}}}"#);
        let (_, checks) = process(&json(200, &body));
        let check = checks.iter().find(|check| check.name == "expires_in").unwrap();
        assert_eq!(check.actual, shown, "{text}");
    }
}

#[test]
fn c103_the_scope_that_was_granted_is_held_and_what_is_missing_is_named() {
    let (outcome, checks) =
        process(&json(200, &format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer","scope":"read admin"}}"#)));
    assert_eq!(outcome.map_err(|error| format!("{error:?}")).unwrap().scope.as_deref(), Some("read admin"));
    let scope = checks.iter().find(|check| check.name == "scope").unwrap();
    assert_eq!(
        (scope.outcome, scope.actual.as_str()),
        (Outcome::NotChecked, "read admin (not granted: write) (not asked: admin)")
    );
}

#[test]
fn c058_a_token_of_16_kib_is_accepted() {
    let token = "t".repeat(16 * 1024);
    assert_eq!(tokens(&format!(r#"{{"access_token":"{token}","token_type":"Bearer"}}"#)).access_token.reveal(), token);
}

/// RFC 9396 §7: a server may grant less or other than was asked, or say nothing; nothing is taken for granted then.
#[test]
fn c015_details_that_were_granted_stand_beside_those_that_were_asked() {
    let asked = r#"[{"type":"payment","amount":"1"}]"#;
    let check = |asked: Option<&str>, member: &str| {
        let mut checks = token::planned();
        let asked = Asked { details: asked.map(str::to_owned), ..super::asked() };
        let body = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer"{member}}}"#);
        token::process(&json(200, &body), asked, NOW, &mut checks).map(|_| ()).unwrap();
        let found = checks.finish().into_iter().find(|check| check.name == "authorization_details");
        found.map(|check| (check.outcome, check.actual))
    };
    assert_eq!(check(None, ""), None);
    let same = format!(r#","authorization_details":{asked}"#);
    assert_eq!(check(Some(asked), &same), Some((Outcome::Passed, "the same".to_owned())));
    let (outcome, actual) = check(Some(asked), r#","authorization_details":[{"type":"other"}]"#).unwrap();
    assert_eq!((outcome, actual.as_str()), (Outcome::NotChecked, r#"other: [{"type":"other"}]"#));
    assert_eq!(check(Some(asked), "").map(|(outcome, _)| outcome), Some(Outcome::NotChecked));
}

#[test]
fn c101_an_answer_that_a_cache_may_keep_is_used_and_said() {
    let said = |value: Option<&str>| {
        let mut response = json(200, &format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer"}}"#));
        response.headers.extend(value.map(|value| ("cache-control".to_owned(), value.to_owned())));
        let (outcome, checks) = process(&response);
        assert!(outcome.is_ok());
        let check = checks.into_iter().find(|check| check.name == "Cache-Control").unwrap();
        (check.outcome, check.actual)
    };
    assert_eq!(said(Some("no-store")), (Outcome::Passed, "no-store".to_owned()));
    assert_eq!(said(Some("private, No-Store")), (Outcome::Passed, "private, No-Store".to_owned()));
    assert_eq!(said(Some("no-cache")), (Outcome::NotChecked, "no-cache".to_owned()));
    assert_eq!(said(Some("x-no-store")), (Outcome::NotChecked, "x-no-store".to_owned()));
    assert_eq!(said(None), (Outcome::NotChecked, "not said: a cache may keep the token".to_owned()));
}
