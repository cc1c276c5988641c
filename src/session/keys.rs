//! The servers' public keys: fetched once for each issuer, kept in memory as long as the page lives, and never mixed between two.

use super::Session;
use crate::browser::{clock, location};
use protocol::config::ClientConfig;
use protocol::jwks::{self, Jwks, KeyProblem, VerificationKey};
use protocol::signed::SignedError;
use protocol::trace::{Step, What};
use std::cell::RefCell;

/// How long an unknown `kid` brings no further request, in milliseconds: whoever makes tokens up could have the page ask for ever.
const COOL_DOWN_MS: u64 = 60_000;

/// The keys of the issuers that were met.
pub type KeyStore = RefCell<Vec<IssuerKeys>>;

/// One issuer's.
pub struct IssuerKeys {
    issuer: String,
    jwks_uri: String,
    jwks: Jwks,
    /// When an unknown `kid` last had them fetched anew.
    again_ms: Option<u64>,
}

/// Where an issuer's keys are.
pub struct KeySource<'a> {
    /// Whose.
    pub issuer: &'a str,
    /// Where.
    pub jwks_uri: &'a str,
}

impl<'a> KeySource<'a> {
    /// Where the keys of the configured issuer are, if its metadata says so.
    pub fn of(config: &'a ClientConfig) -> Option<Self> {
        Some(Self { issuer: config.issuer.as_deref()?, jwks_uri: &config.server.endpoint("jwks_uri")?.href })
    }
}

impl Session {
    /// Chooses a key of the issuer's. A `kid` that is unknown may be new: the keys are fetched once more for it, and no more than that.
    pub(super) async fn key(
        self,
        step: Step,
        source: &KeySource<'_>,
        choose: impl Fn(&Jwks) -> Result<VerificationKey, KeyProblem>,
    ) -> Result<Result<VerificationKey, KeyProblem>, SignedError> {
        if self.kept_keys(source, |_| ()).is_none() {
            self.fetch_keys(step, source, None).await?;
        }
        let chosen = self.kept_keys(source, |kept| (choose(&kept.jwks), kept.again_ms));
        let now_ms = clock::now_ms();
        match chosen {
            Some((Err(KeyProblem::UnknownKid), again_ms)) if may_ask_again(again_ms, now_ms) => {
                self.fetch_keys(step, source, Some(now_ms)).await?;
                Ok(self.kept_keys(source, |kept| choose(&kept.jwks)).unwrap_or(Err(KeyProblem::UnknownKid)))
            }
            Some((chosen, _)) => Ok(chosen),
            None => Ok(Err(KeyProblem::UnknownKid)),
        }
    }

    fn kept_keys<T>(self, source: &KeySource<'_>, read: impl FnOnce(&IssuerKeys) -> T) -> Option<T> {
        let kept = self.keys.borrow();
        kept.iter().find(|kept| kept.issuer == source.issuer && kept.jwks_uri == source.jwks_uri).map(read)
    }

    async fn fetch_keys(self, step: Step, source: &KeySource<'_>, again_ms: Option<u64>) -> Result<(), SignedError> {
        let KeySource { issuer, jwks_uri } = *source;
        self.push(step, What::Fetching(jwks::message(jwks_uri, &location::origin())));
        let response = self.send(&jwks::request(jwks_uri)).await.map_err(SignedError::KeysUnreachable)?;
        self.push(step, What::Fetched(jwks::answer(&response)));
        let jwks = jwks::process(&response).map_err(SignedError::Keys)?;
        let mut kept = self.keys.borrow_mut();
        kept.retain(|kept| kept.issuer != issuer);
        kept.push(IssuerKeys { issuer: issuer.to_owned(), jwks_uri: jwks_uri.to_owned(), jwks, again_ms });
        Ok(())
    }
}

fn may_ask_again(again_ms: Option<u64>, now_ms: u64) -> bool {
    again_ms.and_then(|then| now_ms.checked_sub(then)).is_none_or(|age| age > COOL_DOWN_MS)
}
