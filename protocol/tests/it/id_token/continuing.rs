//! The ID token of a refresh, held against the one before (OpenID Connect Core §12.2).

use super::{NOW, NOW_S, expected, judge_at, number, text, with};
use protocol::id_token::{CameBy, Expected, Identity, continues};
use protocol::json::Json;

fn refreshed(changed: &[(&str, Option<Json>)]) -> Identity {
    let expected = Expected { came_by: CameBy::Refresh, access_token: None, code: None, ..expected() };
    judge_at(super::HEADER, with(changed), &expected, NOW).identity()
}

fn before() -> Identity {
    refreshed(&[("auth_time", Some(number(NOW_S - 60))), ("iat", Some(number(NOW_S - 30)))])
}

#[test]
fn c192_the_same_person_signed_in_at_the_same_time_goes_on() {
    for changed in [
        vec![("auth_time", Some(number(NOW_S - 60)))],
        vec![], // auth_time may be left out
        vec![("nonce", None)],
        vec![("iat", Some(number(NOW_S - 30)))],
    ] {
        assert!(continues(&before(), &refreshed(&changed)).is_ok(), "{changed:?}");
    }
}

#[test]
fn c192_another_person_audience_time_or_an_older_token_ends_the_session() {
    let kind = |changed: &[(&str, Option<Json>)]| {
        let error = continues(&before(), &refreshed(changed)).expect_err("not the same session");
        error.report("https://client.example.com", "https://server.example.com/jwks").kind
    };
    assert_eq!(kind(&[("sub", Some(text("mallory")))]), "claim.sub");
    assert_eq!(kind(&[("auth_time", Some(number(NOW_S - 10)))]), "claim.auth_time");
    assert_eq!(kind(&[("iat", Some(number(NOW_S - 31)))]), "claim.iat");
    // The two that a client with other settings could let through.
    let (mut elsewhere, mut for_more) = (refreshed(&[]), refreshed(&[]));
    elsewhere.issuer = "https://other.example.com".to_owned();
    for_more.audiences.push("another-client".to_owned());
    for (after, kind) in [(elsewhere, "claim.iss"), (for_more, "claim.aud")] {
        assert_eq!(continues(&before(), &after).expect_err(kind).report("", "").kind, kind);
    }
}
