//! The picture beside the story: who talks to whom, and how far it has come. Before a run it is the plan of the chosen flow; the
//! second half fills it in from the record (`picture/live.rs`).

pub mod live;

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::drawing::geometry::{Mark, WIDTH};
use protocol::drawing::{Drawing, Entry, Picture, plan};

/// The sequence of the chosen flow, and of the run.
pub fn picture(session: Session) -> Element {
    let legend = classed("figcaption", "legend")
        .child(el("span").child(classed("i", "f")).text("through the address bar"))
        .child(el("span").child(el("i")).text("by the page itself"))
        .child(el("span").child(classed("i", "p")).text("by the browser, inferred"));
    classed("figure", "card")
        .attr("data-picture", "")
        .live(move || match session.later() {
            Some(later) => (later.picture)(session),
            None => planned(session),
        })
        .child(legend)
}

fn planned(session: Session) -> Vec<Element> {
    let plan = session.form.with(|form| plan::plan(form, None));
    vec![paper(&plan.drawing(), &|group, _| group), spoken(&plan, &|_, _| None)]
}

/// The drawing. What a group is that shows an entry, `dress` says; it is told which entry by its place.
pub fn paper(drawing: &Drawing, dress: &dyn Fn(Element, usize) -> Element) -> Element {
    let mut entries = 0..;
    let marks = drawing.marks.iter().map(|mark| match (mark, element(mark)) {
        (Mark::Group { .. }, group) => dress(group, entries.next().unwrap_or_default()),
        (_, other) => other,
    });
    classed("svg", "seq")
        .attr("viewBox", &format!("0 0 {WIDTH} {}", drawing.height))
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .children(marks)
}

fn element(mark: &Mark) -> Element {
    match mark {
        Mark::Group { class, marks, .. } => classed("g", class).children(marks.iter().map(element)),
        Mark::Path { class, d } => classed("path", class).attr("d", d),
        Mark::Text { class, x, y, words } => {
            classed("text", class).attr("x", &x.to_string()).attr("y", &y.to_string()).text(words)
        }
    }
}

/// The same in words, a sentence an arrow. `lead` may make one lead to its entry.
pub fn spoken(picture: &Picture, lead: &dyn Fn(&Entry, &str) -> Option<Element>) -> Element {
    let sentences = picture.sentences().map(|(entry, sentence)| match lead(entry, &sentence) {
        Some(link) => el("li").child(link),
        None => el("li").text(&sentence),
    });
    classed("ol", "unseen").attr("aria-label", "The picture in words").children(sentences)
}
