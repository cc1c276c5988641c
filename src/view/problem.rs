//! A refusal: one sentence a person understands, what it means, the evidence, what to do.

use super::wire::{meant_by_code, pair, term};
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::glossary::PARAMETER;
use protocol::report::Report;
use protocol::trace::Step;

/// The refusal of a step, when there is one.
pub fn refusal(session: Session, step: Step) -> Vec<Element> {
    session.trace.with(|trace| trace.refusal(step).map(problem)).into_iter().collect()
}

/// An answer that was not this run's, which goes on.
pub fn meanwhile(session: Session) -> Vec<Element> {
    let notice = |report: &Report| {
        classed("div", "problem")
            .attr("role", "alert")
            .attr("data-kind", report.kind.as_str())
            .child(el("strong").text("An answer came meanwhile that is not this run\u{2019}s. It was not used, and the run goes on."))
            .child(el("p").text(report.headline.as_str()))
            .child(el("p").text("A page that opened this one, or a link followed in it, can put such an answer into the address. Nothing has to be done."))
    };
    session.trace.with(|trace| trace.ignored().map(notice)).into_iter().collect()
}

/// A report.
pub fn problem(report: &Report) -> Element {
    let facts = report.evidence.iter().map(|(label, text)| {
        let value = el("dd").child(el("code").text(text.as_str()));
        match label.as_str() {
            "error" => meant_by_code(term(PARAMETER, label, value), text),
            _ => pair(label, value),
        }
    });
    let mut problem = classed("div", "problem").attr("role", "alert").attr("data-kind", report.kind.as_str());
    if let Some(reason) = &report.reason {
        problem = problem.attr("data-reason", reason.as_str());
    }
    if let Some(status) = report.status {
        problem = problem.attr("data-status", &status.to_string());
    }
    problem
        .child(el("strong").text(report.headline.as_str()))
        .child(el("p").text(report.meaning.as_str()))
        .maybe((!report.evidence.is_empty()).then(|| classed("dl", "facts").children(facts)))
        .child(el("p").text(report.mend.as_str()))
        .child(classed("p", "small").text(&format!("Who can mend it: {}.", report.who.words())))
}
