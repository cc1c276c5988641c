//! The frame of a step: a region with its number, its title and one line that says how it is.

use crate::session::Session;
use leptos::{html, prelude::*};
use protocol::flow::StepState;
use protocol::trace::Step;

/// A step's card. Done ones fold to their one line; a press on the title opens and closes any that have something to show.
#[component]
pub fn StepCard(
    /// Which step.
    step: Step,
    /// Its title.
    title: &'static str,
    /// The outcome or what it waits for, in a few words.
    #[prop(into)]
    say: Signal<String>,
    /// What it shows when open.
    children: Children,
) -> impl IntoView {
    let session = Session::expect();
    let state = Memo::new(move |_| session.states().get(step as usize).copied().unwrap_or(StepState::Blocked));
    let at_hand = Memo::new(move |_| session.primary() == Some(step));
    let pressed = RwSignal::new(None::<bool>);
    // What the person opened or closed holds until the step itself moves on.
    Effect::new(move |before: Option<StepState>| {
        if before.is_some_and(|before| before != state.get()) {
            pressed.set(None);
        }
        state.get()
    });
    let open = Memo::new(move |_| {
        let by_itself = at_hand.get() || matches!(state.get(), StepState::Running | StepState::Failed);
        state.get() != StepState::Blocked && pressed.get().unwrap_or(by_itself)
    });
    let heading = NodeRef::<html::Button>::new();
    follow_the_hand(at_hand, heading);
    let name = step.name();
    view! {
        <section
            class="step"
            data-step=name
            data-state=move || state.get().name()
            aria-labelledby=format!("{name}-title")
            aria-busy=move || (state.get() == StepState::Running).then_some("true")
        >
            <header>
                <span class="n" aria-hidden="true">{move || badge(step, state.get())}</span>
                <h2>
                    <button
                        node_ref=heading
                        class="fold"
                        id=format!("{name}-title")
                        aria-expanded=move || open.get().to_string()
                        aria-controls=format!("{name}-body")
                        disabled=move || state.get() == StepState::Blocked
                        on:click=move |_| pressed.set(Some(!open.get_untracked()))
                    >
                        {title}
                    </button>
                </h2>
                <span class="say">{move || say.get()}</span>
            </header>
            <div class="body" id=format!("{name}-body") hidden=move || !open.get()>
                {children()}
            </div>
        </section>
    }
}

/// When the turn passes to another step, the keyboard's place goes with it; not at the first showing of the page.
fn follow_the_hand(at_hand: Memo<bool>, heading: NodeRef<html::Button>) {
    Effect::new(move |before: Option<bool>| {
        let now = at_hand.get();
        if before == Some(false)
            && now
            && let Some(heading) = heading.get_untracked()
        {
            // A browser that will not focus leaves the keyboard where it was.
            drop(heading.focus());
        }
        now
    });
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

/// The primary button of a step, while the step has it.
#[component]
pub fn Primary(
    /// Which step.
    step: Step,
    /// A verb.
    #[prop(into)]
    label: Signal<String>,
    /// What it does.
    press: impl Fn() + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let session = Session::expect();
    let here = Memo::new(move |_| session.primary() == Some(step));
    view! {
        <Show when=move || here.get()>
            <button
                type="button"
                data-primary=""
                on:click={
                    let press = press.clone();
                    move |_| press()
                }
            >
                {move || label.get()}
            </button>
        </Show>
    }
}

/// A button that ends the request under way.
#[component]
pub fn CancelButton(
    /// The step whose request it is.
    step: Step,
) -> impl IntoView {
    let session = Session::expect();
    let running = Memo::new(move |_| session.states().get(step as usize) == Some(&StepState::Running));
    view! {
        <Show when=move || running.get()>
            <button type="button" data-action="cancel" on:click=move |_| session.cancel()>
                "Cancel"
            </button>
        </Show>
    }
}
