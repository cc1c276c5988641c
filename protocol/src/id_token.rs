//! An ID token in, who signed in out: every check of OpenID Connect Core §3.1.3.7, §3.2.2.11 and §3.3.2.12, in one order, each a row.
//!
//! Three values follow each other, and each consumes the one before: `signed::Unverified` has its form and its algorithm,
//! `signed::Signed` a signature that holds, `Identity` claims that are those of this sign-in.

mod claims;
mod hashes;
mod identity;
mod refusal;
mod times;

pub use identity::{Identity, agrees, continues};
pub use refusal::IdTokenError;

use crate::algorithm::Algorithm;
use crate::check::Checks;
use crate::secret::Secret;
use crate::signed::{self, Signed, SignedError, Sort, Unverified};

/// By which way an ID token came: it decides what has to be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameBy {
    /// Through the address bar: it has to vouch for the token and the code beside it (§3.2.2.11, §3.3.2.11).
    AuthorizationResponse,
    /// In the answer of the token endpoint (§3.1.3.6).
    TokenResponse,
    /// In the answer to a refresh: the nonce may be left out (§12.2).
    Refresh,
}

/// What an ID token has to agree with.
pub struct Expected<'a> {
    /// The issuer that was configured.
    pub issuer: &'a str,
    /// This client.
    pub client_id: &'a str,
    /// Other audiences that the person trusts.
    pub trusted_audiences: &'a [String],
    /// The nonce that was sent, if one was.
    pub nonce: Option<&'a str>,
    /// The `state` that was sent.
    pub state: &'a str,
    /// The access token of the same response.
    pub access_token: Option<&'a str>,
    /// The code of the same sign-in.
    pub code: Option<&'a str>,
    /// By which way it came.
    pub came_by: CameBy,
    /// The further parameters of the authorization request: `max_age` and `acr_values` ask something of the ID token.
    pub authorization_params: &'a [(String, String)],
}

impl Expected<'_> {
    /// What the authorization request said, the first of that name.
    fn asked(&self, name: &str) -> Option<&str> {
        self.authorization_params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The names of the checks, in their order.
pub const CHECKS: [&str; 16] = [
    "alg",
    "kid",
    "signature",
    "iss",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "sub",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "auth_time",
    "acr",
];

/// The checks, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&CHECKS)
}

/// Reads the form and the algorithm, see `signed::read`.
pub fn read(token: &Secret, supported: Option<&[&str]>, checks: &mut Checks) -> Result<Unverified, SignedError> {
    signed::read(Sort::IdToken, token, supported, checks)
}

impl Signed {
    /// Checks every claim of an ID token. `now_ms` is milliseconds since 1970.
    pub fn identify(self, expected: &Expected<'_>, now_ms: u64, checks: &mut Checks) -> Result<Identity, IdTokenError> {
        let json = self.claims()?;
        let (algorithm, token) = (self.algorithm, self.token.clone());
        let claims = Claims { signed: signed::Claims { json: &json, checks }, expected };
        claims.judge(algorithm, now_ms)?;
        let no_subject = SignedError::ClaimType { name: "sub" };
        Identity::of(token, self.into_header(), json).ok_or(IdTokenError::Signed(no_subject))
    }
}

/// The claims while they are judged: one row after the other, and the first that fails ends it.
struct Claims<'a> {
    signed: signed::Claims<'a>,
    expected: &'a Expected<'a>,
}

impl Claims<'_> {
    fn judge(mut self, algorithm: Algorithm, now_ms: u64) -> Result<(), IdTokenError> {
        self.signed.issuer(self.expected.issuer)?;
        self.audience()?;
        self.authorized_party()?;
        self.signed.expiry(now_ms)?;
        self.issued(now_ms)?;
        self.signed.not_before(now_ms)?;
        self.subject()?;
        self.nonce()?;
        self.access_token_hash(algorithm)?;
        self.code_hash(algorithm)?;
        self.state_hash(algorithm)?;
        self.authenticated(now_ms)?;
        self.authentication_class()
    }

    fn text(&mut self, name: &'static str, expected: &str) -> Result<Option<&str>, IdTokenError> {
        Ok(self.signed.text(name, expected)?)
    }

    fn compare(&mut self, name: &'static str, passed: bool, expected: &str, actual: &str) -> Result<(), IdTokenError> {
        Ok(self.signed.compare(name, passed, expected, actual)?)
    }

    fn not_checked(&mut self, name: &'static str, expected: &str, actual: &str) {
        self.signed.not_checked(name, expected, actual);
    }
}
