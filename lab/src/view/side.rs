//! The list of steps with their state, and the way to the step before and after.

use crate::record::Stage;
use crate::run::Lab;
use crate::walk::Stop;
use grantlens::element::{Element, classed, el};
use leptos::prelude::*;

/// The list beside the walk.
pub fn side(lab: Lab) -> Element {
    let steps = Stop::ALL.map(|stop| step(lab, stop, false));
    let list = el("ol").children(steps);
    let at_start = move || lab.at.get() == Stop::Start;
    // On a phone the list folds to one line; made anew at each screen, so that it folds again when a step was chosen.
    let fold = move || {
        let here = format!("The walk: {}", lab.at.get().title());
        let steps = Stop::ALL.map(|stop| step(lab, stop, false));
        vec![classed("details", "steps-fold").child(el("summary").text(&here)).child(el("ol").children(steps))]
    };
    classed("nav", "steps")
        .attr("aria-label", "The walk")
        .flag("hidden", at_start)
        .child(classed("div", "steps-wide").child(list))
        .live(fold)
}

/// A link to a step, with its number, its state and, if wanted, a sentence on it.
pub fn step(lab: Lab, stop: Stop, explained: bool) -> Element {
    let state = move || state(lab, stop);
    let link = el("a")
        .attr("href", &format!("#{}", stop.name()))
        .live_attr("aria-current", move || (lab.at.get() == stop).then(|| "step".to_owned()))
        .child(classed("span", "n").attr("aria-hidden", "true").live_text(move || badge(stop, state())))
        .child(
            classed("span", "title")
                .child(el("b").text(stop.title()))
                .maybe(explained.then(|| el("small").text(stop.teaser()))),
        )
        .child(classed("span", "unseen").live_text(move || words(state()).to_owned()));
    classed("li", "step-link").live_attr("data-state", move || Some(name(state()).to_owned())).child(link)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Waits,
    Running,
    Part,
    Done,
    Failed,
}

fn state(lab: Lab, stop: Stop) -> State {
    let stages: Vec<Option<Stage>> = stop.exhibits().iter().map(|name| lab.run(*name).map(|run| run.stage)).collect();
    let is = |wanted: fn(&Stage) -> bool| stages.iter().flatten().any(wanted);
    let done = stages.iter().flatten().filter(|stage| matches!(stage, Stage::Ended(_))).count();
    if stages.is_empty() {
        State::Text
    } else if is(|stage| *stage == Stage::Running) {
        State::Running
    } else if is(|stage| matches!(stage, Stage::Failed(..))) {
        State::Failed
    } else if done == stages.len() {
        State::Done
    } else if done > 0 {
        State::Part
    } else {
        State::Waits
    }
}

fn badge(stop: Stop, state: State) -> String {
    match state {
        State::Done => "✓".to_owned(),
        State::Failed => "!".to_owned(),
        State::Running => "…".to_owned(),
        State::Waits | State::Part => stop.index().to_string(),
        State::Text => match stop {
            Stop::Start => "?".to_owned(),
            Stop::Answer => "=".to_owned(),
            _ => "–".to_owned(),
        },
    }
}

/// The stable name, for `data-state`.
fn name(state: State) -> &'static str {
    match state {
        State::Text => "text",
        State::Waits => "waits",
        State::Running => "running",
        State::Part => "part",
        State::Done => "done",
        State::Failed => "failed",
    }
}

fn words(state: State) -> &'static str {
    match state {
        State::Text => "",
        State::Waits => ", not run yet",
        State::Running => ", running",
        State::Part => ", run in part",
        State::Done => ", run",
        State::Failed => ", did not get to its end",
    }
}

/// The step before and the step after.
pub fn neighbours(stop: Stop) -> Element {
    let [before, after] = stop.neighbours();
    let link = |stop: Stop, class: &str, words: &str| {
        classed("a", class)
            .attr("href", &format!("#{}", stop.name()))
            .child(classed("small", "way").text(words))
            .child(el("span").text(stop.title()))
    };
    classed("nav", "neighbours")
        .attr("aria-label", "Before and after")
        .maybe(before.map(|stop| link(stop, "before", "Before")))
        .maybe(after.map(|stop| link(stop, "after", "Next")))
}
