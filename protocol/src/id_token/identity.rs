//! What is known once every check has passed: who signed in, and what later answers are compared with.

use super::IdTokenError;
use crate::json::Json;
use crate::secret::Secret;
use crate::signed::{SignedError, audiences};

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
            audiences: audiences(&claims)?,
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
    same([("iss", &front.issuer, &back.issuer), ("sub", &front.subject, &back.subject)])
}

/// The ID token of a refresh goes on where the first one was (OpenID Connect Core §12.2): the same person at the same issuer, for the
/// same audience, signed in at the same time, and not issued before it.
pub fn continues(before: &Identity, after: &Identity) -> Result<(), IdTokenError> {
    agrees(before, after)?;
    same([("aud", &before.audiences.join(" "), &after.audiences.join(" "))])?;
    if let (Some(before), Some(after)) = (&before.auth_time, &after.auth_time) {
        same([("auth_time", before, after)])?;
    }
    let seconds = |text: &str| text.parse::<f64>().ok();
    if seconds(&after.issued_at) < seconds(&before.issued_at) {
        let expected = format!("{} or later", before.issued_at);
        return Err(SignedError::Claim { name: "iat", expected, actual: after.issued_at.clone() }.into());
    }
    Ok(())
}

fn same<const N: usize>(claims: [(&'static str, &String, &String); N]) -> Result<(), IdTokenError> {
    let shown = |text: &str| crate::outside::made_visible(text, 200);
    match claims.into_iter().find(|(_, before, after)| before != after) {
        Some((name, before, after)) => {
            Err(SignedError::Claim { name, expected: shown(before), actual: shown(after) }.into())
        }
        None => Ok(()),
    }
}
