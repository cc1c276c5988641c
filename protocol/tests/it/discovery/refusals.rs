//! Each refusal of the look-up, by its machine part and its telling words.

use super::ISSUER;
use crate::support::{ORIGIN, assert_report};
use protocol::discovery::{DiscoveryError, Tried, report};
use protocol::endpoint::AddressProblem;
use protocol::http::Failure;
use protocol::report::{Report, Who};

const FIRST: &str = "https://server.example.com/.well-known/openid-configuration";
const SECOND: &str = "https://server.example.com/.well-known/oauth-authorization-server";

fn of(error: DiscoveryError) -> Report {
    report(&[Tried { address: FIRST.to_owned(), error }], ORIGIN)
}

fn of_both(first: DiscoveryError, second: DiscoveryError) -> Report {
    let tried = |address: &str, error| Tried { address: address.to_owned(), error };
    report(&[tried(FIRST, first), tried(SECOND, second)], ORIGIN)
}

fn mismatch(actual: &str) -> DiscoveryError {
    DiscoveryError::Issuer { expected: ISSUER.to_owned(), actual: Some(actual.to_owned()) }
}

#[test]
fn each_error_has_its_kind_and_who_can_mend_it() {
    let server = Who::AuthorizationServer;
    assert_report(&of(DiscoveryError::Status(404)), "http", None, Some(404), Who::Client);
    assert_report(&of(DiscoveryError::Status(500)), "http", None, Some(500), server);
    assert_report(&of(DiscoveryError::ContentType("text/html".to_owned())), "content", None, None, server);
    assert_report(&of(DiscoveryError::Json("a member comes twice".to_owned())), "json", None, None, server);
    assert_report(&of(DiscoveryError::Json(format!("{}, at", protocol::json::TOO_DEEP))), "size", None, None, server);
    assert_report(&of(DiscoveryError::TooLong { limit: 7 }), "size", None, None, server);
    assert_report(&of(mismatch("https://evil.example")), "iss", Some("mismatched"), None, Who::Client);
    let none = DiscoveryError::Issuer { expected: ISSUER.to_owned(), actual: None };
    assert_report(&of(none), "iss", Some("missing"), None, server);
    let unfit = DiscoveryError::Endpoint { name: "token_endpoint", problem: AddressProblem::UserInfo };
    assert_report(&of(unfit), "config", None, None, server);
    for (failure, kind, who) in [
        (Failure::NetworkOrCors, "net_or_cors", server),
        (Failure::Offline, "net_or_cors", Who::You),
        (Failure::Timeout { seconds: 30 }, "timeout", server),
        (Failure::Cancelled, "cancelled", Who::You),
        (Failure::TooLarge { limit: 1_048_576 }, "size", server),
    ] {
        assert_report(&of(DiscoveryError::Transport(failure)), kind, None, None, who);
    }
}

#[test]
fn c107_both_issuers_are_shown_and_a_slash_is_named() {
    let report = of(mismatch("https://server.example.com/"));
    assert!(report.evidence.contains(&("asked for".to_owned(), ISSUER.to_owned())));
    assert!(report.evidence.contains(&("the metadata names".to_owned(), format!("{ISSUER}/"))));
    assert!(report.mend.contains("slash"), "{}", report.mend);
    assert!(!of(mismatch("https://evil.example")).mend.contains("slash"));
    assert!(of(mismatch("https://login.microsoftonline.com/{tenantid}/v2.0")).mend.contains("tenant"));
}

#[test]
fn c116_a_cors_refusal_names_the_origin_to_allow_and_the_way_by_hand() {
    let report = of(DiscoveryError::Transport(Failure::NetworkOrCors));
    assert!(report.evidence.contains(&("origin to allow".to_owned(), ORIGIN.to_owned())));
    assert!(report.mend.contains("paste"));
}

#[test]
fn of_two_tries_the_one_that_says_more_is_told_and_both_are_listed() {
    let blocked = || DiscoveryError::Transport(Failure::NetworkOrCors);
    assert_eq!(of_both(DiscoveryError::Status(404), DiscoveryError::Status(404)).status, Some(404));
    assert_eq!(of_both(DiscoveryError::Status(404), DiscoveryError::Status(500)).status, Some(500));
    assert_eq!(of_both(blocked(), DiscoveryError::Status(404)).kind, "net_or_cors");
    assert_eq!(of_both(blocked(), mismatch("https://evil.example")).kind, "iss");
    let both = of_both(DiscoveryError::Status(404), DiscoveryError::ContentType("text/html".to_owned()));
    assert_eq!(both.kind, "content");
    for (address, words) in [(FIRST, "404"), (SECOND, "text/html")] {
        assert!(both.evidence.contains(&("asked".to_owned(), format!("{address}: {words}"))), "{:?}", both.evidence);
    }
}
