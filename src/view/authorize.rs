//! Step two: the way out, through the address bar.

use super::answer::exchange;
use super::configure::error_page_note;
use super::meaning::told;
use super::step::{Card, none};
use super::wire::block;
use crate::element::Element;
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::trace::{Step, What};

/// The authorization request, shown before it leaves and after.
pub static CARD: Card = Card {
    say,
    parts: &[
        explanation,
        waiting,
        |session| exchange(session, Step::Authorize, "Checks of the pushed request"),
        request,
        note,
    ],
    verb,
    press: |session| if waits(session) { session.leave() } else { session.begin(false) },
    beside: none,
};

fn verb(session: Session) -> &'static str {
    match (waits(session), session.push_request()) {
        (true, Some(_)) => "Push it",
        (true, None) => "Sign in there",
        (false, _) => "Start again",
    }
}

fn explanation(session: Session) -> Vec<Element> {
    let pushes = session.push_request().is_some()
        || session.trace.with(|trace| trace.of(Step::Authorize).any(|event| matches!(event.what, What::Sent(_))));
    vec![told(session, if pushes { "authorize, pushed" } else { "authorize" })]
}

/// What is waited for, and why nobody can say how long.
fn waiting(session: Session) -> Vec<Element> {
    if !session.flow.with(|flow| matches!(flow, Flow::InPopup)) {
        return Vec::new();
    }
    vec![told(session, "authorize, in a window")]
}

fn waits(session: Session) -> bool {
    session.flow.with(|flow| matches!(flow, Flow::Prepared(_)))
}

fn note(session: Session) -> Vec<Element> {
    if waits(session) { error_page_note(session) } else { Vec::new() }
}

fn request(session: Session) -> Vec<Element> {
    if let Some(message) = session.push_request() {
        return vec![block(&message, "next, by the page itself")];
    }
    let prepared = session.flow.with(|flow| match flow {
        Flow::Prepared(departure) => Some(block(&departure.message, "next, through the address bar")),
        _ => None,
    });
    let sent = || {
        session.trace.with(|trace| {
            trace.of(Step::Authorize).find_map(|event| match &event.what {
                What::Left(message) => Some(block(message, "sent through the address bar")),
                _ => None,
            })
        })
    };
    prepared.or_else(sent).into_iter().collect()
}

fn say(session: Session) -> String {
    let away = session.flow.with(|flow| match flow {
        Flow::Leaving => "on the way to the server",
        Flow::InPopup => "in a window of its own",
        _ => "",
    });
    if !away.is_empty() {
        return away.to_owned();
    }
    session.trace.with(|trace| {
        let away = trace.of(Step::Callback).find_map(|event| match event.what {
            What::Returned(_, away_ms) if away_ms > 0 => Some(away_ms),
            _ => None,
        });
        away.map(|away_ms| format!("{} away from this page", seconds(away_ms))).unwrap_or_default()
    })
}

fn seconds(ms: u64) -> String {
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}
