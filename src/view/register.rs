//! What to register at the authorization server, ready to be copied.

use super::copy::copy_button;
use super::wire::pair;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::config;

const TITLE: &str = "Register this at your server";

/// The card.
pub fn register(session: Session) -> Element {
    let facts = move || session.form.with(|form| config::registration(form, &session.page()));
    let as_text = move || {
        let lines: Vec<String> = facts().iter().map(|(name, value)| format!("{name}: {value}")).collect();
        lines.join("\n")
    };
    let fact = |(name, value): (&str, String)| {
        let shown = el("dd").child(el("code").text(&value));
        let alone = name == "redirect URI";
        pair(
            name,
            if alone {
                shown.child(copy_button("copy", "copy-redirect-uri", Box::new(move || value.clone())))
            } else {
                shown
            },
        )
    };
    let list = move || facts().into_iter().map(fact).collect();
    classed("div", "register")
        .attr("role", "group")
        .attr("aria-label", TITLE)
        .child(classed("div", "row").child(el("h3").text(TITLE)).child(copy_button(
            "Copy",
            "copy-registration",
            Box::new(as_text),
        )))
        .child(el("dl").live(list))
        .child(el("div").live(move || session.later().map(|later| (later.registration)(session)).unwrap_or_default()))
}
