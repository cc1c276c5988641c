//! The fourth arrow: a code in, the token request out; then its answer in, a token out (RFC 6749 §4.1.3, §5; RFC 7636 §4.5).

mod refusal;

pub use refusal::{Sent, TokenError};

use crate::callback::CodeGrant;
use crate::check::{Checks, Outcome};
use crate::config::ClientConfig;
use crate::details;
use crate::dpop;
use crate::form_post;
use crate::grant::{self, Fields, TokenKind, Tokens};
use crate::http::{Request, Response};
use crate::json::Json;
use crate::outside::made_visible;
use crate::secret::Secret;
use crate::wire::{Answer, Exact, Line, Message, Shown};

const NO_STORE: &str = "no-store";

/// What the answer is checked against, once the request has consumed the code.
pub struct Asked {
    /// The scope of the authorization request.
    pub scope: Option<String>,
    /// The API's origin that the person named.
    pub bound_to: Option<String>,
    /// The type of token that has to come.
    pub kind: TokenKind,
    /// The `authorization_details` of the authorization request (RFC 9396), as they were written.
    pub details: Option<String>,
}

/// The request as the page shows it, before and after it is sent. `origin` is the page's: the browser adds it.
pub fn message(grant: &CodeGrant, origin: &str) -> Message {
    let config = &grant.asked.config;
    let mut lines = vec![
        Line::plain("grant_type", "authorization_code"),
        Line::new("code", Shown::secret(&grant.code)),
        Line::plain("redirect_uri", config.redirect_uri.as_str()),
        Line::plain("client_id", config.client_id.as_str()),
        Line::new("code_verifier", Shown::secret(&Secret::new(grant.verifier.reveal()))),
    ];
    lines.extend(grant.exchange.token_params.iter().map(|(name, value)| Line::plain(name, value)));
    let mut message = form_post::message(&grant.exchange.token_endpoint.href, lines, origin);
    message.prove(config.dpop.then(dpop::later));
    message
}

/// Makes the request and consumes the code and its verifier: they are sent once.
///
/// A proof of DPoP is no part of it yet: it belongs to one sending, and a server may ask for another.
pub fn request(grant: CodeGrant) -> (Request, Asked) {
    let request = message(&grant, "").request();
    let ClientConfig { scope, api, dpop, authorization_params, .. } = grant.asked.config;
    let details = authorization_params.into_iter().find(|(name, _)| name == details::NAME).map(|(_, value)| value);
    let kind = if dpop { TokenKind::Dpop } else { TokenKind::Bearer };
    let asked = Asked { scope, bound_to: api.map(|api| api.endpoint.origin), kind, details };
    (request, asked)
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&[&["status", "content type", "JSON"][..], &grant::CHECKS].concat())
}

/// RFC 9396 §7: the server says which details it granted, and may grant less or other. What it does not say counts as not granted.
fn granted(asked: Option<&str>, granted: Option<&Json>, checks: &mut Checks) {
    let Some(asked) = asked else { return };
    let (outcome, actual) = match (details::agree(asked, granted), granted) {
        (Some(true), _) => (Outcome::Passed, "the same".to_owned()),
        (_, Some(granted)) => (Outcome::NotChecked, format!("other: {}", made_visible(&granted.to_string(), 600))),
        (_, None) => (Outcome::NotChecked, "not said, so not granted".to_owned()),
    };
    checks.add(details::NAME, outcome, &made_visible(asked, 600), &actual);
}

/// RFC 6749 §5.1: an answer that carries a token says `Cache-Control: no-store`. One that does not is used all the same, as this page asks
/// with `no-store` itself; but it has to be said, since whoever stands on the way, or another client, may keep the token.
fn stays_nowhere(response: &Response, checks: &mut Checks) {
    let said = response.header("cache-control");
    let is_said = said.is_some_and(|said| said.split(',').any(|part| part.trim().eq_ignore_ascii_case(NO_STORE)));
    let outcome = if is_said { Outcome::Passed } else { Outcome::NotChecked };
    checks.add(
        "Cache-Control",
        outcome,
        NO_STORE,
        &made_visible(said.unwrap_or("not said: a cache may keep the token"), 200),
    );
}

/// The answer as the page shows it: its members one a line, tokens masked in them and in the exact body.
pub fn answer(response: &Response) -> Answer {
    let json = Json::object(&response.body).ok();
    let lines = json.iter().flat_map(Json::members).map(|(name, value)| member(name, value));
    Answer::of_members(response, lines.collect()).exactly(Exact::of(&response.body, is_secret))
}

/// Reads the answer (RFC 6749 §5.1 and §5.2). `now_ms` is when it came, in milliseconds since 1970.
pub fn process(response: &Response, asked: Asked, now_ms: u64, checks: &mut Checks) -> Result<Tokens, TokenError> {
    let good = response.status == 200;
    let json = response.says_json().then(|| Json::object(&response.body));
    if let Some(Ok(object)) = &json
        && let Some(error) = object.get("error").and_then(Json::text)
    {
        checks.compare("status", good, "200", &response.status.to_string());
        let text = |name| object.get(name).and_then(Json::text).unwrap_or_default().to_owned();
        return Err(TokenError::Refused {
            status: response.status,
            error: error.to_owned(),
            description: text("error_description"),
            uri: text("error_uri"),
        });
    }
    if !checks.compare("status", good, "200", &response.status.to_string()) {
        return Err(TokenError::Status(response.status));
    }
    let media_type = response.media_type();
    if !checks.compare("content type", response.says_json(), "application/json", media_type.as_str()) {
        return Err(TokenError::ContentType(media_type));
    }
    let object = match json {
        Some(Ok(object)) => object,
        Some(Err(why)) => {
            checks.compare("JSON", false, "one object, no member twice", why.as_str());
            return Err(TokenError::Json(why));
        }
        None => return Err(TokenError::ContentType(media_type)),
    };
    checks.compare("JSON", true, "one object, no member twice", &format!("{} members", object.members().len()));
    let text = |name| object.get(name).and_then(Json::text);
    let expires_in = object.get("expires_in").filter(|value| **value != Json::Null).map(written);
    let fields = Fields {
        access_token: text("access_token"),
        token_type: text("token_type"),
        expires_in: expires_in.as_deref(),
        scope: text("scope"),
    };
    let scope = asked.scope.as_deref();
    let mut tokens =
        grant::read(&fields, asked.kind, scope, asked.bound_to, now_ms, checks).map_err(TokenError::Grant)?;
    granted(asked.details.as_deref(), object.get(details::NAME), checks);
    stays_nowhere(response, checks);
    let secret = |name| text(name).filter(|text| !text.is_empty()).map(Secret::new);
    tokens.refresh_token = secret("refresh_token");
    tokens.id_token = secret("id_token");
    Ok(tokens)
}

fn member(name: &str, value: &Json) -> Line {
    let text = written(value);
    let shown = if is_secret(name) {
        Shown::secret(&Secret::new(text))
    } else {
        Shown::Plain(crate::outside::made_visible(&text, 600))
    };
    Line::new(&crate::outside::made_visible(name, 60), shown)
}

/// `access_token` and its kin in any spelling; what is only *about* a token is plain.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let about = ["_type", "expires_in", "expires_at"].iter().any(|end| name.ends_with(end));
    !about && ["token", "secret", "assertion"].iter().any(|word| name.contains(word))
}

/// A member's value in one line; what is nested is named, not spelled out.
fn written(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(text) | Json::Text(text) => text.clone(),
        Json::List(items) => format!("{} items", items.len()),
        Json::Object(members) => format!("{} members", members.len()),
    }
}
