//! What a trace is asked: of a step, only what counts answers.

use super::{Event, Step, Trace, What};
use crate::check::Check;
use crate::diagnosis::Diagnosis;
use crate::form::{ConfigForm, Field};
use crate::report::Report;
use crate::wire::{Answer, Message};

/// Whether a step goes on with it, so that what was found out before is about something else.
fn is_new(what: &What) -> bool {
    matches!(what, What::Refused(_) | What::Sent(_) | What::Fetching(_) | What::Left(_))
}

impl Trace {
    /// The form as it was when the run began.
    pub fn form(&self) -> &ConfigForm {
        &self.form
    }

    /// When the look-up was answered that the form's metadata came from, in milliseconds since 1970.
    pub fn looked_up_at(&self, form: &ConfigForm) -> Option<u64> {
        let same = |field| self.form.trimmed(field) == form.trimmed(field);
        let answered = self.of(Step::Configure).filter(|event| matches!(event.what, What::Answered(_))).last();
        answered.filter(|_| same(Field::Issuer) && same(Field::Metadata)).map(|event| event.at_ms)
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The events of one step, without those that are set aside.
    pub fn of(&self, step: Step) -> impl Iterator<Item = &Event> {
        let begin = self.begins.get(step as usize).copied().unwrap_or_default();
        self.events.get(begin..).unwrap_or_default().iter().filter(move |event| event.step == step)
    }

    /// All events from before those of a step that count.
    pub(crate) fn before(&self, step: Step) -> &[Event] {
        self.begins.get(step as usize).and_then(|begin| self.events.get(..*begin)).unwrap_or_default()
    }

    /// How many exchanges are missing from the beginning of the record, as storage had no room for them.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Why the step was refused, if it was.
    pub fn refusal(&self, step: Step) -> Option<&Report> {
        self.of(step).find_map(|event| match &event.what {
            What::Refused(report) => Some(report),
            _ => None,
        })
    }

    /// Why the step was refused last, and when, in milliseconds since 1970; nothing where it has gone on since.
    pub fn last_refused(&self, step: Step) -> Option<(&Report, u64)> {
        let of_step = self.events.iter().rev().filter(|event| event.step == step);
        of_step.into_iter().find(|event| is_new(&event.what)).and_then(|event| match &event.what {
            What::Refused(report) => Some((report, event.at_ms)),
            _ => None,
        })
    }

    /// What was found out about the last refusal of a step, and when, in milliseconds since 1970.
    pub fn diagnosis(&self, step: Step) -> Option<(&Diagnosis, u64)> {
        let since = self.events.iter().rev().take_while(|event| event.step != step || !is_new(&event.what));
        since.filter(|event| event.step == step).find_map(|event| match &event.what {
            What::Diagnosed(diagnosis) => Some((diagnosis.as_ref(), event.at_ms)),
            _ => None,
        })
    }

    /// The last answer that was not this run's.
    pub fn ignored(&self) -> Option<&Report> {
        self.events.iter().find_map(|event| match &event.what {
            What::Ignored(report) => Some(report),
            _ => None,
        })
    }

    /// The events since the last request of a step: the exchange that is under way, or was the last. Others' may be among them. The
    /// request that redeems a code goes on with the exchange that brought it.
    pub fn last_exchange(&self, step: Step) -> &[Event] {
        let begins = |message: &Message| message.get("grant_type") != Some("authorization_code");
        let sent = |event: &Event| {
            event.step == step && matches!(&event.what, What::Sent(message) | What::Left(message) if begins(message))
        };
        let begin = self.before(step).len();
        let since = self.events.get(begin..).unwrap_or_default();
        since.get(since.iter().rposition(sent).unwrap_or_default()..).unwrap_or_default()
    }

    /// The checks of a step.
    pub fn checks(&self, step: Step) -> Option<&[Check]> {
        self.of(step).find_map(|event| match &event.what {
            What::Checked(checks) => Some(checks.as_slice()),
            _ => None,
        })
    }

    /// What came back with the browser, if it did. What a renewal brought is the session's, not the run's.
    pub fn returned(&self) -> Option<&Message> {
        self.of(Step::Callback).find_map(|event| match &event.what {
            What::Returned(message, _) => Some(message),
            _ => None,
        })
    }

    /// The last answer of a step.
    pub fn answer(&self, step: Step) -> Option<&Answer> {
        self.of(step)
            .filter_map(|event| match &event.what {
                What::Answered(answer) => Some(answer),
                _ => None,
            })
            .last()
    }

    /// The last step of the story that anything happened in.
    pub fn reached(&self) -> Step {
        let last = self.events.iter().rev().map(|event| event.step).find(|step| *step != Step::Session);
        last.unwrap_or(Step::Callback)
    }
}
