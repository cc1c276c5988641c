//! Form controls: each has a real label, the field's stable name, and its problem beside it.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::form::Field;

/// How a field is typed.
#[derive(Clone, Copy)]
pub enum Kind {
    /// An address, on one line.
    Address,
    /// One line.
    Line,
    /// One entry a line.
    Lines,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// One of these, of which those are offered that hold, and the one that is chosen already.
    OneOffered(&'static [&'static str], fn(Session, &str) -> bool),
}

/// A labelled field of free text, with an example where one helps.
pub fn field(session: Session, field: Field, kind: Kind, label: &'static str, example: &'static str) -> Element {
    let name = field.name();
    let control = match kind {
        Kind::Address => el("input").attr("type", "text").attr("inputmode", "url"),
        Kind::Line => el("input").attr("type", "text"),
        Kind::Lines => el("textarea").attr("rows", "2"),
        Kind::OneOf(options) => {
            el("select").children(options.iter().map(|option| el("option").attr("value", option).text(option)))
        }
        Kind::OneOffered(options, holds) => el("select").children(options.iter().map(|option| {
            let is_kept_back = move || {
                let is_chosen = session.form.with(|form| form.trimmed(field) == *option);
                !is_chosen && !holds(session, option)
            };
            // Hidden is not enough: Safari shows such an option all the same.
            let option = el("option").attr("value", option).text(option);
            option.flag("hidden", is_kept_back).flag("disabled", is_kept_back)
        })),
    };
    let control = control
        .attr("id", name)
        .attr("name", name)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("placeholder", example)
        .value(move || session.form.with(|form| form.text(field).to_owned()))
        .on_value("input", move |text| session.set(field, text));
    let control = told_of_its_fault(control, session, field);
    el("div")
        .live_attr("class", move || {
            Some(if session.fault(field).is_some() { "field field-bad" } else { "field" }.to_owned())
        })
        .child(el("label").attr("for", name).text(label))
        .child(control)
        .live(move || fault(session, field))
}

/// A choice between yes and no: the text `1`, or none.
pub fn switch(session: Session, field: Field, label: &'static str) -> Element {
    let name = field.name();
    let is_on = move || session.form.with(|form| form.trimmed(field) == "1");
    let control = el("input")
        .attr("type", "checkbox")
        .attr("id", name)
        .attr("name", name)
        .checked(is_on)
        .on("change", move || session.set(field, if untrack(is_on) { "" } else { "1" }.to_owned()));
    let control = told_of_its_fault(control, session, field);
    classed("div", "field switch")
        .child(control)
        .child(el("label").attr("for", name).text(label))
        .live(move || fault(session, field))
}

fn told_of_its_fault(control: Element, session: Session, field: Field) -> Element {
    let name = field.name();
    control
        .live_attr("aria-invalid", move || session.fault(field).map(|_| "true".to_owned()))
        .live_attr("aria-describedby", move || session.fault(field).map(|_| format!("{name}-fault")))
}

/// What is wrong with a field, beside it.
fn fault(session: Session, field: Field) -> Vec<Element> {
    let name = field.name();
    let shown = session.fault(field).map(|sentence| {
        classed("p", "fault")
            .attr("id", &format!("{name}-fault"))
            .attr("data-kind", "config")
            .attr("data-field", name)
            .text(&sentence)
    });
    shown.into_iter().collect()
}

/// A pair of radio buttons drawn as a switch: value and words of each.
pub fn choice(
    session: Session,
    field: Field,
    legend: &'static str,
    options: &'static [(&'static str, &'static str)],
) -> Element {
    let option = |(value, words): &(&'static str, &'static str)| {
        let value = *value;
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", field.name())
            .attr("value", value)
            .checked(move || session.form.with(|form| form.trimmed(field) == value))
            .on("change", move || session.set(field, value.to_owned()));
        el("label").child(radio).child(el("span").text(words))
    };
    let switch = classed("fieldset", "choice")
        .child(classed("legend", "unseen").text(legend))
        .children(options.iter().map(option));
    el("div").attr("id", field.name()).attr("tabindex", "-1").child(switch).live(move || fault(session, field))
}
