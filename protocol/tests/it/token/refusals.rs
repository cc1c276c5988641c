//! What a person reads when the code did not become a token.

use super::{error, json, of_type, tokens};
use crate::support::{CODE, ORIGIN, TOKEN, VERIFIER, assert_report, kept, parse};
use protocol::grant::GrantProblem;
use protocol::http::Failure;
use protocol::metadata::ServerMetadata;
use protocol::report::{Report, Who};
use protocol::token::{Sent, TokenError};

const ENDPOINT: &str = "https://server.example.com/token";

fn report(error: &TokenError) -> Report {
    error.report(Sent::Code, ORIGIN, ENDPOINT)
}

#[test]
fn each_refusal_has_its_kind_its_status_and_who_can_mend_it() {
    use Who::{AuthorizationServer, You};
    for (error, kind, status, who) in [
        (TokenError::Status(502), "http", Some(502), AuthorizationServer),
        (TokenError::ContentType("text/html".to_owned()), "content", None, AuthorizationServer),
        (TokenError::Json("a member comes twice".to_owned()), "json", None, AuthorizationServer),
        (TokenError::Grant(GrantProblem::NoAccessToken), "param", None, AuthorizationServer),
        (TokenError::Grant(GrantProblem::UnfitAccessToken), "param", None, AuthorizationServer),
        (TokenError::Grant(GrantProblem::NoTokenType), "token_type", None, AuthorizationServer),
        (TokenError::Grant(GrantProblem::TokenType("mac".to_owned())), "token_type", None, AuthorizationServer),
        (TokenError::Transport(Failure::NetworkOrCors), "net_or_cors", None, AuthorizationServer),
        (TokenError::Transport(Failure::Offline), "net_or_cors", None, You),
        (TokenError::Transport(Failure::Timeout { seconds: 30 }), "timeout", None, AuthorizationServer),
        (TokenError::Transport(Failure::Cancelled), "cancelled", None, You),
        (TokenError::Transport(Failure::TooLarge { limit: 1 << 20 }), "size", None, AuthorizationServer),
    ] {
        assert_report(&report(&error), kind, None, status, who);
    }
}

#[test]
fn c092_every_registered_error_has_words_of_its_own() {
    let mut headlines = Vec::new();
    for (code, who) in [
        ("invalid_grant", Who::Client),
        ("invalid_request", Who::Client),
        ("invalid_client", Who::Client),
        ("unauthorized_client", Who::Client),
        ("invalid_scope", Who::Client),
        ("invalid_target", Who::Client),
        ("registered_nowhere", Who::AuthorizationServer),
    ] {
        let body = format!(r#"{{"error":"{code}","error_description":"Because"}}"#);
        let report = report(&error(&json(400, &body)));
        assert_report(&report, "as_error", None, Some(400), who);
        assert!(report.meaning.contains("counts as spent"), "{}", report.meaning);
        headlines.push(report.headline);
    }
    headlines.sort_unstable();
    headlines.dedup();
    assert_eq!(headlines.len(), 7);
}

#[test]
fn c097_an_unreadable_answer_names_the_origin_to_allow_and_claims_to_know_no_more() {
    let report = report(&TokenError::Transport(Failure::NetworkOrCors));
    let facts: Vec<(&str, &str)> =
        report.evidence.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect();
    assert_eq!(facts, [("origin to allow", ORIGIN), ("token endpoint", ENDPOINT)]);
    for words in ["was not reached", "redirected", "CORS", "does not tell a page which", "counts as spent"] {
        assert!(report.meaning.contains(words), "{words}");
    }
}

#[test]
fn c094_a_page_in_place_of_an_answer_is_not_shown() {
    let report = report(&error(&of_type(502, "text/html", "<h1>Bad gateway</h1>")));
    assert!(!kept(&report).contains("gateway"));
    assert_eq!(report.headline, "The token endpoint failed without saying why.");
}

#[test]
fn c084_a_login_page_is_named_by_its_type() {
    let report = report(&error(&of_type(200, "text/html", "<form>")));
    assert_eq!(report.evidence, [("content type".to_owned(), "text/html".to_owned())]);
    let none = TokenError::ContentType(String::new()).report(Sent::Code, ORIGIN, ENDPOINT);
    assert_eq!(none.evidence, [("content type".to_owned(), "none".to_owned())]);
}

#[test]
fn no_refusal_of_a_body_repeats_the_token_that_stood_in_it() {
    for body in [
        format!(r#"{{"access_token":"{TOKEN}"}}"#),
        format!(r#"{{"access_token":"{TOKEN} ","token_type":"Bearer"}}"#),
        format!(r#"{{"access_token":"{TOKEN}","token_type":"mac"}}"#),
        format!(r#"{{"access_token":"{TOKEN}","access_token":"x"}}"#),
        format!(r#"{{"access_token":"{TOKEN}""#),
        TOKEN.to_owned(),
        format!(r#"{{"error":"x","access_token":"{TOKEN}","code":"{CODE}","code_verifier":"{VERIFIER}"}}"#),
    ] {
        let error = error(&json(200, &body));
        let text = format!("{error:?} {}", kept(&report(&error)));
        assert!([CODE, TOKEN, VERIFIER].iter().all(|secret| !text.contains(secret)), "{text}");
    }
}

#[test]
fn c041_the_servers_words_are_made_visible_and_cut() {
    let body = serde_json::json!({"error": "bad\u{202e}", "error_description": "\u{1b}[31m".to_owned() + &"x".repeat(1 << 20)});
    let report = report(&error(&json(400, &body.to_string())));
    assert_report(&report, "as_error", None, Some(400), Who::AuthorizationServer);
    assert_eq!(report.evidence[1].1, "bad\u{fffd}");
    assert_eq!(report.evidence[2].1.chars().count(), protocol::report::LONGEST + 1);
}

#[test]
fn a_type_in_the_headline_is_made_visible_too() {
    let body = r#"{"access_token":"x","token_type":"m\u202eac\u0007"}"#;
    let report = report(&error(&json(200, body)));
    assert_eq!(report.headline, "The token is of type m\u{fffd}ac␇, which was not asked for.");
    tokens(&body.replace(r"m\u202eac\u0007", "bearer"));
}

/// RFC 8414 §2: without the list, `client_secret_basic` is the one way.
#[test]
fn a_client_that_is_not_accepted_may_be_of_a_kind_that_this_server_never_takes() {
    let refused = |error: &str, metadata: &str| {
        let server = ServerMetadata::read(metadata, parse).expect("a document");
        let error = super::error(&json(401, &format!(r#"{{"error":"{error}"}}"#)));
        error.report_with(&server, Sent::Code, ORIGIN, ENDPOINT)
    };
    for (metadata, methods) in [
        (
            r#"{"token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]}"#,
            "client_secret_basic client_secret_post",
        ),
        ("{}", "none listed, which stands for client_secret_basic (RFC 8414 §2)"),
    ] {
        let report = refused("invalid_client", metadata);
        assert_report(&report, "as_error", None, Some(401), Who::Client);
        assert!(report.mend.starts_with("Register it as a public client"), "{}", report.mend);
        assert!(report.mend.ends_with("may take no public client at all."), "{}", report.mend);
        assert_eq!(report.evidence.last().map(|(_, text)| text.as_str()), Some(methods));
        assert!(!refused("invalid_grant", metadata).mend.contains("public"));
    }
    for silent in ["", r#"{"token_endpoint_auth_methods_supported":["client_secret_basic","none"]}"#] {
        assert!(!refused("invalid_client", silent).mend.contains("at all"), "{silent}");
    }
}
