//! Where `protocol`, the browser and the signals meet, and nowhere else.
//!
//! Each verb is one short story: compute with `protocol`, perform through `browser`, push the result to the trace and the flow.

mod arrive;
mod ask_server;
mod depart;
mod derived;
mod finish;
pub mod half;
mod keep;
mod local_servers;
mod popup;
mod refresh;
mod relayed;
mod renew;
mod sign_out;
mod store;
mod typing;
mod use_token;

use crate::browser::{self, clock::EverySecond, limit::Cancel};
use derived::{Checked, Derived, derive};
use half::{Half, Waiting};
use leptos::prelude::*;
use protocol::config::{self, ClientConfig, Page};
use protocol::flow::{Flow, StepState};
use protocol::form::{ConfigForm, Field};
use protocol::link;
use protocol::report::Report;
use protocol::runs::Runs;
use protocol::trace::{Step, Trace, What};
use protocol::wire::Message;
use protocol::{api, token};
use std::cell::Cell;
use std::pin::Pin;

/// The handle on the state of the page: as small as a reference, as every closure of every view holds one.
#[derive(Clone, Copy)]
pub struct Session(&'static State);

/// The whole state of the page: made once, there as long as the page is.
pub struct State {
    /// Where the run stands.
    pub flow: RwSignal<Flow>,
    /// What happened in it.
    pub trace: RwSignal<Trace>,
    /// What is typed.
    pub form: RwSignal<ConfigForm>,
    /// Whether the person tried to go: only then are empty fields named as missing.
    insisted: RwSignal<bool>,
    /// The second half of the program.
    half: RwSignal<Half>,
    /// What is to be done with it once it is there. No view reads it.
    waiting: Waiting,
    /// What follows from the three.
    derived: Memo<Derived>,
    /// Whether the page hears of a sign-out in another tab. No view reads it.
    listens: Cell<bool>,
    /// The handle on the request under way. No view reads it.
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
}

impl std::ops::Deref for Session {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

impl Session {
    /// Opens the page: carries a returning answer on, fills the form from a link, or looks back at the last run.
    pub fn open(arrival: Option<&str>) -> Self {
        let form = typing::linked(arrival).or_else(store::form).unwrap_or_else(typing::fresh);
        let flow = RwSignal::new(Flow::default());
        let trace = RwSignal::new(Trace::of_run(&form));
        let form = RwSignal::new(form);
        let derived = Memo::new(move |_| derive(flow, trace, form));
        let cancel = StoredValue::new_local(None);
        let insisted = RwSignal::new(false);
        let half = RwSignal::new(Half::Away);
        let session = Self(Box::leak(Box::new(State {
            flow,
            trace,
            form,
            insisted,
            half,
            waiting: Waiting::default(),
            derived,
            listens: Cell::new(false),
            cancel,
        })));
        match arrival {
            Some(href) => session.come_back_with(href),
            None if store::has_records() => session.with_later(move |verbs| (verbs.recall)(session)),
            None => {}
        }
        browser::location::on_restored(move || session.come_back());
        browser::location::on_arrival(move |href| session.read_answer_meanwhile(href));
        session
    }

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
            let shown = problems.iter().find(|problem| problem.field == field && (insisted || !problem.missing))?;
            Some(shown.sentence.clone())
        })
    }

    /// Whether the page shows an earlier run, which had come to this step.
    pub fn is_recalled_at(self, step: Step) -> bool {
        self.flow.with(|flow| matches!(flow, Flow::Recalled { reached, .. } if *reached == step))
    }

    /// Brings the keyboard to the title of a step, unless it is at work elsewhere.
    pub fn focus_step(self, step: Step) {
        browser::keyboard::catch(&format!("{}-title", step.name()));
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
        self.flow.with(|flow| Some(api::message(&call, flow.tokens().map(|tokens| &tokens.access_token), &origin)))
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

    /// The last run of each flow. Read again whenever the flow moves.
    pub fn runs(self) -> Runs {
        self.flow.track();
        store::runs()
    }

    /// Hands out the address that fills this form, without secrets.
    pub fn give_link(self, give: Box<dyn FnOnce(String)>) {
        self.with_later(move |verbs| give((verbs.link)(self)));
    }

    fn link(self) -> String {
        link::make(&self.form.get_untracked(), &browser::location::address()).address
    }

    /// Copies a text, and tells `done` whether the browser agreed.
    pub fn copy(text: String, done: impl Fn(bool) + 'static) {
        start(async move { done(browser::clipboard::write(&text).await) });
    }

    /// Milliseconds since 1970.
    pub fn now_ms(self) -> u64 {
        browser::clock::now_ms()
    }

    /// Calls `tick` every second until the answer is dropped.
    pub fn every_second(self, tick: impl FnMut() + 'static) -> Option<EverySecond> {
        browser::clock::every_second(tick)
    }

    /// Ends the request under way.
    pub fn cancel(self) {
        self.cancel.with_value(|cancel| {
            if let Some(cancel) = cancel {
                cancel.cancel();
            }
        });
    }

    /// Drops the run with its token and keeps the form.
    pub fn start_over(self) {
        self.cancel();
        store::drop_session();
        self.insisted.set(false);
        self.flow.set(Flow::Configuring);
        self.new_trace();
    }

    /// Drops everything: token, run, form and every record in storage.
    pub fn forget_everything(self) {
        store::forget_everything();
        self.form.set(typing::fresh());
        self.start_over();
    }

    /// After a reload there is no token any more; the last run of the chosen flow can still be read.
    fn recall(self) {
        store::purge(browser::clock::now_ms());
        let response_type = self.form.with_untracked(|form| form.trimmed(Field::ResponseType).to_owned());
        let runs = store::runs();
        let is_this = |form: &ConfigForm, other: &ConfigForm| !form.differs(other, |field| !field.is_presentation());
        if let Some((newest, record)) = runs.newest()
            && newest == response_type
            && self.form.with_untracked(|form| is_this(form, record.trace.form()))
        {
            let reached = record.trace.reached();
            let failed = record.trace.refusal(reached).is_some();
            self.trace.set(record.trace.clone());
            self.flow.set(Flow::Recalled { reached, failed });
        }
        keep::restore(self);
    }

    /// The browser shows this page again as it was when it left: the person is back without an answer.
    fn come_back(self) {
        if self.flow.with_untracked(|flow| matches!(flow, Flow::Leaving)) {
            self.start_over();
        }
    }

    /// Ends the run at a step: nothing of it stays usable, in the flow or in the trace.
    fn refuse(self, step: Step, report: Report) {
        self.trace.update(|trace| {
            trace.push(step, browser::clock::now_ms(), What::Refused(report));
            trace.forget();
        });
        let trace = self.trace.get_untracked();
        // A refused answer to somebody else's sign-in is no run of this tab's.
        if trace.of(Step::Authorize).next().is_some() {
            store::keep_run(trace, None);
        }
        self.flow.set(Flow::Failed(step));
    }

    /// Begins the record of a run with the form as it is.
    fn new_trace(self) {
        self.trace.set(self.form.with_untracked(Trace::of_run));
    }

    fn push(self, step: Step, what: What) {
        self.trace.update(|trace| trace.push(step, browser::clock::now_ms(), what));
    }
}

/// Starts what waits for the browser. Boxed, so that all of it shares one copy of the machinery.
fn start(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    leptos::task::spawn_local(work);
}

fn page() -> Page {
    Page { address: browser::location::address(), origin: browser::location::origin() }
}
