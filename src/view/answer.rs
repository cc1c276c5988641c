//! What came back: status, time and size, the headers that the page may read, and the body or its members.

use super::body::body;
use super::checks::checks_view;
use super::id_token;
use super::wire::{block, line_view, term};
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::glossary::HEADER;
use protocol::trace::{Step, What};
use protocol::wire::Answer;

/// An answer to a request of the page.
pub fn answer_view(answer: &Answer) -> Element {
    let first = classed("p", "line")
        .child(el("b").text(&answer.status.to_string()))
        .child(classed("span", "status").text(&format!("{} ms, {} bytes", answer.elapsed_ms, answer.bytes)));
    let body = answer.body.as_deref().map(body);
    let members = answer.lines.iter().map(|line| line_view(line, "member"));
    let headers = answer.headers.iter().map(|(name, value)| term(HEADER, name, el("dd").text(value.as_str())));
    classed("div", "wire back")
        .attr("data-wire", "answer")
        .attr("data-status", &answer.status.to_string())
        .child(first)
        .maybe((!answer.lines.is_empty()).then(|| el("dl").children(members)))
        .maybe(body)
        .child(
            classed("details", "headers")
                .child(el("summary").text("headers that this page may read"))
                .child(el("dl").children(headers)),
        )
}

/// A request of the page's own, its answer and the checks of it: everything that such a step did, in its order.
pub fn exchange(session: Session, step: Step, caption: &'static str) -> Vec<Element> {
    let part = |what: &What| match what {
        What::Sent(message) => Some(block(message, "sent by the page itself")),
        What::Answered(answer) => Some(answer_view(answer)),
        What::Checked(checks) => Some(checks_view(checks, caption)),
        other => id_token::part(other),
    };
    session.trace.with(|trace| trace.of(step).filter_map(|event| part(&event.what)).collect())
}
