//! This page registered at the server that the form names, where that server lets anyone.

use super::{Session, start};
use crate::browser::location;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::http::Failure;
use protocol::registration;
use protocol::server_answer::AnswerError;
use protocol::trace::{Step, What};

impl Session {
    /// Asks the server's registration endpoint for a client id of this page's own, and types it into the form.
    pub fn register(self) {
        start(self.register_now());
    }

    async fn register_now(self) {
        let endpoint = self.derived.with_untracked(|derived| {
            derived.server.endpoint("registration_endpoint").map(|endpoint| endpoint.href.clone())
        });
        let Some(endpoint) = endpoint else { return };
        if self.still(|flow| matches!(flow, Flow::LookingUp)) {
            return;
        }
        // What was asked before belongs to the same preparation; what an earlier run did does not.
        if !self.still(|flow| matches!(flow, Flow::Configuring)) {
            self.new_trace();
        }
        self.flow.set(Flow::LookingUp);
        let origin = location::origin();
        let asked = self.form.with_untracked(|form| registration::metadata(form, &self.page()));
        let message = registration::message(&endpoint, &asked, &origin);
        self.push(Step::Configure, What::Sent(message.clone()));
        let answered = self.send(&message.request()).await;
        if !self.still(|flow| matches!(flow, Flow::LookingUp)) {
            return;
        }
        let mut checks = registration::planned();
        let outcome = match &answered {
            Ok(response) => {
                self.push(Step::Configure, What::Answered(registration::answer(response)));
                registration::process(response, &asked, &mut checks)
            }
            Err(failure) => Err(AnswerError::Transport(Failure::clone(failure))),
        };
        self.push(Step::Configure, What::Checked(checks.finish()));
        match outcome {
            Ok(client_id) => {
                self.set(Field::ClientId, client_id);
                self.trace.update(|trace| {
                    trace.forget();
                    self.form.with_untracked(|form| trace.looked_up(form));
                });
                self.flow.set(Flow::Configuring);
            }
            Err(error) => {
                const AFTERMATH: &str = "Nothing was typed into the form. Many servers register clients by hand only, or do not let a page ask.";
                self.refuse(Step::Configure, error.report(registration::WHO, &endpoint, &origin, AFTERMATH));
            }
        }
    }
}
