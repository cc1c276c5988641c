//! Sign-ins whose answer comes by the relay, renew.html: this page lives on, and its transaction with it, in memory only.
//!
//! What the popup and the hidden frame have in common: how they begin, and how they wait.

use super::Session;
use crate::browser::{channel::Ear, clock, limit::Cancel, location};
use leptos::prelude::*;
use protocol::authorize::{self, Departure, Entropy};
use protocol::callback::{self, CallbackError, Response};
use protocol::check::Checks;
use protocol::config::ClientConfig;
use protocol::form::ConfigForm;
use protocol::relay::{self, RelayError};
use protocol::transaction::Pending;

/// An answer, the sign-in that it belongs to, and the checks that found it.
pub struct Relayed {
    /// What was handed over.
    pub response: Response,
    /// Its transaction.
    pub pending: Pending,
    /// The checks that are made so far.
    pub checks: Checks,
}

/// Makes the request of a form that is valid, with the relay as its redirect URI, and listens where its answer will be handed over.
pub fn begin(form: &ConfigForm, config: &ClientConfig, entropy: Entropy) -> Result<(Departure, Ear), RelayError> {
    let (form, config) = relay::through(form, config, &location::address());
    let departure = authorize::start(&form, &config, false, entropy, clock::now_ms());
    let ear = Ear::at(&relay::channel(&departure.pending.state)).ok_or(RelayError::NoChannel)?;
    Ok((departure, ear))
}

impl Session {
    /// Waits for the answer to `pending`. An error for what cannot be read; `None` when the wait was cancelled. What is no answer to
    /// it is noted, and the wait goes on.
    pub(super) async fn relayed(
        self,
        pending: Pending,
        ear: &Ear,
        cancel: &Cancel,
    ) -> Option<Result<Relayed, CallbackError>> {
        let mut waiting = Some(pending);
        loop {
            let href = ear.hear(cancel).await?;
            let mut checks = callback::planned(&href);
            match relay::take(&href, &mut waiting, &mut checks) {
                Ok((response, pending)) => return Some(Ok(Relayed { response, pending, checks })),
                Err(error) if relay::is_foreign(&error) => {
                    self.trace.update(|trace| trace.ignore(clock::now_ms(), error.report()));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
