//! What the views ask the session. Nothing changes by it.

use super::derived::Checked;
use super::{Session, fold, page, store};
use crate::browser;
use leptos::prelude::*;
use protocol::config::{self, Ask, ClientConfig, Page};
use protocol::flow::{Flow, StepState};
use protocol::form::{ConfigForm, Field};
use protocol::runs::Runs;
use protocol::trace::Step;
use protocol::wire::Message;
use protocol::{api, token};

impl Session {
    /// Where this page stands: its address to register and its origin.
    pub fn page(self) -> Page {
        page()
    }

    /// The configuration of the run, as it was when it began, whatever has been typed since.
    pub fn run_config(self) -> Option<ClientConfig> {
        self.trace.with_untracked(|trace| config::check(trace.form(), &page(), browser::url::parse)).ok()
    }

    /// The form checked: a configuration, or every problem.
    pub fn checked(self) -> Checked {
        self.derived.with(|derived| derived.checked.clone())
    }

    /// What is wrong with a field, once it is worth saying.
    pub fn fault(self, field: Field) -> Option<String> {
        let insisted = self.insisted.get();
        self.derived.with(|derived| {
            let problems = derived.checked.as_ref().err()?;
            let mut of_field = problems.iter().filter(|problem| problem.field == field);
            Some(of_field.find(|problem| fold::is_worth_saying(problem, insisted))?.sentence.clone())
        })
    }

    /// What the form's server says of itself, where that counts.
    pub fn server_says(self, name: &str) -> Option<String> {
        self.derived.with(|derived| derived.server.endpoint(name).map(|endpoint| endpoint.href.clone()))
    }

    /// Whether the server's metadata says so.
    pub fn server_declares(self, name: &str) -> bool {
        self.derived.with(|derived| derived.server.says(name))
    }

    /// Whether the server's metadata has this value in that list.
    pub fn server_lists(self, name: &str, value: &str) -> bool {
        self.derived.with(|derived| derived.server.lists(name, value))
    }

    /// What has to be said of the chosen response type, where the server's metadata does not list it.
    pub fn said_of_response_type(self) -> Option<String> {
        let asked = self.form.with(ConfigForm::response_type)?;
        self.derived.with(|derived| config::unlisted(&derived.server, asked))
    }

    /// Whether metadata stands in the form that does not count, as it is another issuer's.
    pub fn has_metadata_of_another(self) -> bool {
        let any = self.form.with(|form| !form.trimmed(Field::Metadata).is_empty());
        any && self.fault(Field::Metadata).is_none() && self.derived.with(|derived| !derived.server.is_known())
    }

    /// Whom a press on the primary button asks before the sign-in.
    pub fn asks_first(self) -> Option<Ask> {
        let problems = self.checked().err()?;
        self.form.with(|form| config::to_ask(form, &problems))
    }

    /// The form with the endpoints that are known of the server, for the request that it makes.
    pub fn form_as_sent(self) -> ConfigForm {
        let mut form = self.form.get();
        if form.trimmed(Field::AuthorizationEndpoint).is_empty() {
            form.set(Field::AuthorizationEndpoint, self.server_says("authorization_endpoint").unwrap_or_default());
        }
        form
    }

    /// Whether the page shows an earlier run, which had come to this step.
    pub fn is_recalled_at(self, step: Step) -> bool {
        self.flow.with(|flow| matches!(flow, Flow::Recalled { reached, .. } if *reached == step))
    }

    /// The next token request, while a code is in hand.
    pub fn token_request(self) -> Option<Message> {
        let origin = browser::location::origin();
        self.flow.with(|flow| match flow {
            Flow::HasCode(grant) => Some(token::message(grant, &origin)),
            _ => None,
        })
    }

    /// The API request as the form says it now.
    pub fn api_request(self) -> Option<Message> {
        let call = self.checked().ok()?.api?;
        let origin = browser::location::origin();
        self.flow.with(|flow| Some(api::message(&call, flow.tokens(), &origin)))
    }

    /// The pushed request, while it is to be sent.
    pub fn push_request(self) -> Option<Message> {
        let origin = browser::location::origin();
        self.flow.with(|flow| match flow {
            Flow::Prepared(departure) => departure.push_message(&origin),
            _ => None,
        })
    }

    /// Whether a request of the page's own is under way in a step, which can be cancelled.
    pub fn is_sending(self, step: Step) -> bool {
        let navigates = self.flow.with(|flow| matches!(flow, Flow::Leaving | Flow::Returning));
        self.state(step) == StepState::Running && !navigates
    }

    /// The state of every step.
    pub fn states(self) -> [StepState; 5] {
        self.derived.with(|derived| derived.states)
    }

    /// The state of a step.
    pub fn state(self, step: Step) -> StepState {
        self.states().get(step as usize).copied().unwrap_or(StepState::Blocked)
    }

    /// The step with the one primary button.
    pub fn primary(self) -> Option<Step> {
        let states = self.states();
        self.flow.with(|flow| flow.primary(states))
    }

    /// The last run of each flow. Read again whenever one that left something else is kept, or one is dropped.
    pub fn runs(self) -> Runs {
        self.kept.track();
        store::runs()
    }

    /// Milliseconds since 1970, for lifetimes.
    pub fn now_ms(self) -> u64 {
        browser::clock::steady_ms()
    }
}
