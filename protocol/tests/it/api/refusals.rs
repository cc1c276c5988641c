//! What a person reads when the API did not answer as hoped, or was not asked.

use super::{process, response};
use crate::support::{ORIGIN, assert_report};
use protocol::api::ApiError;
use protocol::http::Failure;
use protocol::report::{Report, Who};

const ENDPOINT: &str = "https://api.example.com/resource";

fn report(error: &ApiError) -> Report {
    error.report(ORIGIN, ENDPOINT)
}

fn facts(report: &Report) -> Vec<(&str, &str)> {
    report.evidence.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect()
}

#[test]
fn each_refusal_has_its_kind_its_reason_and_who_can_mend_it() {
    use Who::{Api, Client, You};
    let other = ApiError::OtherOrigin { bound_to: "https://a".to_owned(), asked: "https://b".to_owned() };
    for (error, kind, reason, status, who) in [
        (other, "config", None, None, You),
        (ApiError::Expired, "api", Some("expired"), None, You),
        (ApiError::Challenged { status: 401, challenge: None }, "api", None, Some(401), Client),
        (ApiError::Challenged { status: 403, challenge: None }, "api", None, Some(403), Client),
        (ApiError::Status(500), "http", None, Some(500), Api),
        (ApiError::Transport(Failure::NetworkOrCors), "net_or_cors", None, None, Api),
        (ApiError::Transport(Failure::Offline), "net_or_cors", None, None, You),
        (ApiError::Transport(Failure::Timeout { seconds: 30 }), "timeout", None, None, Api),
        (ApiError::Transport(Failure::Cancelled), "cancelled", None, None, You),
        (ApiError::Transport(Failure::TooLarge { limit: 1 << 20 }), "size", None, None, Api),
    ] {
        assert_report(&report(&error), kind, reason, status, who);
    }
}

#[track_caller]
fn challenged(status: u16, challenge: &str) -> Report {
    report(&process(&response(status, Some(challenge))).0.expect_err("no success"))
}

#[test]
fn c177_an_invalid_token_is_told_from_one_that_is_not_enough() {
    let invalid = challenged(
        401,
        "Bearer realm=\"example\", error=\"invalid_token\", error_description=\"The access token expired\"",
    );
    assert_eq!(invalid.headline, "The API does not accept this token.");
    assert_eq!(
        facts(&invalid),
        [
            ("status", "401"),
            ("error", "invalid_token"),
            ("error_description", "The access token expired"),
            ("realm", "example")
        ]
    );
    let enough = challenged(403, "Bearer error=\"insufficient_scope\", scope=\"notes:write\"");
    assert_eq!(enough.headline, "The token is good, but not for this.");
    assert_eq!(facts(&enough), [("status", "403"), ("error", "insufficient_scope"), ("scope", "notes:write")]);
    assert_eq!(challenged(401, "Bearer error=\"invalid_request\"").headline, "The API finds the request malformed.");
}

#[test]
fn c178_the_sign_in_is_said_to_stay() {
    let report = challenged(403, "Bearer error=\"insufficient_scope\"");
    assert_eq!(report.meaning, "The sign-in stays as it is; the API's own words are below.");
}

#[test]
fn c177_without_a_readable_challenge_the_page_says_what_to_expose() {
    let report = report(&ApiError::Challenged { status: 401, challenge: None });
    assert!(report.meaning.contains("expose the header WWW-Authenticate"), "{}", report.meaning);
    assert_eq!(facts(&report), [("status", "401")]);
}

#[test]
fn c180_a_refusal_by_cors_names_the_origin_and_the_header_that_a_star_does_not_cover() {
    let report = report(&ApiError::Transport(Failure::NetworkOrCors));
    assert_eq!(facts(&report), [("origin to allow", ORIGIN), ("API", ENDPOINT)]);
    assert!(report.mend.contains("Access-Control-Allow-Headers: Authorization by name, as * does not cover it"));
    assert!(report.meaning.contains("does not tell a page which"));
}

#[test]
fn c174_both_origins_are_named() {
    let error = ApiError::OtherOrigin { bound_to: String::new(), asked: "https://evil.example".to_owned() };
    assert_eq!(
        facts(&report(&error)),
        [("the token may go to", "no API was named"), ("asked for", "https://evil.example")]
    );
    assert!(report(&error).meaning.contains("Nothing was sent"));
}
