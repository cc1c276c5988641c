//! The look-up of a server: where its metadata is sought, and what of it is believed.

mod document;
mod refusals;

use crate::support::parse;
use protocol::check::{Check, Checks};
use protocol::discovery::{self, DiscoveryError, Document};
use protocol::endpoint::AddressProblem;
use protocol::http::Response;
use protocol::json::Json;

const ISSUER: &str = "https://server.example.com";

/// The document of an honest server, with some members replaced (`Json::Null` takes one away).
fn document(changed: &[(&str, Json)]) -> String {
    let text = |text: &str| Json::Text(text.to_owned());
    let mut members = vec![
        ("issuer".to_owned(), text(ISSUER)),
        ("authorization_endpoint".to_owned(), text("https://server.example.com/authorize")),
        ("token_endpoint".to_owned(), text("https://server.example.com/token")),
        ("jwks_uri".to_owned(), text("https://server.example.com/jwks")),
        ("scopes_supported".to_owned(), Json::List(vec![text("openid"), text("read")])),
        ("mtls_endpoint_aliases".to_owned(), Json::Object(Vec::new())),
    ];
    for (name, value) in changed {
        members.retain(|(other, _)| other != name);
        if *value != Json::Null {
            members.push(((*name).to_owned(), value.clone()));
        }
    }
    Json::Object(members).to_string()
}

fn answer(status: u16, content_type: &str, body: &str) -> Response {
    Response {
        status,
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: body.to_owned(),
        bytes: body.len(),
        elapsed_ms: 5,
    }
}

fn process(response: &Response, issuer: &str) -> (Result<Document, DiscoveryError>, Vec<Check>) {
    let mut checks: Checks = discovery::planned();
    let outcome = discovery::process(response, issuer, parse, &mut checks);
    (outcome, checks.finish())
}

#[track_caller]
fn found(body: &str) -> (Json, Vec<Check>) {
    let (outcome, checks) = process(&answer(200, "application/json", body), ISSUER);
    (Json::object(&outcome.unwrap().metadata).unwrap(), checks)
}

#[track_caller]
fn error(body: &str) -> DiscoveryError {
    process(&answer(200, "application/json", body), ISSUER).0.unwrap_err()
}

#[track_caller]
fn check<'a>(checks: &'a [Check], name: &str) -> &'a Check {
    checks.iter().find(|check| check.name == name).unwrap()
}

#[test]
fn c109_both_addresses_of_an_issuer_with_and_without_a_path() {
    for (issuer, first, second) in [
        (
            "https://server.example.com",
            "https://server.example.com/.well-known/openid-configuration",
            "https://server.example.com/.well-known/oauth-authorization-server",
        ),
        (
            "https://server.example.com/t1/",
            "https://server.example.com/t1/.well-known/openid-configuration",
            "https://server.example.com/.well-known/oauth-authorization-server/t1",
        ),
    ] {
        assert_eq!(discovery::addresses(issuer, parse).unwrap(), [first.to_owned(), second.to_owned()]);
    }
}

#[test]
fn c110_an_issuer_that_is_no_fit_address_is_not_looked_up() {
    for (issuer, problem) in [
        ("http://server.example.com", AddressProblem::PlainHttp("server.example.com".to_owned())),
        ("javascript:alert(1)", AddressProblem::Scheme("javascript".to_owned())),
        ("https://good@evil.example", AddressProblem::UserInfo),
        ("https://{tenant}.example.com", AddressProblem::Unfilled("tenant".to_owned())),
        ("", AddressProblem::Missing),
    ] {
        assert_eq!(discovery::addresses(issuer, parse), Err(problem), "{issuer}");
    }
    assert!(discovery::addresses("http://localhost:9001", parse).is_ok());
}

#[test]
fn the_request_has_no_header_of_ours_so_that_no_preflight_comes_before_it() {
    let request = discovery::request("https://server.example.com/.well-known/openid-configuration");
    assert_eq!((request.method.as_str(), request.headers.len(), request.body), ("GET", 0, None));
    let message = discovery::message(&request.url, "https://client.example.com");
    assert_eq!(message.target, request.url);
    assert!(message.headers.is_empty());
}

#[test]
fn only_where_there_was_no_document_the_other_address_is_tried() {
    use protocol::http::Failure;
    let hopeful = [
        DiscoveryError::Status(404),
        DiscoveryError::Status(500),
        DiscoveryError::ContentType("text/html".to_owned()),
        DiscoveryError::Transport(Failure::NetworkOrCors),
    ];
    assert!(hopeful.iter().all(DiscoveryError::leaves_hope));
    let final_ones = [
        DiscoveryError::Json(String::new()),
        DiscoveryError::Issuer { expected: ISSUER.to_owned(), actual: None },
        DiscoveryError::TooLong { limit: 1 },
        DiscoveryError::Endpoint { name: "token_endpoint", problem: AddressProblem::Missing },
        DiscoveryError::Transport(Failure::Offline),
        DiscoveryError::Transport(Failure::Timeout { seconds: 30 }),
        DiscoveryError::Transport(Failure::Cancelled),
        DiscoveryError::Transport(Failure::TooLarge { limit: 1 }),
    ];
    assert!(!final_ones.iter().any(DiscoveryError::leaves_hope));
}
