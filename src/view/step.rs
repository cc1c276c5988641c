//! The frame of a step: a region with its number, its title and one line that says how it is.

use crate::element::{Element, classed, el, follow};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::StepState;
use protocol::trace::Step;

/// A step's card. Done ones fold to their one line; a press on the title opens and closes any that have something to show.
///
/// `say` is the outcome or what it waits for, in a few words; `body` is what the card shows when open.
pub fn step_card(
    session: Session,
    step: Step,
    title: &'static str,
    say: impl Fn() -> String + Send + 'static,
    body: Element,
) -> Element {
    let state = move || session.state(step);
    // What the person opened or closed, and the state in which they did: it holds until the step itself moves on.
    let pressed = RwSignal::new(None::<(StepState, bool)>);
    let open = move || {
        let state = state();
        let by_itself = session.primary() == Some(step) || matches!(state, StepState::Running | StepState::Failed);
        let by_hand = pressed.get().filter(|(then, _)| *then == state).map(|(_, open)| open);
        state != StepState::Blocked && by_hand.unwrap_or(by_itself)
    };
    let name = step.name();
    let fold = classed("button", "fold")
        .attr("type", "button")
        .attr("id", &format!("{name}-title"))
        .attr("aria-controls", &format!("{name}-body"))
        .live_attr("aria-expanded", move || Some(open().to_string()))
        .flag("disabled", move || state() == StepState::Blocked)
        .on("click", move || pressed.set(Some(untrack(move || (state(), !open())))))
        .text(title);
    let card = classed("section", "step")
        .attr("data-step", name)
        .attr("aria-labelledby", &format!("{name}-title"))
        .live_attr("data-state", move || Some(state().name().to_owned()))
        .live_attr("aria-busy", move || (state() == StepState::Running).then(|| "true".to_owned()))
        .child(
            el("header")
                .child(classed("span", "n").attr("aria-hidden", "true").live_text(move || badge(step, state())))
                .child(el("h2").child(fold))
                .child(classed("span", "say").live_text(say)),
        )
        .child(body.attr("id", &format!("{name}-body")).flag("hidden", move || !open()));
    // Last, so that the title can take the keyboard by then.
    follow_the_hand(session, step);
    card
}

/// When the turn passes to another step, the keyboard's place goes with it; not at the first showing of the page.
fn follow_the_hand(session: Session, step: Step) {
    let mut before = true;
    follow(Box::new(move || {
        let now = session.primary() == Some(step);
        if now && !before {
            session.focus_step(step);
        }
        before = now;
    }));
}

fn badge(step: Step, state: StepState) -> String {
    match state {
        StepState::Done => "✓".to_owned(),
        StepState::Failed => "!".to_owned(),
        StepState::Stale => "↻".to_owned(),
        StepState::Running => "…".to_owned(),
        StepState::Blocked | StepState::Ready => (step as usize + 1).to_string(),
    }
}

/// A button with a name for `data-action`.
pub fn button(label: &'static str, action: &'static str, press: impl Fn() + 'static) -> Element {
    el("button").attr("type", "button").attr("data-action", action).on("click", press).text(label)
}

/// The primary button of a step, while the step has it. `label` is a verb.
pub fn primary(
    session: Session,
    step: Step,
    label: impl Fn() -> &'static str + Send + Sync + Copy + 'static,
    press: impl Fn() + Send + Sync + Copy + 'static,
) -> Element {
    el("span").when(
        move || session.primary() == Some(step),
        move || {
            el("button")
                .attr("type", "button")
                .attr("data-primary", "")
                .on("click", press)
                .live_text(move || label().to_owned())
        },
    )
}

/// A button that ends the request under way.
pub fn cancel_button(session: Session, step: Step) -> Element {
    el("span").when(
        move || session.state(step) == StepState::Running,
        move || button("Cancel", "cancel", move || session.cancel()),
    )
}
