//! The record of a run as exchanges: each message that went out or came in, with the answer that it got.
//!
//! A trace is a list of events in the order of time; whoever draws, lists or exports it wants to know which answer belongs to which
//! request. A page has one request of a sort under way in a step, so an answer belongs to the last message of its step that waits.

use crate::diagnosis::Evidence;
use crate::report::Report;
use crate::trace::{Event, Step, Trace, What};
use crate::wire::{Answer, Line, Message, PREFLIGHT};

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
    /// Why it was refused, where it was.
    pub refusal: Option<&'a Report>,
    /// What was seen of a probe, of which no answer is read.
    pub probed: Option<&'a Evidence>,
}

impl<'a> Exchange<'a> {
    fn begun(index: usize, event: &'a Event) -> Option<Self> {
        let (travel, message, away_ms) = match &event.what {
            What::Left(message) => (Travel::Left, message, None),
            What::Returned(message, away_ms) => (Travel::Returned, message, Some(*away_ms)),
            What::Sent(message) => (Travel::Sent, message, None),
            What::Fetching(message) => (Travel::Fetched, message, None),
            What::Probing(message) => (Travel::Probed, message, None),
            _ => return None,
        };
        let (step, at_ms) = (event.step, event.at_ms);
        Some(Self { index, step, at_ms, travel, message, away_ms, answer: None, refusal: None, probed: None })
    }

    /// The preflight that the browser sends before it, if it sends one. No page can observe it: this is inferred from the Fetch
    /// standard (§4.8, "CORS-preflight fetch").
    pub fn preflight(&self) -> Option<&'a Line> {
        self.message.added_by_browser.iter().find(|line| line.name == PREFLIGHT)
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
        if let Some(begun) = Exchange::begun(index, event) {
            all.push(begun);
            continue;
        }
        match &event.what {
            What::Answered(answer) => settle(&mut all, event.step, Travel::Sent, |of| of.answer = Some(answer)),
            What::Fetched(answer) => settle(&mut all, event.step, Travel::Fetched, |of| of.answer = Some(answer)),
            What::Probed(evidence) => settle(&mut all, event.step, Travel::Probed, |of| of.probed = Some(evidence)),
            What::Refused(report) => {
                // A refusal may come after the answer that it is about. No probe is refused.
                let refusable = |one: &&mut Exchange<'_>| {
                    one.step == event.step && one.refusal.is_none() && one.travel != Travel::Probed
                };
                if let Some(last) = all.iter_mut().rev().find(refusable) {
                    last.refusal = Some(report);
                }
            }
            _ => {}
        }
    }
    all
}

fn settle<'a>(all: &mut [Exchange<'a>], step: Step, travel: Travel, with: impl FnOnce(&mut Exchange<'a>)) {
    let waiting = |one: &&mut Exchange<'a>| one.step == step && one.travel == travel && one.is_request() && one.waits();
    if let Some(one) = all.iter_mut().rev().find(waiting) {
        with(one);
    }
}
