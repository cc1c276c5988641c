//! What holds at every stage, whatever has changed and whether the form names an API or not.

use super::{changes, stages};
use protocol::flow::{Changed, Flow, StepState};
use protocol::trace::Step;

/// Tries `holds` on every stage, change and form.
#[track_caller]
fn always(holds: impl Fn(&Flow, Changed, [StepState; 5], Option<Step>) -> bool) {
    for (name, flow) in stages() {
        for changed in changes() {
            for names_api in [false, true] {
                let states = flow.states(changed, names_api);
                let primary = flow.primary(states);
                assert!(
                    holds(&flow, changed, states, primary),
                    "{name}, {changed:?}, API named: {names_api}: {states:?}, primary {primary:?}"
                );
            }
        }
    }
}

fn count(states: [StepState; 5], state: StepState) -> usize {
    states.into_iter().filter(|other| *other == state).count()
}

#[test]
fn there_is_one_primary_button_and_none_while_something_is_under_way() {
    always(|_, _, states, primary| primary.is_none() == states.contains(&StepState::Running));
}

#[test]
fn at_most_one_step_is_at_work() {
    always(|_, _, states, _| count(states, StepState::Running) <= 1);
}

#[test]
fn a_blocked_step_never_has_the_button() {
    always(|_, _, states, primary| primary.is_none_or(|step| states[step as usize] != StepState::Blocked));
}

#[test]
fn a_step_that_waits_has_the_button_and_of_two_the_later() {
    always(|_, _, states, primary| {
        let last = Step::ALL.into_iter().rev().find(|step| states[*step as usize] == StepState::Ready);
        last.is_none() || primary.is_none() || primary == last
    });
}

#[test]
fn behind_a_step_whose_turn_has_not_come_no_turn_has_come() {
    always(|_, _, states, _| {
        states.iter().skip_while(|state| **state != StepState::Blocked).all(|state| *state == StepState::Blocked)
    });
}

#[test]
fn the_form_is_never_blocked_stale_or_at_work() {
    always(|_, _, states, _| !matches!(states[0], StepState::Blocked | StepState::Stale | StepState::Running));
}

#[test]
fn out_of_date_only_the_form_can_be_acted_on() {
    always(|_, changed, states, primary| {
        let out_of_date = changed.sign_in || changed.api_origin;
        let others_idle =
            states[1..].iter().all(|state| !matches!(state, StepState::Ready | StepState::Done | StepState::Failed));
        !out_of_date || (others_idle && primary.is_none_or(|step| step == Step::Configure))
    });
}

#[test]
fn nothing_is_stale_while_the_form_is_as_it_was() {
    always(|_, changed, states, _| changed.sign_in || changed.api_origin || count(states, StepState::Stale) == 0);
}

#[test]
fn the_api_waits_only_with_a_token_in_hand() {
    always(|flow, _, states, _| states[4] != StepState::Ready || flow.tokens().is_some());
}
