//! What a server signed: its key, and what the browser says of its signature. Signed answers (JARM) are opened here.

use super::Session;
use super::keys::KeySource;
use crate::browser::crypto::{self, Trouble};
use crate::browser::{clock, location, url};
use leptos::prelude::*;
use protocol::callback::{self, Accepted, CallbackError, Matched, Response};
use protocol::check::Checks;
use protocol::signed::{Signed, SignedError, Unverified};
use protocol::trace::Step;
use protocol::transaction::Pending;

impl Session {
    /// Verifies a signature with a key of the issuer's.
    pub(super) async fn verify(
        self,
        step: Step,
        source: &KeySource<'_>,
        unverified: Unverified,
        checks: &mut Checks,
    ) -> Result<Signed, SignedError> {
        let chosen = self.key(step, source, |jwks| unverified.choose(jwks)).await?;
        let key = unverified.note_key(chosen, checks)?;
        let holds = match unverified.to_verify() {
            None => false,
            Some((algorithm, text, signature)) => {
                crypto::verify(algorithm, &key.jwk, text, signature).await.map_err(|trouble| match trouble {
                    Trouble::Absent => SignedError::NoCrypto,
                    Trouble::KeyRefused => SignedError::KeyRefused,
                })?
            }
        };
        unverified.signed(holds, checks)
    }

    /// Accepts an answer to `pending`, once; one that is signed is opened first, where it was asked for so.
    pub(super) async fn accepted(
        self,
        step: Step,
        pending: Pending,
        mut response: Response,
        checks: &mut Checks,
    ) -> Result<Accepted, CallbackError> {
        let matched = callback::in_time(pending, &self.page(), url::parse, clock::steady_ms(), checks)?;
        let opened = self.open_answer(step, &matched, &mut response, checks).await;
        opened.map_err(|error| matched.unopened(error, &location::origin()))?;
        matched.accept(&response, url::parse, clock::steady_ms(), checks)
    }

    async fn open_answer(
        self,
        step: Step,
        matched: &Matched,
        response: &mut Response,
        checks: &mut Checks,
    ) -> Result<(), SignedError> {
        let config = &matched.config;
        // The form lets nobody ask for a signed answer of a server whose keys are not known.
        let (Some(unverified), Some(source)) = (response.unverified(config, checks), KeySource::of(config)) else {
            return Ok(());
        };
        let signed = self.verify(step, &source, unverified?, checks).await?;
        response.open(&signed, config, clock::now_ms(), checks)?;
        self.trace.update(|trace| trace.open(response.message()));
        Ok(())
    }
}
