//! What is known once every check has passed: who signed in, and what later answers are compared with.

use super::{IdTokenError, claims};
use crate::json::Json;
use crate::secret::Secret;

/// A validated ID token's claims, held in memory only.
#[derive(Clone)]
pub struct Identity {
    /// The token itself: for `id_token_hint`, and never for an API.
    pub token: Secret,
    /// Who says so.
    pub issuer: String,
    /// Who signed in: unique at that issuer only.
    pub subject: String,
    /// For whom.
    pub audiences: Vec<String>,
    /// The nonce, for what a refresh brings.
    pub nonce: Option<Secret>,
    /// `iat` as it was written, in seconds since 1970.
    pub issued_at: String,
    /// `auth_time` as it was written, in seconds since 1970.
    pub auth_time: Option<String>,
    /// The whole header, to be shown.
    pub header: Json,
    /// All claims, to be shown.
    pub claims: Json,
}

impl Identity {
    pub(super) fn of(token: Secret, header: Json, claims: Json) -> Option<Self> {
        let text = |name| claims.get(name).and_then(Json::text).map(str::to_owned);
        let number = |name| match claims.get(name) {
            Some(Json::Number(number)) => Some(number.clone()),
            _ => None,
        };
        Some(Self {
            token,
            issuer: text("iss")?,
            subject: text("sub")?,
            audiences: claims::audiences(&claims)?,
            nonce: text("nonce").map(Secret::new),
            issued_at: number("iat")?,
            auth_time: number("auth_time"),
            header,
            claims,
        })
    }
}

/// Both ID tokens of a hybrid flow are about the same person at the same issuer (OpenID Connect Core §3.3.3.6).
pub fn agrees(front: &Identity, back: &Identity) -> Result<(), IdTokenError> {
    for (name, front, back) in [("iss", &front.issuer, &back.issuer), ("sub", &front.subject, &back.subject)] {
        if front != back {
            let shown = |text: &str| crate::outside::made_visible(text, 200);
            return Err(IdTokenError::Claim { name, expected: shown(front), actual: shown(back) });
        }
    }
    Ok(())
}
