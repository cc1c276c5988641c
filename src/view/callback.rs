//! Step three: the way back, and every check of it.

use super::checks::{checks_view, tally};
use super::problem::refusal;
use super::step::{primary, step_card};
use super::wire::block;
use crate::element::{Element, classed};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::trace::{Step, Trace, What};

/// What came back through the address bar, and what was checked.
pub fn callback_step(session: Session) -> Element {
    let body = classed("div", "body")
        .live(move || refusal(session, Step::Callback))
        .live(move || recalled(session, Step::Callback))
        .live(move || session.trace.with(record))
        .child(classed("div", "row").child(primary(
            session,
            Step::Callback,
            || "Start again",
            move || session.begin_again(),
        )));
    step_card(session, Step::Callback, "Come back", move || session.trace.with(say), body)
}

fn record(trace: &Trace) -> Vec<Element> {
    let came = "came through the address bar, which was cleaned at once";
    let arrival = trace.returned().map(|message| block(message, came));
    let checks = trace.checks(Step::Callback).map(|checks| checks_view(checks, "Checks of the answer"));
    arrival.into_iter().chain(checks).collect()
}

/// After a reload: the plain word that the token is gone.
pub fn recalled(session: Session, step: Step) -> Vec<Element> {
    let here = session.flow.with(|flow| matches!(flow, Flow::Recalled { reached, .. } if *reached == step));
    let words = "This page was loaded anew. Codes and tokens live in memory only, so they are gone; what you see is the record of the last run.";
    here.then(|| classed("p", "recalled").text(words)).into_iter().collect()
}

fn say(trace: &Trace) -> String {
    let tally = trace.checks(Step::Callback).map(tally).unwrap_or_default();
    let came = trace.of(Step::Callback).find_map(|event| match &event.what {
        What::Returned(message, _) => [("access_token", "token"), ("code", "code")]
            .into_iter()
            .find_map(|(name, word)| message.lines.iter().any(|line| line.name == name).then_some(word)),
        _ => None,
    });
    match came {
        Some(what) if trace.refusal(Step::Callback).is_none() => format!("{what} arrived, {tally}"),
        _ => tally,
    }
}
