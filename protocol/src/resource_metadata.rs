//! A protected resource asked who guards it: the API's address in, its authorization servers out (RFC 9728).
//!
//! First the API is called without a token, and its refusal is read for the address of its metadata (§5.1). Where the page may not read
//! that, the metadata is sought in its well-known place (§3.1). Either way it counts only if it names this very API (§3.3).

mod refusal;

pub use refusal::ResourceError;

use crate::challenge;
use crate::check::{Checks, Outcome};
use crate::endpoint::{self, AddressProblem, ParseUrl};
use crate::http::Response;
use crate::json::Json;
use crate::outside::made_visible;
use crate::well_known;
use crate::wire::{Answer, Exact, Line};

/// An API as its metadata has to name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Where it is asked: its address, normalised, without the query. A query belongs to a call; an identifier should have none (§1.2).
    pub address: String,
    /// The same as typed, where that differs: `https://api.example.com` without the slash.
    typed: String,
    /// Where its metadata stands by convention.
    pub well_known: String,
}

/// Names the API of that address.
pub fn identify(api: &str, parse: ParseUrl) -> Result<Resource, AddressProblem> {
    let api = api.trim();
    let parts = endpoint::checked(api, parse)?;
    let bare = |text: &str| text.split(['?', '#']).next().unwrap_or_default().to_owned();
    Ok(Resource {
        address: bare(&parts.href),
        typed: bare(api),
        well_known: well_known::inserted(&parts, "oauth-protected-resource"),
    })
}

/// What the API's answer to a call without a token tells.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where its metadata is, by its own words.
    pub metadata: Option<String>,
    /// The scope that it names (RFC 6750 §3).
    pub scope: Option<String>,
}

/// The checks of the API's answer, none made yet.
pub fn planned_of_call() -> Checks {
    Checks::planned(&["status", "challenge", "resource_metadata"])
}

/// Reads the answer to a call without a token. Nothing in it is an error: what it does not say is sought elsewhere.
pub fn read_refusal(response: &Response, parse: ParseUrl, checks: &mut Checks) -> Asked {
    let outcome = if response.status == 401 { Outcome::Passed } else { Outcome::NotChecked };
    checks.note("status", outcome, "401", &response.status.to_string());
    let challenges = response.header("www-authenticate").map(challenge::parse).unwrap_or_default();
    let named = challenges.iter().find(|challenge| challenge.get("resource_metadata").is_some());
    let told = named.or(challenges.first());
    let hidden = "none that this page may read: CORS has to expose WWW-Authenticate";
    let words = told.map_or_else(|| hidden.to_owned(), |challenge| made_visible(&challenge.scheme, 40));
    checks.note("challenge", if told.is_some() { Outcome::Passed } else { Outcome::NotChecked }, "one", &words);
    let metadata = told.and_then(|challenge| challenge.get("resource_metadata"));
    let fit = metadata.map(|text| endpoint::Endpoint::parse(text, parse));
    let (outcome, words) = match &fit {
        Some(Ok(endpoint)) => (Outcome::Passed, endpoint.href.clone()),
        Some(Err(problem)) => (Outcome::NotChecked, problem.sentence()),
        None => (Outcome::NotChecked, "not said: its well-known place is tried".to_owned()),
    };
    checks.note("resource_metadata", outcome, "an address", &made_visible(&words, 300));
    let metadata = fit.and_then(Result::ok).map(|endpoint| endpoint.href);
    let scope = told.and_then(|challenge| challenge.get("scope")).and_then(scope_of);
    Asked { metadata, scope }
}

/// What an API's metadata says, checked.
#[derive(Debug, PartialEq, Eq)]
pub struct Protected {
    /// The issuers of its authorization servers, exactly as it writes them. Never empty.
    pub servers: Vec<String>,
    /// The scopes that it lists, joined by blanks; `None` when it lists none.
    pub scope: Option<String>,
}

/// The checks of the metadata, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&[
        "status",
        "content type",
        "JSON",
        "resource",
        "authorization_servers",
        "bearer_methods_supported",
    ])
}

