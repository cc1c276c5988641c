//! The frame of a step: a region with its number, its title and one line that says how it is.

use super::configure;
use crate::element::{Element, classed, el, follow};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::StepState;
use protocol::trace::Step;

/// What makes a step's card that step's.
pub struct Card {
    /// The outcome or what it waits for, in a few words.
    pub say: fn(Session) -> String,
    /// What it shows when open, below its refusal; each part is made anew when what it read has changed.
    pub parts: &'static [fn(Session) -> Vec<Element>],
    /// The verb on its primary button.
    pub verb: fn(Session) -> &'static str,
    /// What that button does.
    pub press: fn(Session),
    /// The buttons beside it.
    pub beside: fn(Session) -> Vec<Element>,
}

/// What a step is called.
pub fn title(step: Step) -> &'static str {
    match step {
        Step::Configure => "Which server?",
        Step::Authorize => "Ask for leave",
        Step::Callback => "Come back",
        Step::Token => "Get the token",
        Step::Api => "Call the API",
        Step::Session => "The session",
    }
}

/// The card of a step, as soon as the half of the program is there that it belongs to.
fn card(session: Session, step: Step) -> Option<&'static Card> {
    match (step as usize).checked_sub(1) {
        None => Some(&configure::CARD),
        Some(index) => session.later()?.cards.get(index).copied(),
    }
}

/// A step's card. Done ones fold to their one line; a press on the title opens and closes any that have something to show.
pub fn step_card(session: Session, step: Step) -> Element {
    let name = step.name();
    let state = move || session.state(step);
    // What the person opened or closed, and the state in which they did: it holds until the step itself moves on.
    let pressed = RwSignal::new(None::<(StepState, bool)>);
    let open = move || {
        let state = state();
        let by_itself = session.primary() == Some(step) || matches!(state, StepState::Running | StepState::Failed);
        let by_hand = pressed.get().filter(|(then, _)| *then == state).map(|(_, open)| open);
        state != StepState::Blocked && by_hand.unwrap_or(by_itself)
    };
    let title_id = format!("{name}-title");
    let body_id = format!("{name}-body");
    let fold = classed("button", "fold")
        .attr("type", "button")
        .attr("id", &title_id)
        .attr("aria-controls", &body_id)
        .live_attr("aria-expanded", move || Some(open().to_string()))
        .flag("disabled", move || state() == StepState::Blocked)
        .on("click", move || pressed.set(Some(untrack(move || (state(), !open())))))
        .text(title(step));
    let header = el("header")
        .child(classed("span", "n").attr("aria-hidden", "true").live_text(move || badge(step, state())))
        .child(el("h2").child(fold))
        .child(
            classed("span", "say")
                .live_text(move || card(session, step).map(|card| (card.say)(session)).unwrap_or_default()),
        );
    let section = classed("section", "step")
        .attr("data-step", name)
        .attr("aria-labelledby", &title_id)
        .live_attr("data-state", move || Some(state().name().to_owned()))
        .live_attr("aria-busy", move || (state() == StepState::Running).then(|| "true".to_owned()))
        .child(header)
        .child(
            classed("div", "body")
                .attr("id", &body_id)
                .flag("hidden", move || !open())
                .live(move || card(session, step).map(|card| body(session, step, card)).unwrap_or_default()),
        );
    // Last, so that the title can take the keyboard by then.
    follow_the_hand(session, step);
    section
}

fn body(session: Session, step: Step, card: &'static Card) -> Vec<Element> {
    let refusal = move || match session.later() {
        Some(later) => (later.refusal)(session, step),
        None if step == Step::Configure && session.is_half_missing() => vec![half_missing()],
        None => Vec::new(),
    };
    let mut body = classed("div", "parts")
        .live(refusal)
        .live(move || if session.is_recalled_at(step) { vec![recalled()] } else { Vec::new() });
    for part in card.parts {
        body = body.live(move || part(session));
    }
    let primary = move || {
        let button = el("button").attr("type", "button").attr("data-primary", "");
        button.on("click", move || (card.press)(session)).live_text(move || (card.verb)(session).to_owned())
    };
    let cancel = move || button(session, "Cancel", "cancel", Session::cancel);
    let row = classed("div", "row")
        .live(move || if session.primary() == Some(step) { vec![primary()] } else { Vec::new() })
        .live(move || if session.is_sending(step) { vec![cancel()] } else { Vec::new() })
        .live(move || (card.beside)(session));
    vec![body.child(row)]
}

/// The one refusal that the first half says itself.
fn half_missing() -> Element {
    classed("div", "problem")
        .attr("role", "alert")
        .attr("data-kind", "net_or_cors")
        .child(el("strong").text("The rest of this page did not come."))
        .child(el("p").text("The page fetches its second half from its own host when it is first used. Nothing was sent to any other server."))
        .child(el("p").text("Look whether the network is there, then press the button again. If you had just come back from a sign-in, sign in again: its answer was dropped."))
        .child(classed("p", "small").text("Who can mend it: you, or whoever runs this page\u{2019}s host."))
}

/// After a reload: the plain word that the token is gone.
fn recalled() -> Element {
    let words = "This page was loaded anew. Codes and tokens live in memory only, so they are gone; what you see is the record of the last run.";
    classed("p", "recalled").text(words)
}

/// No button beside the primary one.
pub fn none(_: Session) -> Vec<Element> {
    Vec::new()
}

/// A part that is one paragraph.
pub fn words(text: &str) -> Vec<Element> {
    vec![el("p").text(text)]
}

/// When the turn passes to another step, or comes back to the same one with a refusal, the keyboard's place goes with it; not at the
/// first showing of the page.
fn follow_the_hand(session: Session, step: Step) {
    let mut before = true;
    let mut first = true;
    follow(Box::new(move || {
        let now = session.primary() == Some(step);
        // Not tracked: what follows the half would run before the page stands as the flow now says.
        let refused = session.state(step) == StepState::Failed || untrack(|| session.is_half_missing());
        if now && !first && (!before || refused) {
            session.focus_step(step);
        }
        (before, first) = (now, false);
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
pub fn button(session: Session, label: &'static str, action: &'static str, press: fn(Session)) -> Element {
    el("button").attr("type", "button").attr("data-action", action).on("click", move || press(session)).text(label)
}
