//! Whether everything that the page shows has a meaning, and how a file of texts is read. What the texts themselves have to be like is in
//! texts.rs.

use crate::support::journey::{come_back, leave};
use crate::support::shipped::glossary;
use crate::support::{ORIGIN, checked, code_form, page, token_form, tokens, with};
use protocol::check::Checks;
use protocol::form::Field;
use protocol::glossary::{CHECK, CLAIM, ERROR, Glossary, Groups, HEADER, JOSE, MEMBER, PARAMETER, PROOF};
use protocol::http::Response;
use protocol::par::{self, Pushed};
use protocol::secret::Secret;
use protocol::wire::Message;
use protocol::{
    api, authorize, callback, details, discovery, id_token, introspection, jwks, metadata, refresh, registration,
    resource_metadata, revocation, sign_out, token, userinfo,
};

const SERVER: &str = r#"{"issuer":"https://server.example.com","userinfo_endpoint":"https://server.example.com/me",
    "introspection_endpoint":"https://server.example.com/introspect","revocation_endpoint":"https://server.example.com/revoke",
    "end_session_endpoint":"https://server.example.com/end"}"#;

#[track_caller]
fn known<'a>(groups: Groups, names: impl IntoIterator<Item = &'a str>) {
    let english = glossary("en");
    let unknown: Vec<&str> = names.into_iter().filter(|name| english.meaning(groups, name).is_none()).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "without a meaning in {groups:?}");
}

#[track_caller]
fn explained(message: &Message) {
    known(PARAMETER, message.lines.iter().map(|line| line.name.as_str()));
    known(HEADER, message.headers.iter().chain(&message.added_by_browser).map(|line| line.name.as_str()));
    known(PROOF, message.headers.iter().flat_map(|line| &line.parts).map(|part| part.name.as_str()));
}

#[test]
fn every_parameter_and_header_of_the_requests_has_a_meaning() {
    let further = "prompt=login\nresponse_mode=fragment\nresource=urn:x\nauthorization_details=[{\"type\":\"a\"}]";
    for form in [code_form(), token_form(), with(&code_form(), &[(Field::Dpop, "1")])] {
        let form = with(&form, &[(Field::Scope, "openid"), (Field::AuthorizationParams, further)]);
        explained(&leave(&form).message);
        explained(&authorize::preview(&form));
        let call = checked(&with(&form, &[(Field::ApiMethod, "POST"), (Field::ApiBody, "{}")])).api.unwrap();
        explained(&api::message(&call, Some(&tokens()), ORIGIN));
    }
    let pushed = Pushed { request_uri: "urn:x:y".to_owned(), expires_at_ms: None };
    explained(&par::navigation("https://server.example.com/authorize", "s6BhdRkqt3", &pushed));
    explained(&par::message("https://server.example.com/par", Vec::new(), Some(crate::dpop::whole_proof()), ORIGIN));
    explained(&token::message(&come_back(&code_form(), "?code=x&state=STATE").code(), ORIGIN));
}

#[test]
fn every_parameter_and_header_of_the_session_s_requests_has_a_meaning() {
    let config = checked(&with(&code_form(), &[(Field::Metadata, SERVER)]));
    let secret = Secret::new("x");
    for message in [
        refresh::message(&config, &secret, ORIGIN),
        revocation::message(&config, "refresh_token", &secret, ORIGIN),
        introspection::message(&config, &secret, ORIGIN),
        userinfo::message(&config, &tokens(), ORIGIN),
        sign_out::message(&config, Some(&secret), "https://client.example.com/", "x"),
    ] {
        explained(&message.unwrap());
    }
    explained(&leave(&code_form()).hinting(Some(&secret)).message);
    explained(&jwks::message("https://server.example.com/jwks", ORIGIN));
    explained(&discovery::message("https://server.example.com/.well-known/openid-configuration", ORIGIN));
    let document = registration::metadata(&code_form(), &page());
    explained(&registration::message("https://server.example.com/register", &document, ORIGIN));
    known(MEMBER, document.members().iter().map(|(name, _)| name.as_str()));
}

/// What a person may add to a request.
#[test]
fn every_parameter_that_the_specifications_provide_has_a_meaning() {
    known(
        PARAMETER,
        "prompt display max_age ui_locales claims_locales id_token_hint login_hint acr_values claims resource audience \
         authorization_details request request_uri dpop_jkt response_mode client_secret client_assertion \
         client_assertion_type token token_type_hint post_logout_redirect_uri logout_hint"
            .split_whitespace(),
    );
}

