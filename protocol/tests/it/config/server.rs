//! What the form knows of its server, and whom it has to ask.

use super::{checked, problem, problems};
use crate::support::{code_form, page, with};
use protocol::config::{Ask, to_ask, unlisted};
use protocol::form::{ConfigForm, Field};

const EMPTY: [(Field, &str); 2] = [(Field::AuthorizationEndpoint, ""), (Field::TokenEndpoint, "")];
const METADATA: &str = r#"{"issuer":"https://server.example.com","authorization_endpoint":"https://server.example.com/a","token_endpoint":"https://server.example.com/t","jwks_uri":"https://server.example.com/jwks"}"#;

fn without_endpoints(typed: &[(Field, &str)]) -> ConfigForm {
    with(&with(&code_form(), &EMPTY), typed)
}

#[track_caller]
fn fields(form: &ConfigForm) -> Vec<Field> {
    problems(form).iter().map(|problem| problem.field).collect()
}

fn ask(form: &ConfigForm) -> Option<Ask> {
    to_ask(form, &problems(form))
}

#[test]
fn three_fields_are_enough_issuer_client_id_and_api() {
    let mut form = ConfigForm::fresh(&page().address);
    for (field, text) in [
        (Field::Issuer, "https://server.example.com"),
        (Field::ClientId, "s6BhdRkqt3"),
        (Field::Api, "https://api.example.com/resource"),
    ] {
        form.set(field, text);
    }
    assert_eq!(ask(&form), Some(Ask::Server));
    form.set(Field::Metadata, METADATA);
    let config = checked(&form);
    assert_eq!(config.authorization_endpoint.href, "https://server.example.com/a");
    assert_eq!(config.exchange.unwrap().token_endpoint.href, "https://server.example.com/t");
}

#[test]
fn the_api_is_asked_where_no_issuer_is_typed() {
    assert_eq!(ask(&without_endpoints(&[(Field::Issuer, "")])), Some(Ask::Api));
    let nothing = without_endpoints(&[(Field::Issuer, ""), (Field::Api, "")]);
    assert_eq!(ask(&nothing), None);
    assert_eq!(fields(&nothing), [Field::Issuer]);
}

#[test]
fn nobody_is_asked_while_anything_else_is_missing_or_wrong() {
    for (field, text) in [
        (Field::ClientId, ""),
        (Field::Issuer, "http://server.example.com"),
        (Field::Api, "nonsense"),
        (Field::Mode, "x"),
    ] {
        assert_eq!(ask(&without_endpoints(&[(field, text)])), None, "{field:?}");
    }
    assert_eq!(to_ask(&code_form(), &[]), None);
}

#[test]
fn c112_an_endpoint_that_the_metadata_lacks_has_to_be_typed_and_nobody_is_asked_again() {
    let form = without_endpoints(&[(Field::Metadata, r#"{"issuer":"https://server.example.com"}"#)]);
    assert_eq!(fields(&form), [Field::AuthorizationEndpoint, Field::TokenEndpoint]);
    assert_eq!(ask(&form), None);
    assert!(problems(&form)[0].sentence.contains("metadata"), "{:?}", problems(&form));
}

#[test]
fn one_endpoint_typed_alone_lacks_the_other() {
    let form = with(&code_form(), &[(Field::Issuer, ""), (Field::TokenEndpoint, "")]);
    assert_eq!(fields(&form), [Field::TokenEndpoint]);
    assert_eq!(ask(&form), None);
}

#[test]
fn c110_c114_pasted_metadata_with_an_unfit_endpoint_is_a_problem_of_its_field() {
    for bad in ["javascript:alert(1)", "http://server.example.com/t", "https://a@evil.example/"] {
        let metadata = METADATA.replace("https://server.example.com/t", bad);
        let problem = problem(&[(Field::Metadata, &metadata)]);
        assert_eq!(problem.field, Field::Metadata, "{bad}");
        assert!(problem.sentence.starts_with("token_endpoint: "), "{}", problem.sentence);
    }
    // Not so where it is another issuer's, which does not count.
    checked(&with(
        &code_form(),
        &[(Field::Metadata, r#"{"issuer":"https://x.example","token_endpoint":"javascript:x"}"#)],
    ));
}

#[test]
fn c004_a_server_that_lists_plain_alone_is_not_used() {
    let listing =
        |methods: &str| METADATA.replacen('{', &format!(r#"{{"code_challenge_methods_supported":{methods},"#), 1);
    let problem = problem(&[(Field::Metadata, &listing(r#"["plain"]"#))]);
    assert_eq!(problem.field, Field::ResponseType);
    assert!(problem.sentence.contains("plain"));
    for good in [r#"["plain","S256"]"#, "null"] {
        checked(&with(&code_form(), &[(Field::Metadata, &listing(good))]));
    }
    let token = with(&code_form(), &[(Field::Metadata, &listing("[]")), (Field::ResponseType, "token")]);
    checked(&token);
}

#[test]
fn c013_a_response_type_that_the_server_does_not_list_is_said_and_can_be_asked_for() {
    let said = |types: &str, asked: &str| {
        let metadata = METADATA.replacen('{', &format!(r#"{{"response_types_supported":{types},"#), 1);
        let form = [(Field::Metadata, metadata.as_str()), (Field::ResponseType, asked), (Field::Scope, "openid")];
        let config = checked(&with(&code_form(), &form));
        unlisted(&config.server, config.response_type)
    };
    let words = said(r#"["code","token id_token"]"#, "token").unwrap();
    assert!(words.contains("type token. It lists code, token id_token."), "{words}");
    assert_eq!(said(r#"["code","token id_token"]"#, "id_token token"), None, "in any order");
    assert!(said("[]", "code").unwrap().contains("It lists none."));
    assert_eq!(said("null", "token"), None, "what a server does not say is not held against it");
    crate::support::assert_harmless(&said(r#"["\u202e\u0001"]"#, "code").unwrap());
}

#[test]
fn the_server_is_asked_for_its_keys_where_an_id_token_comes_in_the_address() {
    let typed = [(Field::ResponseType, "id_token token"), (Field::Scope, "openid")];
    assert_eq!(ask(&with(&code_form(), &typed)), Some(Ask::Server), "even where both endpoints are typed");
    let known = with(&with(&code_form(), &typed), &[(Field::Metadata, METADATA)]);
    let keyless = with(&known, &[(Field::Metadata, r#"{"issuer":"https://server.example.com"}"#)]);
    assert_eq!((ask(&keyless), fields(&keyless)), (None, vec![Field::Metadata]));
}
