//! The list of checks: expected beside actual.

use leptos::prelude::*;
use protocol::check::{Check, Outcome};

/// The table.
pub fn checks_view(checks: &[Check], caption: &'static str) -> impl IntoView + use<> {
    let rows = checks.iter().map(row).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=caption>
            <table class="checks">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="unseen">"outcome"</span></th>
                        <th scope="col">"check"</th>
                        <th scope="col">"expected"</th>
                        <th scope="col">"actual"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(check: &Check) -> impl IntoView + use<> {
    let (name, class, mark, words) = match check.outcome {
        Outcome::Passed => ("passed", "ok", "✓", "passed"),
        Outcome::Failed => ("failed", "no", "✕", "failed"),
        Outcome::NotLookedAt => ("not-looked-at", "", "–", "not looked at"),
        Outcome::NotChecked => ("not-checked", "unsure", "○", "not checked"),
    };
    let actual = if check.outcome == Outcome::NotLookedAt { "not looked at".to_owned() } else { check.actual.clone() };
    view! {
        <tr data-check=check.name.clone() data-outcome=name>
            <td class=class><span aria-hidden="true">{mark}</span><span class="unseen">{words}</span></td>
            <th scope="row">{check.name.clone()}</th>
            <td>{check.expected.clone()}</td>
            <td>{actual}</td>
        </tr>
    }
}

/// "5 of 6 checks", for the one line of a folded step.
pub fn tally(checks: &[Check]) -> String {
    let passed = checks.iter().filter(|check| check.outcome == Outcome::Passed).count();
    format!("{passed} of {} checks", checks.len())
}
