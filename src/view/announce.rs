//! What a screen reader is told when the run moves on.

use crate::element::{Element, classed};
use crate::session::Session;
use protocol::flow::StepState;
use protocol::trace::Step;

/// One polite line, out of sight.
pub fn announce(session: Session) -> Element {
    classed("p", "unseen").attr("role", "status").live_text(move || {
        let states = session.states();
        let at = |wanted: fn(StepState) -> bool| Step::ALL.into_iter().zip(states).rfind(|(_, state)| wanted(*state));
        at(|state| state == StepState::Running)
            .or_else(|| at(|state| !matches!(state, StepState::Blocked | StepState::Ready)))
            .map(|(step, state)| format!("Step {}, {}: {}", step as usize + 1, step.name(), state.name()))
            .unwrap_or_default()
    })
}
