//! The answer as one signed JWT (JARM, JWT Secured Authorization Response Mode §2): the text of `response` in, its parameters out.
//!
//! Whose keys it has to be signed with is known only once its sign-in is found, and `state`, by which that is found, stands inside it.
//! So one value leaves it before its signature holds, as a `ToFind`, which can be looked up and nothing else. All the rest is read
//! when signature, issuer, audience and expiry are as they have to be, and then goes the way of any other answer.

use super::response::{KNOWN, Response};
use super::{Lookup, Pending};
use crate::check::Checks;
use crate::config::ClientConfig;
use crate::json::Json;
use crate::jwt::Jwt;
use crate::outside::start_of;
use crate::secret::Secret;
use crate::signed::{self, Claims, Signed, SignedError, Sort, Unverified};

/// The names of the checks that only such an answer has, in their order; its `iss` is the one that a plain answer has as a parameter.
pub(super) const CHECKS: [&str; 7] = ["alg", "kid", "signature", "iss", "aud", "exp", "nbf"];

/// A `state` that nobody has vouched for. It can be looked up; it cannot be read.
#[derive(Clone)]
pub(super) struct ToFind(String);

impl ToFind {
    pub fn new(state: &str) -> Self {
        Self(state.to_owned())
    }

    pub fn look_up(&self, lookup: impl FnOnce(&str) -> Lookup) -> Lookup {
        lookup(&self.0)
    }

    pub fn finds(&self, pending: &Pending) -> bool {
        pending.state == self.0
    }

    pub fn shown(&self) -> String {
        start_of(&self.0)
    }
}

/// A response JWT in its form. Nothing in it has been verified.
pub(super) struct Sealed {
    /// The whole of it.
    pub text: Secret,
    /// Its `state`, where it has one.
    pub state: Option<ToFind>,
}

impl Sealed {
    pub fn read(text: &str) -> Result<Self, SignedError> {
        let payload = Jwt::parse(text).and_then(|jwt| jwt.claims()).map_err(SignedError::Jwt)?;
        let state = payload.get("state").and_then(Json::text).map(ToFind::new);
        Ok(Self { text: Secret::new(text), state })
    }

    pub fn unverified(&self, config: &ClientConfig, checks: &mut Checks) -> Result<Unverified, SignedError> {
        let supported = config.server.list(Sort::Answer.algorithms());
        signed::read(Sort::Answer, &self.text, supported.as_deref(), checks)
    }
}

impl Response {
    /// Takes the parameters out of a JWT whose signature holds, if it is this issuer's, for this client and still good (§2.4).
    /// `now_ms` is milliseconds since 1970.
    pub fn open(
        &mut self,
        signed: &Signed,
        config: &ClientConfig,
        now_ms: u64,
        checks: &mut Checks,
    ) -> Result<(), SignedError> {
        let json = signed.claims()?;
        let mut claims = Claims { json: &json, checks };
        claims.issuer(config.issuer.as_deref().unwrap_or_default())?;
        claims.among_audiences(&config.client_id)?;
        claims.short_lived(now_ms)?;
        claims.not_before(now_ms)?;
        let params = KNOWN
            .into_iter()
            .filter(|name| *name != "response")
            .filter_map(|name| json.get(name).map(|value| (name, value)));
        let params: Result<Vec<_>, _> = params.map(|(name, value)| Ok((name, parameter(name, value)?))).collect();
        self.opened(params?);
        Ok(())
    }
}

/// Texts as they stand, and numbers as they are written: `expires_in` may be either.
fn parameter(name: &'static str, value: &Json) -> Result<String, SignedError> {
    match value {
        Json::Text(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.clone()),
        _ => Err(SignedError::ClaimType { name }),
    }
}
