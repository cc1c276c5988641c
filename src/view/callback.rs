//! Step three: the way back, and every check of it.

use super::checks::{checks_view, tally};
use super::id_token;
use super::step::{Card, none};
use super::wire::block;
use crate::element::Element;
use leptos::prelude::*;
use protocol::trace::{Step, Trace, What};

/// What came back through the address bar, and what was checked.
pub static CARD: Card = Card {
    say: |session| session.trace.with(say),
    parts: &[|session| session.trace.with(record)],
    verb: |_| "Start again",
    press: |session| session.begin(false),
    beside: none,
};

fn record(trace: &Trace) -> Vec<Element> {
    let arrival = trace.returned().map(|message| {
        let came = match message.lines.as_slice() {
            [first, _, ..] if first.name == "response" => {
                "came through the address bar as one signed text, response; what it says stands below it"
            }
            _ => "came through the address bar, which was cleaned at once",
        };
        block(message, came)
    });
    let checks = trace.checks(Step::Callback).map(|checks| checks_view(checks, "Checks of the answer"));
    let id_token = trace.of(Step::Callback).filter_map(|event| id_token::part(&event.what));
    arrival.into_iter().chain(checks).chain(id_token).collect()
}

fn say(trace: &Trace) -> String {
    let tally = trace.checks(Step::Callback).map(tally).unwrap_or_default();
    let came = trace.of(Step::Callback).find_map(|event| match &event.what {
        What::Returned(message, _) => [("access_token", "token"), ("code", "code"), ("id_token", "ID token")]
            .into_iter()
            .find_map(|(name, word)| message.lines.iter().any(|line| line.name == name).then_some(word)),
        _ => None,
    });
    match came {
        Some(what) if trace.refusal(Step::Callback).is_none() => format!("{what} arrived, {tally}"),
        _ => tally,
    }
}
