//! The way out: from the form to the authorization server.

use super::look_up::Then;
use super::{Session, store};
use crate::browser::{clock, entropy, environment, keyboard, location, storage};
use leptos::prelude::*;
use protocol::authorize::{self, Departure, Entropy, StartError};
use protocol::config::{self, Ask, ClientConfig, Pace, Problem};
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::trace::Step;
use protocol::transaction::LIFETIME_MS;

impl Session {
    /// Makes the authorization request; leaves at once in run mode, shows it first in step mode. What the form lacks is shown at it.
    ///
    /// `sign_in_again` asks the server for the password even if it knows the person.
    pub fn begin(self, sign_in_again: bool) {
        self.drop_stale_metadata();
        match self.derived.with_untracked(|derived| derived.checked.clone()) {
            Ok(config) => self.with_later(move |verbs| (verbs.prepare)(self, &config, sign_in_again)),
            Err(problems) => match self.form.with_untracked(|form| config::to_ask(form, &problems)) {
                Some(ask) => self.with_later(move |verbs| (verbs.look_up)(self, ask, Then::SignIn { sign_in_again })),
                None => {
                    self.insisted.set(true);
                    if let Some(problem) = problems.iter().find(|problem| !problem.to_be_asked) {
                        keyboard::focus(problem.field.name());
                    }
                }
            },
        }
    }

    /// Asks the server, or the API, and stops with what it finds. Where there is nobody to ask yet, the keyboard goes to the field.
    pub fn ask(self, ask: Ask) {
        let field = match ask {
            Ask::Server => Field::Issuer,
            Ask::Api => Field::Api,
        };
        let wrong = |problem: &Problem| problem.field == field && !problem.missing;
        let checked = self.derived.with_untracked(|derived| derived.checked.clone());
        let empty = self.form.with_untracked(|form| form.trimmed(field).is_empty());
        if empty || checked.is_err_and(|problems| problems.iter().any(wrong)) {
            self.insisted.set(true);
            return keyboard::focus(field.name());
        }
        self.with_later(move |verbs| (verbs.look_up)(self, ask, Then::Stop));
    }

    /// What a server said of itself more than 15 minutes ago is asked for again, where the run leans on it.
    fn drop_stale_metadata(self) {
        let stale = self.form.with_untracked(|form| {
            let then = self.trace.with_untracked(|trace| trace.looked_up_at(form));
            let old = then.is_some_and(|then| clock::now_ms().checked_sub(then).is_none_or(|age| age > LIFETIME_MS));
            old && form.trimmed(Field::AuthorizationEndpoint).is_empty()
        });
        if stale {
            self.set(Field::Metadata, String::new());
        }
    }

    pub(super) fn prepare(self, config: &ClientConfig, sign_in_again: bool) {
        self.new_trace();
        store::drop_session();
        match draw() {
            Ok(entropy) => {
                let form = self.form.get_untracked();
                let mut departure = authorize::start(&form, config, sign_in_again, entropy, clock::now_ms());
                self.trace.with_untracked(|looked_up| departure.pending.trace.carry_on(looked_up));
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
