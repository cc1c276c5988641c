//! The kinds of servers that are known: a choice that fills the form, and what to know of the one that was chosen.

use super::link::link;
use crate::element::{Element, classed, el};
use crate::session::Session;
use crate::session::presets::Presets;
use crate::view::profiles::profiles;
use protocol::preset::Preset;

/// The list, unless it is folded away.
pub fn presets(session: Session) -> Vec<Element> {
    let content = session.with_presets(|presets| match presets {
        Presets::Folded => None,
        Presets::Coming => Some(vec![el("p").text("The list is on its way.")]),
        Presets::Missing => Some(vec![missing()]),
        Presets::Here(list, chosen) => {
            let buttons = list.iter().enumerate().map(|(index, preset)| button(session, index, preset, *chosen));
            let mut content = vec![classed("div", "row").children(buttons)];
            content.extend(chosen.and_then(|index| list.get(index)).map(notes));
            content.push(profiles(session));
            Some(content)
        }
    });
    let group = |content: Vec<Element>| {
        classed("div", "presets")
            .attr("role", "group")
            .attr("aria-label", "Kinds of servers")
            .attr("data-presets", "")
            .children(content)
    };
    content.map(group).into_iter().collect()
}

fn missing() -> Element {
    let words =
        "The list did not come from this page\u{2019}s host. Press the button again, or type the server by hand.";
    classed("p", "fault").attr("role", "alert").attr("data-kind", "net_or_cors").text(words)
}

fn button(session: Session, index: usize, preset: &Preset, chosen: Option<usize>) -> Element {
    el("button")
        .attr("type", "button")
        .attr("data-preset", &preset.name)
        .attr("aria-pressed", if chosen == Some(index) { "true" } else { "false" })
        .on("click", move || session.choose_preset(index))
        .text(&preset.name)
}

fn notes(preset: &Preset) -> Element {
    let list = |title: &'static str, items: &[String]| {
        let items = items.iter().map(|item| el("li").text(item)).collect::<Vec<_>>();
        (!items.is_empty()).then(|| el("div").child(el("h3").text(title)).child(el("ul").children(items)))
    };
    let parts: Vec<String> = preset.fill_in.iter().map(|(name, words)| format!("{{{name}}}: {words}")).collect();
    let links = preset.links.iter().map(|(words, href)| el("li").child(link(words, href)));
    classed("div", "notes")
        .attr("data-notes", "")
        .maybe(list("Fill in", &parts))
        .maybe(list("Set there", &preset.set))
        .maybe(list("What to know", &preset.limits))
        .child(el("ul").children(links))
        .child(classed("p", "small").text(&format!("Written down in {}; servers change.", preset.checked)))
}
