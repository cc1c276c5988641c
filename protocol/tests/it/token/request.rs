//! The token request, exactly as it is handed to `fetch` and as the page shows it.

use crate::support::journey::come_back;
use crate::support::{CODE, ORIGIN, VERIFIER, code_form, kept, with};
use protocol::callback::CodeGrant;
use protocol::form::Field;
use protocol::token;
use protocol::wire::Shown;
use url::form_urlencoded;

fn grant(typed: &[(Field, &str)]) -> CodeGrant {
    come_back(&with(&code_form(), typed), &format!("?code={CODE}&state=STATE")).code()
}

/// RFC 6749 §4.1.3 with the verifier of RFC 7636 §4.5; a public client sends no `Authorization`.
#[test]
fn c079_the_request_is_the_example_of_rfc_6749_section_4_1_3_with_a_verifier() {
    let (request, _) = token::request(grant(&[]));
    assert_eq!((request.method.as_str(), request.url.as_str()), ("POST", "https://server.example.com/token"));
    let body = format!(
        "grant_type=authorization_code&code={CODE}&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&client_id=s6BhdRkqt3&code_verifier={VERIFIER}"
    );
    assert_eq!(request.body.as_deref(), Some(body.as_str()));
}

/// Fetch, "CORS-safelisted request-header": with these two alone the browser sends no preflight.
#[test]
fn c079_no_header_needs_a_preflight() {
    let (request, _) = token::request(grant(&[(Field::ApiHeaders, "X-Mine: 1"), (Field::TokenParams, "audience=x")]));
    let headers: Vec<(&str, &str)> =
        request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(headers, [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")]);
}

#[test]
fn c079_the_redirect_uri_is_identical_to_the_one_of_the_first_request() {
    let typed = [(Field::RedirectUri, "https://CLIENT.example.com:443/cb?from=as")];
    let departure = crate::support::journey::leave(&with(&code_form(), &typed));
    let (request, _) = token::request(grant(&typed));
    let sent: Vec<(String, String)> = form_urlencoded::parse(request.body.unwrap().as_bytes()).into_owned().collect();
    let again = sent.iter().find(|(name, _)| name == "redirect_uri").map(|(_, value)| value.as_str());
    assert_eq!(again, departure.message.get("redirect_uri"));
    assert_eq!(again, Some("https://CLIENT.example.com:443/cb?from=as"));
}

#[test]
fn extra_parameters_follow_ours_and_come_once() {
    let (request, _) = token::request(grant(&[(
        Field::TokenParams,
        "audience=a b+c\nresource=https://a.example/\nresource=https://b.example/",
    )]));
    let body = request.body.unwrap();
    let sent: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let names: Vec<&str> = sent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["grant_type", "code", "redirect_uri", "client_id", "code_verifier", "audience", "resource", "resource"]
    );
    assert_eq!(sent[5].1, "a b+c");
}

#[test]
fn a_code_that_needs_escaping_arrives_as_it_came() {
    let grant = come_back(&code_form(), "?code=a%2Bb%20%26c%3D&state=STATE").code();
    let (request, _) = token::request(grant);
    let sent: Vec<(String, String)> = form_urlencoded::parse(request.body.unwrap().as_bytes()).into_owned().collect();
    assert_eq!(sent[1], ("code".to_owned(), "a+b &c=".to_owned()));
}

#[test]
fn what_the_answer_is_checked_against_is_what_was_asked() {
    let (_, asked) = token::request(grant(&[]));
    assert_eq!(
        (asked.scope.as_deref(), asked.bound_to.as_deref()),
        (Some("read write"), Some("https://api.example.com"))
    );
    let (_, asked) = token::request(grant(&[(Field::Scope, ""), (Field::Api, "")]));
    assert_eq!((asked.scope, asked.bound_to), (None, None));
}

#[test]
fn the_page_shows_the_request_with_code_and_verifier_masked() {
    let message = token::message(&grant(&[]), ORIGIN);
    let masked: Vec<&str> = message
        .lines
        .iter()
        .filter(|line| matches!(line.value, Shown::Masked(_)))
        .map(|line| line.name.as_str())
        .collect();
    assert_eq!(masked, ["code", "code_verifier"]);
    assert_eq!((message.get("code"), message.get("code_verifier")), (Some(CODE), Some(VERIFIER)));
    assert_eq!(message.added_by_browser[0].value.text(), Some(ORIGIN));
    let text = kept(&message);
    assert!(!text.contains(CODE) && !text.contains(VERIFIER), "{text}");
}
