//! The picture beside the story: who talks to whom, and how far it has come.

use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::StepState;
use protocol::form::Field;
use protocol::trace::Step;
use protocol::wire::Channel;

/// From and to are columns: 0 you, 1 this page, 2 the server, 3 the API.
struct Arrow {
    step: Step,
    channel: Channel,
    from: usize,
    to: usize,
    words: &'static str,
}

const COLUMNS: [(i32, &str); 4] = [(40, "you"), (130, "this page"), (250, "server"), (350, "API")];

const fn front(step: Step, from: usize, to: usize, words: &'static str) -> Arrow {
    Arrow { step, channel: Channel::Front, from, to, words }
}

const fn back(step: Step, from: usize, to: usize, words: &'static str) -> Arrow {
    Arrow { step, channel: Channel::Back, from, to, words }
}

const CODE: [Arrow; 7] = [
    front(Step::Authorize, 1, 2, "authorize"),
    front(Step::Callback, 0, 2, "sign in"),
    front(Step::Callback, 2, 1, "code, state"),
    back(Step::Token, 1, 2, "code, verifier"),
    back(Step::Token, 2, 1, "access token"),
    back(Step::Api, 1, 3, "Bearer token"),
    back(Step::Api, 3, 1, "answer"),
];

const IMPLICIT: [Arrow; 5] = [
    front(Step::Authorize, 1, 2, "authorize"),
    front(Step::Callback, 0, 2, "sign in"),
    front(Step::Callback, 2, 1, "#access token, state"),
    back(Step::Api, 1, 3, "Bearer token"),
    back(Step::Api, 3, 1, "answer"),
];

/// The sequence of the chosen flow.
#[component]
pub fn Picture() -> impl IntoView {
    let session = Session::expect();
    let implicit = Memo::new(move |_| session.form.with(|form| form.trimmed(Field::ResponseType) == "token"));
    let drawing = move || {
        let arrows: &[Arrow] = if implicit.get() { &IMPLICIT } else { &CODE };
        let states = session.states();
        let bottom = 40 + 36 * i32::try_from(arrows.len()).unwrap_or_default();
        view! {
            <svg class="seq" viewBox=format!("0 0 400 {bottom}") role="img" aria-label=spoken(arrows)>
                {COLUMNS.map(|(x, who)| view! {
                    <text class="who" x=x y="14">{who}</text>
                    <path class="life" d=format!("M{x} 24V{}", bottom - 6) />
                })}
                {(60..).step_by(36).zip(arrows).map(|(y, arrow)| drawn(arrow, y, states)).collect_view()}
            </svg>
        }
    };
    view! {
        <figure class="card">
            {drawing}
            <figcaption class="legend">
                <span><i class="f"></i>"through the address bar"</span>
                <span><i></i>"by the page itself"</span>
            </figcaption>
        </figure>
    }
}

fn drawn(arrow: &Arrow, y: i32, states: [StepState; 5]) -> impl IntoView + use<> {
    let column = |index: usize| COLUMNS.get(index).map_or(0, |(x, _)| *x);
    let (from, to) = (column(arrow.from), column(arrow.to));
    let (shaft, wing) = if to > from { (to - 9, to - 10) } else { (to + 9, to + 10) };
    let state = states.get(arrow.step as usize).copied().unwrap_or(StepState::Blocked);
    let when = match state {
        StepState::Done | StepState::Stale => "then",
        StepState::Running | StepState::Ready => "now",
        StepState::Failed => "broken",
        StepState::Blocked => "todo",
    };
    let channel = if arrow.channel == Channel::Front { "front" } else { "back" };
    view! {
        <g class=format!("arrow {channel} {when}")>
            <path class="shaft" d=format!("M{from} {y}H{shaft}") />
            <path class="tip" d=format!("M{to} {y}L{wing} {}V{}z", y - 4, y + 4) />
            <text x=i32::midpoint(from, to) y=y - 7>{arrow.words}</text>
        </g>
    }
}

fn spoken(arrows: &[Arrow]) -> String {
    let name = |index: usize| COLUMNS.get(index).map_or("", |(_, who)| *who);
    let sentences: Vec<String> =
        arrows.iter().map(|arrow| format!("{} to {}: {}", name(arrow.from), name(arrow.to), arrow.words)).collect();
    format!("Sequence of messages. {}", sentences.join("; "))
}
