//! A signed JSON Web Token in the compact form (RFC 7515 §7.1, RFC 7519 §7.2): text in, header, what was signed and the signature out;
//! the claims only when the signature has been asked.
//!
//! Strict where readers differ, as two that differ are an attack: base64url without padding, blanks or stray bits, UTF-8, one JSON
//! object with no member twice.

use crate::json::Json;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Longest token read, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// A token taken apart. Nothing in it has been verified.
///
/// No `Debug`: whoever holds the text holds the token.
pub struct Jwt {
    /// The JOSE header. Keys and addresses of keys in it (`jwk`, `jku`, `x5u`, `x5c`) are never looked at.
    pub header: Json,
    /// Header and payload as they came, joined by their dot: what the signature is of (RFC 7515 §5.2).
    pub signed: String,
    /// The signature's bytes; there may be none.
    pub signature: Vec<u8>,
    payload: Vec<u8>,
}

/// What is wrong with the form of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwtError {
    /// Longer than `LIMIT`; its length in bytes.
    TooLong(usize),
    /// Five parts: encrypted (RFC 7516 §7.1), and this page has no key to open it.
    Encrypted,
    /// Another number of parts than three.
    Parts(usize),
    /// A part is no base64url as RFC 7515 §2 has it: its name.
    Base64(&'static str),
    /// A part is not UTF-8: its name.
    NotUtf8(&'static str),
    /// A part is JSON, but no object: its name.
    NotAnObject(&'static str),
    /// A part is no JSON, or has a member twice: its name, and what the parser says.
    Json(&'static str, String),
    /// The header asks for an extension that has to be understood (`crit`, RFC 7515 §4.1.11).
    Critical,
    /// A member of the header is no text: its name.
    HeaderMember(&'static str),
    /// `typ` names another kind of token (RFC 8725 §3.11).
    Type(String),
}

impl Jwt {
    /// Takes a text apart and reads its header.
    pub fn parse(text: &str) -> Result<Self, JwtError> {
        if text.len() > LIMIT {
            return Err(JwtError::TooLong(text.len()));
        }
        let parts: Vec<&str> = text.split('.').collect();
        let (header, payload, signature) = match parts.as_slice() {
            [header, payload, signature] => (*header, *payload, *signature),
            [_, _, _, _, _] => return Err(JwtError::Encrypted),
            _ => return Err(JwtError::Parts(parts.len())),
        };
        let jwt = Self {
            header: object("header", &decoded("header", header)?)?,
            signed: format!("{header}.{payload}"),
            signature: decoded("signature", signature)?,
            payload: decoded("payload", payload)?,
        };
        jwt.header_is_understood()?;
        Ok(jwt)
    }

    /// The claims. Worth reading once the signature holds, and not before.
    pub fn claims(&self) -> Result<Json, JwtError> {
        object("payload", &self.payload)
    }

    /// `alg`, which every header has to have (RFC 7515 §4.1.1); empty where it does not.
    pub fn alg(&self) -> &str {
        self.header.get("alg").and_then(Json::text).unwrap_or_default()
    }

    /// `kid`, where the header names a key (RFC 7515 §4.1.4).
    pub fn kid(&self) -> Option<&str> {
        self.header.get("kid").and_then(Json::text)
    }

    fn header_is_understood(&self) -> Result<(), JwtError> {
        if self.header.get("crit").is_some() {
            return Err(JwtError::Critical);
        }
        for name in ["alg", "kid", "typ"] {
            if self.header.get(name).is_some_and(|value| value.text().is_none()) {
                return Err(JwtError::HeaderMember(name));
            }
        }
        // An access token, a logout token or a proof is signed with the same keys, and is no sign-in. `JWT` or nothing is one.
        let kind = self.header.get("typ").and_then(Json::text).unwrap_or_default().to_ascii_lowercase();
        if kind.ends_with("+jwt") { Err(JwtError::Type(kind)) } else { Ok(()) }
    }
}

/// A token that is none of this client's business, as it looks from outside (OAuth 2.1 §1.4, RFC 9068 §6).
pub enum Look {
    /// A signed JWT: its header and its claims. Nothing of it has been verified.
    Signed(Json, Json),
    /// An encrypted JWT (RFC 7516 §7.1): its header.
    Encrypted(Json),
    /// Anything else: so many characters.
    Opaque(usize),
}

/// Looks at an access token, for the curious. What is seen is to be shown, and used for nothing.
pub fn look(token: &str) -> Look {
    let parts: Vec<&str> = token.split('.').collect();
    let read = |index: usize| parts.get(index).and_then(|part| object("part", &decoded("part", part).ok()?).ok());
    let seen = match parts.len() {
        _ if token.len() > LIMIT => None,
        3 => read(0).zip(read(1)).map(|(header, claims)| Look::Signed(header, claims)),
        5 => read(0).map(Look::Encrypted),
        _ => None,
    };
    seen.unwrap_or_else(|| Look::Opaque(token.chars().count()))
}

fn decoded(name: &'static str, text: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| JwtError::Base64(name))
}

fn object(name: &'static str, bytes: &[u8]) -> Result<Json, JwtError> {
    let text = std::str::from_utf8(bytes).map_err(|_| JwtError::NotUtf8(name))?;
    match Json::parse(text) {
        Ok(object @ Json::Object(_)) => Ok(object),
        Ok(_) => Err(JwtError::NotAnObject(name)),
        Err(why) => Err(JwtError::Json(name, why)),
    }
}
