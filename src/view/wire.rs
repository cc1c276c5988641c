//! A message on the wire: its first line, then a parameter a line, each with its meaning at hand.

use super::secret::secret_chip;
use crate::element::{Element, classed, el};
use protocol::glossary;
use protocol::wire::{Channel, Line, Message, Place, Shown};

/// A message, with a few words at its end: when it is sent, or how.
pub fn block(message: &Message, note: &'static str) -> Element {
    let back = message.channel == Channel::Back;
    let place = match message.place {
        Place::Query if message.target.contains('?') => "&",
        Place::Query => "?",
        Place::Fragment => "#",
        Place::Body => "",
    };
    let target = if message.target.is_empty() { "missing".to_owned() } else { format!("{}{place}", message.target) };
    let first = classed("p", "line")
        .child(el("b").text(message.method.as_str()))
        .child(classed("span", "target").text(&target))
        .child(classed("span", "status").text(note));
    let headers = message.headers.iter().flat_map(|line| {
        let parts = line.parts.iter().map(|part| explained(&format!("{}.{}", line.name, part.name), part, "part"));
        std::iter::once(line_view(line, "header")).chain(parts)
    });
    let lines = message.lines.iter().map(|line| line_view(line, "parameter"));
    let wire = classed("div", if back { "wire back" } else { "wire" })
        .attr("data-wire", if back { "back" } else { "front" })
        .child(first)
        .child(el("dl").children(headers).children(lines))
        .maybe(message.body.as_ref().map(|body| classed("pre", "payload").text(body.as_str())));
    if message.added_by_browser.is_empty() {
        return wire;
    }
    let added = message.added_by_browser.iter().map(|line| line_view(line, "added by the browser"));
    wire.child(classed("p", "added").text("added by the browser")).child(el("dl").children(added))
}

/// A line whose name is a button: focus or a press shows what it means and where that is written.
pub fn line_view(line: &Line, sort: &'static str) -> Element {
    explained(&line.name, line, sort)
}

/// `name` is the one that is explained; the line's own is shown.
fn explained(name: &str, line: &Line, sort: &'static str) -> Element {
    let value = match &line.value {
        Shown::Plain(text) => el("dd").text(text.as_str()),
        Shown::Masked(masked) => secret_chip(masked, &line.name),
        Shown::Later => classed("dd", "later").text("made when you go"),
        Shown::Missing => classed("dd", "no").text("missing"),
    };
    let Some(meaning) = glossary::meaning(name) else {
        return pair(&line.name, value).attr("data-sort", sort);
    };
    let button = classed("button", "term")
        .attr("type", "button")
        // Named, because Safari gives a pressed button no focus otherwise; the style sheet shows the meaning while it has it.
        .attr("tabindex", "0")
        .text(line.name.as_str());
    let source = el("a")
        .attr("href", &meaning.href)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .text(meaning.section);
    param(name)
        .attr("data-sort", sort)
        .child(el("dt").child(button))
        .child(value)
        .child(classed("dd", "why").text(meaning.text).text(" ").child(source))
}

/// A name and its value, where there is nothing to explain.
pub fn pair(name: &str, value: Element) -> Element {
    param(name).child(el("dt").text(name)).child(value)
}

fn param(name: &str) -> Element {
    classed("div", "param").attr("data-param", name)
}
