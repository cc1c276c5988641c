//! The way out: from the form to the authorization server.

use super::look_up::Then;
use super::{Session, start, store};
use crate::browser::{clock, entropy, environment, keyboard, keys, location, popup::Popup, storage};
use leptos::prelude::*;
use protocol::authorize::{self, Departure, Entropy, StartError};
use protocol::config::{self, Ask, ClientConfig, Pace, Problem};
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::par::ParError;
use protocol::report::Who;
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
                None => self.insist(&problems),
            },
        }
    }

    /// The same in a window of its own, which is opened here and now: one that waits for anything first is blocked.
    pub fn begin_in_popup(self) {
        match self.derived.with_untracked(|derived| derived.checked.clone()) {
            Ok(config) => {
                let popup = Popup::open();
                self.with_later(move |verbs| (verbs.go_in_popup)(self, &config, popup));
            }
            // The server is asked first, and the window opens at the next press.
            Err(problems) => match self.form.with_untracked(|form| config::to_ask(form, &problems)) {
                Some(ask) => self.with_later(move |verbs| (verbs.look_up)(self, ask, Then::Stop)),
                None => self.insist(&problems),
            },
        }
    }

    /// Shows what the form lacks, and leads the keyboard there.
    fn insist(self, problems: &[Problem]) {
        self.insisted.set(true);
        if let Some(problem) = problems.iter().find(|problem| !problem.to_be_asked) {
            keyboard::focus(problem.field.name());
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
        self.key.set_value(None);
        store::drop_session();
        match draw() {
            Ok(entropy) => {
                let form = self.form.get_untracked();
                let mut departure = authorize::start(&form, config, sign_in_again, entropy, clock::now_ms());
                self.trace.with_untracked(|looked_up| departure.pending.trace.carry_on(looked_up));
                if config.dpop {
                    self.flow.set(Flow::Preparing);
                    start(self.bind_and_show(departure));
                } else {
                    self.show(departure);
                }
            }
            Err(error) => self.refuse(Step::Configure, error.report()),
        }
    }

    async fn bind_and_show(self, departure: Departure) {
        let state = departure.pending.state.clone();
        let bound = self.bind(departure).await;
        if !self.still(|flow| matches!(flow, Flow::Preparing)) {
            keys::drop_pair(&state).await;
            return;
        }
        match bound {
            Ok((departure, held)) => {
                self.key.set_value(Some(held));
                self.show(departure);
            }
            Err(error) => self.refuse(Step::Configure, error.report(Who::Browser, "")),
        }
    }

    /// Shows a request that is ready, and sends it on in run mode.
    pub(super) fn show(self, departure: Departure) {
        self.flow.set(Flow::Prepared(Box::new(departure)));
        if self.runs_on(Pace::Run) {
            self.leave();
        }
    }

    /// Pushes the request where it has to be pushed; else keeps the transaction and goes.
    pub fn leave(self) {
        let Some(departure) = self.take_departure() else { return };
        if let Some(message) = departure.push_message(&location::origin()) {
            self.flow.set(Flow::Preparing);
            start(self.push_to_server(*departure, message));
            return;
        }
        let gone = if departure.expires_at_ms.is_some_and(|end| end <= clock::now_ms()) {
            Err(ParError::Expired.report("", ""))
        } else {
            self.trace.set(departure.pending.trace.clone());
            go(&departure).map_err(StartError::report)
        };
        if let Err(report) = gone {
            self.drop_key(departure.pending.state);
            self.refuse(Step::Authorize, report);
        }
    }

    /// Takes the request that is shown; a flow without one stays as it was.
    fn take_departure(self) -> Option<Box<Departure>> {
        if !self.still(|flow| matches!(flow, Flow::Prepared(_))) {
            return None;
        }
        match self.flow.try_update(|flow| std::mem::replace(flow, Flow::Leaving))? {
            Flow::Prepared(departure) => Some(departure),
            _ => None,
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
