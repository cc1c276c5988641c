//! What a person reads when the API did not answer as hoped, or was not asked.

use super::{process, response};
use crate::support::{ORIGIN, assert_report};
use protocol::api::ApiError;
use protocol::http::{Failure, Response};
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
    use Who::{Api, Client, Unknown, You};
    let other = ApiError::OtherOrigin { bound_to: "https://a".to_owned(), asked: "https://b".to_owned() };
    for (error, kind, reason, status, who) in [
        (other, "config", None, None, You),
        (ApiError::Expired, "api", Some("expired"), None, You),
        (ApiError::Challenged { status: 401, challenge: None, said: None }, "api", None, Some(401), Client),
        (ApiError::Challenged { status: 403, challenge: None, said: None }, "api", None, Some(403), Unknown),
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

/// RFC 6750 §3.1 ties 403 to `insufficient_scope`; without that code it may be about anything.
#[test]
fn c178_a_403_that_does_not_say_why_is_no_word_about_the_token() {
    for bare in [
        report(&ApiError::Challenged { status: 403, challenge: None, said: None }),
        challenged(403, "Bearer realm=\"r\""),
    ] {
        assert_eq!(bare.headline, "The API refused (403) without saying why.");
        assert_eq!(bare.who, Who::Unknown);
        assert!(!bare.mend.contains("that the API names"), "{}", bare.mend);
    }
    assert_eq!(said(403, r#"{"error":"Forbidden"}"#).headline, "The API refused (403), with a code of its own.");
    let invalid = challenged(403, "Bearer error=\"invalid_token\"");
    assert_eq!(invalid.headline, "The API does not accept this token.");
    let unnamed = challenged(403, "Bearer error=\"insufficient_scope\"");
    assert!(unnamed.mend.starts_with("The API does not name the scope"), "{}", unnamed.mend);
}

/// The words of a JSON body, with no challenge that could be read.
#[track_caller]
fn said(status: u16, body: &str) -> Report {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let response = Response { headers, body: body.to_owned(), ..response(status, None) };
    report(&process(&response).0.expect_err("no success"))
}

#[test]
fn c177_the_words_of_a_body_count_where_no_challenge_names_an_error() {
    let body = r#"{"error":"insufficient_scope","error_description":"needs \"notes:write\""}"#;
    let scope = said(403, body);
    assert_eq!(scope.headline, "The token is good, but not for this.");
    assert!(scope.meaning.contains("from the body") && scope.meaning.contains("WWW-Authenticate"));
    assert_eq!(
        facts(&scope),
        [("status", "403"), ("error", "insufficient_scope"), ("error_description", "needs \"notes:write\"")]
    );
    assert_eq!(said(401, r#"{"error":"invalid_token"}"#).headline, "The API does not accept this token.");
    // The challenge is what counts (RFC 6750 §3).
    let headers = [("content-type", "application/json"), ("www-authenticate", "Bearer error=\"invalid_token\"")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let both = Response { headers, body: body.to_owned(), ..response(401, None) };
    let both = report(&process(&both).0.expect_err("no success"));
    assert_eq!(facts(&both), [("status", "401"), ("error", "invalid_token")]);
    // A page that is no JSON says nothing here.
    let page = Response { body: body.to_owned(), ..response(403, None) };
    assert!(matches!(process(&page).0, Err(ApiError::Challenged { said: None, .. })));
}

#[test]
fn c178_the_sign_in_is_said_to_stay() {
    let report = challenged(403, "Bearer error=\"insufficient_scope\"");
    assert_eq!(report.meaning, "The sign-in stays as it is; the API's own words are below.");
}

#[test]
fn c177_without_a_readable_challenge_the_page_says_what_to_expose() {
    let report = report(&ApiError::Challenged { status: 401, challenge: None, said: None });
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
