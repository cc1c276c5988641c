//! The ID token: how it was proved, and who it says signed in.

use super::answer::answer_view;
use super::checks::checks_view;
use super::meaning::told_in;
use super::wire::{block, term};
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::glossary::{CLAIM, Groups, JOSE};
use protocol::id_token::Identity;
use protocol::json::Json;
use protocol::outside::made_visible;
use protocol::trace::{Step, Trace, What};

/// Longest claim shown, in characters.
const LONGEST: usize = 600;

/// What was done to prove one: the keys that were fetched, and every check.
pub fn part(what: &What) -> Option<Element> {
    match what {
        What::Fetching(message) => Some(block(message, "fetched by the page itself: the server\u{2019}s keys")),
        What::Fetched(answer) => Some(answer_view(answer)),
        What::Validated(checks) => Some(checks_view(checks, "Checks of the ID token").attr("data-id-token", "checks")),
        _ => None,
    }
}

/// Who signed in, where a validated ID token says it; and that one which was not validated says nothing.
pub fn signed_in(session: Session) -> Vec<Element> {
    let known = session.flow.with(|flow| flow.identity().map(|known| identity(session, known)).unwrap_or_default());
    let unread = session.trace.with(carries_one_unread).then(|| {
        let place = classed("p", "small").attr("data-id-token", "not-validated");
        told_in(place.child(el("b").text("ID token: not validated. ")), session, "id token, not validated")
    });
    known.into_iter().chain(unread).collect()
}

/// Whether an ID token came in a step that validated none.
fn carries_one_unread(trace: &Trace) -> bool {
    let came = |what: &What| match what {
        What::Returned(message, _) => message.lines.iter().any(|line| line.name == "id_token"),
        What::Answered(answer) => answer.lines.iter().any(|line| line.name == "id_token"),
        _ => false,
    };
    let validated = |what: &What| matches!(what, What::Validated(_));
    [Step::Callback, Step::Token].into_iter().any(|step| {
        trace.refusal(step).is_none()
            && trace.of(step).any(|event| came(&event.what))
            && !trace.of(step).any(|event| validated(&event.what))
    })
}

fn identity(session: Session, identity: &Identity) -> Vec<Element> {
    let who = classed("p", "line")
        .text("Signed in as ")
        .child(el("b").attr("data-subject", "").text(&made_visible(&identity.subject, LONGEST)))
        .text(" at ")
        .child(el("code").text(&made_visible(&identity.issuer, LONGEST)));
    let note = told_in(classed("p", "small"), session, "id token");
    let told = classed("div", "wire back")
        .attr("data-id-token", "validated")
        .child(who)
        .child(el("dl").children(lines("header", JOSE, &identity.header)))
        .child(el("dl").children(lines("claim", CLAIM, &identity.claims)));
    vec![told, note]
}

/// One line a member, always as text: a claim may be an address, and nothing is fetched from it.
pub fn lines(sort: &'static str, groups: Groups, object: &Json) -> impl Iterator<Item = Element> {
    object.members().iter().map(move |(name, value)| {
        let text = value.written();
        term(groups, &made_visible(name, 60), el("dd").text(&made_visible(&text, LONGEST))).attr("data-sort", sort)
    })
}
