//! The pushed request and its answer.

use crate::support::journey::{leave, state};
use crate::support::{NOW, ORIGIN, assert_report, cases, checked, code_form, kept, page, parse, texts, with};
use proptest::prelude::*;
use protocol::check::{Check, Outcome};
use protocol::config;
use protocol::dpop::{self, DpopError};
use protocol::form::Field;
use protocol::http::{Failure, Response};
use protocol::par::{self, ParError, Pushed};
use protocol::report::Who;
use protocol::trace::{Step, Trace, What};
use url::form_urlencoded;

const ENDPOINT: &str = "https://server.example.com/par";
/// RFC 9126 §2.2.
const GOOD: &str = r#"{"request_uri":"urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c","expires_in":60}"#;

fn response(status: u16, media_type: &str, body: &str) -> Response {
    let headers = vec![("content-type".to_owned(), media_type.to_owned())];
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}

fn process(response: &Response) -> (Result<Pushed, ParError>, Vec<Check>) {
    let mut checks = par::planned();
    let outcome = par::process(response, NOW, &mut checks);
    (outcome, checks.finish())
}

fn json(body: &str) -> Result<Pushed, ParError> {
    process(&response(201, "application/json", body)).0
}

/// §2.1: the same parameters, in a form; a public client sends its `client_id` and no secret, and nothing needs a preflight.
#[test]
fn c016_what_is_pushed_is_the_authorization_request() {
    let departure = leave(&code_form());
    let message = par::message(ENDPOINT, departure.message.lines.clone(), None, ORIGIN);
    let request = message.request();
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", ENDPOINT));
    let query = departure.url.split_once('?').unwrap().1;
    let pairs = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect::<Vec<_>>();
    assert_eq!(pairs(&request.body.unwrap()), pairs(query));
    let headers: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(headers, ["Accept", "Content-Type"]);
    let added: Vec<&str> = message.added_by_browser.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(added, ["Origin"]);
}

#[test]
fn c016_with_dpop_there_is_a_proof_and_a_preflight() {
    let message = par::message(ENDPOINT, Vec::new(), Some(dpop::later()), ORIGIN);
    assert_eq!(message.headers.last().map(|line| line.name.as_str()), Some("DPoP"));
    assert_eq!(message.added_by_browser.len(), 2);
}

/// §4.
#[test]
fn c016_the_navigation_then_has_two_parameters() {
    let pushed = json(GOOD).unwrap();
    let message = par::navigation("https://server.example.com/authorize", "s6BhdRkqt3", &pushed);
    let lines: Vec<(&str, &str)> =
        message.lines.iter().map(|line| (line.name.as_str(), line.value.text().unwrap())).collect();
    assert_eq!(
        lines,
        [("client_id", "s6BhdRkqt3"), ("request_uri", "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c")]
    );
    assert!(!kept(&message).contains(&state()));
}

#[test]
fn c016_a_good_answer_passes_every_check_and_ends_when_it_says() {
    let (outcome, checks) = process(&response(201, "application/json;charset=UTF-8", GOOD));
    let pushed = outcome.unwrap();
    assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:?}");
    assert_eq!(pushed.expires_at_ms, Some(NOW + 60_000));
    assert!(!pushed.expired(NOW + 59_999) && pushed.expired(NOW + 60_000));
}

