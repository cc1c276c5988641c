//! The list of checks: expected beside actual.

use super::wire::{meant, named};
use crate::element::{Element, classed, el};
use protocol::check::{Check, Outcome};
use protocol::glossary::CHECK;

/// The table.
pub fn checks_view(checks: &[Check], caption: &'static str) -> Element {
    let head = ["check", "expected", "actual"].map(|name| el("th").attr("scope", "col").text(name));
    let outcome = el("th").attr("scope", "col").child(classed("span", "unseen").text("outcome"));
    let table = classed("table", "checks")
        .child(classed("caption", "unseen").text(caption))
        .child(el("thead").child(el("tr").child(outcome).children(head)))
        .child(el("tbody").children(checks.iter().flat_map(row)));
    classed("div", "scroll").attr("tabindex", "0").attr("role", "group").attr("aria-label", caption).child(table)
}

/// The row of a check, and below it one for what the check is there for, which shows while its name has the focus.
fn row(check: &Check) -> [Element; 2] {
    let (class, mark, words) = match check.outcome {
        Outcome::Passed => ("ok", "✓", "passed"),
        Outcome::Failed => ("no", "✕", "failed"),
        Outcome::NotLookedAt => ("", "–", "not looked at"),
        Outcome::NotChecked => ("unsure", "○", "not checked"),
    };
    let actual = if check.outcome == Outcome::NotLookedAt { words } else { check.actual.as_str() };
    let row = el("tr")
        .attr("data-check", check.name.as_str())
        .attr("data-outcome", check.outcome.name())
        .child(
            classed("td", class)
                .child(el("span").attr("aria-hidden", "true").text(mark))
                .child(classed("span", "unseen").text(words)),
        )
        .child(named(el("th").attr("scope", "row"), CHECK, &check.name))
        .child(el("td").text(check.expected.as_str()))
        .child(el("td").text(actual));
    let meaning = meant(classed("td", "why").attr("colspan", "4"), CHECK, &check.name);
    [row, classed("tr", "meaning").child(meaning)]
}

/// "5 of 6 checks", for the one line of a folded step. What had nothing to be checked against is not counted.
pub fn tally(checks: &[Check]) -> String {
    let count = |counts: fn(Outcome) -> bool| checks.iter().filter(|check| counts(check.outcome)).count();
    let passed = count(|outcome| outcome == Outcome::Passed);
    format!("{passed} of {} checks", count(|outcome| outcome != Outcome::NotChecked))
}
