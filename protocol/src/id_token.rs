//! An ID token in, who signed in out: every check of OpenID Connect Core §3.1.3.7, §3.2.2.11 and §3.3.2.12, in one order, each a row.
//!
//! Three values follow each other, and each consumes the one before: `Unverified` has its form and its algorithm, `Signed` a signature
//! that holds, `Identity` claims that are those of this sign-in. Nothing is read out of the claims before the signature holds.

mod claims;
mod hashes;
mod identity;
mod refusal;
mod times;

pub use identity::{Identity, agrees, continues};
pub use refusal::IdTokenError;
pub use times::{SKEW_MS, note_times};

use crate::algorithm::{self, Algorithm, Family};
use crate::check::{Checks, Outcome};
use crate::json::Json;
use crate::jwks::{Jwks, KeyProblem, VerificationKey};
use crate::jwt::Jwt;
use crate::outside::made_visible;
use crate::secret::Secret;

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

/// A token in its form, with an algorithm of the list.
pub struct Unverified {
    token: Secret,
    jwt: Jwt,
    algorithm: Algorithm,
}

/// Reads the form, and takes no algorithm but one of the list; where the server's metadata names those that it uses
/// (`id_token_signing_alg_values_supported`), one of these.
pub fn read(token: &Secret, supported: Option<&[&str]>, checks: &mut Checks) -> Result<Unverified, IdTokenError> {
    let jwt = Jwt::parse(token.reveal()).map_err(IdTokenError::Jwt)?;
    let listed = |name: &str| supported.is_none_or(|names| names.contains(&name));
    let used: Vec<&str> = algorithm::ALL.iter().map(|algorithm| algorithm.name).filter(|name| listed(name)).collect();
    let algorithm = Algorithm::named(jwt.alg()).filter(|algorithm| used.contains(&algorithm.name));
    let expected = if used.is_empty() { "none that its metadata names is safe".to_owned() } else { used.join(" ") };
    let actual = made_visible(if jwt.alg().is_empty() { "none named" } else { jwt.alg() }, 40);
    checks.compare("alg", algorithm.is_some(), &expected, &actual);
    match algorithm {
        Some(algorithm) => Ok(Unverified { token: token.clone(), jwt, algorithm }),
        None => Err(IdTokenError::Algorithm { expected, actual }),
    }
}

impl Unverified {
    /// The key that it says it was signed with. The check is noted by `note_key`, as an unknown one is looked for twice.
    pub fn choose(&self, jwks: &Jwks) -> Result<VerificationKey, KeyProblem> {
        jwks.choose(self.algorithm, self.jwt.kid())
    }

    /// Notes how the choice of the key ended.
    pub fn note_key(
        &self,
        chosen: Result<VerificationKey, KeyProblem>,
        checks: &mut Checks,
    ) -> Result<VerificationKey, IdTokenError> {
        let expected = format!("one key for {}", self.algorithm.name);
        let named = self.jwt.kid().map_or("no kid named".to_owned(), |kid| format!("kid {}", made_visible(kid, 60)));
        let actual = match &chosen {
            Ok(_) => named,
            Err(problem) => format!("{named}: {}", problem.words()),
        };
        checks.compare("kid", chosen.is_ok(), &expected, &actual);
        chosen.map_err(IdTokenError::Key)
    }

    /// What the browser is to verify: algorithm, signed text and signature; `None` where the signature has a length that no signature
    /// of this algorithm has (RFC 7518 §3.4: r and s at full length, never the DER form of other protocols).
    pub fn to_verify(&self) -> Option<(Algorithm, &str, &[u8])> {
        let length = self.jwt.signature.len();
        let fits = match (self.algorithm.family, self.algorithm.coordinate()) {
            (Family::Pkcs1 | Family::Pss, _) | (_, None) => length > 0,
            (_, Some(half)) => length == 2 * half,
        };
        fits.then_some((self.algorithm, self.jwt.signed.as_str(), self.jwt.signature.as_slice()))
    }

    /// Notes what the browser said of the signature.
    pub fn signed(self, holds: bool, checks: &mut Checks) -> Result<Signed, IdTokenError> {
        let actual =
            format!("{} bytes, {}", self.jwt.signature.len(), if holds { "it holds" } else { "it does not hold" });
        let expected = format!("{} of header and payload", self.algorithm.name);
        if !checks.compare("signature", holds, &expected, &actual) {
            return Err(IdTokenError::Signature);
        }
        Ok(Signed(self))
    }
}

/// A token whose signature holds.
pub struct Signed(Unverified);

impl Signed {
    /// Checks every claim. `now_ms` is milliseconds since 1970.
    pub fn identify(self, expected: &Expected<'_>, now_ms: u64, checks: &mut Checks) -> Result<Identity, IdTokenError> {
        let Self(Unverified { token, jwt, algorithm }) = self;
        let json = jwt.claims().map_err(IdTokenError::Jwt)?;
        let claims = Claims { json: &json, expected, checks };
        claims.judge(algorithm, now_ms)?;
        Identity::of(token, jwt.header, json).ok_or(IdTokenError::ClaimType { name: "sub" })
    }
}

/// The claims while they are judged: one row after the other, and the first that fails ends it.
struct Claims<'a> {
    json: &'a Json,
    expected: &'a Expected<'a>,
    checks: &'a mut Checks,
}

impl Claims<'_> {
    fn judge(mut self, algorithm: Algorithm, now_ms: u64) -> Result<(), IdTokenError> {
        self.issuer()?;
        self.audience()?;
        self.authorized_party()?;
        self.expiry(now_ms)?;
        self.issued(now_ms)?;
        self.not_before(now_ms)?;
        self.subject()?;
        self.nonce()?;
        self.access_token_hash(algorithm)?;
        self.code_hash(algorithm)?;
        self.state_hash(algorithm)?;
        self.authenticated(now_ms)?;
        self.authentication_class()
    }

    /// A claim that has to be text where it is there.
    fn text(&mut self, name: &'static str, expected: &str) -> Result<Option<&str>, IdTokenError> {
        match self.json.get(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(other) => {
                self.checks.compare(name, false, expected, type_word(other));
                Err(IdTokenError::ClaimType { name })
            }
        }
    }

    /// Notes a comparison; where it failed, the error of that claim.
    fn compare(&mut self, name: &'static str, passed: bool, expected: &str, actual: &str) -> Result<(), IdTokenError> {
        let (expected, actual) = (made_visible(expected, 200), made_visible(actual, 200));
        if self.checks.compare(name, passed, &expected, &actual) {
            return Ok(());
        }
        Err(IdTokenError::Claim { name, expected, actual })
    }

    fn not_checked(&mut self, name: &'static str, expected: &str, actual: &str) {
        self.checks.note(name, Outcome::NotChecked, expected, &made_visible(actual, 200));
    }
}

fn type_word(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::Text(_) => "a text",
        Json::List(_) => "a list",
        Json::Object(_) => "an object",
    }
}
