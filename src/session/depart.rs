//! The way out: from the form to the authorization server.

use super::{Session, store};
use crate::browser::{clock, entropy, environment, keyboard, location, popup::Popup, storage};
use leptos::prelude::*;
use protocol::authorize::{self, Departure, Entropy, StartError};
use protocol::config::{ClientConfig, Pace, Problem};
use protocol::flow::Flow;
use protocol::trace::Step;

impl Session {
    /// Makes the authorization request; leaves at once in run mode, shows it first in step mode. What the form lacks is shown at it.
    ///
    /// `sign_in_again` asks the server for the password even if it knows the person.
    pub fn begin(self, sign_in_again: bool) {
        match self.derived.with_untracked(|derived| derived.checked.clone()) {
            Ok(config) => self.with_later(move |verbs| (verbs.prepare)(self, &config, sign_in_again)),
            Err(problems) => self.insist(&problems),
        }
    }

    /// The same in a window of its own, which is opened here and now: one that waits for anything first is blocked.
    pub fn begin_in_popup(self) {
        match self.derived.with_untracked(|derived| derived.checked.clone()) {
            Ok(config) => {
                let popup = Popup::open();
                self.with_later(move |verbs| (verbs.go_in_popup)(self, &config, popup));
            }
            Err(problems) => self.insist(&problems),
        }
    }

    /// Shows what the form lacks, and leads the keyboard there.
    fn insist(self, problems: &[Problem]) {
        self.insisted.set(true);
        if let Some(problem) = problems.first() {
            keyboard::focus(problem.field.name());
        }
    }

    pub(super) fn prepare(self, config: &ClientConfig, sign_in_again: bool) {
        self.new_trace();
        store::drop_session();
        match draw() {
            Ok(entropy) => {
                let form = self.form.get_untracked();
                let departure = authorize::start(&form, config, sign_in_again, entropy, clock::now_ms());
                self.flow.set(Flow::Prepared(Box::new(departure)));
                if config.pace == Pace::Run {
                    self.leave();
                }
            }
            Err(error) => self.refuse(Step::Configure, error.report()),
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
            self.refuse(Step::Authorize, error.report());
        }
    }
}

/// Keeps the transaction and leaves; where either fails, nothing has happened.
pub fn go(departure: &Departure) -> Result<(), StartError> {
    store::keep_pending(&departure.pending).map_err(|refused| match refused {
        storage::Refused::Denied => StartError::StorageDenied,
        storage::Refused::Full => StartError::StorageFull,
    })?;
    if location::leave_for(&departure.url) {
        return Ok(());
    }
    store::drop_pending(&departure.pending.state);
    Err(StartError::WouldNotLeave)
}

/// Everything that must hold before this page may leave for a sign-in, and its random bits.
pub fn draw() -> Result<Entropy, StartError> {
    let entropy = entropy()?;
    if storage::available() { Ok(entropy) } else { Err(StartError::StorageDenied) }
}

/// The same for a page that stays: it needs no storage.
pub fn entropy() -> Result<Entropy, StartError> {
    if environment::is_framed() {
        return Err(StartError::Framed);
    }
    if !environment::is_secure_context() {
        return Err(StartError::InsecureContext);
    }
    let draw = || entropy::draw().ok_or(StartError::NoRandomSource);
    Ok(Entropy { state: draw()?, nonce: draw()?, verifier: draw()? })
}
