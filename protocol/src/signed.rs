//! A JSON Web Token that a server signed for this client: an ID token, an authorization response (JARM), an answer of UserInfo. Text in;
//! its form, its key, its signature, in this order, each a row; claims out.
//!
//! Two values follow each other, and the second consumes the first: `Unverified` has its form and its algorithm, `Signed` a signature
//! that holds. Nothing is read out of the claims before that.

mod claims;
mod keys_refusal;
mod refusal;

pub use claims::SKEW_MS;
pub(crate) use claims::{Claims, audiences, from_now, now, type_word};
pub use refusal::SignedError;

use crate::algorithm::{self, Algorithm, Family};
use crate::check::Checks;
use crate::json::Json;
use crate::jwks::{Jwks, KeyProblem, VerificationKey};
use crate::jwt::Jwt;
use crate::outside::made_visible;
use crate::secret::Secret;

/// What it is that was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// OpenID Connect Core §2.
    IdToken,
    /// JARM §2.1.
    Answer,
    /// OpenID Connect Core §5.3.2.
    UserInfo,
}

impl Sort {
    /// The member of the server's metadata that lists what it signs this with.
    pub fn algorithms(self) -> &'static str {
        match self {
            Self::IdToken => "id_token_signing_alg_values_supported",
            Self::Answer => "authorization_signing_alg_values_supported",
            Self::UserInfo => "userinfo_signing_alg_values_supported",
        }
    }

    /// What it is called.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::IdToken => "ID token",
            Self::Answer => "signed answer",
            Self::UserInfo => "signed UserInfo answer",
        }
    }

    /// What becomes of one that is not believed.
    pub(crate) fn dropped(self) -> &'static str {
        match self {
            Self::IdToken => "It was not believed, and everything that came with it was dropped.",
            Self::Answer => "It was not believed, and nothing in it was used.",
            Self::UserInfo => "It was not believed and dropped whole; the session stays as it was.",
        }
    }
}

/// The names of the checks up to the signature, in their order.
pub const CHECKS: [&str; 3] = ["alg", "kid", "signature"];

/// A token in its form, with an algorithm of the list.
pub struct Unverified {
    sort: Sort,
    token: Secret,
    jwt: Jwt,
    algorithm: Algorithm,
}

/// Reads the form, and takes no algorithm but one of the list; where the server's metadata names those that it uses
/// (`Sort::algorithms`), one of these.
pub fn read(
    sort: Sort,
    token: &Secret,
    supported: Option<&[&str]>,
    checks: &mut Checks,
) -> Result<Unverified, SignedError> {
    let jwt = Jwt::parse(token.reveal()).map_err(SignedError::Jwt)?;
    let listed = |name: &str| supported.is_none_or(|names| names.contains(&name));
    let used: Vec<&str> = algorithm::ALL.iter().map(|algorithm| algorithm.name).filter(|name| listed(name)).collect();
    let algorithm = Algorithm::named(jwt.alg()).filter(|algorithm| used.contains(&algorithm.name));
    let expected = if used.is_empty() { "none that its metadata names is safe".to_owned() } else { used.join(" ") };
    let actual = made_visible(if jwt.alg().is_empty() { "none named" } else { jwt.alg() }, 40);
    checks.compare("alg", algorithm.is_some(), &expected, &actual);
    match algorithm {
        Some(algorithm) => Ok(Unverified { sort, token: token.clone(), jwt, algorithm }),
        None => Err(SignedError::Algorithm { expected, actual }),
    }
}

impl Unverified {
    /// What it is.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The key that it says it was signed with. The check is noted by `note_key`, as an unknown one is looked for twice.
    pub fn choose(&self, jwks: &Jwks) -> Result<VerificationKey, KeyProblem> {
        jwks.choose(self.algorithm, self.jwt.kid())
    }

    /// Notes how the choice of the key ended.
    pub fn note_key(
        &self,
        chosen: Result<VerificationKey, KeyProblem>,
        checks: &mut Checks,
    ) -> Result<VerificationKey, SignedError> {
        let expected = format!("one key for {}", self.algorithm.name);
        let named = self.jwt.kid().map_or("no kid named".to_owned(), |kid| format!("kid {}", made_visible(kid, 60)));
        let actual = match &chosen {
            Ok(_) => named,
            Err(problem) => format!("{named}: {}", problem.words()),
        };
        checks.compare("kid", chosen.is_ok(), &expected, &actual);
        chosen.map_err(SignedError::Key)
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
    pub fn signed(self, holds: bool, checks: &mut Checks) -> Result<Signed, SignedError> {
        let actual =
            format!("{} bytes, {}", self.jwt.signature.len(), if holds { "it holds" } else { "it does not hold" });
        let expected = format!("{} of header and payload", self.algorithm.name);
        if !checks.compare("signature", holds, &expected, &actual) {
            return Err(SignedError::Signature);
        }
        Ok(Signed { sort: self.sort, token: self.token, jwt: self.jwt, algorithm: self.algorithm })
    }
}

/// A token whose signature holds.
pub struct Signed {
    /// What it is.
    pub sort: Sort,
    /// Its text.
    pub(crate) token: Secret,
    /// What its signature was made with.
    pub(crate) algorithm: Algorithm,
    jwt: Jwt,
}

impl Signed {
    /// The claims. None of them has been checked.
    pub(crate) fn claims(&self) -> Result<Json, SignedError> {
        self.jwt.claims().map_err(SignedError::Jwt)
    }

    /// The JOSE header.
    pub(crate) fn into_header(self) -> Json {
        self.jwt.header
    }
}
