//! The frame of an exhibit: words and picture, the one button, what was seen and what was noted, and what to make of it.

use super::{log, seen};
use crate::exhibit::Exhibit;
use crate::record::{Run, Stage};
use crate::run::Lab;
use crate::texts;
use crate::walk::{Name, Stop};
use grantlens::element::{Element, classed, el};
use grantlens::view::diagram::Way;

/// An exhibit. `level` is its heading's; those of its panels are one below.
pub fn exhibit_view(lab: Lab, exhibit: &'static Exhibit, level: &'static str) -> Element {
    let (name, text) = (exhibit.name, exhibit.text);
    let id = format!("{}-title", name.name());
    let run = move || lab.run(name);
    let running = move || run().is_some_and(|run| run.stage == Stage::Running);
    let title = el(level).attr("id", &id).attr("tabindex", "-1").text(&texts::plain(text, "title"));
    let words = classed("div", "words").children(texts::paragraphs(text, "words"));
    let picture = classed("figure", "picture")
        .live(move || picture(exhibit, run().filter(|run| run.stage != Stage::Running).as_ref()));
    classed("section", "exhibit")
        .attr("data-exhibit", name.name())
        .attr("aria-labelledby", &id)
        .live_attr("data-outcome", move || run().map(|run| outcome(&run.stage)))
        .live_attr("data-kind", move || run().and_then(|run| kind(&run.stage)))
        .live_attr("aria-busy", move || running().then(|| "true".to_owned()))
        .child(classed("div", "titled").child(eyebrow(name)).child(title))
        .child(classed("div", "opening").child(words).child(picture))
        .children(exhibit.extra.iter().flat_map(|part| part()))
        .child(buttons(lab, exhibit, running))
        .child(classed("div", "result").live(move || run().map(|run| result(exhibit, &run, level)).unwrap_or_default()))
}

fn outcome(stage: &Stage) -> String {
    match stage {
        Stage::Running => "running".to_owned(),
        Stage::Ended(outcome) => outcome.clone(),
        Stage::Failed(..) => "failed".to_owned(),
    }
}

fn kind(stage: &Stage) -> Option<String> {
    match stage {
        Stage::Failed(kind, _) => Some(kind.clone()),
        _ => None,
    }
}

fn buttons(lab: Lab, exhibit: &'static Exhibit, running: impl Fn() -> bool + Copy + 'static) -> Element {
    let name = exhibit.name;
    let verb = move || match lab.run(name).map(|run| run.stage) {
        Some(Stage::Running) => "Running\u{2026}",
        Some(_) => "Run again",
        None => "Run it",
    };
    let primary = el("button")
        .attr("type", "button")
        .attr("data-run", "")
        .attr("data-primary", "")
        .live_attr("aria-disabled", move || running().then(|| "true".to_owned()))
        .on("click", move || lab.begin(name, 0))
        .live_text(move || verb().to_owned());
    let second = exhibit.second.map(|(words, variant)| {
        el("button")
            .attr("type", "button")
            .attr("data-run-hostile", "")
            .on("click", move || lab.begin(name, variant))
            .text(words)
    });
    let note =
        exhibit.leaves_page.then(|| classed("p", "small").text("This page leaves, comes back and goes on by itself."));
    classed("div", "row").child(primary).maybe(second).maybe(note)
}

fn result(exhibit: &'static Exhibit, run: &Run, level: &'static str) -> Vec<Element> {
    let below = if level == "h2" { "h3" } else { "h4" };
    let sentence = match &run.stage {
        Stage::Running => return Vec::new(),
        Stage::Ended(outcome) => {
            classed("p", "outcome").text(&texts::plain(exhibit.text, &format!("outcome {outcome}")))
        }
        Stage::Failed(_, sentence) => classed("p", "problem").text(sentence),
    };
    // A run that had left the page brings the keyboard here when it is over.
    let sentence = sentence.attr("id", &format!("{}-outcome", exhibit.name.name())).attr("tabindex", "-1");
    let panels = classed("div", "panels").child(seen::panel(run, below)).child(log::panel(run, below));
    let mut parts = vec![sentence];
    parts.extend(exhibit.shown.iter().flat_map(|part| part(run)));
    parts.push(panels);
    if matches!(run.stage, Stage::Ended(_)) {
        parts.push(lists(exhibit.text, below));
    }
    parts
}

/// What a run leaves behind, and what it does not prove.
pub fn lists(text: &'static str, level: &'static str) -> Element {
    let list = |title: &str, section: &str| {
        let items = texts::items(text, section);
        (!items.is_empty())
            .then(|| classed("div", "after").child(el(level).text(title)).child(el("ul").children(items)))
    };
    classed("div", "afters")
        .maybe(list("What this leaves behind", "leaves"))
        .maybe(list("What it does not show", "limits"))
}

/// The drawing, and below it whether it is what is to come or what was, and what its lines mean.
fn picture(exhibit: &Exhibit, run: Option<&Run>) -> Vec<Element> {
    let drawing = (exhibit.drawing)(run);
    let words =
        if run.is_some() { "What happened. The numbers are those of the log lines." } else { "What the run will do." };
    let mut keys = vec![el("b").text(words)];
    let mut key = |there: bool, class, words| {
        if there {
            keys.push(el("span").child(classed("i", class)).text(words));
        }
    };
    key(drawing.has(Way::Front), "f", "through the address bar");
    key(drawing.has(Way::Page), "p", "sent by the page");
    key(drawing.has(Way::Server), "s", "from server to server");
    key(drawing.stops_any(), "x", "stopped by the browser");
    vec![drawing.draw(), classed("figcaption", "legend").children(keys)]
}

/// "Exhibit 2 of 7", or "Exhibit 4, part b".
fn eyebrow(name: Name) -> Element {
    let stop = Stop::of(name);
    let part = stop.exhibits().iter().position(|other| *other == name).unwrap_or_default();
    let words = if stop.exhibits().len() == 1 {
        format!("Exhibit {} of 7", stop.index())
    } else {
        let letter = ["a", "b", "c"].get(part).copied().unwrap_or_default();
        format!("Exhibit {}, part {letter}", stop.index())
    };
    classed("p", "eyebrow").text(&words)
}
