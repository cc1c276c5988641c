//! Why a token that a server signed was not believed.

use super::{Sort, keys_refusal as keys};
use crate::http::Failure;
use crate::jwks::{JwksError, KeyProblem};
use crate::jwt::{JwtError, LIMIT};
use crate::report::{Report, Who};

/// The errors of whatever is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedError {
    /// It has not the form of a signed token (`jwt`), or is no clean JSON (`json`).
    Jwt(JwtError),
    /// An algorithm that is not taken (`alg`).
    Algorithm {
        /// Those that are.
        expected: String,
        /// The one that came.
        actual: String,
    },
    /// No key of the server's verifies it (`key`).
    Key(KeyProblem),
    /// The document with the keys is none (`key`).
    Keys(JwksError),
    /// The document with the keys could not be had (the kind of the failure, or `key`).
    KeysUnreachable(Failure),
    /// This browser does not take the key or does not know the algorithm (`key`).
    KeyRefused,
    /// This page has no `WebCrypto` (`env`).
    NoCrypto,
    /// The signature does not hold (`sig`).
    Signature,
    /// A claim has another JSON type than its own (`json`).
    ClaimType {
        /// Its name.
        name: &'static str,
    },
    /// A claim is missing or wrong (`claim.` and its name).
    Claim {
        /// Its name.
        name: &'static str,
        /// What it has to be.
        expected: String,
        /// What came.
        actual: String,
    },
    /// A claim says that it is not the time for this token (`claim.` and its name).
    Clock {
        /// Its name.
        name: &'static str,
        /// What it has to be.
        expected: String,
        /// What came.
        actual: String,
        /// How far this browser's clock seems to be off: a span, `ahead` or `behind`.
        offset: String,
    },
}

pub(super) const SERVER_MENDS: &str = "The authorization server has to mend this.";

impl SignedError {
    /// What the person reads. `sort` is what was signed, `origin` this page's, for the server's CORS setting; `jwks_uri` is where its
    /// keys are.
    pub fn report(&self, sort: Sort, origin: &str, jwks_uri: &str) -> Report {
        let (it, dropped) = (sort.noun(), sort.dropped());
        match self {
            Self::Jwt(error) => of_jwt(sort, error),
            Self::Algorithm { expected, actual } => Report::new(
                "alg",
                Who::AuthorizationServer,
                &format!("The {it} is signed in a way that is not taken."),
                &format!("Unsigned tokens, and those signed with a secret that no page can keep, prove nothing; nor is one taken that the server's metadata does not name (RFC 8725 §3.1). {dropped}"),
                &format!("Have the authorization server sign this client's {it}s with one of those below; most do RS256 or ES256."),
            )
            .evidence("taken", expected)
            .evidence("came", actual),
            Self::Key(problem) => Report::new(
                "key",
                Who::AuthorizationServer,
                &format!("None of the server's keys verifies the {it}."),
                &format!("{dropped} The keys are those that the server publishes now; where the token names one that was unknown, they were fetched once more."),
                SERVER_MENDS,
            )
            .evidence("the key", &problem.words())
            .evidence("jwks_uri", jwks_uri),
            Self::Keys(error) => keys::malformed(sort, error).evidence("jwks_uri", jwks_uri),
            Self::KeysUnreachable(failure) => keys::unreachable(sort, failure, origin).evidence("jwks_uri", jwks_uri),
            Self::KeyRefused => Report::new(
                "key",
                Who::Unknown,
                &format!("This browser does not take the key of the {it}."),
                &format!("It is no key of its kind, such as a point that is not on its curve, or the browser is too old for it. {dropped}"),
                "Try a current browser; if that one refuses it too, the authorization server has to publish a sound key.",
            )
            .evidence("jwks_uri", jwks_uri),
            Self::NoCrypto => Report::new(
                "env",
                Who::Browser,
                "This browser verifies no signatures here.",
                &format!("A page has cryptography only when it came by https or from this machine. {dropped}"),
                "Open this page by https.",
            ),
            Self::Signature => Report::new(
                "sig",
                Who::Unknown,
                &format!("The signature of the {it} does not hold."),
                &format!("It was made with another key, or something was changed on the way. {dropped}"),
                "If you run the server, compare its signing key with the one that it publishes; if not, someone may have made this token.",
            )
            .evidence("jwks_uri", jwks_uri),
            Self::ClaimType { name } => Report::new(
                "json",
                Who::AuthorizationServer,
                &format!("A claim of the {it} has a type that it cannot have."),
                &format!("Two readers might make two different things of it. {dropped}"),
                SERVER_MENDS,
            )
            .evidence("claim", name),
            Self::Claim { name, expected, actual } => of_claim(sort, name, expected, actual),
            Self::Clock { name, expected, actual, offset } => Report::new(
                &format!("claim.{name}"),
                Who::You,
                &format!("Check your clock: by it, this {it} is out of its time."),
                &format!("If the token is fresh, this browser's clock is {offset}. If the clock is right, the token is an old one or the server's clock is wrong. {dropped}"),
                "Set this machine's clock, then start again. Another try with the same clock ends here again.",
            )
            .evidence("claim", name)
            .evidence("expected", expected)
            .evidence("came", actual)
            .evidence("this clock seems", offset),
        }
    }
}

