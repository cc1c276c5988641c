use crate::support::{checked, code_form, page, parse, with};
use protocol::config;
use protocol::form::Field;
use protocol::metadata::ServerMetadata;

const DOCUMENT: &str = r#"{
    "issuer": "https://server.example.com",
    "authorization_endpoint": "https://server.example.com/from-metadata",
    "token_endpoint": "https://server.example.com/token-from-metadata",
    "jwks_uri": "https://server.example.com/jwks",
    "userinfo_endpoint": "http://server.example.com/plain",
    "end_session_endpoint": "javascript:alert(1)",
    "authorization_response_iss_parameter_supported": true,
    "scopes_supported": ["openid", 7, "read"]
}"#;

#[test]
fn members_are_read_by_name_and_each_may_be_missing() {
    let server = ServerMetadata::read(DOCUMENT, parse).expect("a document");
    assert!(server.is_known());
    assert_eq!(server.issuer(), Some("https://server.example.com"));
    assert!(server.says("authorization_response_iss_parameter_supported") && !server.says("issuer"));
    assert_eq!(server.list("scopes_supported"), Some(vec!["openid", "read"]));
    assert!(server.lists("scopes_supported", "read") && !server.lists("scopes_supported", "write"));
    assert_eq!(server.list("response_modes_supported"), None);
    assert_eq!(ServerMetadata::read(" ", parse), Ok(ServerMetadata::default()));
    assert!(!ServerMetadata::default().is_known());
}

#[test]
fn c110_c112_an_unfit_address_is_left_out_and_nothing_else_suffers() {
    let server = ServerMetadata::read(DOCUMENT, parse).expect("a document");
    let href = |name| server.endpoint(name).map(|endpoint| endpoint.href.as_str());
    assert_eq!(href("jwks_uri"), Some("https://server.example.com/jwks"));
    for unfit in ["userinfo_endpoint", "end_session_endpoint", "revocation_endpoint"] {
        assert_eq!(href(unfit), None, "{unfit}");
    }
}

#[test]
fn what_is_typed_wins_over_what_the_server_says() {
    let empty = [(Field::AuthorizationEndpoint, ""), (Field::TokenEndpoint, ""), (Field::Metadata, DOCUMENT)];
    let config = checked(&with(&code_form(), &empty));
    assert_eq!(config.authorization_endpoint.href, "https://server.example.com/from-metadata");
    assert_eq!(config.exchange.expect("a code").token_endpoint.href, "https://server.example.com/token-from-metadata");
    let typed = checked(&with(&code_form(), &[(Field::Metadata, DOCUMENT)]));
    assert_eq!(
        typed.authorization_endpoint,
        checked(&code_form()).authorization_endpoint,
        "the one that stands in the form"
    );
    assert!(typed.server.is_known());
}

#[test]
fn c121_what_another_issuer_said_does_not_count() {
    let form = with(&code_form(), &[(Field::Metadata, DOCUMENT), (Field::Issuer, "https://server.example.com/")]);
    assert!(!checked(&form).server.is_known());
    let none = with(&code_form(), &[(Field::Metadata, DOCUMENT), (Field::Issuer, "")]);
    assert_eq!(checked(&none).issuer.as_deref(), Some("https://server.example.com"));
}

#[test]
fn text_that_is_no_document_is_a_problem_of_its_field() {
    for bad in ["{", "[]", "7", r#"{"issuer":"a","issuer":"b"}"#] {
        let problems =
            config::check(&with(&code_form(), &[(Field::Metadata, bad)]), &page(), parse).expect_err("no document");
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Metadata], "{bad}");
    }
}
