//! A button that copies a text and says that it did.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;

/// Takes the text that is to be copied, at once or later.
pub type Give = Box<dyn FnOnce(String)>;

/// The button, with its words before the press and a name for `data-action`. `text` is asked at the press.
pub fn copy_button(label: &'static str, action: &'static str, text: Box<dyn Fn() -> String>) -> Element {
    late_copy_button(label, action, Box::new(move |give| give(text())))
}

/// The same for a text that may have to be waited for.
pub fn late_copy_button(label: &'static str, action: &'static str, ask: Box<dyn Fn(Give)>) -> Element {
    let (copied, refused) = (RwSignal::new(false), RwSignal::new(false));
    let press = move || {
        ask(Box::new(move |text| {
            Session::copy(text, move |agreed| {
                if agreed { &copied } else { &refused }.try_set(true);
            });
        }));
    };
    let words = move || match (copied.get(), refused.get()) {
        (true, _) => "Copied",
        (_, true) => "The browser refused to copy",
        _ => label,
    };
    let forget = move || {
        copied.set(false);
        refused.set(false);
    };
    classed("button", "plain")
        .attr("type", "button")
        .attr("data-action", action)
        .on("click", press)
        .on("blur", forget)
        .child(el("span").attr("role", "status").live_text(move || words().to_owned()))
}