fn of_jwt(sort: Sort, error: &JwtError) -> Report {
    let (it, dropped) = (sort.noun(), sort.dropped());
    let (kind, what) = match error {
        JwtError::Encrypted => {
            return Report::new(
                "jwt",
                Who::AuthorizationServer,
                &format!("The {it} is encrypted."),
                &format!(
                    "Encrypted {it}s are not supported: a page in a browser has no key to open one (RFC 7516). {dropped}"
                ),
                &format!("Switch encryption of {it}s off for this client at the authorization server."),
            );
        }
        JwtError::TooLong(bytes) => ("jwt", format!("it has {bytes} bytes, at most {LIMIT} are read")),
        JwtError::Parts(count) => ("jwt", format!("it has {count} parts and not three")),
        JwtError::Base64(part) => ("jwt", format!("its {part} is not base64url without padding")),
        JwtError::NotUtf8(part) => ("jwt", format!("its {part} is not UTF-8")),
        JwtError::NotAnObject(part) => ("jwt", format!("its {part} is no JSON object")),
        JwtError::Json(part, why) => ("json", format!("its {part}: {why}")),
        JwtError::Critical => ("jwt", "its header has crit, which asks for an extension".to_owned()),
        JwtError::HeaderMember(name) => ("jwt", format!("{name} in its header is no text")),
        JwtError::Type(kind) => ("jwt", format!("its typ is {kind}, which is another kind of token")),
    };
    Report::new(
        kind,
        Who::AuthorizationServer,
        &format!("The {it} cannot be read."),
        &format!("It has to be a signed JSON Web Token in the compact form (RFC 7515 §7.1). {dropped}"),
        SERVER_MENDS,
    )
    .evidence("fault", &what)
}

fn of_claim(sort: Sort, name: &str, expected: &str, actual: &str) -> Report {
    let it = sort.noun();
    let (who, headline, mend) = match name {
        "iss" => (
            Who::Unknown,
            format!("Another issuer than the one you asked made this {it}."),
            "Compare the issuer field with the iss below, character by character; a closing / counts.",
        ),
        "aud" if matches!(actual, "none" | "") => {
            (Who::AuthorizationServer, format!("This {it} names nobody whom it is for."), SERVER_MENDS)
        }
        "aud" => (
            Who::Unknown,
            format!("This {it} is for another client, or for others beside this one."),
            "Compare the client id with the aud below. A token that somebody else may use too is taken only if you trust them.",
        ),
        "azp" => (
            Who::Unknown,
            format!("This {it} was made for another client to use."),
            "Compare the client id with the azp below.",
        ),
        "sub" => (Who::AuthorizationServer, format!("This {it} does not say who signed in."), SERVER_MENDS),
        "auth_time" => (
            Who::AuthorizationServer,
            "The sign-in is older than max_age allows, or its time is not told.".to_owned(),
            "Sign in again with prompt=login. A server that was asked for max_age has to send auth_time.",
        ),
        "acr" => (
            Who::You,
            "The sign-in was not of the class that acr_values asked for.".to_owned(),
            "Sign in as acr_values asks, or leave it out.",
        ),
        _ => (Who::AuthorizationServer, format!("A claim of this {it} is missing or wrong."), SERVER_MENDS),
    };
    Report::new(&format!("claim.{name}"), who, &headline, sort.dropped(), mend)
        .evidence("claim", name)
        .evidence("expected", expected)
        .evidence("came", actual)
}
