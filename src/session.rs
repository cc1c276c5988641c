//! Where `protocol`, the browser and the signals meet, and nowhere else.
//!
//! Each verb is one short story: compute with `protocol`, perform through `browser`, push the result to the trace and the flow.

mod arrive;
mod ask_server;
pub mod check_server;
mod depart;
mod derived;
pub mod diagnose;
mod finish;
mod fold;
pub mod half;
mod id_token;
mod invited;
mod keep;
mod keys;
pub mod knowledge;
mod local_servers;
mod look;
mod look_up;
mod picture;
mod popup;
pub mod presets;
mod profiles;
mod proof;
mod push;
mod questions;
mod refresh;
mod register;
mod relayed;
mod renew;
mod sign_out;
mod signed;
mod store;
mod take;
mod texts;
mod typing;
mod use_token;

use crate::browser::{self, clock::EverySecond, limit::Cancel};
use check_server::ServerCheck;
pub use derived::Offers;
use derived::{Derived, derive};
use diagnose::Diagnosing;
use half::{Half, Waiting};
use keys::KeyStore;
use knowledge::Known;
use leptos::prelude::*;
use presets::Presets;
use proof::Held;
use protocol::config::Page;
use protocol::findings::Finding;
use protocol::flow::Flow;
use protocol::form::{ConfigForm, Field};
use protocol::language::Language;
use protocol::link;
use protocol::report::Report;
use protocol::trace::{Step, Trace, What};
use std::cell::Cell;
use std::pin::Pin;
use texts::Texts;

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
    /// Which exchange of the record is looked at, by its name (`protocol::exchange::Exchange::index`).
    pub looked_at: RwSignal<Option<usize>>,
    /// Whether the person tried to go: only then are empty fields named as missing.
    insisted: RwSignal<bool>,
    /// The kinds of servers that are known, once somebody has asked for them.
    presets: RwSignal<Presets>,
    /// The explanations, and the language that they are in.
    texts: RwSignal<Texts>,
    /// The languages that there are: followed for themselves, as a control must stay the same one while texts come.
    languages: RwSignal<Vec<Language>>,
    /// The refusal that is being looked into.
    diagnosing: RwSignal<Option<Diagnosing>>,
    /// What is known of servers' settings and errors, once somebody has asked for it.
    knowledge: RwSignal<Known>,
    /// What CORS lets this page read of the server, once somebody has asked.
    check: ServerCheck,
    /// The second half of the program.
    half: RwSignal<Half>,
    /// What is to be done with it once it is there. No view reads it.
    waiting: Waiting,
    /// The servers' keys. No view reads them.
    keys: KeyStore,
    /// Told whenever a record of a run was kept that left something else than the last one, or one was dropped.
    kept: RwSignal<()>,
    /// What follows from the three.
    derived: Memo<Derived>,
    /// What the server offers, followed for itself: a control must stay the same one while the form changes around it.
    pub offers: Memo<Offers>,
    /// Whether a key could be kept here, as far as is known.
    keeps_keys: RwSignal<bool>,
    /// Whether the page hears of a sign-out in another tab. No view reads it.
    listens: Cell<bool>,
    /// The handle on the request under way. No view reads it.
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    /// The key of this run, where its token is bound to one. No view reads it.
    key: StoredValue<Option<Held>, LocalStorage>,
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
        let keeps_keys = RwSignal::new(true);
        let derived = Memo::new(move |before| derive(before, flow, trace, form, keeps_keys));
        let offers = Memo::new(move |_| derived.with(|derived| derived.offers));
        let cancel = StoredValue::new_local(None);
        let key = StoredValue::new_local(None);
        let insisted = RwSignal::new(false);
        let half = RwSignal::new(Half::Away);
        let presets = RwSignal::new(Presets::Folded);
        let texts = RwSignal::new(Texts::default());
        let session = Self(Box::leak(Box::new(State {
            flow,
            trace,
            form,
            looked_at: RwSignal::new(None),
            insisted,
            presets,
            texts,
            languages: RwSignal::new(Vec::new()),
            diagnosing: RwSignal::new(None),
            knowledge: RwSignal::new(Known::Away),
            check: ServerCheck::closed(),
            half,
            waiting: Waiting::default(),
            keys: KeyStore::default(),
            kept: RwSignal::new(()),
            derived,
            offers,
            keeps_keys,
            listens: Cell::new(false),
            cancel,
            key,
        })));
        match arrival {
            Some(href) => session.come_back_with(href),
            None if typing::is_invited() => session.with_later(move |verbs| (verbs.invite)(session)),
            None if store::has_records() => session.with_later(move |verbs| (verbs.recall)(session)),
            None => {}
        }
        session.provide();
        browser::location::on_restored(move || session.come_back());
        browser::location::on_arrival(move |href| session.read_answer_meanwhile(href));
        browser::later::on_joined(move || session.want_half());
        session
    }

    /// Shows or folds away the kinds of servers that are known.
    pub fn toggle_known_servers(self) {
        self.with_later(move |verbs| (verbs.presets)(self));
    }

    /// Shows what would be sent to learn what this page may read of the server.
    pub fn check_server(self) {
        self.with_later(move |verbs| (verbs.check_server)(self));
    }

    /// Brings the keyboard to the title of a step, unless it is at work elsewhere.
    pub fn focus_step(self, step: Step) {
        browser::keyboard::catch(&format!("{}-title", step.name()));
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
        self.key.set_value(None);
        store::drop_session();
        self.insisted.set(false);
        self.flow.set(Flow::Configuring);
        self.new_trace();
    }

    /// Drops everything: token, run, form and every record in storage.
    pub fn forget_everything(self) {
        store::forget_everything();
        self.kept.set(());
        profiles::forget();
        texts::forget();
        browser::keys::forget_all();
        self.form.set(typing::fresh());
        self.check.close();
        self.start_over();
    }

    /// After a reload there is no token any more; the last run of the chosen flow can still be read.
    fn recall(self) {
        let now_ms = browser::clock::now_ms();
        store::purge(now_ms);
        start(proof::purge(now_ms));
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
        self.key.set_value(None);
        self.trace.update(|trace| {
            trace.push(step, browser::clock::now_ms(), What::Refused(report));
            trace.forget();
        });
        self.keep_run(None);
        self.flow.set(Flow::Failed(step));
    }

    /// Keeps the record of the run, redacted, to look back on after a reload. A refused answer to somebody else's sign-in is no run of
    /// this tab's.
    fn keep_run(self, findings: Option<Vec<Finding>>) {
        let is_ours = self.trace.with_untracked(|trace| trace.of(Step::Authorize).next().is_some());
        if is_ours && self.trace.with_untracked(|trace| store::keep_run(trace, findings)) {
            self.kept.set(());
        }
    }

    /// Begins the record of a run with the form as it is, and with what was looked up for it.
    fn new_trace(self) {
        let mut trace = self.form.with_untracked(Trace::of_run);
        self.trace.with_untracked(|earlier| trace.carry_on(earlier));
        self.looked_at.set(None); // it names an exchange of the record that ends here
        self.trace.set(trace);
    }

    fn push(self, step: Step, what: What) {
        // What is done with the session comes after the run was kept.
        let concludes = step == Step::Session && matches!(what, What::Checked(_) | What::Refused(_));
        self.trace.update(|trace| trace.push(step, browser::clock::now_ms(), what));
        if concludes {
            self.keep_run(None);
        }
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
