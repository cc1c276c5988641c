//! The fields that both flows end with. `callback/implicit.rs` and `token/` bring them there by their own ways.

use crate::support::{NOW, TOKEN, cases, texts};
use proptest::prelude::*;
use protocol::check::{Check, Checks, Outcome};
use protocol::grant::{self, CHECKS, Fields, GrantProblem, TokenKind, Tokens};

const GOOD: Fields<'_> =
    Fields { access_token: Some(TOKEN), token_type: Some("Bearer"), expires_in: Some("3600"), scope: None };

fn read(fields: &Fields<'_>) -> (Result<Tokens, GrantProblem>, Vec<Check>) {
    let mut checks = Checks::planned(&CHECKS);
    let bound_to = Some("https://api.example.com".to_owned());
    let outcome = grant::read(fields, TokenKind::Bearer, Some("read write"), bound_to, NOW, &mut checks);
    (outcome, checks.finish())
}

#[track_caller]
fn tokens(fields: &Fields<'_>) -> Tokens {
    read(fields).0.map_err(|problem| format!("{problem:?}")).expect("a usable token")
}

#[track_caller]
fn problem(fields: &Fields<'_>) -> GrantProblem {
    match read(fields).0 {
        Ok(_) => panic!("the token was taken"),
        Err(problem) => problem,
    }
}

#[test]
fn a_whole_response_makes_a_token_bound_to_the_api_that_was_named() {
    let (outcome, checks) = read(&GOOD);
    let tokens = outcome.map_err(|problem| format!("{problem:?}")).unwrap();
    assert_eq!(tokens.access_token.reveal(), TOKEN);
    assert_eq!(tokens.expires_at_ms, Some(NOW + 3_600_000));
    assert_eq!(tokens.bound_to.as_deref(), Some("https://api.example.com"));
    assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:?}");
    assert!(!format!("{checks:?}").contains(TOKEN), "a check shows no token");
}

#[test]
fn c058_a_token_may_be_long_and_have_any_printable_character() {
    let long = "x".repeat(16 * 1024);
    let all: String = ('!'..='~').collect();
    for token in [long.as_str(), all.as_str(), "a"] {
        assert_eq!(tokens(&Fields { access_token: Some(token), ..GOOD }).access_token.reveal(), token);
    }
}

#[test]
fn c088_a_token_that_no_header_can_carry_is_dropped() {
    for bad in ["a b", " a", "a\r\nX-Evil: 1", "a\n", "a\tb", "a\u{0}", "a\u{7f}", "é", "\u{202e}a"] {
        assert_eq!(problem(&Fields { access_token: Some(bad), ..GOOD }), GrantProblem::UnfitAccessToken, "{bad:?}");
    }
    for none in [None, Some("")] {
        assert_eq!(problem(&Fields { access_token: none, ..GOOD }), GrantProblem::NoAccessToken);
    }
}

#[test]
fn c065_the_case_of_bearer_makes_no_difference() {
    for name in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        tokens(&Fields { token_type: Some(name), ..GOOD });
    }
}

#[test]
fn c064_c066_a_type_that_is_missing_or_not_understood_is_refused() {
    for none in [None, Some("")] {
        assert_eq!(problem(&Fields { token_type: none, ..GOOD }), GrantProblem::NoTokenType);
    }
    for name in ["mac", "DPoP", "N_A", "Bearer ", "Bearer,DPoP", "ｂearer", "pop"] {
        assert_eq!(problem(&Fields { token_type: Some(name), ..GOOD }), GrantProblem::TokenType(name.to_owned()));
    }
}

#[track_caller]
fn lifetime(expires_in: Option<&str>) -> Option<u64> {
    let (outcome, checks) = read(&Fields { expires_in, ..GOOD });
    let end = outcome
        .map_err(|problem| format!("{problem:?}"))
        .expect("a wrong lifetime is no reason to drop a token")
        .expires_at_ms;
    let check = checks.iter().find(|check| check.name == "expires_in").unwrap();
    let expected = if end.is_some() { Outcome::Passed } else { Outcome::NotChecked };
    assert_eq!(check.outcome, expected, "{check:?}");
    end.map(|end| (end - NOW) / 1000)
}

#[test]
fn c067_without_expires_in_the_lifetime_is_unknown() {
    assert_eq!(lifetime(None), None);
}

