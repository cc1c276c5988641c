//! The first screen: the question, what will happen, the steps, and the way in.

use super::side::step;
use crate::exhibit;
use crate::run::Lab;
use crate::texts::{self, paragraphs};
use crate::walk::{Name, Stop};
use grantlens::element::{Element, classed, el};

const TEXT: &str = include_str!("../../texts/start.txt");

/// The screen.
pub fn start(lab: Lab) -> Element {
    let question = classed("h2", "question")
        .attr("id", "start-title")
        .attr("tabindex", "-1")
        .text(&texts::plain(TEXT, "question"));
    let go = el("a")
        .attr("href", &format!("#{}", Stop::SameOriginPolicy.name()))
        .attr("data-primary", "")
        .attr("data-start", "")
        .text("Start");
    let answer = classed("a", "plain-link").attr("href", "#answer").text("Straight to the answer");
    let steps = Stop::ALL.into_iter().filter(|stop| *stop != Stop::Start).map(|stop| step(lab, stop, true));
    let asked = classed("div", "asked")
        .child(question)
        .child(classed("div", "words").children(paragraphs(TEXT, "words")))
        .child(classed("div", "row").child(go).child(answer));
    let caption =
        classed("figcaption", "small").text("The border that it is all about: asked, answered, and not read.");
    let picture = classed("figure", "picture hero")
        .child((exhibit::of(Name::SameOriginPolicy).drawing)(None).draw())
        .child(caption);
    classed("section", "start")
        .attr("aria-labelledby", "start-title")
        .child(classed("div", "opening").child(asked).child(picture))
        .child(classed("ol", "agenda").children(steps))
        .child(classed("div", "notes").children(paragraphs(TEXT, "signing")).children(paragraphs(TEXT, "honest")))
}
