//! The token used: where it goes, what the answer says, and what the refusals say.

mod refusals;

use crate::support::{NOW, ORIGIN, TOKEN, assert_all_harmless, cases, checked, code_form, kept, texts, tokens, with};
use proptest::prelude::*;
use protocol::api::{self, ApiError};
use protocol::check::{Check, Outcome};
use protocol::config::ApiCall;
use protocol::form::Field;
use protocol::grant::Tokens;
use protocol::http::Response;
use protocol::secret::Secret;
use protocol::wire::Shown;

fn call(typed: &[(Field, &str)]) -> ApiCall {
    checked(&with(&code_form(), typed)).api.expect("an API is named")
}

fn response(status: u16, challenge: Option<&str>) -> Response {
    let headers = challenge.map(|value| ("www-authenticate".to_owned(), value.to_owned())).into_iter().collect();
    Response { status, headers, body: "{}".to_owned(), bytes: 2, elapsed_ms: 5 }
}

fn process(response: &Response) -> (Result<(), ApiError>, Vec<Check>) {
    let mut checks = api::planned();
    let outcome = api::process(response, &mut checks);
    (outcome, checks.finish())
}

/// RFC 6750 §2.1.
#[test]
fn c171_the_token_travels_in_the_authorization_header_and_nowhere_else() {
    let typed = [
        (Field::ApiMethod, "POST"),
        (Field::ApiBody, "{\"a\":1}"),
        (Field::ApiHeaders, "X-Mine: 1"),
        (Field::Api, "https://api.example.com/resource?page=2"),
    ];
    let request = api::request(&call(&typed), &tokens(), NOW).expect("it may go");
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", "https://api.example.com/resource?page=2"));
    assert_eq!(request.body.as_deref(), Some("{\"a\":1}"));
    let headers: Vec<(&str, &str)> =
        request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        headers,
        [("Authorization", "Bearer 2YotnFZFEjr1zCsicMWpAA"), ("X-Mine", "1"), ("Content-Type", "application/json")]
    );
    assert!(!request.url.contains(TOKEN));
}

#[test]
fn c174_the_token_goes_to_the_origin_that_was_named_before_it_came_and_to_no_other() {
    for other in [
        "https://evil.example/",
        "https://api.example.com.evil.example/",
        "https://api.example.com:8443/",
        "http://localhost/",
        "https://sub.api.example.com/",
    ] {
        let error = api::request(&call(&[(Field::Api, other)]), &tokens(), NOW).err();
        let asked = url::Url::parse(other).unwrap().origin().ascii_serialization();
        assert_eq!(error, Some(ApiError::OtherOrigin { bound_to: "https://api.example.com".to_owned(), asked }));
    }
    assert!(
        api::request(&call(&[(Field::Api, "https://API.example.com:443/other")]), &tokens(), NOW).is_ok(),
        "another path is no other origin"
    );
}

#[test]
fn c174_a_token_that_was_bound_to_nothing_goes_nowhere() {
    let unbound = Tokens { bound_to: None, ..tokens() };
    let error = api::request(&call(&[]), &unbound, NOW).err();
    assert_eq!(
        error,
        Some(ApiError::OtherOrigin { bound_to: String::new(), asked: "https://api.example.com".to_owned() })
    );
}

#[test]
fn a_token_past_its_lifetime_is_not_sent() {
    for (expires_at_ms, sent) in
        [(Some(NOW + 1), true), (Some(NOW), false), (Some(0), false), (Some(u64::MAX), true), (None, true)]
    {
        let outcome = api::request(&call(&[]), &Tokens { expires_at_ms, ..tokens() }, NOW);
        assert_eq!(outcome.err(), (!sent).then_some(ApiError::Expired), "{expires_at_ms:?}");
    }
}

/// A JWT as access token says when it ends; it is opaque to a client all the same (OAuth 2.1 §1.4).
#[test]
fn c184_nothing_is_read_out_of_an_access_token() {
    let expired = "eyJhbGciOiJub25lIn0.eyJleHAiOjF9.";
    let jwt = Tokens { access_token: Secret::new(expired), expires_at_ms: None, ..tokens() };
    let request = api::request(&call(&[]), &jwt, NOW).expect("it may go");
    assert_eq!(request.headers[0].1, format!("Bearer {expired}"));
}

