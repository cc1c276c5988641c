//! Step three: the way back, and every check of it.

use super::checks::{checks_view, tally};
use super::problem::Refusal;
use super::step::{Primary, StepCard};
use super::wire::block;
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::trace::{Step, What};

/// What came back through the address bar, and what was checked.
#[component]
pub fn CallbackStep() -> impl IntoView {
    let session = Session::expect();
    let arrival = move || {
        session.trace.with(|trace| {
            trace
                .returned()
                .map(|message| block(message, "came through the address bar, which was cleaned at once".to_owned()))
        })
    };
    let checks = move || {
        session
            .trace
            .with(|trace| trace.checks(Step::Callback).map(|checks| checks_view(checks, "Checks of the answer")))
    };
    view! {
        <StepCard step=Step::Callback title="Come back" say=Signal::derive(move || say(session))>
            <Refusal step=Step::Callback />
            <Recalled step=Step::Callback />
            {arrival}
            {checks}
            <div class="row">
                <Primary
                    step=Step::Callback
                    label="Start again".to_owned()
                    press=move || drop(session.begin(false))
                />
            </div>
        </StepCard>
    }
}

/// After a reload: the plain word that the token is gone.
#[component]
pub fn Recalled(
    /// The step that the word belongs to.
    step: Step,
) -> impl IntoView {
    let session = Session::expect();
    let here = move || session.flow.with(|flow| matches!(flow, Flow::Recalled { reached, .. } if *reached == step));
    view! {
        <Show when=here>
            <p class="recalled">
                "This page was loaded anew. Codes and tokens live in memory only, so they are gone; what you see is the record of the last run."
            </p>
        </Show>
    }
}

fn say(session: Session) -> String {
    session.trace.with(|trace| {
        let tally = trace.checks(Step::Callback).map(tally).unwrap_or_default();
        let what = trace.of(Step::Callback).find_map(|event| match &event.what {
            What::Returned(message, _) if message.lines.iter().any(|line| line.name == "access_token") => Some("token"),
            What::Returned(message, _) if message.lines.iter().any(|line| line.name == "code") => Some("code"),
            _ => None,
        });
        match what {
            Some(what) if trace.refusal(Step::Callback).is_none() => format!("{what} arrived, {tally}"),
            _ => tally,
        }
    })
}
