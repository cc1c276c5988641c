//! Demonstrating proof of possession (RFC 9449): a public key and a request in, the proof that goes with that one request out.
//!
//! The private key never comes here: the text to be signed goes out, its signature comes in, and only then there is a `Proof`.

mod nonce;
mod refusal;

pub use nonce::{Demand, Nonces, demanded_by_api, demanded_by_server, judge, offered};
pub use refusal::DpopError;

use crate::http::Request;
use crate::json::Json;
use crate::pkce::random_text;
use crate::secret::Secret;
use crate::wire::{Line, Message, Shown};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// The header that carries a proof (RFC 9449 §4.1).
pub const HEADER: &str = "DPoP";

/// Half of a P-256 point, and of an ES256 signature, in bytes.
const HALF: usize = 32;

/// A public key on the curve P-256. It is made of a point alone, so no private member can ever stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    x: String,
    y: String,
}

impl PublicKey {
    /// Reads the point that a browser exports as `raw`: the byte 4, then x and y (SEC 1 §2.3.3). `None` for any other bytes.
    pub fn from_point(point: &[u8]) -> Option<Self> {
        let (form, coordinates) = point.split_first()?;
        if *form != 4 || coordinates.len() != 2 * HALF {
            return None;
        }
        let (x, y) = coordinates.split_at_checked(HALF)?;
        Some(Self { x: URL_SAFE_NO_PAD.encode(x), y: URL_SAFE_NO_PAD.encode(y) })
    }

    /// Its JWK (RFC 7518 §6.2.1): the four public members and no other.
    pub fn jwk(&self) -> Json {
        Json::of([("kty", text("EC")), ("x", text(&self.x)), ("y", text(&self.y)), ("crv", text("P-256"))])
    }

    /// The JWK thumbprint with SHA-256 (RFC 7638 §3.2: the members in the order of the alphabet), which is `dpop_jkt`.
    pub fn thumbprint(&self) -> String {
        let members =
            Json::of([("crv", text("P-256")), ("kty", text("EC")), ("x", text(&self.x)), ("y", text(&self.y))]);
        digest(&members.to_string())
    }
}

/// The request that a proof is for.
pub struct Proven<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// The address of the request; query and fragment are no part of a proof (RFC 9449 §4.2, `htu`).
    pub url: &'a str,
    /// The last nonce of that server, if it gave one (RFC 9449 §8).
    pub nonce: Option<&'a str>,
    /// The token that goes with the request, at an API (RFC 9449 §7); none at the token endpoint.
    pub access_token: Option<&'a Secret>,
}

/// A proof without its signature.
pub struct Unsigned {
    header: Json,
    claims: Json,
    input: String,
}

/// Writes the header and the claims of a proof (RFC 9449 §4.2).
///
/// `entropy` is drawn for this one proof and becomes `jti`; `now_ms` is milliseconds since 1970 and becomes `iat` in seconds.
pub fn prepare(key: &PublicKey, proven: &Proven<'_>, entropy: [u8; 32], now_ms: u64) -> Unsigned {
    let header = Json::of([("typ", text("dpop+jwt")), ("alg", text("ES256")), ("jwk", key.jwk())]);
    let htu = proven.url.split(['?', '#']).next().unwrap_or_default();
    let mut claims = vec![
        ("jti", Json::Text(random_text(entropy))),
        ("htm", text(proven.method)),
        ("htu", text(htu)),
        ("iat", Json::Number((now_ms / 1000).to_string())),
    ];
    claims.extend(proven.nonce.map(|nonce| ("nonce", text(nonce))));
    claims.extend(proven.access_token.map(|token| ("ath", Json::Text(digest(token.reveal())))));
    let claims = Json::Object(claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let input = format!("{}.{}", encoded(&header), encoded(&claims));
    Unsigned { header, claims, input }
}

impl Unsigned {
    /// What is to be signed (RFC 7515 §5.1), ASCII.
    pub fn signing_input(&self) -> &str {
        &self.input
    }

    /// The proof, with the signature of `signing_input`: r and s, 32 bytes each (RFC 7518 §3.4). `None` for another length.
    pub fn signed(self, signature: &[u8]) -> Option<Proof> {
        let fits = signature.len() == 2 * HALF;
        let compact = Secret::new(format!("{}.{}", self.input, URL_SAFE_NO_PAD.encode(signature)));
        fits.then_some(Proof { compact, header: self.header, claims: self.claims })
    }
}

/// A proof, good for one request. Not `Clone`: each request gets its own.
pub struct Proof {
    compact: Secret,
    header: Json,
    claims: Json,
}

impl Proof {
    /// The header's line: the proof masked, and what it says, a member a line.
    pub fn line(&self) -> Line {
        let members = self.header.members().iter().chain(self.claims.members());
        let parts =
            members.map(|(name, value)| Line::plain(name, &crate::outside::made_visible(&value.written(), 600)));
        Line::new(HEADER, Shown::secret(&self.compact)).of_parts(parts.collect())
    }
}

/// Puts a proof into a request, as it is shown and as it is sent, in place of an earlier one.
pub fn put(proof: &Proof, message: &mut Message, request: &mut Request) {
    message.prove(Some(proof.line()));
    request.headers.retain(|(name, _)| name != HEADER);
    request.headers.push((HEADER.to_owned(), proof.compact.reveal().to_owned()));
}

/// Whether a request needs a proof: its message has a line for one.
pub fn is_wanted(message: &Message) -> bool {
    message.headers.iter().any(|line| line.name == HEADER)
}

/// The line of a proof that is still to be made.
pub fn later() -> Line {
    Line::new(HEADER, Shown::Later)
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn encoded(json: &Json) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

/// `BASE64URL(SHA256(text))`.
fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}
