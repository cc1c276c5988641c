//! A button that copies a text and says that it did.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;

/// The button, with its words before the press and a name for `data-action`. `text` is asked at the press.
pub fn copy_button(
    session: Session,
    label: &'static str,
    action: &'static str,
    text: Box<dyn Fn() -> String>,
) -> Element {
    let said = RwSignal::new(String::new());
    let press = move || {
        session.copy(text(), move |copied| {
            said.try_set(if copied { "Copied" } else { "The browser refused to copy" }.to_owned());
        });
    };
    let words = move || said.with(|said| if said.is_empty() { label.to_owned() } else { said.clone() });
    classed("button", "plain")
        .attr("type", "button")
        .attr("data-action", action)
        .on("click", press)
        .on("blur", move || said.set(String::new()))
        .child(el("span").attr("role", "status").live_text(words))
}
