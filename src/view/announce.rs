//! What a screen reader is told when the run moves on.

use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::StepState;
use protocol::trace::Step;

/// One polite line, out of sight.
#[component]
pub fn Announce() -> impl IntoView {
    let session = Session::expect();
    let words = Memo::new(move |_| {
        let states = session.states();
        let running = Step::ALL.into_iter().zip(states).find(|(_, state)| *state == StepState::Running);
        let last = Step::ALL
            .into_iter()
            .zip(states)
            .rfind(|(_, state)| !matches!(state, StepState::Blocked | StepState::Ready));
        running
            .or(last)
            .map(|(step, state)| format!("Step {}, {}: {}", step as usize + 1, step.name(), state.name()))
            .unwrap_or_default()
    });
    view! { <p class="unseen" role="status">{move || words.get()}</p> }
}
