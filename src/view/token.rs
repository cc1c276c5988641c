//! Step four: the code for a token, by a request of the page's own.

use super::answer::exchange;
use super::checks::tally;
use super::countdown::countdown;
use super::curious::curious;
use super::id_token::signed_in;
use super::step::{Card, none, words};
use super::wire::block;
use crate::element::Element;
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::trace::Step;

/// The token request and its answer; for the implicit flow, the word that there is none.
pub static CARD: Card = Card {
    say,
    parts: &[
        explanation,
        signed_in,
        next,
        |session| exchange(session, Step::Token, "Checks of the token response"),
        curious,
        lifetime,
    ],
    verb: |session| if has_code(session) { "Send it" } else { "Start again" },
    press: |session| if has_code(session) { session.exchange() } else { session.begin(false) },
    beside: none,
};

fn has_code(session: Session) -> bool {
    session.flow.with(|flow| matches!(flow, Flow::HasCode(_)))
}

/// How long the token lives, where no API is named and the last step has no turn to say it.
fn lifetime(session: Session) -> Vec<Element> {
    let ends_here = session.form.with(|form| form.trimmed(Field::Api).is_empty());
    if ends_here { vec![countdown(session)] } else { Vec::new() }
}

fn next(session: Session) -> Vec<Element> {
    session.token_request().map(|message| block(&message, "next, by the page itself")).into_iter().collect()
}

fn has_no_code(session: Session) -> bool {
    session.trace.with(|trace| trace.form().response_type().is_some_and(|asked| !asked.code))
}

fn explanation(session: Session) -> Vec<Element> {
    words(if has_no_code(session) {
        "Nothing to do: the implicit flow brought the token in the address. The request that takes its place now is one whose answer most browsers of 2010 kept from the page: it came from another origin."
    } else {
        "The page asks the token endpoint for an access token, by a request of its own, and proves with the verifier that it is the one that began. This is the request whose answer browsers once kept from pages."
    })
}

fn say(session: Session) -> String {
    if has_no_code(session) {
        let said = session.flow.with(|flow| match flow {
            Flow::SignedIn(_) => "none was asked for; who signed in came with the callback",
            flow if flow.tokens().is_some() => "it came with the callback",
            _ => "",
        });
        return said.to_owned();
    }
    if has_code(session) {
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
