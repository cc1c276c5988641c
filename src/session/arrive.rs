//! The way back: from the address that boot.js kept to a code or a token.

use super::{Session, start, store};
use crate::browser::{clock, environment, locks};
use leptos::prelude::*;
use protocol::authorize::StartError;
use protocol::callback::{self, Accepted, CallbackError, Response};
use protocol::check::{Checks, Outcome};
use protocol::dpop::DpopError;
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::pkce::fingerprint;
use protocol::report::Who;
use protocol::trace::{Step, What};
use protocol::transaction::Pending;

impl Session {
    /// Reads the answer and takes its transaction out of storage, all before anything else can run; then carries it on.
    ///
    /// In a frame it is not read: whoever framed this page may have made it. While another run is under way, an answer to no
    /// sign-in of this tab's ends nothing: anyone with a handle on this window can put one into its address (cases of a forged answer).
    pub(super) fn arrive(self, href: &str) {
        if environment::is_framed() {
            self.new_trace();
            return self.refuse(Step::Callback, StartError::Framed.report());
        }
        if self.is_back_from_sign_out(href) {
            return;
        }
        let under_way = self.flow.with_untracked(Flow::is_under_way);
        let mut checks = callback::planned(href);
        match self.identify(href, under_way, &mut checks) {
            Ok((response, pending)) => {
                self.flow.set(Flow::Returning);
                start(self.accept(response, pending, checks));
            }
            Err(error) if under_way => self.trace.update(|trace| trace.ignore(clock::now_ms(), error.report())),
            Err(error) => self.refuse_answer(checks, &error),
        }
    }

    fn identify(self, href: &str, under_way: bool, checks: &mut Checks) -> Result<(Response, Pending), CallbackError> {
        let response = callback::read(href, checks)?;
        let now_ms = clock::now_ms();
        let found = callback::find(&response, |state| store::take_pending(state, now_ms), checks);
        if under_way && found.is_err() {
            return found.map(|pending| (response, pending));
        }
        if let Ok(pending) = &found {
            self.form.set(pending.trace.form().clone());
            self.trace.set(pending.trace.clone());
        } else {
            self.new_trace();
        }
        let away_ms = found.as_ref().map_or(0, |pending| now_ms.saturating_sub(pending.created_ms));
        self.push(Step::Callback, What::Returned(response.message(), away_ms));
        found.map(|pending| (response, pending))
    }

    /// Checks an answer whose transaction was found, and carries it on.
    pub(super) async fn accept(self, response: Response, pending: Pending, mut checks: Checks) {
        // A duplicated tab has a copy of the transaction: only one of them may go on with it.
        let alone = locks::hold_for_life(&format!("grantlens.{}", fingerprint(&pending.state))).await;
        // Whatever becomes of the answer: the key leaves the database with its transaction.
        let bound = alone && pending.trace.form().trimmed(Field::Dpop) == "1";
        let has_key = bound && self.take_key(&pending.state).await;
        let accepted = if alone {
            self.accepted(Step::Callback, pending, response, &mut checks).await
        } else {
            Err(CallbackError::StateUsed)
        };
        // The keys of a signed answer may have taken their time, and the person may have started over meanwhile.
        if !self.still(|flow| matches!(flow, Flow::Returning)) {
            return;
        }
        if bound && accepted.is_ok() {
            let (outcome, actual) = if has_key { (Outcome::Passed, "here") } else { (Outcome::Failed, "gone") };
            checks.add("key", outcome, "that of this sign-in", actual);
        }
        match accepted {
            // Another key cannot redeem the code (RFC 9449 §10), so it is not even tried.
            Ok(_) if bound && !has_key => {
                self.push(Step::Callback, What::Checked(checks.finish()));
                self.refuse(Step::Callback, DpopError::KeyLost.report(Who::Browser, ""));
            }
            Ok(accepted) => {
                self.push(Step::Callback, What::Checked(checks.finish()));
                self.go_on(accepted).await;
            }
            Err(error) => self.refuse_answer(checks, &error),
        }
    }

    /// The code first: where both came, the token that is used is the one that the code is exchanged for.
    async fn go_on(self, accepted: Accepted) {
        let Ok(identity) = self.identify_arrival(&accepted).await else { return };
        let identity = identity.map(Box::new);
        match (accepted.code, accepted.tokens) {
            (Some(mut grant), _) => {
                grant.identity = identity;
                let pace = grant.asked.config.pace;
                self.flow.set(Flow::HasCode(grant));
                // Kept for a reload; what it leaves where is judged when the code has been used.
                self.keep_run(None);
                if self.runs_on(pace) {
                    self.exchange_now().await;
                }
            }
            (None, Some(mut tokens)) => {
                tokens.identity = identity;
                self.hold(tokens).await;
            }
            (None, None) => {
                // An ID token alone: the form lets nobody ask for one that cannot be validated, so it was.
                self.flow.set(identity.map_or(Flow::Failed(Step::Callback), Flow::SignedIn));
                self.keep_run(None);
                self.finish().await;
            }
        }
    }

    fn refuse_answer(self, checks: Checks, error: &CallbackError) {
        self.push(Step::Callback, What::Checked(checks.finish()));
        self.refuse(Step::Callback, error.report());
    }
}
