//! A message on the wire: its first line, then a parameter a line, each with its meaning at hand.

use super::secret::secret_chip;
use crate::element::{Element, classed, el, follow};
use crate::session::Session;
use leptos::prelude::*;
use protocol::glossary::{self, Groups};
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
        let parts = line
            .parts
            .iter()
            .map(|part| line_view(part, "part").attr("data-param", &format!("{}.{}", line.name, part.name)));
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
    let value = match &line.value {
        Shown::Plain(text) => el("dd").text(text.as_str()),
        Shown::Masked(masked) => secret_chip(masked, &line.name),
        Shown::Later => classed("dd", "later").text("made when you go"),
        Shown::Missing => classed("dd", "no").text("missing"),
    };
    let term = term(groups(sort), &line.name, value).attr("data-sort", sort);
    match &line.value {
        Shown::Plain(code) if line.name == "error" => meant_by_code(term, code),
        _ => term,
    }
}

/// Which groups of the texts explain a name of that sort.
fn groups(sort: &str) -> Groups {
    match sort {
        "header" | "added by the browser" => glossary::HEADER,
        "part" => glossary::PROOF,
        "member" => glossary::MEMBER,
        _ => glossary::PARAMETER,
    }
}

/// A name and its value; the name is explained in place.
pub fn term(groups: Groups, name: &str, value: Element) -> Element {
    let title = named(el("dt"), groups, name);
    param(name).child(title).child(value).child(meant(classed("dd", "why"), groups, name))
}

/// Puts a name into its place, as a button as soon as a meaning is known of it, and until one knows: the texts are a file that comes
/// later, and nothing may jump then.
pub fn named(place: Element, groups: Groups, name: &str) -> Element {
    let Some(session) = Session::here() else { return place.text(name) };
    let [known, name] = [(); 2].map(|()| name.to_owned());
    // A signal of its own, so that the button stays the same one, with its focus, when the language changes.
    let is_plain = RwSignal::new(false);
    follow(Box::new(move || {
        let now = session.later().is_some_and(|later| !(later.may_mean)(session, groups, &known));
        if is_plain.get_untracked() != now {
            is_plain.set(now);
        }
    }));
    let button = move || {
        classed("button", "term")
            .attr("type", "button")
            // Named, because Safari gives a pressed button no focus otherwise; the style sheet shows the meaning while it has it.
            .attr("tabindex", "0")
            .on("focus", move || session.want_texts())
    };
    place.live(move || vec![if is_plain.get() { el("span") } else { button() }.text(&name)])
}

/// Adds what an error code means, beside what such a code is.
pub fn meant_by_code(term: Element, code: &str) -> Element {
    term.child(meant(classed("dd", "why"), glossary::ERROR, code))
}

/// Puts the meaning of a name into its place, which the style sheet shows while the name has the focus.
pub fn meant(place: Element, groups: Groups, name: &str) -> Element {
    let Some(session) = Session::here() else { return place };
    let name = name.to_owned();
    place.live(move || session.later().map(|later| (later.meaning)(session, groups, &name)).unwrap_or_default())
}

/// A name and its value, where there is nothing to explain.
pub fn pair(name: &str, value: Element) -> Element {
    param(name).child(el("dt").text(name)).child(value)
}

fn param(name: &str) -> Element {
    classed("div", "param").attr("data-param", name)
}
