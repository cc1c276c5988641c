//! Everything that happened in a run, in order: what crossed the wire, what was checked, what was refused.
//!
//! **Invariant:** kept in storage, a trace holds no code, token or verifier: `secret::Masked` sees to that, and `Trace::push` where a
//! server repeats one in words of its own.

mod questions;
mod record;
mod what;

pub use what::What;

use crate::form::{ConfigForm, Field};
use crate::report::Report;
use crate::secret::Secret;
use crate::wire::Message;

/// The five steps of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// What is done with the session afterwards. No step of the story: its card comes when there is a session.
    Session,
}

impl Step {
    /// The story, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Configure, Self::Authorize, Self::Callback, Self::Token, Self::Api];

    /// The stable name, for `data-step`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Configure => "configure",
            Self::Authorize => "authorize",
            Self::Callback => "callback",
            Self::Token => "token",
            Self::Api => "api",
            Self::Session => "session",
        }
    }
}

/// An event, its step and its time in milliseconds since 1970.
#[derive(Clone, Debug)]
pub struct Event {
    /// Whose story it belongs to.
    pub step: Step,
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// What.
    pub what: What,
}

/// The events of one run, and the form that it was run with.
///
/// Nothing of a run is ever taken out of it: a step that is done again sets its earlier events aside. They stay in the record, and no
/// question about the step is answered by them any more.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    form: ConfigForm,
    events: Vec<Event>,
    /// Where the events of each step begin that count, in the order of `Step`: what stands before is set aside.
    begins: [usize; 6],
    /// How many exchanges storage had no room for: the oldest that were set aside.
    left_out: usize,
    /// The secret texts of its messages, each once.
    secrets: Vec<Secret>,
}

/// How much of the bodies of answers is kept in memory, in bytes: the newest that fit.
const MOST_BODIES: usize = 64 * 1024 * 1024;

/// What is written down, and what becomes of it.
impl Trace {
    /// A run that begins with this form.
    pub fn of_run(form: &ConfigForm) -> Self {
        Self { form: form.clone(), ..Self::default() }
    }

    /// Keeps what was looked up before this run: the events of the form's step, if they are about the same server as this run's form.
    pub fn carry_on(&mut self, earlier: &Self) {
        let same = |field| self.form.trimmed(field) == earlier.form.trimmed(field);
        if !same(Field::Issuer) || !same(Field::Metadata) || earlier.refusal(Step::Configure).is_some() {
            return;
        }
        let of_the_form = |events: &[Event]| {
            events.iter().filter(|event| event.step == Step::Configure).cloned().collect::<Vec<Event>>()
        };
        let (aside, all) = (of_the_form(earlier.before(Step::Configure)).len(), of_the_form(&earlier.events));
        for begin in &mut self.begins {
            *begin += all.len();
        }
        self.set_begin(Step::Configure, aside);
        for event in &all {
            self.learn(&event.what);
        }
        self.events.splice(..0, all);
    }

    /// Begins a look-up with this form. An earlier one stays in the record; what a run did belongs to that run.
    pub fn look_up_anew(&mut self, form: &ConfigForm) {
        if self.events.iter().any(|event| event.step != Step::Configure) {
            *self = Self::of_run(form);
        } else {
            self.set_aside(Step::Configure);
            self.form = form.clone();
        }
    }

    /// Shows the last arrival opened: what stood inside a signed answer, once that was verified.
    pub fn open(&mut self, message: Message) {
        self.learn(&What::Returned(message.clone(), 0));
        let last = self.events.iter_mut().rev().find_map(|event| match &mut event.what {
            What::Returned(returned, _) => Some(returned),
            _ => None,
        });
        if let Some(returned) = last {
            *returned = message;
        }
    }

    /// Changes the request that the browser leaves with, before it does.
    pub fn leave_with(&mut self, message: &Message) {
        for event in &mut self.events {
            if let What::Left(left) = &mut event.what {
                left.clone_from(message);
            }
        }
        self.learn(&What::Left(message.clone()));
    }

    /// The form as a look-up has filled it, before the run begins.
    pub fn looked_up(&mut self, form: &ConfigForm) {
        self.form = form.clone();
    }

    /// Adds an event. What a server says in it loses any secret of this run that it repeats.
    pub fn push(&mut self, step: Step, at_ms: u64, mut what: What) {
        self.learn(&what);
        what.hide(&self.secrets.iter().map(Secret::reveal).collect::<Vec<_>>());
        let has_body = what.answer().is_some();
        self.events.push(Event { step, at_ms, what });
        if has_body {
            self.make_room(MOST_BODIES);
        }
    }

    fn learn(&mut self, what: &What) {
        for text in what.secrets() {
            if !self.secrets.iter().any(|known| known.reveal() == text) {
                self.secrets.push(Secret::new(text));
            }
        }
    }

    /// Drops the oldest bodies that do not fit into so many bytes; the last one stays whatever its size.
    pub fn make_room(&mut self, bytes: usize) {
        let mut room = bytes;
        let answers = self.events.iter_mut().rev().filter_map(|event| event.what.answer_mut());
        for (index, answer) in answers.filter(|answer| answer.kept_bytes() > 0).enumerate() {
            match room.checked_sub(answer.kept_bytes()) {
                Some(left) => room = left,
                None if index == 0 => room = 0,
                None => {
                    answer.drop_body();
                    room = 0;
                }
            }
        }
    }

    fn set_begin(&mut self, step: Step, at: usize) {
        if let Some(begin) = self.begins.get_mut(step as usize) {
            *begin = at;
        }
    }

    /// Notes an answer that was not this run's, in place of any earlier one: whoever forges them may forge many.
    pub fn ignore(&mut self, at_ms: u64, report: Report) {
        let mut what = What::Ignored(report);
        match self.events.iter_mut().find(|event| matches!(event.what, What::Ignored(_))) {
            None => self.push(Step::Callback, at_ms, what),
            Some(earlier) => {
                what.hide(&self.secrets.iter().map(Secret::reveal).collect::<Vec<_>>());
                (earlier.at_ms, earlier.what) = (at_ms, what);
            }
        }
    }

    /// Sets the last call of the API aside, before another is made as the form says now.
    pub fn call_anew(&mut self, form: &ConfigForm) {
        self.set_aside(Step::Api);
        for field in Field::ALL.into_iter().filter(|field| field.is_api()) {
            self.form.set(field, form.text(field));
        }
    }

    /// Sets the events of a step aside: they stay in the record, and the step begins anew.
    pub fn set_aside(&mut self, step: Step) {
        self.set_begin(step, self.events.len());
    }

    /// Drops every secret text and every body of an answer: after a refusal. (What is kept in storage never holds them.)
    pub fn forget(&mut self) {
        self.secrets.clear();
        for event in &mut self.events {
            if let Some(message) = event.what.message_mut() {
                message.forget();
            }
            if let Some(answer) = event.what.answer_mut() {
                answer.forget();
            }
        }
    }
}
