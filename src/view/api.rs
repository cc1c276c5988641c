//! Step five: the token used.

use super::answer::answer_view;
use super::callback::recalled;
use super::checks::checks_view;
use super::countdown::countdown;
use super::problem::refusal;
use super::step::{button, cancel_button, primary, step_card};
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::{Flow, StepState};
use protocol::form::Field;
use protocol::trace::{Step, Trace, What};

/// The API call and its answer.
pub fn api_step(session: Session) -> Element {
    let has_token = move || session.flow.with(|flow| flow.tokens().is_some());
    let press = move || {
        if session.flow.with_untracked(|flow| flow.tokens().is_some()) {
            session.call();
        } else {
            session.begin_again();
        }
    };
    let explanation = "The page calls the API with the token in a header. It goes to the origin that was named before the sign-in, and to no other.";
    let body = classed("div", "body")
        .live(move || refusal(session, Step::Api))
        .live(move || recalled(session, Step::Api))
        .child(el("p").text(explanation))
        .child(countdown(session))
        .live(move || {
            let ready = session.states().last() == Some(&StepState::Ready);
            if ready { next(session) } else { session.trace.with(record) }
        })
        .child(
            classed("div", "row")
                .child(primary(session, Step::Api, move || verb(session), press))
                .child(cancel_button(session, Step::Api))
                .child(el("span").when(has_token, move || {
                    button("Sign in as someone else", "sign-in-as-other", move || session.sign_in_as_other())
                })),
        );
    step_card(session, Step::Api, "Call the API", move || say(session), body)
}

fn next(session: Session) -> Vec<Element> {
    session.api_request().map(|message| block(&message, "next, by the page itself")).into_iter().collect()
}

fn verb(session: Session) -> &'static str {
    session.flow.with(|flow| match flow {
        Flow::HasToken(_) => "Call it",
        Flow::Answered { .. } => "Call it again",
        _ => "Run it again",
    })
}

/// Everything that this step did: the answer before the checks, as it is what one came for.
fn record(trace: &Trace) -> Vec<Element> {
    let part = |what: &What| match what {
        What::Sent(message) => Some(block(message, "sent by the page itself")),
        What::Answered(answer) => Some(answer_view(answer)),
        What::Checked(checks) => Some(checks_view(checks, "Checks of the API's answer")),
        _ => None,
    };
    trace.of(Step::Api).filter_map(|event| part(&event.what)).collect()
}

fn say(session: Session) -> String {
    if session.form.with(|form| form.trimmed(Field::Api).is_empty()) {
        return "no API named".to_owned();
    }
    let answer = session.trace.with(|trace| trace.answer(Step::Api).map(|answer| (answer.status, answer.elapsed_ms)));
    match answer {
        Some((status, elapsed_ms)) => format!("{status} in {elapsed_ms} ms"),
        None if session.flow.with(|flow| flow.tokens().is_some()) => String::new(),
        None => "needs an access token".to_owned(),
    }
}
