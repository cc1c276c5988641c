//! A refusal: one sentence a person understands, what it means, the evidence, what to do.

use super::causes::causes;
use super::diagnosis::diagnosis;
use super::wire::{meant_by_code, pair, term};
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::glossary::PARAMETER;
use protocol::report::Report;
use protocol::trace::Step;

/// Longest text that is shown at once, in characters.
const LONGEST_AT_ONCE: usize = 600;

/// The refusal of a step, when there is one, and what can be found out about it.
pub fn refusal(session: Session, step: Step) -> Vec<Element> {
    // Made anew only when it is another one: whatever alerts is said again each time.
    let trace = session.trace;
    let report = Memo::new(move |_| trace.with(|trace| trace.refusal(step).cloned()));
    let problem = report.with(|report| report.as_ref().map(problem));
    problem.into_iter().flat_map(|problem| [problem, diagnosis(session, step), causes(session, step)]).collect()
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
        .maybe((!report.evidence.is_empty()).then(|| facts(report)))
        .child(el("p").text(report.mend.as_str()))
        .child(classed("p", "small").text(&format!("Who can mend it: {}.", report.who.words())))
}

/// What came, a fact a line.
pub fn facts(report: &Report) -> Element {
    let fact = |(label, text): &(String, String)| {
        let value = el("dd").children(long(text));
        match label.as_str() {
            "error" => meant_by_code(term(PARAMETER, label, value), text),
            _ => pair(label, value),
        }
    };
    classed("dl", "facts").children(report.evidence.iter().map(fact))
}

/// A text, and of a long one the beginning with the whole at hand.
fn long(text: &str) -> Vec<Element> {
    let code = |text: &str| el("code").text(text);
    let Some((cut, _)) = text.char_indices().nth(LONGEST_AT_ONCE) else { return vec![code(text)] };
    let begin = text.get(..cut).unwrap_or_default();
    let whole = classed("details", "more")
        .attr("data-whole", "")
        .child(el("summary").text(&format!("all {} characters", text.chars().count())))
        .child(code(text));
    vec![code(&format!("{begin}…")), whole]
}
