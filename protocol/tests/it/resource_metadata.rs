//! An API asked who guards it: what its refusal tells, and what of its metadata is believed.

use crate::support::{ORIGIN, assert_all_harmless, assert_report, cases, parse, texts};
use proptest::prelude::*;
use protocol::check::{Check, Outcome};
use protocol::endpoint::AddressProblem;
use protocol::http::{Failure, Response};
use protocol::report::Who;
use protocol::resource_metadata::{self, Asked, Protected, Resource, ResourceError};

const API: &str = "https://api.example.com/notes";
const SERVER: &str = "https://server.example.com";

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    Response {
        status,
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.to_owned(),
        bytes: body.len(),
        elapsed_ms: 5,
    }
}

fn resource() -> Resource {
    resource_metadata::identify(API, parse).unwrap()
}

fn refusal(response: &Response) -> (Asked, Vec<Check>) {
    let mut checks = resource_metadata::planned_of_call();
    let asked = resource_metadata::read_refusal(response, parse, &mut checks);
    (asked, checks.finish())
}

fn process(response: &Response, api: &str) -> (Result<Protected, ResourceError>, Vec<Check>) {
    let mut checks = resource_metadata::planned();
    let resource = resource_metadata::identify(api, parse).unwrap();
    let outcome = resource_metadata::process(response, &resource, parse, &mut checks);
    (outcome, checks.finish())
}

fn json(body: &str) -> Response {
    response(200, &[("content-type", "application/json")], body)
}

fn document(resource: &str, servers: &str) -> Response {
    json(&format!(
        r#"{{"resource":{resource},"authorization_servers":{servers},"scopes_supported":["read","write"],"bearer_methods_supported":["header"]}}"#
    ))
}

#[test]
fn an_api_is_named_without_its_query_and_has_its_metadata_in_a_well_known_place() {
    let resource = resource_metadata::identify(" https://API.example.com/notes?limit=5 ", parse).unwrap();
    assert_eq!(resource.address, API);
    assert_eq!(resource.well_known, "https://api.example.com/.well-known/oauth-protected-resource/notes");
    let root = resource_metadata::identify("https://api.example.com", parse).unwrap();
    assert_eq!(root.well_known, "https://api.example.com/.well-known/oauth-protected-resource");
    let problem = resource_metadata::identify("javascript:alert(1)", parse).unwrap_err();
    assert_eq!(problem, AddressProblem::Scheme("javascript".to_owned()));
}

#[test]
fn the_example_of_rfc_9728_section_5_1_tells_where_the_metadata_is() {
    let header = r#"Bearer resource_metadata="https://resource.example.com/.well-known/oauth-protected-resource""#;
    let (asked, checks) = refusal(&response(401, &[("www-authenticate", header)], ""));
    assert_eq!(asked.metadata.as_deref(), Some("https://resource.example.com/.well-known/oauth-protected-resource"));
    assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:?}");
}

