//! What a person reads where an endpoint of the authorization server wants to know who asks.

use crate::support::{ORIGIN, assert_report, checked, code_form, with};
use protocol::config::ClientConfig;
use protocol::form::Field;
use protocol::http::Failure;
use protocol::report::{Report, Who};
use protocol::server_answer::AnswerError;
use protocol::{introspection, revocation};

const ENDPOINT: &str = "https://server.example.com/endpoint";

/// A client of a server whose metadata has these members beside its issuer.
fn config(members: &str) -> ClientConfig {
    let metadata = format!(r#"{{"issuer":"https://server.example.com"{members}}}"#);
    checked(&with(&code_form(), &[(Field::Metadata, &metadata)]))
}

fn refused(status: u16, error: &str) -> AnswerError {
    AnswerError::Refused { status, error: error.to_owned(), description: String::new() }
}

fn facts(report: &Report) -> Vec<(&str, &str)> {
    report.evidence.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect()
}

/// RFC 6749 §5.2, RFC 7009 §2.1, RFC 7662 §2.1.
#[test]
fn an_endpoint_that_wants_the_client_to_authenticate_is_said_to() {
    let config =
        config(r#","revocation_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]"#);
    for (error, kind, status) in [
        (AnswerError::Status(401), "http", 401),
        (refused(401, "unauthorized"), "as_error", 401),
        (refused(400, "invalid_client"), "as_error", 400),
    ] {
        let report = introspection::report(&error, &config, ENDPOINT, ORIGIN);
        assert_report(&report, kind, None, Some(status), Who::AuthorizationServer);
        assert_eq!(report.headline, "The introspection endpoint wants the client to authenticate.");
        assert!(report.meaning.ends_with("The session stays as it was."), "{}", report.meaning);
        assert!(report.mend.contains("RFC 7662 §2.1"), "{}", report.mend);
        assert!(
            !facts(&report).iter().any(|(label, _)| *label == "auth methods in its metadata"),
            "it lists none for this one"
        );

        let report = revocation::report(&error, &config, ENDPOINT, ORIGIN);
        assert_eq!(report.headline, "The revocation endpoint wants the client to authenticate.");
        assert!(report.meaning.contains("signed out here"), "{}", report.meaning);
        assert!(report.mend.contains("RFC 7009 §2.1"), "{}", report.mend);
        assert!(facts(&report).contains(&("auth methods in its metadata", "client_secret_basic client_secret_post")));
    }
}

#[test]
fn other_failures_keep_their_words() {
    let config = config("");
    for error in [
        AnswerError::Status(403),
        AnswerError::Status(500),
        refused(400, "unsupported_token_type"),
        AnswerError::Transport(Failure::NetworkOrCors),
    ] {
        let report = revocation::report(&error, &config, ENDPOINT, ORIGIN);
        assert_eq!(report, error.report(revocation::WHO, ENDPOINT, ORIGIN, revocation::aftermath(&error)));
    }
}

/// RFC 8414 §2: the lists may name types of access tokens, too, and are often left out.
#[test]
fn only_a_list_without_a_way_for_a_public_client_shuts_it_out() {
    for (ways, shut) in [
        (r#"["client_secret_basic"]"#, true),
        (r#"["private_key_jwt","tls_client_auth"]"#, true),
        (r#"["client_secret_basic","none"]"#, false),
        (r#"["client_secret_basic","Bearer"]"#, false),
        ("[]", false),
        (r#""client_secret_basic""#, false),
    ] {
        let config = config(&format!(r#","introspection_endpoint_auth_methods_supported":{ways}"#));
        assert_eq!(config.server.shuts_out_public("introspection_endpoint"), shut, "{ways}");
        assert!(!config.server.shuts_out_public("revocation_endpoint"), "nothing is listed for it");
    }
}
