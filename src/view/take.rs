//! What can be taken along: one exchange as a command or a program, the whole record as a file; and the door for what somebody brings.

use super::brought;
use super::copy::copy_button;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::copy::Form;
use protocol::redact::Secrets;

/// The buttons of one exchange, by its name in the record.
pub fn tools(session: Session, index: usize) -> Element {
    let Some(has_secrets) = session.is_copied(index) else {
        let words = "Not to be copied as a request: it went through the address bar, and a command would fetch the server\u{2019}s page.";
        return classed("p", "small").attr("data-take", "none").text(words);
    };
    let real = RwSignal::new(false);
    let one = move |label, action, form| {
        let text = move || {
            // Asked each time: the next copy is without them again.
            let secrets = secrets(real.get_untracked());
            real.set(false);
            session.copied(index, form, secrets).unwrap_or_default()
        };
        copy_button(label, action, Box::new(text))
    };
    // The question first: a button that says something else after a press must not move it away from under the next one.
    let row = classed("div", "row")
        .maybe(has_secrets.then(|| with_values(real)))
        .child(one("Copy as cURL", "copy-curl", Form::Curl))
        .child(one("Copy as fetch", "copy-fetch", Form::Fetch))
        .child(one("Copy as Rust", "copy-rust", Form::Rust));
    let words = if has_secrets {
        "Names stand in the place of codes and tokens: $ACCESS_TOKEN is the shell\u{2019}s variable. cURL knows no CORS: what works there, a page may still not read."
    } else {
        "cURL knows no CORS: what works there, a page may still not read."
    };
    classed("div", "take").attr("data-take", "").child(row).child(classed("p", "small").text(words))
}

fn secrets(real: bool) -> Secrets {
    if real { Secrets::Shown } else { Secrets::LeftOut }
}

/// The question that is asked each time.
fn with_values(real: RwSignal<bool>) -> Element {
    let control = el("input")
        .attr("type", "checkbox")
        .attr("data-real-values", "")
        .checked(move || real.get())
        .on("change", move || real.update(|real| *real = !*real));
    classed("label", "small").child(control).text("With the real values")
}

/// Which of the panels is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Panel {
    Archive,
    Brought,
}

/// The record's own buttons, and what opens below them.
pub fn panel(session: Session) -> Element {
    let open = RwSignal::new(None::<Panel>);
    let said = RwSignal::new("");
    let is_empty = move || session.trace.with(|trace| trace.events().is_empty());
    let door = move |label: &'static str, action: &'static str, panel: Panel| {
        el("button")
            .attr("type", "button")
            .attr("data-action", action)
            .attr("aria-controls", "take-panel")
            .live_attr("aria-expanded", move || Some((open.get() == Some(panel)).to_string()))
            .on("click", move || {
                said.set("");
                open.update(|open| *open = if *open == Some(panel) { None } else { Some(panel) });
            })
            .text(label)
    };
    let report = el("button")
        .attr("type", "button")
        .attr("data-action", "export-markdown")
        .flag("disabled", is_empty)
        .on("click", move || said.set(saved(session.save_report())))
        .text("Export Markdown");
    let row = classed("div", "row")
        .child(door("Export HAR\u{2026}", "export-har", Panel::Archive).flag("disabled", is_empty))
        .child(report)
        .child(door("Read a record\u{2026}", "read-record", Panel::Brought));
    let below = move || match open.get() {
        None => Vec::new(),
        Some(Panel::Archive) => vec![archive(session, open, said)],
        Some(Panel::Brought) => vec![brought::panel(session)],
    };
    classed("div", "take")
        .attr("data-take", "record")
        .child(row)
        .child(classed("p", "small").attr("role", "status").live_text(move || said.get().to_owned()))
        .child(el("div").attr("id", "take-panel").live(below))
}

/// Made anew each time it opens: the question is never answered yet.
fn archive(session: Session, open: RwSignal<Option<Panel>>, said: RwSignal<&'static str>) -> Element {
    let real = RwSignal::new(false);
    let save = move || {
        said.set(saved(session.save_archive(secrets(real.get_untracked()))));
        open.set(None);
    };
    let words = "An archive for the developer tools of any browser (HAR 1.2). Codes, tokens and verifiers are left out, unless you want them: then whoever has the file can use those that are still good.";
    let button = el("button").attr("type", "button").attr("data-action", "save-har").on("click", save);
    classed("div", "notes")
        .child(el("p").text(words))
        .child(classed("div", "row").child(button.text("Save the file")).child(with_values(real)))
}

fn saved(taken: bool) -> &'static str {
    if taken { "Handed to the browser as a file." } else { "The browser took no file." }
}