#[test]
fn every_parameter_of_an_answer_has_a_meaning() {
    let answer = "?code=1&state=2&iss=3&error=4&error_description=5&error_uri=6&access_token=7&token_type=8&expires_in=9\
                  &scope=10&id_token=11&session_state=12";
    let response =
        callback::read(&format!("https://client.example.com/cb{answer}"), &mut Checks::planned(&[])).unwrap();
    assert_eq!(response.message().lines.len(), 12);
    explained(&response.message());
    known(PARAMETER, ["response"]);
    known(MEMBER, "access_token token_type expires_in refresh_token scope id_token authorization_details".split(' '));
    known(MEMBER, ["error", "error_description", "error_uri", "key 2026-11", "key without kid"]);
}

#[test]
fn every_header_that_servers_send_with_such_answers_has_a_meaning() {
    known(
        HEADER,
        "WWW-Authenticate DPoP-Nonce Access-Control-Allow-Origin Access-Control-Allow-Headers \
         Access-Control-Allow-Methods Access-Control-Allow-Credentials Access-Control-Expose-Headers \
         Access-Control-Max-Age Access-Control-Request-Headers Access-Control-Request-Method Content-Type \
         Content-Length Content-Language Cache-Control Pragma Expires Last-Modified Location Retry-After Date Vary ETag"
            .split_whitespace(),
    );
}

/// RFC 7519 §4.1, OpenID Connect Core §2, §3.3.2.11, §5.1 and §5.1.1, RFC 9068 §2.2, RFC 7800, RFC 7662 §2.2; and the members of headers.
#[test]
fn every_claim_of_the_specifications_has_a_meaning() {
    known(
        CLAIM,
        "iss sub aud azp exp iat nbf jti nonce at_hash c_hash s_hash auth_time acr amr sid name given_name family_name \
         middle_name nickname preferred_username profile picture website email email_verified gender birthdate zoneinfo \
         locale phone_number phone_number_verified address updated_at formatted street_address locality region \
         postal_code country cnf jkt client_id scope roles groups entitlements events active username token_type \
         authorization_details"
            .split_whitespace(),
    );
    known(JOSE, "alg kid typ cty crit enc zip jku jwk x5u x5c x5t x5t#S256".split(' '));
    known(MEMBER, "kty use key_ops alg kid crv x y n e".split(' '));
}

#[test]
fn every_member_of_metadata_that_the_page_shows_has_a_meaning() {
    known(MEMBER, metadata::ENDPOINTS);
    let document = shown_of_a_document();
    assert!(document.len() >= 20, "{document:?}");
    known(MEMBER, document.iter().map(String::as_str));
    known(
        MEMBER,
        "others resource authorization_servers jwks_uri scopes_supported bearer_methods_supported \
         resource_signing_alg_values_supported resource_name resource_documentation resource_policy_uri resource_tos_uri \
         tls_client_certificate_bound_access_tokens authorization_details_types_supported \
         dpop_signing_alg_values_supported dpop_bound_access_tokens_required signed_metadata"
            .split_whitespace(),
    );
    known(
        MEMBER,
        "client_id client_id_issued_at client_secret client_secret_expires_at registration_access_token \
         registration_client_uri redirect_uris token_endpoint_auth_method grant_types response_types client_name client_uri \
         logo_uri scope contacts tos_uri policy_uri jwks_uri jwks software_id software_version"
            .split_whitespace(),
    );
}