#[test]
fn a_lifetime_in_a_string_or_not_said_misleads_nobody() {
    let uri = r#""request_uri":"urn:x:y""#;
    assert_eq!(json(&format!(r#"{{{uri},"expires_in":"90"}}"#)).unwrap().expires_at_ms, Some(NOW + 90_000));
    let unsaid = json(&format!("{{{uri}}}")).unwrap();
    assert_eq!(unsaid.expires_at_ms, None);
    assert!(!unsaid.expired(u64::MAX));
    for wrong in ["0", "-1", "1.5", "1e3", "null", "\"soon\"", "\"\"", "[60]", "99999999999999999999"] {
        let error = json(&format!(r#"{{{uri},"expires_in":{wrong}}}"#)).unwrap_err();
        assert!(matches!(error, ParError::Lifetime(_)), "{wrong}: {error:?}");
    }
}

#[test]
fn c016_a_request_uri_that_no_address_can_carry_is_refused() {
    for wrong in ["1", "null", "\"\"", "[]"] {
        assert_eq!(
            json(&format!(r#"{{"request_uri":{wrong},"expires_in":60}}"#)),
            Err(ParError::NoRequestUri),
            "{wrong}"
        );
    }
    assert_eq!(json(r#"{"expires_in":60}"#), Err(ParError::NoRequestUri));
    let long = format!("urn:{}", "a".repeat(2048));
    for wrong in ["relative/path", "urn:", ":x", "1urn:x", "u rn:x", "urn:a b", "urn:\u{e9}", "urn:a\u{202e}b", &long] {
        let error = json(&format!(r#"{{"request_uri":"{wrong}","expires_in":60}}"#)).unwrap_err();
        assert!(matches!(error, ParError::UnfitRequestUri(_)), "{wrong}: {error:?}");
    }
}

#[test]
fn c016_only_201_with_clean_json_is_taken() {
    for status in [200, 204, 302, 404, 500] {
        assert_eq!(process(&response(status, "application/json", GOOD)).0, Err(ParError::Status(status)));
    }
    let refused = r#"{"error":"invalid_request","error_description":"words","error_uri":"https://e.example"}"#;
    for status in [400, 401, 413, 429, 200] {
        let error = process(&response(status, "application/json", refused)).0.unwrap_err();
        assert!(
            matches!(&error, ParError::Refused { status: it, error, .. } if *it == status && error == "invalid_request")
        );
    }
    assert!(matches!(process(&response(201, "text/html", GOOD)).0, Err(ParError::ContentType(_))));
    assert!(matches!(json("{"), Err(ParError::Json(_))));
    assert!(matches!(json(&GOOD.replace('}', r#","request_uri":"urn:b:c"}"#)), Err(ParError::Json(_))));
}

#[test]
fn the_refusals() {
    let refused = |error: &str| ParError::Refused {
        status: 400,
        error: error.to_owned(),
        description: "words of the server".to_owned(),
        uri: String::new(),
    };
    let (client, server) = (Who::Client, Who::AuthorizationServer);
    for (error, kind, reason, status, who) in [
        (refused("invalid_request"), "as_error", None, Some(400), client),
        (refused("invalid_client"), "as_error", None, Some(400), client),
        (refused("unauthorized_client"), "as_error", None, Some(400), client),
        (refused("invalid_scope"), "as_error", None, Some(400), client),
        (refused("invalid_target"), "as_error", None, Some(400), client),
        (refused("invalid_authorization_details"), "as_error", None, Some(400), client),
        (refused("invalid_dpop_proof"), "as_error", None, Some(400), client),
        (refused("its_own"), "as_error", None, Some(400), server),
        (ParError::Status(200), "http", None, Some(200), server),
        (ParError::ContentType(String::new()), "content", None, None, server),
        (ParError::Json("it ends too early".to_owned()), "json", None, None, server),
        (ParError::NoRequestUri, "param", None, None, server),
        (ParError::UnfitRequestUri("x".to_owned()), "param", None, None, server),
        (ParError::Lifetime("0".to_owned()), "param", None, None, server),
        (ParError::Expired, "param", Some("expired"), None, Who::You),
        (ParError::Dpop(DpopError::NonceHidden), "dpop", None, None, server),
        (ParError::Transport(Failure::NetworkOrCors), "net_or_cors", None, None, server),
        (ParError::Transport(Failure::Offline), "net_or_cors", None, None, Who::You),
        (ParError::Transport(Failure::Timeout { seconds: 30 }), "timeout", None, None, server),
        (ParError::Transport(Failure::Cancelled), "cancelled", None, None, Who::You),
        (ParError::Transport(Failure::TooLarge { limit: 1 }), "size", None, None, server),
    ] {
        assert_report(&error.report(ORIGIN, ENDPOINT), kind, reason, status, who);
    }
    let shown = kept(&refused("invalid_request").report(ORIGIN, ENDPOINT));
    assert!(shown.contains("words of the server"));
}

const METADATA: &str = r#"{"issuer":"https://server.example.com","pushed_authorization_request_endpoint":"https://server.example.com/par"}"#;

#[test]
fn c016_the_choice_names_the_endpoint_of_the_metadata() {
    let form = with(&code_form(), &[(Field::Metadata, METADATA), (Field::Par, "1")]);
    assert_eq!(checked(&form).push_to.map(|endpoint| endpoint.href).as_deref(), Some(ENDPOINT));
    assert_eq!(checked(&with(&form, &[(Field::Par, "")])).push_to, None);
    assert_eq!(leave(&form).push_to.map(|endpoint| endpoint.href).as_deref(), Some(ENDPOINT));
}

/// RFC 9126 §5.
#[test]
fn c016_where_the_server_demands_it_nobody_has_to_choose() {
    let demanding = METADATA.replace('}', r#","require_pushed_authorization_requests":true}"#);
    let form = with(&code_form(), &[(Field::Metadata, &demanding)]);
    assert!(checked(&form).push_to.is_some());
}

#[test]
fn c016_what_cannot_be_pushed_is_not_sent_in_another_way() {
    let nowhere = r#"{"issuer":"https://server.example.com"}"#;
    let plain = METADATA.replace("https://server.example.com/par", "http://server.example.com/par");
    let demanding = nowhere.replace('}', r#","require_pushed_authorization_requests":true}"#);
    for (metadata, par, field) in [
        ("", "1", Field::Par),
        (nowhere, "1", Field::Par),
        (plain.as_str(), "1", Field::Par),
        (demanding.as_str(), "", Field::Metadata),
        (demanding.as_str(), "1", Field::Metadata),
    ] {
        let form = with(&code_form(), &[(Field::Metadata, metadata), (Field::Par, par)]);
        let problems = config::check(&form, &page(), parse).unwrap_err();
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [field], "{metadata} {par}");
    }
}

#[test]
fn c016_after_the_push_the_address_has_two_parameters_and_the_record_all_of_it() {
    let form = with(&code_form(), &[(Field::Metadata, METADATA), (Field::Par, "1")]);
    let departure = leave(&form);
    let mut trace = Trace::of_run(&form);
    let message = par::message(ENDPOINT, departure.message.lines.clone(), None, ORIGIN);
    trace.push(Step::Authorize, NOW, What::Sent(message));
    let departure = departure.pushed(&json(GOOD).unwrap(), trace, NOW);
    assert_eq!(
        departure.url,
        "https://server.example.com/authorize?client_id=s6BhdRkqt3&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc_11ACC5bwc014ltc14eY22c"
    );
    assert_eq!((departure.push_to, departure.expires_at_ms), (None, Some(NOW + 60_000)));
    assert_eq!(departure.pending.state, state());
    let steps: Vec<bool> =
        departure.pending.trace.events().iter().map(|event| matches!(event.what, What::Left(_))).collect();
    assert_eq!(steps, [false, true]);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn whatever_comes_nothing_of_it_hides(status in 200u16..600, body in texts::anything()) {
        let json = format!(r#"{{"request_uri":{0},"expires_in":{0},"error":{0},"error_description":{0}}}"#, serde_json::to_string(&body).unwrap());
        for body in [body, json] {
            let (outcome, checks) = process(&response(status, "application/json", &body));
            for check in &checks {
                crate::support::assert_harmless(&check.actual);
            }
            if let Err(error) = outcome {
                crate::support::assert_all_harmless(&error.report(ORIGIN, ENDPOINT));
            }
        }
    }
}