#[test]
fn a_refusal_that_tells_nothing_is_no_error() {
    for (status, headers) in [
        (401, vec![]),
        (200, vec![]),
        (401, vec![("www-authenticate", r#"Basic realm="x""#)]),
        (401, vec![("www-authenticate", r#"Bearer resource_metadata="javascript:alert(1)""#)]),
        (401, vec![("www-authenticate", r#"Bearer resource_metadata="http://evil.example/x""#)]),
    ] {
        let (asked, checks) = refusal(&response(status, &headers, ""));
        assert_eq!(asked.metadata, None, "{headers:?}");
        let row = checks.iter().find(|check| check.name == "resource_metadata").unwrap();
        assert_eq!(row.outcome, Outcome::NotChecked);
    }
}

#[test]
fn the_scope_of_the_challenge_is_read() {
    let (asked, _) = refusal(&response(401, &[("www-authenticate", r#"Bearer scope="read  write""#)], ""));
    assert_eq!(asked.scope.as_deref(), Some("read write"));
    let (asked, _) = refusal(&response(401, &[("www-authenticate", r#"Bearer scope="a\"b""#)], ""));
    assert_eq!(asked.scope, None, "no scope has a quotation mark");
}

#[test]
fn the_servers_and_scopes_are_read() {
    let (outcome, checks) = process(&document(&format!("\"{API}\""), &format!("[\"{SERVER}\"]")), API);
    let expected = Protected { servers: vec![SERVER.to_owned()], scope: Some("read write".to_owned()) };
    assert_eq!(outcome.unwrap(), expected);
    assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:?}");
}

/// RFC 9728 §3.3.
#[test]
fn metadata_counts_only_for_the_resource_that_it_names() {
    let servers = format!("[\"{SERVER}\"]");
    for named in [
        "https://api.example.com",
        "https://api.example.com/notes/",
        "https://api.example.com/Notes",
        "https://evil.example/notes",
    ] {
        let error = process(&document(&format!("\"{named}\""), &servers), API).0.unwrap_err();
        assert_eq!(error, ResourceError::Other { asked: API.to_owned(), named: Some(named.to_owned()) });
        assert_report(&error.report(ORIGIN, API, Some(401)), "api", Some("mismatched"), None, Who::Api);
    }
    let error = process(&document("null", &servers), API).0.unwrap_err();
    assert_report(&error.report(ORIGIN, API, None), "api", Some("missing"), None, Who::Api);
    // The root may be written without its slash.
    for named in ["\"https://api.example.com\"", "\"https://api.example.com/\""] {
        assert!(process(&document(named, &servers), "https://api.example.com").0.is_ok(), "{named}");
    }
}

#[test]
fn servers_that_could_not_be_looked_up_are_none() {
    let named = format!("\"{API}\"");
    for servers in [
        "[]",
        "null",
        "\"https://server.example.com\"",
        "[7]",
        r#"["javascript:alert(1)","http://evil.example","https://a@b.example","https://x.example?y=1"]"#,
    ] {
        let error = process(&document(&named, servers), API).0.unwrap_err();
        assert_eq!(error, ResourceError::NoServers, "{servers}");
        assert_report(&error.report(ORIGIN, API, Some(401)), "api", Some("missing"), None, Who::Api);
    }
    let many: Vec<String> = (0..100).map(|count| format!("\"https://{count}.example\"")).collect();
    let servers = format!("[\"{SERVER}\",\"{SERVER}\",{}]", many.join(","));
    assert_eq!(process(&document(&named, &servers), API).0.unwrap().servers.len(), 20);
}

#[test]
fn an_api_that_takes_no_token_in_the_header_is_marked() {
    let body =
        format!(r#"{{"resource":"{API}","authorization_servers":["{SERVER}"],"bearer_methods_supported":["body"]}}"#);
    let (outcome, checks) = process(&json(&body), API);
    assert_eq!(outcome.unwrap().scope, None);
    let row = checks.iter().find(|check| check.name == "bearer_methods_supported").unwrap();
    assert_eq!((row.outcome, row.actual.as_str()), (Outcome::NotChecked, "body"));
}

#[test]
fn each_error_has_its_kind() {
    let report = |response: &Response| process(response, API).0.unwrap_err().report(ORIGIN, API, None);
    assert_report(&report(&response(404, &[], "")), "http", None, Some(404), Who::Api);
    assert_report(&report(&response(200, &[("content-type", "text/html")], "")), "content", None, None, Who::Api);
    assert_report(&report(&json("{")), "json", None, None, Who::Api);
    assert_report(&report(&json(&"[".repeat(1000))), "size", None, None, Who::Api);
    for (failure, kind, who) in [
        (Failure::NetworkOrCors, "net_or_cors", Who::Api),
        (Failure::Offline, "net_or_cors", Who::You),
        (Failure::Timeout { seconds: 30 }, "timeout", Who::Api),
        (Failure::Cancelled, "cancelled", Who::You),
        (Failure::TooLarge { limit: 1 }, "size", Who::Api),
    ] {
        assert_report(&ResourceError::Transport(failure).report(ORIGIN, API, None), kind, None, None, who);
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn whatever_an_api_writes_is_harmless_when_shown(hostile in texts::anything()) {
        let quoted = protocol::json::Json::Text(hostile.clone()).to_string();
        for body in [
            document(&quoted, "[]"),
            document(&format!("\"{API}\""), &format!("[{quoted}]")),
            json(&format!("{{{quoted}:{quoted}}}")),
        ] {
            let (outcome, checks) = process(&body, API);
            checks.iter().for_each(assert_all_harmless);
            if let Err(error) = outcome {
                assert_all_harmless(&error.report(ORIGIN, &hostile, None));
            }
            resource_metadata::answer(&body).lines.iter().for_each(assert_all_harmless);
        }
        let header = format!("Bearer resource_metadata={quoted}, scope={quoted}");
        refusal(&response(401, &[("www-authenticate", &header)], "")).1.iter().for_each(assert_all_harmless);
        prop_assert!(resource().address == API);
    }
}