/// The names in the list of `discovery/document.rs`.
fn shown_of_a_document() -> Vec<String> {
    let source = include_str!("../../src/discovery/document.rs");
    let list = source.split_once("const OTHERS").unwrap().1.split_once("];").unwrap().0;
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_check_has_a_meaning() {
    let headers = vec![("content-type".to_owned(), "application/jwt".to_owned())];
    let signed = Response { status: 200, headers, body: String::new(), bytes: 0, elapsed_ms: 1 };
    let lists = [
        callback::planned("https://client.example.com/cb?code=1"),
        callback::planned("https://client.example.com/cb#access_token=1"),
        callback::planned("https://client.example.com/cb?response=1"),
        token::planned(),
        refresh::planned(),
        id_token::planned(),
        userinfo::planned(None),
        userinfo::planned(Some(&signed)),
        introspection::planned(),
        revocation::planned(),
        registration::planned(),
        par::planned(),
        discovery::planned(),
        resource_metadata::planned(),
        resource_metadata::planned_of_call(),
        api::planned(),
    ];
    for list in lists {
        known(CHECK, list.finish().iter().map(|check| check.name.as_str()));
    }
    known(CHECK, [details::NAME]);
}

/// RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6, RFC 6750 §3.1, RFC 7009 §2.2.1, RFC 7591 §3.2.2, RFC 8707 §2, RFC 9396 §5,
/// RFC 9449 §5 and §8, RFC 9470 §3.
#[test]
fn every_error_code_of_the_specifications_has_a_meaning() {
    known(
        ERROR,
        "invalid_request unauthorized_client access_denied unsupported_response_type invalid_scope server_error \
         temporarily_unavailable invalid_client invalid_grant unsupported_grant_type interaction_required login_required \
         account_selection_required consent_required invalid_request_uri invalid_request_object request_not_supported \
         request_uri_not_supported registration_not_supported invalid_token insufficient_scope unsupported_token_type \
         invalid_redirect_uri invalid_client_metadata invalid_software_statement unapproved_software_statement \
         invalid_target invalid_authorization_details invalid_dpop_proof use_dpop_nonce insufficient_user_authentication"
            .split_whitespace(),
    );
}

#[test]
fn a_header_is_found_in_any_case_and_a_parameter_in_its_own() {
    let english = glossary("en");
    assert!(english.meaning(&["headers"], "Authorization").is_some());
    assert_eq!(
        english.meaning(&["headers"], "Authorization").unwrap(),
        english.meaning(&["headers"], "authorization").unwrap()
    );
    assert!(english.meaning(&["parameters"], "STATE").is_none());
    assert!(english.meaning(&["parameters", "headers"], "of-nobody").is_none());
    assert!(english.meaning(&["of-nobody"], "state").is_none());
    assert!(english.meaning(&[], "state").is_none());
}

#[test]
fn an_rfc_s_section_has_its_address_by_itself_and_others_are_listed() {
    let text = r#"{"language":"en","texts":{"a":{"x":{"for":"X."},"y":{"for":"Y."},"z":{"for":"Z."},"v":{"for":"V."}}},
        "sections":{"a":{"x":"RFC 7636 §4.5","y":"OpenID Connect Core §2","z":"RFC 7636 §B","v":"unknown"}},
        "addresses":{"OpenID Connect Core §2":"https://openid.net/specs/openid-connect-core-1_0.html#IDToken","unknown":"javascript:1"}}"#;
    let glossary = Glossary::read(text).unwrap();
    let address = |name| glossary.meaning(&["a"], name).unwrap().section.map(|(_, address)| address);
    assert_eq!(address("x").unwrap(), "https://www.rfc-editor.org/rfc/rfc7636#section-4.5");
    assert_eq!(address("y").unwrap(), "https://openid.net/specs/openid-connect-core-1_0.html#IDToken");
    assert_eq!(address("z").unwrap(), "https://www.rfc-editor.org/rfc/rfc7636#appendix-B");
    assert_eq!(address("v"), None, "no link to anything but https");
}

#[test]
fn where_a_language_is_silent_english_speaks_and_is_marked_as_such() {
    let text = r#"{"language":"de","texts":{"a":{"x":{"for":"Eins.","without":"Zwei."}},"words":{"without":"Sonst:"}},
        "fall_back":{"a":{"y":{"for":"One."}},"words":{"other":"Other"}},"sections":{},"addresses":{}}"#;
    let glossary = Glossary::read(text).unwrap();
    let (x, y) = (glossary.meaning(&["a"], "x").unwrap(), glossary.meaning(&["a"], "y").unwrap());
    assert_eq!((x.purpose, x.without, x.language, x.section), ("Eins.", Some("Zwei."), "de", None));
    assert_eq!((y.purpose, y.without, y.language), ("One.", None, "en"));
    assert_eq!(glossary.text("words", "without"), Some(("Sonst:", "de")));
    assert_eq!(glossary.text("words", "other"), Some(("Other", "en")));
}

#[test]
fn what_is_no_file_of_texts_is_refused() {
    for text in ["", "<html>", "[]", "{}", r#"{"language":7}"#] {
        assert!(Glossary::read(text).is_err(), "{text}");
    }
    let empty = Glossary::read(r#"{"language":"en"}"#).unwrap();
    assert!(empty.meaning(&["parameters"], "state").is_none());
}