/// The metadata as the page shows it: its members, one a line.
pub fn answer(response: &Response) -> Answer {
    let json = Json::object(&response.body).ok();
    let lines = json.iter().flat_map(Json::members).take(MOST_LINES).map(|(name, value)| {
        let text = value.written();
        Line::plain(&made_visible(name, 60), &made_visible(&text, 600))
    });
    Answer::of_members(response, lines.collect()).exactly(Exact::public(&response.body))
}

const MOST_LINES: usize = 40;
/// Most servers offered: more is no choice that a person could make.
const MOST_SERVERS: usize = 20;

/// Reads the metadata of `resource`.
pub fn process(
    response: &Response,
    resource: &Resource,
    parse: ParseUrl,
    checks: &mut Checks,
) -> Result<Protected, ResourceError> {
    if !checks.compare("status", response.status == 200, "200", &response.status.to_string()) {
        return Err(ResourceError::Status(response.status));
    }
    let media_type = response.media_type();
    if !checks.compare("content type", response.says_json(), "application/json", &media_type) {
        return Err(ResourceError::ContentType(media_type));
    }
    let document = Json::object(&response.body).map_err(|why| {
        checks.compare("JSON", false, "one object, no member twice", &why);
        ResourceError::Json(why)
    })?;
    checks.compare("JSON", true, "one object, no member twice", &format!("{} members", document.members().len()));
    let named = document.get("resource").and_then(Json::text);
    let same = named.is_some_and(|named| named == resource.address || named == resource.typed);
    if !checks.compare("resource", same, &resource.address, &made_visible(named.unwrap_or("none"), 200)) {
        return Err(ResourceError::Other { asked: resource.address.clone(), named: named.map(str::to_owned) });
    }
    let servers = servers(&document, parse);
    let shown = made_visible(&servers.join(", "), 600);
    if !checks.compare(
        "authorization_servers",
        !servers.is_empty(),
        "at least one",
        if servers.is_empty() { "none" } else { &shown },
    ) {
        return Err(ResourceError::NoServers);
    }
    methods(&document, checks);
    let scopes: Vec<&str> =
        document.get("scopes_supported").map(Json::items).unwrap_or_default().iter().filter_map(Json::text).collect();
    Ok(Protected { servers, scope: scope_of(&scopes.join(" ")) })
}

/// Issuers that this page could look up; one that it could not is no server of its.
fn servers(document: &Json, parse: ParseUrl) -> Vec<String> {
    let mut servers: Vec<String> = Vec::new();
    for issuer in
        document.get("authorization_servers").map(Json::items).unwrap_or_default().iter().filter_map(Json::text)
    {
        let fit = endpoint::Endpoint::parse(issuer, parse).is_ok_and(|endpoint| endpoint.query.is_empty());
        if fit
            && issuer.trim() == issuer
            && !servers.iter().any(|known| known == issuer)
            && servers.len() < MOST_SERVERS
        {
            servers.push(issuer.to_owned());
        }
    }
    servers
}

/// The page sends a token in the header and in no other way; an API that lists only others will not take it.
fn methods(document: &Json, checks: &mut Checks) {
    let Some(listed) = document.get("bearer_methods_supported") else {
        checks.note("bearer_methods_supported", Outcome::NotChecked, "header", "not said");
        return;
    };
    let listed: Vec<&str> = listed.items().iter().filter_map(Json::text).collect();
    let outcome = if listed.contains(&"header") { Outcome::Passed } else { Outcome::NotChecked };
    checks.note("bearer_methods_supported", outcome, "header", &made_visible(&listed.join(", "), 200));
}

/// Scope tokens joined by single blanks; `None` where there is none, or a character that no scope can have (RFC 6749 §3.3).
fn scope_of(text: &str) -> Option<String> {
    let tokens: Vec<&str> = text.split_ascii_whitespace().collect();
    let legal = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    (!tokens.is_empty() && tokens.iter().all(|token| token.bytes().all(legal))).then(|| tokens.join(" "))
}