#[test]
fn c068_whole_seconds_are_a_lifetime_and_anything_else_is_none() {
    for (text, seconds) in
        [("0", 0), ("1", 1), ("0060", 60), ("2147483648", 1 << 31), ("9007199254740991", (1 << 53) - 1)]
    {
        assert_eq!(lifetime(Some(text)), Some(seconds), "{text}");
    }
    let too_long = "9".repeat(10_000);
    for text in [
        "",
        " ",
        "-1",
        "+1",
        "abc",
        "1e9",
        "3600.5",
        "3600.0",
        " 60",
        "60 ",
        "0x3c",
        "٣٦٠٠",
        "６０",
        "9007199254740992",
        "18446744073709551615",
        "18446744073709551616",
        "1000000000000000000000000000000",
        "NaN",
        "Infinity",
        "1_000",
        "60s",
        too_long.as_str(),
    ] {
        assert_eq!(lifetime(Some(text)), None, "{text:?}");
    }
}

#[track_caller]
fn scope(granted: Option<&str>) -> (Option<String>, Check) {
    let (outcome, checks) = read(&Fields { scope: granted, ..GOOD });
    let check = checks.into_iter().find(|check| check.name == "scope").unwrap();
    (outcome.map_err(|problem| format!("{problem:?}")).unwrap().scope, check)
}

#[test]
fn c069_c103_the_scope_is_the_one_that_was_granted() {
    for (granted, held, outcome) in [
        (None, "read write", Outcome::Passed),
        (Some("read write"), "read write", Outcome::Passed),
        (Some("write  read"), "write read", Outcome::Passed),
        (Some("read write admin"), "read write admin", Outcome::Passed),
        (Some("read"), "read", Outcome::NotChecked),
        (Some("read,write"), "read,write", Outcome::NotChecked),
        (Some("Read Write"), "Read Write", Outcome::NotChecked),
        (Some(""), "", Outcome::NotChecked),
    ] {
        let (scope, check) = scope(granted);
        assert_eq!((scope.as_deref(), check.outcome), (Some(held), outcome), "{granted:?}");
    }
}

#[test]
fn c069_what_was_not_granted_is_named() {
    assert_eq!(scope(Some("read")).1.actual, "read (not granted: write)");
    assert_eq!(scope(None).1.actual, "not said: as asked");
}

/// RFC 6749 §3.3: other scope than was asked for may be granted.
#[test]
fn c103_what_was_granted_unasked_is_named() {
    assert_eq!(scope(Some("read write profile email")).1.actual, "read write profile email (not asked: profile email)");
    assert_eq!(scope(Some("read openid")).1.actual, "read openid (not granted: write) (not asked: openid)");
}

#[test]
fn each_problem_has_its_kind_and_its_words() {
    for (problem, kind, headline) in [
        (GrantProblem::NoAccessToken, "param", "The response has no access token."),
        (GrantProblem::UnfitAccessToken, "param", "The access token has a character that no header can carry."),
        (GrantProblem::NoTokenType, "token_type", "The response does not say what type of token this is."),
        (GrantProblem::TokenType("mac".to_owned()), "token_type", "The token is of type mac, which was not asked for."),
    ] {
        assert_eq!((problem.kind(), problem.headline().as_str()), (kind, headline));
    }
    assert!(GrantProblem::UnfitAccessToken.meaning().contains("%2B"), "the hint of C053");
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn whatever_is_taken_fits_a_header_and_ends_at_a_known_time_or_never_said(
        token in prop_oneof![texts::anything().boxed(), Just(TOKEN.to_owned()).boxed()],
        expires_in in prop_oneof![texts::anything().boxed(), "[0-9.e+-]{0,30}".boxed()],
        scope in texts::anything(),
    ) {
        let fields = Fields { access_token: Some(&token), expires_in: Some(&expires_in), scope: Some(&scope), ..GOOD };
        if let Ok(tokens) = read(&fields).0 {
            prop_assert!(tokens.access_token.reveal().bytes().all(|byte| byte.is_ascii_graphic()));
            let longest = NOW + ((1 << 53) - 1) * 1000;
            prop_assert!(tokens.expires_at_ms.is_none_or(|end| (NOW..=longest).contains(&end)));
        }
    }
}
