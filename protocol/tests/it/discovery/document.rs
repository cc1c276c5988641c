//! What of a document is believed, kept and shown.

use super::{ISSUER, answer, check, document, error, found, process};
use crate::support::{assert_all_harmless, cases, parse, texts};
use proptest::prelude::*;
use protocol::check::Outcome;
use protocol::discovery::{self, DiscoveryError};
use protocol::endpoint::AddressProblem;
use protocol::json::Json;

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

#[test]
fn the_members_that_the_page_knows_are_kept_and_no_others() {
    let (metadata, checks) = found(&document(&[]));
    let names: Vec<&str> = metadata.members().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "scopes_supported"]);
    assert!(checks.iter().all(|check| check.outcome == Outcome::Passed), "{checks:?}");
}

#[test]
fn c107_the_issuer_is_compared_character_by_character() {
    for other in [
        "https://server.example.com/",
        "https://SERVER.example.com",
        "https://server.example.com:443",
        "https://evil.example",
        "https://server.example.com ",
        "",
    ] {
        let wrong = error(&document(&[("issuer", text(other))]));
        assert_eq!(wrong, DiscoveryError::Issuer { expected: ISSUER.to_owned(), actual: Some(other.to_owned()) });
    }
    for none in [Json::Null, Json::Number("1".to_owned()), Json::List(vec![text(ISSUER)])] {
        let wrong = error(&document(&[("issuer", none)]));
        assert_eq!(wrong, DiscoveryError::Issuer { expected: ISSUER.to_owned(), actual: None });
    }
    // The other way round: typed with the slash, named without it.
    let (outcome, checks) = process(&answer(200, "application/json", &document(&[])), "https://server.example.com/");
    assert!(matches!(outcome, Err(DiscoveryError::Issuer { .. })));
    assert_eq!(check(&checks, "issuer").outcome, Outcome::Failed);
    assert_eq!(check(&checks, "issuer").expected, "https://server.example.com/");
    assert_eq!(check(&checks, "issuer").actual, ISSUER);
}

#[test]
fn c110_c114_an_endpoint_that_no_flow_can_do_without_has_to_be_fit() {
    for name in ["authorization_endpoint", "token_endpoint"] {
        for (address, problem) in [
            ("javascript:alert(1)", AddressProblem::Scheme("javascript".to_owned())),
            ("http://server.example.com/x", AddressProblem::PlainHttp("server.example.com".to_owned())),
            ("https://server.example.com@evil.example/", AddressProblem::UserInfo),
            ("/relative", AddressProblem::NotAbsolute),
        ] {
            assert_eq!(error(&document(&[(name, text(address))])), DiscoveryError::Endpoint { name, problem });
        }
        let number = Json::Number("1".to_owned());
        assert_eq!(
            error(&document(&[(name, number)])),
            DiscoveryError::Endpoint { name, problem: AddressProblem::NotAbsolute }
        );
    }
}

#[test]
fn c112_any_other_unfit_address_costs_only_what_depends_on_it() {
    let body = document(&[("revocation_endpoint", text("http://server.example.com/revoke"))]);
    let (_, checks) = found(&body);
    let row = check(&checks, "endpoints");
    assert_eq!(row.outcome, Outcome::NotChecked);
    assert!(row.actual.contains("revocation_endpoint"), "{}", row.actual);
    let unfit = discovery::unfit(&Json::object(&body).unwrap(), parse);
    assert_eq!(unfit, [("revocation_endpoint", AddressProblem::PlainHttp("server.example.com".to_owned()))]);
}

#[test]
fn c112_what_is_missing_is_no_fault_of_the_document() {
    let (metadata, _) = found(&document(&[("authorization_endpoint", Json::Null), ("token_endpoint", Json::Null)]));
    assert_eq!(metadata.get("token_endpoint"), None);
}

#[test]
fn c114_whoever_would_be_led_to_another_host_is_told_so() {
    let leads = |name| {
        let body = document(&[(name, text("https://evil.example/x"))]);
        process(&answer(200, "application/json", &body), ISSUER).0.unwrap().leads_elsewhere
    };
    assert!(leads("authorization_endpoint") && leads("token_endpoint"));
    assert!(!leads("jwks_uri"), "a key set is public wherever it is");
}

#[test]
fn c114_an_endpoint_on_another_host_is_shown_and_not_refused() {
    let (_, checks) = found(&document(&[("token_endpoint", text("https://evil.example/token"))]));
    let row = check(&checks, "hosts");
    assert_eq!(row.outcome, Outcome::NotChecked);
    assert_eq!(row.expected, "server.example.com");
    assert_eq!(row.actual, "token_endpoint at evil.example");
}

#[test]
fn c117_a_document_is_bounded_in_depth_members_and_size() {
    let deep = "[".repeat(100_000);
    let DiscoveryError::Json(why) = error(&deep) else { panic!("not refused as JSON") };
    assert!(why.starts_with(protocol::json::TOO_DEEP), "{why}");
    let many = Json::List((0..20_000).map(|count| text(&format!("scope{count}"))).collect());
    assert!(matches!(error(&document(&[("scopes_supported", many)])), DiscoveryError::TooLong { .. }));
    let unknown = document(&[("unknown", text(&"x".repeat(200_000)))]);
    assert!(found(&unknown).0.get("unknown").is_none(), "what is not kept may be long");
}

#[test]
fn a_member_that_comes_twice_refuses_the_whole() {
    let twice = document(&[]).replacen('{', r#"{"token_endpoint":"https://evil.example/token","#, 1);
    assert!(matches!(error(&twice), DiscoveryError::Json(_)));
    for body in ["", "null", "[]", "\"x\"", "{", "<html>"] {
        assert!(matches!(error(body), DiscoveryError::Json(_)), "{body}");
    }
}

#[test]
fn c116_another_status_or_type_is_not_read() {
    let good = document(&[]);
    assert_eq!(process(&answer(404, "application/json", &good), ISSUER).0.unwrap_err(), DiscoveryError::Status(404));
    assert_eq!(
        process(&answer(200, "text/html; charset=utf-8", &good), ISSUER).0.unwrap_err(),
        DiscoveryError::ContentType("text/html".to_owned())
    );
    assert!(process(&answer(200, "application/json; charset=utf-8", &good), ISSUER).0.is_ok());
}

#[test]
fn the_page_shows_the_members_it_knows_and_counts_the_others() {
    let lines = discovery::members(&document(&[]));
    let of = |name: &str| lines.iter().find(|line| line.name == name).and_then(|line| line.value.text());
    assert_eq!(of("scopes_supported"), Some("openid, read"));
    assert_eq!(of("others"), Some("1 members that this page does not use"));
    assert_eq!(of("mtls_endpoint_aliases"), None);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn c119_whatever_a_server_writes_is_harmless_when_shown(hostile in texts::anything()) {
        let member = |name| (name, Json::Text(hostile.clone()));
        let names = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "op_policy_uri", "service_documentation"];
        for name in names {
            let (outcome, checks) = process(&answer(200, "application/json", &document(&[member(name)])), ISSUER);
            for check in checks {
                assert_all_harmless(&check);
            }
            if let Err(error) = outcome {
                let tried = discovery::Tried { address: hostile.clone(), error };
                assert_all_harmless(&discovery::report(&[tried], "https://client.example.com"));
            }
        }
        for line in discovery::members(&document(&names.map(member))) {
            assert_all_harmless(&line);
        }
    }
}