#[test]
fn the_page_shows_the_request_with_the_token_masked_and_what_the_browser_adds_apart() {
    let message = api::message(&call(&[(Field::ApiHeaders, "Accept: text/plain")]), Some(&tokens()), ORIGIN);
    assert_eq!(message.headers[0].secret(), Some("Bearer 2YotnFZFEjr1zCsicMWpAA"));
    assert_eq!(message.headers[1].value.text(), Some("text/plain"));
    let added: Vec<&str> = message.added_by_browser.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(added, ["Origin", "OPTIONS, before it"]);
    assert!(!kept(&message).contains(TOKEN));
    let before = api::message(&call(&[]), None, ORIGIN);
    assert!(matches!(before.headers[0].value, Shown::Later));
}

/// Fetch §3.2 (`Origin`), §4.1 (a body's own type), §4.8 (the preflight).
#[test]
fn what_the_browser_adds_depends_on_origin_method_and_body() {
    let added = |fields: &[(Field, &str)], origin: &str| {
        let message = api::message(&call(fields), None, origin);
        message.added_by_browser.iter().map(|line| line.name.clone()).collect::<Vec<_>>().join(", ")
    };
    let own = call(&[]).endpoint.origin;
    let post = [(Field::ApiMethod, "POST"), (Field::ApiBody, "hello")];
    let typed =
        [(Field::ApiMethod, "POST"), (Field::ApiBody, "{}"), (Field::ApiHeaders, "Content-Type: application/json")];
    assert_eq!(added(&[], ORIGIN), "Origin, OPTIONS, before it");
    assert_eq!(added(&[], &own), "");
    assert_eq!(added(&post, &own), "Origin, Content-Type");
    assert_eq!(added(&post, ORIGIN), "Origin, Content-Type, OPTIONS, before it");
    assert_eq!(added(&typed, ORIGIN), "Origin, OPTIONS, before it");
}

#[test]
fn the_answer_is_shown_with_its_exact_body_in_memory_only() {
    let mut hostile = response(200, None);
    hostile.body = "<script>alert(1)</script>\u{202e}".to_owned();
    let answer = api::answer(&hostile);
    assert_eq!(answer.body.as_deref(), Some(hostile.body.as_str()));
    assert!(!kept(&answer).contains("script"));
}

#[test]
fn a_success_is_2xx_and_nothing_else() {
    for status in [200, 201, 204, 299] {
        let (outcome, checks) = process(&response(status, None));
        assert_eq!(outcome, Ok(()));
        assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:?}");
    }
    for status in [0, 199, 300, 304, 400, 404, 429, 500, 503] {
        assert_eq!(process(&response(status, Some("Bearer error=\"x\""))).0, Err(ApiError::Status(status)));
    }
}

#[test]
fn every_check_that_is_planned_is_made() {
    for status in [200, 401, 500] {
        let (_, checks) = process(&response(status, None));
        assert!(checks.iter().all(|check| check.outcome != Outcome::NotLookedAt), "{checks:?}");
    }
}

#[test]
fn c177_c178_a_challenge_is_read_where_the_page_may_read_it() {
    let named = "DPoP algs=\"ES256\", bearer realm=\"r\", error=\"insufficient_scope\", scope=\"notes:write\"";
    for status in [401, 403] {
        let (outcome, checks) = process(&response(status, Some(named)));
        let Err(ApiError::Challenged { status: got, challenge: Some(bearer), .. }) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(
            (got, bearer.get("error"), bearer.get("scope")),
            (status, Some("insufficient_scope"), Some("notes:write"))
        );
        assert_eq!(checks[1].actual, "bearer realm=\"r\", error=\"insufficient_scope\", scope=\"notes:write\"");
        for unreadable in [None, Some("Basic realm=\"r\""), Some("\"")] {
            let (outcome, checks) = process(&response(status, unreadable));
            assert_eq!(outcome, Err(ApiError::Challenged { status, challenge: None, said: None }));
            assert_eq!(checks[1].actual, "none that this page may read");
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn c179_no_challenge_alters_the_page(status in prop_oneof![Just(401u16), any::<u16>()], challenge in texts::anything()) {
        let (outcome, checks) = process(&response(status, Some(&format!("Bearer error=\"{challenge}\""))));
        assert_all_harmless(&checks);
        if let Err(error) = outcome {
            assert_all_harmless(&error.report(ORIGIN, "https://api.example.com/"));
        }
    }
}
