//! A sign-in that another site began, and one that an API demands: both wait for the person's press.

use super::{Session, store};
use crate::browser::location;
use leptos::prelude::*;
use protocol::challenge;
use protocol::flow::Flow;
use protocol::initiated::Initiated;
use protocol::step_up::StepUp;
use protocol::trace::Step;

impl Session {
    /// Reads the page's own query for a sign-in that begins elsewhere (OpenID Connect Core §4), and asks the person.
    pub(super) fn invite(self) {
        let query = location::query();
        let Some(initiated) = self.form.with_untracked(|form| Initiated::read(&query, form)) else { return };
        location::clear_query();
        self.flow.set(Flow::Invited(Box::new(initiated)));
    }

    /// Takes the invitation: fills the hint in and signs in.
    pub fn accept_invitation(self) {
        let invited = self.flow.try_update(|flow| match std::mem::take(flow) {
            Flow::Invited(initiated) if initiated.is_known => Some(initiated),
            _ => None,
        });
        let Some(Some(initiated)) = invited else { return };
        self.form.update(|form| initiated.fill(form));
        self.form.with_untracked(store::keep_form);
        self.begin(false);
    }

    /// Leaves it.
    pub fn decline_invitation(self) {
        self.flow.set(Flow::Configuring);
    }

    /// What the API's last answer asks for more, where a new sign-in could bring it.
    pub fn step_up_wanted(self) -> Option<StepUp> {
        self.trace.with(|trace| {
            let answer = trace.answer(Step::Api)?;
            let (_, header) = answer.headers.iter().find(|(name, _)| name == "www-authenticate")?;
            let bearer = challenge::parse(header).into_iter().find(|challenge| {
                ["bearer", "dpop"].iter().any(|scheme| challenge.scheme.eq_ignore_ascii_case(scheme))
            })?;
            StepUp::of(&bearer, trace.form())
        })
    }

    /// Signs in for it.
    pub fn step_up(self) {
        let Some(wanted) = untrack(|| self.step_up_wanted()) else { return };
        self.form.update(|form| wanted.fill(form));
        self.form.with_untracked(store::keep_form);
        self.begin(false);
    }
}
