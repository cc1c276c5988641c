//! The second arrow's detour: an authorization request pushed to the server beforehand, and a reference to it back (RFC 9126).
//!
//! The navigation then carries only `client_id` and `request_uri` (§4). Once a request is to be pushed it is never sent through the
//! address bar instead: what the server refused there would come to it here.

mod refusal;

pub use refusal::ParError;

use crate::check::{Checks, Outcome};
use crate::form_post;
use crate::http::Response;
use crate::json::Json;
use crate::wire::{Line, Message, Place};

/// What the server keeps of a request, and how it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// The reference, good for one navigation.
    pub request_uri: String,
    /// When it ends, in milliseconds since 1970, by this browser's clock; `None` when the server did not say.
    pub expires_at_ms: Option<u64>,
}

impl Pushed {
    /// Whether its time is over: the server would refuse it on a page of its own, from which nobody comes back.
    pub fn expired(&self, now_ms: u64) -> bool {
        self.expires_at_ms.is_some_and(|end| end <= now_ms)
    }
}

/// Longest reference taken, in characters: it has to fit into an address.
const LIMIT: usize = 2048;

const CHECKS: [&str; 5] = ["status", "content type", "JSON", "request_uri", "expires_in"];

/// The pushed request as the page shows it: the lines of the authorization request in a form (§2.1), no secret and, but for a proof
/// of DPoP, no header that needs a preflight. `origin` is the page's: the browser adds it.
pub fn message(endpoint: &str, lines: Vec<Line>, proof: Option<Line>, origin: &str) -> Message {
    let mut message = form_post::message(endpoint, lines, origin);
    message.prove(proof);
    message
}

/// The navigation after it (§4): nothing of the request itself is in the address any more.
pub fn navigation(authorization_endpoint: &str, client_id: &str, pushed: &Pushed) -> Message {
    let lines = vec![Line::plain("client_id", client_id), Line::plain("request_uri", &pushed.request_uri)];
    Message::navigation(authorization_endpoint, Place::Query, lines)
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&CHECKS)
}

/// Reads the answer (§2.2 and §2.3). `now_ms` is when it came, in milliseconds since 1970.
pub fn process(response: &Response, now_ms: u64, checks: &mut Checks) -> Result<Pushed, ParError> {
    let json = response.says_json().then(|| Json::object(&response.body));
    let good = response.status == 201;
    checks.compare(CHECKS[0], good, "201", &response.status.to_string());
    if !good {
        return Err(refused(response.status, json.and_then(Result::ok).as_ref()));
    }
    let media_type = response.media_type();
    checks.compare(CHECKS[1], json.is_some(), "application/json", &media_type);
    let object = match json.ok_or(ParError::ContentType(media_type))? {
        Ok(object) => object,
        Err(why) => {
            checks.compare(CHECKS[2], false, "one object, no member twice", &why);
            return Err(ParError::Json(why));
        }
    };
    checks.compare(CHECKS[2], true, "one object, no member twice", &format!("{} members", object.members().len()));
    let request_uri = request_uri(&object, checks)?;
    let expires_in = expires_in(&object, checks)?;
    let expires_at_ms = expires_in.map(|seconds| now_ms.saturating_add(seconds.saturating_mul(1000)));
    Ok(Pushed { request_uri, expires_at_ms })
}

/// RFC 6749 §5.2 as RFC 9126 §2.3 has it; without an `error` there is a status alone.
fn refused(status: u16, object: Option<&Json>) -> ParError {
    let text = |name| object.and_then(|object| object.get(name)).and_then(Json::text).unwrap_or_default().to_owned();
    match text("error") {
        error if error.is_empty() => ParError::Status(status),
        error => ParError::Refused { status, error, description: text("error_description"), uri: text("error_uri") },
    }
}

/// An absolute URI of whatever scheme (RFC 3986 §4.3), in printable ASCII: it is put into an address, encoded, and nothing else.
fn request_uri(object: &Json, checks: &mut Checks) -> Result<String, ParError> {
    const EXPECTED: &str = "a whole URI";
    let Some(uri) = object.get("request_uri").and_then(Json::text).filter(|uri| !uri.is_empty()) else {
        checks.compare(CHECKS[3], false, EXPECTED, "none");
        return Err(ParError::NoRequestUri);
    };
    let (scheme, rest) = uri.split_once(':').unwrap_or_default();
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let whole = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(legal) && !rest.is_empty();
    let fits = whole && uri.len() <= LIMIT && uri.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
    let actual = crate::outside::made_visible(uri, 200);
    if checks.compare(CHECKS[3], fits, EXPECTED, &actual) {
        Ok(uri.to_owned())
    } else {
        Err(ParError::UnfitRequestUri(actual))
    }
}

/// A positive whole number of seconds (§2.2). As with a token's, digits in a string pass, and so does its absence: unlike a wrong one,
/// it misleads nobody.
fn expires_in(object: &Json, checks: &mut Checks) -> Result<Option<u64>, ParError> {
    const EXPECTED: &str = "whole seconds, above 0";
    let written = match object.get("expires_in") {
        None => {
            checks.note(CHECKS[4], Outcome::NotChecked, EXPECTED, "not said: lifetime unknown");
            return Ok(None);
        }
        Some(Json::Number(digits) | Json::Text(digits)) => digits.clone(),
        Some(other) => other.to_string(),
    };
    let digits = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
    // 2^53 - 1, the largest number that every JSON reader agrees on.
    let seconds = written.parse::<u64>().ok().filter(|seconds| digits && (1..1 << 53).contains(seconds));
    let actual = crate::outside::made_visible(&written, 40);
    checks.compare(CHECKS[4], seconds.is_some(), EXPECTED, &actual);
    seconds.map(Some).ok_or(ParError::Lifetime(actual))
}
