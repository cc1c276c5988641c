//! The page: the bar, the list of steps, and one screen of the walk.

use crate::exhibit;
use crate::record::Stage;
use crate::run::Lab;
use crate::texts;
use crate::timeline::timeline;
use crate::view::frame::exhibit_view;
use crate::view::side::{neighbours, side};
use crate::view::{bar::bar, start::start};
use crate::walk::{Name, Stop};
use grantlens::element::{Element, classed, el};
use leptos::prelude::*;

const ANSWER: &str = include_str!("../texts/answer.txt");
const WITHOUT_CORS: &str = include_str!("../texts/without-cors.txt");

/// The whole page. `arrival` is the address with which the browser came back, when it did.
pub fn app(arrival: Option<&str>) -> Vec<Element> {
    let lab = Lab::open(arrival);
    let screen = classed("main", "screen").attr("id", "main").live(move || {
        let stop = lab.at.get();
        untrack(|| {
            let ways = (stop != Stop::Start).then(|| neighbours(stop));
            screen(lab, stop).into_iter().chain(ways).collect()
        })
    });
    let page = classed("div", "walk").child(side(lab)).child(screen);
    vec![bar(), page, announce(lab)]
}

fn screen(lab: Lab, stop: Stop) -> Vec<Element> {
    match stop {
        Stop::Start => vec![start(lab)],
        Stop::WithoutCors => without_cors(lab),
        Stop::Timeline => vec![timeline()],
        Stop::Answer => vec![answer()],
        _ => stop.exhibits().iter().map(|name| exhibit_view(lab, exhibit::of(*name), heading(stop, *name))).collect(),
    }
}

/// The heading of a screen is of the second level; a further exhibit on it, of the third.
fn heading(stop: Stop, name: Name) -> &'static str {
    if stop.name() == name.name() { "h2" } else { "h3" }
}

fn without_cors(lab: Lab) -> Vec<Element> {
    let intro = titled("without-cors", WITHOUT_CORS).children(texts::paragraphs(WITHOUT_CORS, "words"));
    let parts = Stop::WithoutCors.exhibits().iter().map(|name| exhibit_view(lab, exhibit::of(*name), "h3"));
    [intro].into_iter().chain(parts).chain([exhibit::flash::view()]).collect()
}

fn answer() -> Element {
    titled("answer", ANSWER)
        .child(classed("div", "words answer-text").children(texts::paragraphs(ANSWER, "words")))
        .child(classed("ul", "proofs").children(texts::items(ANSWER, "proofs")))
}

/// A section of words with the heading of a screen.
fn titled(name: &'static str, text: &'static str) -> Element {
    let id = format!("{name}-title");
    classed("section", "exhibit words-only")
        .attr("data-exhibit", name)
        .attr("aria-labelledby", &id)
        .child(el("h2").attr("id", &id).attr("tabindex", "-1").text(&texts::plain(text, "title")))
}

/// What a screen reader is told when a run ends or begins.
fn announce(lab: Lab) -> Element {
    classed("p", "unseen").attr("role", "status").live_text(move || {
        let exhibits = lab.at.get().exhibits();
        let mut said = exhibits.iter().rev().filter_map(|name| {
            let run = lab.run(*name)?;
            let text = exhibit::of(*name).text;
            let words = match &run.stage {
                Stage::Running => "running".to_owned(),
                Stage::Ended(outcome) => texts::plain(text, &format!("outcome {outcome}")),
                Stage::Failed(_, sentence) => sentence.clone(),
            };
            Some(format!("{}: {words}", texts::plain(text, "title")))
        });
        said.next().unwrap_or_default()
    })
}
