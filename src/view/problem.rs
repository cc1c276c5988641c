//! A refusal: one sentence a person understands, what it means, the evidence, what to do.

use crate::session::Session;
use leptos::prelude::*;
use protocol::report::Report;
use protocol::trace::Step;

/// The refusal of a step, when there is one.
#[component]
pub fn Refusal(
    /// Which step.
    step: Step,
) -> impl IntoView {
    let session = Session::expect();
    move || session.trace.with(|trace| trace.refusal(step).map(problem))
}

fn problem(report: &Report) -> impl IntoView + use<> {
    let evidence = report
        .evidence
        .iter()
        .map(|(label, text)| view! { <div><dt>{label.clone()}</dt><dd><code>{text.clone()}</code></dd></div> })
        .collect_view();
    let any = !report.evidence.is_empty();
    view! {
        <div
            class="problem"
            role="alert"
            data-kind=report.kind.clone()
            data-reason=report.reason.clone()
            data-status=report.status.map(|status| status.to_string())
        >
            <strong>{report.headline.clone()}</strong>
            <p>{report.meaning.clone()}</p>
            {any.then(|| view! { <dl class="facts">{evidence}</dl> })}
            <p>{report.mend.clone()}</p>
            <p class="small">{format!("Who can mend it: {}.", report.who.words())}</p>
        </div>
    }
}
