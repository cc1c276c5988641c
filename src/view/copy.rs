//! A button that copies a text and says that it did.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;

/// The button, with its words before the press and a name for `data-action`. `text` is asked at the press.
pub fn copy_button(label: &'static str, action: &'static str, text: Box<dyn Fn() -> String>) -> Element {
    let said = RwSignal::new(None::<bool>);
    let press = move || {
        Session::copy(text(), move |copied| {
            said.try_set(Some(copied));
        });
    };
    let words = move || match said.get() {
        None => label,
        Some(true) => "Copied",
        Some(false) => "The browser refused to copy",
    };
    classed("button", "plain")
        .attr("type", "button")
        .attr("data-action", action)
        .on("click", press)
        .on("blur", move || said.set(None))
        .child(el("span").attr("role", "status").live_text(move || words().to_owned()))
}
