//! The picture beside the story: who talks to whom, and how far it has come.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::StepState;
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
pub fn picture(session: Session) -> Element {
    let legend = classed("figcaption", "legend")
        .child(el("span").child(classed("i", "f")).text("through the address bar"))
        .child(el("span").child(el("i")).text("by the page itself"));
    classed("figure", "card").live(move || vec![drawing(session)]).child(legend)
}

fn drawing(session: Session) -> Element {
    let implicit = session.form.with(|form| form.response_type().is_some_and(|asked| !asked.code));
    let arrows: &[Arrow] = if implicit { &IMPLICIT } else { &CODE };
    let states = session.states();
    let bottom = 40 + 36 * i32::try_from(arrows.len()).unwrap_or_default();
    let columns = COLUMNS.into_iter().flat_map(|(x, who)| {
        [
            classed("text", "who").attr("x", &x.to_string()).attr("y", "14").text(who),
            classed("path", "life").attr("d", &format!("M{x} 24V{}", bottom - 6)),
        ]
    });
    classed("svg", "seq")
        .attr("viewBox", &format!("0 0 400 {bottom}"))
        .attr("role", "img")
        .attr("aria-label", &spoken(arrows))
        .children(columns)
        .children((60..).step_by(36).zip(arrows).map(|(y, arrow)| drawn(arrow, y, states)))
}

fn drawn(arrow: &Arrow, y: i32, states: [StepState; 5]) -> Element {
    let column = |index: usize| COLUMNS.get(index).map_or(0, |(x, _)| *x);
    let (from, to) = (column(arrow.from), column(arrow.to));
    let (shaft, wing) = if to > from { (to - 9, to - 10) } else { (to + 9, to + 10) };
    let when = match states.get(arrow.step as usize) {
        Some(StepState::Done | StepState::Stale) => "then",
        Some(StepState::Running | StepState::Ready) => "now",
        Some(StepState::Failed) => "broken",
        Some(StepState::Blocked) | None => "todo",
    };
    let channel = if arrow.channel == Channel::Front { "front" } else { "back" };
    el("g")
        .attr("class", &format!("arrow {channel} {when}"))
        .child(classed("path", "shaft").attr("d", &format!("M{from} {y}H{shaft}")))
        .child(classed("path", "tip").attr("d", &format!("M{to} {y}L{wing} {}V{}z", y - 4, y + 4)))
        .child(
            el("text")
                .attr("x", &i32::midpoint(from, to).to_string())
                .attr("y", &(y - 7).to_string())
                .text(arrow.words),
        )
}

fn spoken(arrows: &[Arrow]) -> String {
    let name = |index: usize| COLUMNS.get(index).map_or("", |(_, who)| *who);
    let sentences: Vec<String> =
        arrows.iter().map(|arrow| format!("{} to {}: {}", name(arrow.from), name(arrow.to), arrow.words)).collect();
    format!("Sequence of messages. {}", sentences.join("; "))
}
