//! What servers and APIs say of themselves: believed of nobody but the one that was asked, never an address that is unfit, fit to be shown.

use crate::support::{ORIGIN, checks_fit_for_a_person, chosen, code_form, fit_for_a_person, harmless, page, parse};
use protocol::config;
use protocol::discovery::{self, Document, Tried};
use protocol::endpoint::Endpoint;
use protocol::form::Field;
use protocol::http::Response;
use protocol::json::Json;
use protocol::metadata::ServerMetadata;
use protocol::preset;
use protocol::resource_metadata::{self, Resource};

const ISSUER: &str = "https://server.example.com";
const API: &str = "https://api.example.com/resource";

/// One document. The first byte chooses whose it is; for an API the first line is its challenge.
pub fn run(data: &[u8]) {
    let Some((how, text)) = chosen(data) else { return };
    match how % 3 {
        0 => server(&text),
        1 => api(&text),
        _ => presets(&text),
    }
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}

fn server(body: &str) {
    let response = response(200, &[("content-type", "application/json")], body);
    for line in discovery::answer(&response).lines {
        harmless(&line.name);
        harmless(line.value.text().unwrap_or_default());
    }
    let mut checks = discovery::planned();
    let read = discovery::process(&response, ISSUER, parse, &mut checks);
    checks_fit_for_a_person(&checks.finish());
    match read {
        Ok(document) => believed(&document),
        Err(error) => fit_for_a_person(&discovery::report(&[Tried { address: body.to_owned(), error }], ORIGIN)),
    }
}

/// It is the issuer's own, leads nowhere unfit, and the form takes it as it is.
fn believed(document: &Document) {
    assert!(document.metadata.len() <= discovery::LONGEST);
    let server = ServerMetadata::read(&document.metadata, parse).expect("JSON of our own");
    assert_eq!(server.issuer(), Some(ISSUER));
    let json = Json::object(&document.metadata).expect("an object");
    for name in ["authorization_endpoint", "token_endpoint"] {
        assert_eq!(json.get(name).is_some(), server.endpoint(name).is_some(), "{name}");
    }
    let mut form = code_form();
    form.set(Field::Metadata, document.metadata.as_str());
    form.set(Field::AuthorizationEndpoint, "");
    form.set(Field::TokenEndpoint, "");
    match config::check(&form, &page(), parse) {
        Ok(config) => {
            assert_eq!(server.endpoint("token_endpoint"), config.exchange.map(|it| it.token_endpoint).as_ref());
        }
        Err(problems) => assert_eq!(config::to_ask(&form, &problems), None, "nobody is asked twice"),
    }
}

fn api(text: &str) {
    let (challenge, body) = text.split_once('\n').unwrap_or((text, ""));
    let resource = resource_metadata::identify(API, parse).expect("an API");
    let mut checks = resource_metadata::planned_of_call();
    let refusal = response(401, &[("www-authenticate", challenge)], "");
    let asked = resource_metadata::read_refusal(&refusal, parse, &mut checks);
    checks_fit_for_a_person(&checks.finish());
    if let Some(address) = asked.metadata {
        assert!(Endpoint::parse(&address, parse).is_ok(), "{address}");
    }
    document_of(&resource, body);
}

fn document_of(resource: &Resource, body: &str) {
    let response = response(200, &[("content-type", "application/json")], body);
    for line in resource_metadata::answer(&response).lines {
        harmless(&line.name);
        harmless(line.value.text().unwrap_or_default());
    }
    let mut checks = resource_metadata::planned();
    let read = resource_metadata::process(&response, resource, parse, &mut checks);
    checks_fit_for_a_person(&checks.finish());
    match read {
        Ok(protected) => {
            let named = Json::object(body).expect("an object").get("resource").and_then(Json::text).map(str::to_owned);
            assert_eq!(named.as_deref(), Some(API));
            assert!(!protected.servers.is_empty());
            for issuer in protected.servers {
                assert!(discovery::addresses(&issuer, parse).is_ok(), "{issuer}");
            }
        }
        Err(error) => fit_for_a_person(&error.report(ORIGIN, API, Some(401))),
    }
}

fn presets(text: &str) {
    for preset in preset::read(text, parse).unwrap_or_default() {
        let mut form = code_form();
        preset.fill(&mut form);
        assert_eq!(form.text(Field::RedirectUri), code_form().text(Field::RedirectUri));
        assert!(preset.links.iter().all(|(_, href)| href.trim_start().to_ascii_lowercase().starts_with("https:")));
    }
}
