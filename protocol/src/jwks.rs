//! A JSON Web Key Set (RFC 7517 §5): the request for it out, its answer in, and of its keys the one that a token was signed with.
//!
//! A key counts only where all that it says of itself fits: type, curve, use, operations, algorithm, and the `kid` that the token names.
//! What is handed on for verifying is made anew of its public members, so that nothing else that stood there reaches the browser.

mod key;
mod roca;

pub use key::VerificationKey;

use crate::algorithm::Algorithm;
use crate::http::{Request, Response};
use crate::json::Json;
use crate::wire::{Answer, Channel, Exact, Line, Message, Place};

/// Most keys read.
pub const MOST_KEYS: usize = 100;
/// Longest document read, in bytes.
pub const LIMIT: usize = 256 * 1024;

/// The keys of one issuer, as they were published.
#[derive(Debug)]
pub struct Jwks(Vec<Json>);

/// What is wrong with the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwksError {
    /// A status other than 200.
    Status(u16),
    /// Longer than `LIMIT`; its length in bytes.
    TooLong(usize),
    /// No clean JSON object, and what the parser says.
    Json(String),
    /// `keys` is not there, no list, or empty.
    NoKeys,
    /// More than `MOST_KEYS`; how many.
    TooMany(usize),
}

/// Why no key of the set verifies a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// No key has the `kid` that the token names.
    UnknownKid,
    /// The key of that `kid`, or every key, is for something else.
    NoneFits,
    /// Several fit, and the token does not say which; how many.
    Several(usize),
    /// The one that fits is not fit to be trusted, and why.
    Unfit(&'static str),
}

/// The request. `Accept` is on CORS's safe list, so the browser sends no preflight.
pub fn request(jwks_uri: &str) -> Request {
    let headers = vec![("Accept".to_owned(), "application/json".to_owned())];
    Request { method: "GET".to_owned(), url: jwks_uri.to_owned(), headers, body: None }
}

/// The request as the page shows it. `origin` is the page's: the browser adds it.
pub fn message(jwks_uri: &str, origin: &str) -> Message {
    Message {
        channel: Channel::Back,
        method: "GET".to_owned(),
        target: jwks_uri.to_owned(),
        place: Place::Body,
        lines: Vec::new(),
        headers: vec![Line::plain("Accept", "application/json")],
        added_by_browser: vec![Line::plain("Origin", origin)],
        body: None,
    }
}

/// The answer as the page shows it: a line for each key.
pub fn answer(response: &Response) -> Answer {
    let keys = Jwks::parse(&response.body).map(|jwks| jwks.0).unwrap_or_default();
    Answer::of_members(response, keys.iter().map(line).collect()).exactly(Exact::public(&response.body))
}

fn line(key: &Json) -> Line {
    let text = |name| key.get(name).and_then(Json::text);
    let words: Vec<&str> = ["kty", "crv", "alg", "use"].into_iter().filter_map(text).collect();
    let name = format!("key {}", text("kid").unwrap_or("without kid"));
    Line::plain(&crate::outside::made_visible(&name, 60), &crate::outside::made_visible(&words.join(" "), 100))
}

/// Reads the answer. Its media type is not asked: real servers send `application/jwk-set+json`, `application/json` and plain text.
pub fn process(response: &Response) -> Result<Jwks, JwksError> {
    if response.status == 200 { Jwks::parse(&response.body) } else { Err(JwksError::Status(response.status)) }
}

impl Jwks {
    /// Reads a document.
    pub fn parse(text: &str) -> Result<Self, JwksError> {
        if text.len() > LIMIT {
            return Err(JwksError::TooLong(text.len()));
        }
        match Json::object(text).map_err(JwksError::Json)?.get("keys").map(Json::items) {
            None | Some([]) => Err(JwksError::NoKeys),
            Some(keys) if keys.len() > MOST_KEYS => Err(JwksError::TooMany(keys.len())),
            Some(keys) => Ok(Self(keys.to_vec())),
        }
    }

    /// How many keys there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The one key for an algorithm and, where the token names one, a `kid` (OpenID Connect Core §10.1).
    pub fn choose(&self, algorithm: Algorithm, kid: Option<&str>) -> Result<VerificationKey, KeyProblem> {
        let named = |key: &&Json| kid.is_none() || key.get("kid").and_then(Json::text) == kid;
        let named: Vec<&Json> = self.0.iter().filter(named).collect();
        let fitting: Vec<&Json> = named.iter().copied().filter(|key| key::fits(key, algorithm)).collect();
        match fitting.as_slice() {
            [key] => VerificationKey::of(key, algorithm).map_err(KeyProblem::Unfit),
            [] if named.is_empty() => Err(KeyProblem::UnknownKid),
            [] => Err(KeyProblem::NoneFits),
            several => Err(KeyProblem::Several(several.len())),
        }
    }
}
