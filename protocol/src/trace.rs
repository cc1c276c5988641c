//! Everything that happened in a run, in order: what crossed the wire, what was checked, what was refused.
//!
//! **Invariant:** serialised, a trace holds no code, token or verifier (`secret::Masked` sees to that).

use crate::check::Check;
use crate::form::ConfigForm;
use crate::report::Report;
use crate::wire::{Answer, Message};
use serde::{Deserialize, Serialize};

/// The five steps of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// The form.
    Configure,
    /// The way out to the authorization server.
    Authorize,
    /// The way back, and its checks.
    Callback,
    /// The code for a token.
    Token,
    /// The token used.
    Api,
}

impl Step {
    /// The order of the page.
    pub const ALL: [Self; 5] = [Self::Configure, Self::Authorize, Self::Callback, Self::Token, Self::Api];

    /// The stable name, for `data-step`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Configure => "configure",
            Self::Authorize => "authorize",
            Self::Callback => "callback",
            Self::Token => "token",
            Self::Api => "api",
        }
    }
}

/// What happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum What {
    /// The browser navigated away with this.
    Left(Message),
    /// The browser came back with this, so many milliseconds later.
    Returned(Message, u64),
    /// The page sent this.
    Sent(Message),
    /// This answer could be read.
    Answered(Answer),
    /// These checks were made.
    Checked(Vec<Check>),
    /// The flow stopped here.
    Refused(Report),
}

/// An event, its step and its time in milliseconds since 1970.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    /// Whose story it belongs to.
    pub step: Step,
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// What.
    pub what: What,
}

/// The events of one run, and the form that it was run with.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Trace {
    form: ConfigForm,
    events: Vec<Event>,
}

impl Trace {
    /// A run that begins with this form.
    pub fn of_run(form: &ConfigForm) -> Self {
        Self { form: form.clone(), events: Vec::new() }
    }

    /// The form as it was when the run began.
    pub fn form(&self) -> &ConfigForm {
        &self.form
    }

    /// Adds an event.
    pub fn push(&mut self, step: Step, at_ms: u64, what: What) {
        self.events.push(Event { step, at_ms, what });
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The events of one step.
    pub fn of(&self, step: Step) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.step == step)
    }

    /// Why the step was refused, if it was.
    pub fn refusal(&self, step: Step) -> Option<&Report> {
        self.of(step).find_map(|event| match &event.what {
            What::Refused(report) => Some(report),
            _ => None,
        })
    }

    /// The checks of a step.
    pub fn checks(&self, step: Step) -> Option<&[Check]> {
        self.of(step).find_map(|event| match &event.what {
            What::Checked(checks) => Some(checks.as_slice()),
            _ => None,
        })
    }

    /// What came back with the browser, if it did.
    pub fn returned(&self) -> Option<&Message> {
        self.events.iter().find_map(|event| match &event.what {
            What::Returned(message, _) => Some(message),
            _ => None,
        })
    }

    /// The last answer of a step.
    pub fn answer(&self, step: Step) -> Option<&Answer> {
        self.of(step).filter_map(|event| match &event.what { What::Answered(answer) => Some(answer), _ => None }).last()
    }

    /// Forgets what a step did, before it is done again.
    pub fn clear(&mut self, step: Step) {
        self.events.retain(|event| event.step != step);
    }

    /// Drops every secret text and every API body: after a refusal, and before anything is kept.
    pub fn forget(&mut self) {
        for event in &mut self.events {
            match &mut event.what {
                What::Left(message) | What::Returned(message, _) | What::Sent(message) => message.forget(),
                What::Answered(answer) => answer.forget(),
                What::Checked(_) | What::Refused(_) => {}
            }
        }
    }
}
