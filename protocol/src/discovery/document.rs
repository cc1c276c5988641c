//! The metadata document itself, whoever brought it: a server or a person who pasted it.

use super::DiscoveryError;
use crate::check::{Checks, Outcome};
use crate::endpoint::{self, AddressProblem, ParseUrl};
use crate::json::Json;
use crate::metadata::ENDPOINTS;
use crate::outside::made_visible;
use crate::wire::Line;

/// What else of it is kept: what the page offers or checks because of it (RFC 8414 §2, OpenID Connect Discovery §3, RFC 9207 §3,
/// RFC 9126 §5, RFC 9449 §5.1).
const OTHERS: [&str; 20] = [
    "issuer",
    "scopes_supported",
    "response_types_supported",
    "response_modes_supported",
    "grant_types_supported",
    "code_challenge_methods_supported",
    "token_endpoint_auth_methods_supported",
    "id_token_signing_alg_values_supported",
    "dpop_signing_alg_values_supported",
    "claims_supported",
    "acr_values_supported",
    "prompt_values_supported",
    "authorization_response_iss_parameter_supported",
    "require_pushed_authorization_requests",
    "authorization_details_types_supported",
    "client_id_metadata_document_supported",
    "frontchannel_logout_supported",
    "service_documentation",
    "op_policy_uri",
    "op_tos_uri",
];

/// Longest document that is kept, in bytes: it is stored with every sign-in.
pub const LONGEST: usize = 64 * 1024;

/// A checked document.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// The members that this page knows, as compact JSON: what the form's field `metadata` holds.
    pub metadata: String,
    /// Whether a person or a code would go to another host than the issuer's: said before anything is sent there.
    pub leads_elsewhere: bool,
}

/// Checks a document against the issuer that was asked for.
pub fn read(text: &str, issuer: &str, parse: ParseUrl, checks: &mut Checks) -> Result<Document, DiscoveryError> {
    const CLEAN: &str = "one object, no member twice";
    let document = Json::object(text).map_err(|why| {
        checks.compare("JSON", false, CLEAN, &why);
        DiscoveryError::Json(why)
    })?;
    let kept = known(&document);
    let metadata = Json::Object(kept).to_string();
    if metadata.len() > LONGEST {
        checks.compare("JSON", false, &format!("at most {LONGEST} bytes"), &format!("{} bytes", metadata.len()));
        return Err(DiscoveryError::TooLong { limit: LONGEST });
    }
    checks.compare("JSON", true, CLEAN, &format!("{} members", document.members().len()));
    let actual = document.get("issuer").and_then(Json::text);
    let shown = made_visible(actual.unwrap_or("none"), 200);
    if !checks.compare("issuer", actual == Some(issuer), issuer, &shown) {
        return Err(DiscoveryError::Issuer { expected: issuer.to_owned(), actual: actual.map(str::to_owned) });
    }
    let leads_elsewhere = endpoints(&document, issuer, parse, checks)?;
    Ok(Document { metadata, leads_elsewhere })
}

/// Every address is fit, or what it is for is not offered; one elsewhere than the issuer is shown as such and not refused, as honest
/// servers do that too.
fn endpoints(document: &Json, issuer: &str, parse: ParseUrl, checks: &mut Checks) -> Result<bool, DiscoveryError> {
    const EXPECTED: &str = "https, or http on this machine";
    let unfit = unfit(document, parse);
    let words = |(name, problem): &(&str, AddressProblem)| format!("{name}: {}", problem.sentence());
    let needed = ENDPOINTS.get(..2).unwrap_or_default();
    if let Some((name, problem)) = unfit.iter().find(|(name, _)| needed.contains(name)) {
        checks.compare("endpoints", false, EXPECTED, &words(&(name, problem.clone())));
        return Err(DiscoveryError::Endpoint { name, problem: problem.clone() });
    }
    let host = |text: &str| endpoint::checked(text, parse).ok().map(|parts| parts.host);
    let home = host(issuer).unwrap_or_default();
    let hosts: Vec<(&str, String)> = ENDPOINTS
        .iter()
        .filter_map(|name| document.get(name).and_then(Json::text).and_then(host).map(|host| (*name, host)))
        .collect();
    if unfit.is_empty() {
        checks.note("endpoints", Outcome::Passed, EXPECTED, &format!("{} addresses", hosts.len()));
    } else {
        let list = unfit.iter().map(words).collect::<Vec<_>>().join(" ");
        checks.note("endpoints", Outcome::NotChecked, EXPECTED, &made_visible(&format!("left out: {list}"), 600));
    }
    let foreign = || hosts.iter().filter(|(_, host)| *host != home);
    let elsewhere: Vec<String> =
        foreign().map(|(name, host)| format!("{name} at {}", made_visible(host, 100))).collect();
    if elsewhere.is_empty() {
        checks.note("hosts", Outcome::Passed, &home, "all there");
    } else {
        checks.note("hosts", Outcome::NotChecked, &home, &made_visible(&elsewhere.join(", "), 600));
    }
    Ok(foreign().any(|(name, _)| needed.contains(name)))
}

/// The addresses in a document that cannot be used, each with what is wrong with it. A member that is no text counts as one.
pub fn unfit(document: &Json, parse: ParseUrl) -> Vec<(&'static str, AddressProblem)> {
    let problem = |name: &'static str| {
        let problem = match document.get(name)? {
            Json::Text(text) => endpoint::Endpoint::parse(text, parse).err()?,
            _ => AddressProblem::NotAbsolute,
        };
        Some((name, problem))
    };
    ENDPOINTS.into_iter().filter_map(problem).collect()
}

fn known(document: &Json) -> Vec<(String, Json)> {
    let names = OTHERS.iter().take(1).chain(&ENDPOINTS).chain(OTHERS.iter().skip(1));
    names.filter_map(|name| document.get(name).map(|value| ((*name).to_owned(), value.clone()))).collect()
}

/// What the page shows of a document: the members that it knows, one a line, and how many others there are.
pub fn members(text: &str) -> Vec<Line> {
    let Ok(document) = Json::object(text) else { return Vec::new() };
    let known = known(&document);
    let others = document.members().len() - known.len();
    let mut lines: Vec<Line> =
        known.iter().map(|(name, value)| Line::plain(name, &made_visible(&written(value), 600))).collect();
    if others > 0 {
        lines.push(Line::plain("others", &format!("{others} members that this page does not use")));
    }
    lines
}

/// A member in one line: a list by its texts, anything else as JSON.
fn written(value: &Json) -> String {
    match value {
        Json::Text(text) => text.clone(),
        Json::List(items) if items.iter().all(|item| item.text().is_some()) => {
            items.iter().filter_map(Json::text).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
