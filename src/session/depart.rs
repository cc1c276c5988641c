//! The way out: from the form to the authorization server.

use super::{Session, store};
use crate::browser::{clock, entropy, environment, location, storage};
use leptos::prelude::*;
use protocol::authorize::{self, Departure, Entropy, StartError};
use protocol::config::{Pace, Problem};
use protocol::flow::Flow;
use protocol::form::ConfigForm;
use protocol::trace::Step;

impl Session {
    /// Makes the authorization request; leaves at once in run mode, shows it first in step mode.
    ///
    /// `sign_in_again` asks the server for the password even if it knows the person.
    pub fn begin(self, sign_in_again: bool) -> Result<(), Vec<Problem>> {
        let config = self.checked()?;
        self.new_trace();
        match draw() {
            Ok(entropy) => {
                let form = self.form.with_untracked(ConfigForm::clone);
                let departure = authorize::start(&form, &config, sign_in_again, entropy, clock::now_ms());
                self.flow.set(Flow::Prepared(Box::new(departure)));
                if config.pace == Pace::Run {
                    self.leave();
                }
            }
            Err(error) => self.refuse(Step::Configure, error.report()),
        }
        Ok(())
    }

    /// The same from a later step: what the form lacks is shown at the form.
    pub fn begin_again(self) {
        if let Err(problems) = self.begin(false) {
            self.focus_first(&problems);
        }
    }

    /// The same, for another person: the server asks for the password even if it knows someone.
    pub fn sign_in_as_other(self) {
        if let Err(problems) = self.begin(true) {
            self.focus_first(&problems);
        }
    }

    /// Keeps the transaction and goes.
    pub fn leave(self) {
        if !self.flow.with_untracked(|flow| matches!(flow, Flow::Prepared(_))) {
            return;
        }
        let Some(Flow::Prepared(departure)) = self.flow.try_update(|flow| std::mem::replace(flow, Flow::Leaving))
        else {
            return;
        };
        self.trace.set(departure.pending.trace.clone());
        if let Err(error) = go(&departure) {
            store::drop_pending(&departure.pending.state);
            self.refuse(Step::Authorize, error.report());
        }
    }
}

fn go(departure: &Departure) -> Result<(), StartError> {
    store::keep_pending(&departure.pending).map_err(|refused| match refused {
        storage::Refused::Denied => StartError::StorageDenied,
        storage::Refused::Full => StartError::StorageFull,
    })?;
    if location::leave_for(&departure.url) { Ok(()) } else { Err(StartError::WouldNotLeave) }
}

/// Everything that must hold before a sign-in may start, and its random bits.
fn draw() -> Result<Entropy, StartError> {
    if environment::is_framed() {
        return Err(StartError::Framed);
    }
    if !environment::is_secure_context() {
        return Err(StartError::InsecureContext);
    }
    if !storage::available() {
        return Err(StartError::StorageDenied);
    }
    let draw = || entropy::draw().ok_or(StartError::NoRandomSource);
    Ok(Entropy { state: draw()?, nonce: draw()?, verifier: draw()? })
}
