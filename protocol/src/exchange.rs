//! The record of a run as exchanges: each message that went out or came in, with the answer that it got.
//!
//! A trace is a list of events in the order of time; whoever draws, lists or exports it wants to know which answer belongs to which
//! request. A page has one request of a sort under way in a step, so an answer belongs to the last message of its step that waits.

use crate::check::Check;
use crate::diagnosis::Evidence;
use crate::preflight::{self, Preflight};
use crate::report::Report;
use crate::trace::{Event, Step, Trace, What};
use crate::wire::{Answer, Channel, Message};

/// How a message travelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travel {
    /// The browser left with it, or a frame or window of ours did: a navigation.
    Left,
    /// It came in by a navigation.
    Returned,
    /// The page sent it.
    Sent,
    /// The page sent it beside the flow: for the server's keys.
    Fetched,
    /// The page sent it to learn why another one had failed.
    Probed,
}

/// One message and what came of it.
#[derive(Clone, Debug)]
pub struct Exchange<'a> {
    /// Where its first event stands among those of the trace, from 0: its name as long as the trace lives.
    pub index: usize,
    /// Whose story it belongs to.
    pub step: Step,
    /// When it began, in milliseconds since 1970.
    pub at_ms: u64,
    /// How it travelled.
    pub travel: Travel,
    /// What went over the wire.
    pub message: &'a Message,
    /// For what came in: how long the browser was away, in milliseconds.
    pub away_ms: Option<u64>,
    /// The answer, where one could be read.
    pub answer: Option<&'a Answer>,
    /// The checks of what came, in the order in which they were made.
    pub checks: Vec<Checked<'a>>,
    /// Why it was refused, where it was.
    pub refusal: Option<&'a Report>,
    /// What was seen of a probe, of which no answer is read.
    pub probed: Option<&'a Evidence>,
    /// Whether its step has begun anew since. What still comes for it is dropped.
    pub set_aside: bool,
}

/// Checks that were made of what came.
#[derive(Clone, Copy, Debug)]
pub enum Checked<'a> {
    /// Of the answer or the arrival itself.
    Answer(&'a [Check]),
    /// Of the ID token that it brought.
    IdToken(&'a [Check]),
}

impl<'a> Exchange<'a> {
    fn begun(index: usize, event: &'a Event, set_aside: bool) -> Option<Self> {
        let (travel, message, away_ms) = match &event.what {
            What::Left(message) => (Travel::Left, message, None),
            What::Sent(message) if message.channel == Channel::Front => (Travel::Left, message, None), // a hidden frame's
            What::Returned(message, away_ms) => (Travel::Returned, message, Some(*away_ms)),
            What::Sent(message) => (Travel::Sent, message, None),
            What::Fetching(message) => (Travel::Fetched, message, None),
            What::Probing(message) => (Travel::Probed, message, None),
            _ => return None,
        };
        let (step, at_ms) = (event.step, event.at_ms);
        let (answer, checks, refusal, probed) = (None, Vec::new(), None, None);
        Some(Self { index, step, at_ms, travel, message, away_ms, answer, checks, refusal, probed, set_aside })
    }

    /// The preflight that the browser sends before it, if it sends one. No page can observe it: this is inferred.
    pub fn preflight(&self) -> Option<Preflight> {
        preflight::of(self.message)
    }

    fn waits(&self) -> bool {
        self.answer.is_none() && self.refusal.is_none() && self.probed.is_none()
    }

    fn is_request(&self) -> bool {
        matches!(self.travel, Travel::Sent | Travel::Fetched | Travel::Probed)
    }
}

/// All exchanges of a trace, in the order in which they began.
pub fn exchanges(trace: &Trace) -> Vec<Exchange<'_>> {
    let mut all: Vec<Exchange<'_>> = Vec::new();
    for (index, event) in trace.events().iter().enumerate() {
        if let Some(begun) = Exchange::begun(index, event, index < trace.before(event.step).len()) {
            all.push(begun);
            continue;
        }
        match &event.what {
            What::Answered(answer) => settle(&mut all, event.step, Travel::Sent, |of| of.answer = Some(answer)),
            What::Fetched(answer) => settle(&mut all, event.step, Travel::Fetched, |of| of.answer = Some(answer)),
            What::Probed(evidence) => settle(&mut all, event.step, Travel::Probed, |of| of.probed = Some(evidence)),
            What::Checked(checks) => conclude(&mut all, event.step, |of| of.checks.push(Checked::Answer(checks))),
            What::Validated(checks) => conclude(&mut all, event.step, |of| of.checks.push(Checked::IdToken(checks))),
            What::Refused(report) => conclude(&mut all, event.step, |of| {
                of.refusal.get_or_insert(report);
            }),
            _ => {}
        }
    }
    all
}

/// The exchange of that name, if the trace still has it.
pub fn named(trace: &Trace, index: usize) -> Option<Exchange<'_>> {
    let mut all = exchanges(trace);
    all.binary_search_by_key(&index, |one| one.index).ok().map(|at| all.swap_remove(at))
}

fn settle<'a>(all: &mut [Exchange<'a>], step: Step, travel: Travel, with: impl FnOnce(&mut Exchange<'a>)) {
    let waiting = |one: &&mut Exchange<'a>| one.step == step && one.travel == travel && one.is_request() && one.waits();
    if let Some(one) = all.iter_mut().rev().find(waiting) {
        with(one);
    }
}

/// What was found of a step's last message. No probe is judged. Keys that came are nobody's fault: what is found after them is about what they were fetched for.
fn conclude<'a>(all: &mut [Exchange<'a>], step: Step, with: impl FnOnce(&mut Exchange<'a>)) {
    let judged = |one: &&mut Exchange<'a>| {
        one.step == step
            && one.travel != Travel::Probed
            && !(one.travel == Travel::Fetched && one.answer.is_some_and(|answer| answer.status == 200))
    };
    if let Some(one) = all.iter_mut().rev().find(judged) {
        with(one);
    }
}
