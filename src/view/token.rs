//! Step four: the code for a token, by a request of the page's own.

use super::answer::answer_view;
use super::callback::recalled;
use super::checks::{checks_view, tally};
use super::problem::refusal;
use super::step::{cancel_button, primary, step_card};
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::trace::{Step, Trace, What};

/// The token request and its answer; for the implicit flow, the word that there is none.
pub fn token_step(session: Session) -> Element {
    let waiting = move || session.flow.with(|flow| matches!(flow, Flow::HasCode(_)));
    let press = move || {
        if session.flow.with_untracked(|flow| matches!(flow, Flow::HasCode(_))) {
            session.exchange();
        } else {
            session.begin_again();
        }
    };
    let body = classed("div", "body")
        .live(move || refusal(session, Step::Token))
        .live(move || recalled(session, Step::Token))
        .child(el("p").live_text(move || explanation(session).to_owned()))
        .live(move || {
            let next = session.token_request().map(|message| block(&message, "next, by the page itself"));
            next.into_iter().chain(session.trace.with(record)).collect()
        })
        .child(
            classed("div", "row")
                .child(primary(session, Step::Token, move || if waiting() { "Send it" } else { "Start again" }, press))
                .child(cancel_button(session, Step::Token)),
        );
    step_card(session, Step::Token, "Get the token", move || say(session), body)
}

fn is_implicit(session: Session) -> bool {
    session.trace.with(|trace| trace.form().trimmed(Field::ResponseType) == "token")
}

fn explanation(session: Session) -> &'static str {
    if is_implicit(session) {
        "Nothing to do: the implicit flow brought the token in the address. A page of 2010 could not have sent the request that takes its place, because browsers forbade it to read another origin\u{2019}s answer."
    } else {
        "The page asks the token endpoint for an access token, by a request of its own, and proves with the verifier that it is the one that began. This is the request whose answer browsers once kept from pages."
    }
}

/// Everything that this step did, in its order.
fn record(trace: &Trace) -> Vec<Element> {
    let part = |what: &What| match what {
        What::Sent(message) => Some(block(message, "sent by the page itself")),
        What::Answered(answer) => Some(answer_view(answer)),
        What::Checked(checks) => Some(checks_view(checks, "Checks of the token response")),
        _ => None,
    };
    trace.of(Step::Token).filter_map(|event| part(&event.what)).collect()
}

fn say(session: Session) -> String {
    let (has_code, has_token) = session.flow.with(|flow| (matches!(flow, Flow::HasCode(_)), flow.tokens().is_some()));
    if is_implicit(session) {
        return if has_token { "it came with the callback" } else { "" }.to_owned();
    }
    if has_code {
        return "the code waits to be exchanged".to_owned();
    }
    session.trace.with(|trace| {
        let tally = trace.checks(Step::Token).map(tally).unwrap_or_default();
        match trace.answer(Step::Token) {
            Some(answer) => format!("{} in {} ms, {tally}", answer.status, answer.elapsed_ms),
            None => tally,
        }
    })
}
