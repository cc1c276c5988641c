//! Step five: the token used.

use super::answer::exchange;
use super::countdown::countdown;
use super::meaning::told;
use super::step::{Card, button};
use super::wire::block;
use crate::element::{Element, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::{Flow, StepState};
use protocol::form::Field;
use protocol::trace::{Step, Trace};

/// The API call and its answer.
pub static CARD: Card =
    Card { say, parts: &[explanation, |session| vec![countdown(session)], call], verb, press, beside };

fn explanation(session: Session) -> Vec<Element> {
    vec![told(session, "api")]
}

fn has_token(session: Session) -> bool {
    session.flow.with(|flow| flow.tokens().is_some())
}

/// Whether there is a token, and it was not found expired when it was last to be sent.
fn may_call(session: Session) -> bool {
    let expired =
        |trace: &Trace| trace.refusal(Step::Api).is_some_and(|report| report.reason.as_deref() == Some("expired"));
    has_token(session) && !session.trace.with(expired)
}

fn press(session: Session) {
    if may_call(session) { session.call() } else { session.begin(false) }
}

fn beside(session: Session) -> Vec<Element> {
    let other = button(session, "Sign in as someone else", "sign-in-as-other", |session| session.begin(true));
    if !has_token(session) {
        return Vec::new();
    }
    let more = session.step_up_wanted().map(|wanted| {
        el("button")
            .attr("type", "button")
            .attr("data-action", "step-up")
            .on("click", move || session.step_up())
            .text(&format!("Sign in for {}", wanted.words()))
    });
    more.into_iter().chain([other]).collect()
}

/// The call as it would be made now, while it is its turn; else the one that was made.
fn call(session: Session) -> Vec<Element> {
    if session.state(Step::Api) == StepState::Ready {
        next(session)
    } else {
        exchange(session, Step::Api, "Checks of the API's answer")
    }
}

fn next(session: Session) -> Vec<Element> {
    session.api_request().map(|message| block(&message, "next, by the page itself")).into_iter().collect()
}

fn verb(session: Session) -> &'static str {
    session.flow.with(|flow| match flow {
        Flow::HasToken(_) => "Call it",
        Flow::Answered { .. } if may_call(session) => "Call it again",
        _ => "Run it again",
    })
}

fn say(session: Session) -> String {
    if session.form.with(|form| form.trimmed(Field::Api).is_empty()) {
        return "no API named".to_owned();
    }
    let answer = session.trace.with(|trace| trace.answer(Step::Api).map(|answer| (answer.status, answer.elapsed_ms)));
    match answer {
        Some((status, elapsed_ms)) => format!("{status} in {elapsed_ms} ms"),
        None if has_token(session) => String::new(),
        None => "needs an access token".to_owned(),
    }
}
