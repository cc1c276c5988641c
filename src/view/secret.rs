//! A secret as a chip: its length at a glance, its text only when asked for.

use super::copy::copy_button;
use crate::element::{Element, classed, el};
use leptos::prelude::*;
use protocol::outside::made_visible;
use protocol::secret::Masked;

/// The chip, as the value of `name`. A secret that was forgotten has no button: there is nothing to show.
pub fn secret_chip(masked: &Masked, name: &str) -> Element {
    el("dd").children(chip(masked, name))
}

/// The same where it stands in a text.
pub fn chip(masked: &Masked, name: &str) -> Vec<Element> {
    let Some(text) = masked.reveal().map(str::to_owned) else {
        let words = format!("{} characters, not kept", masked.characters);
        return vec![classed("span", "secret").attr("data-secret", "gone").text(&words)];
    };
    let shown = RwSignal::new(false);
    let (chip, copied, name) = (text.clone(), text, name.to_owned());
    let words = move || if shown.get() { "hide" } else { "show" };
    vec![
        classed("span", "secret")
            .live_attr("data-secret", move || Some(if shown.get() { "shown" } else { "masked" }.to_owned()))
            .live_text(move || if shown.get() { made_visible(&chip, usize::MAX) } else { "•".repeat(12) }),
        classed("span", "secret-tools")
            .child(
                classed("button", "plain")
                    .attr("type", "button")
                    .live_attr("aria-label", move || Some(format!("{} {name}", words())))
                    .live_attr("aria-pressed", move || Some(shown.get().to_string()))
                    .on("click", move || shown.update(|shown| *shown = !*shown))
                    .live_text(move || words().to_owned()),
            )
            .child(copy_button("copy", "copy-secret", Box::new(move || copied.clone()))),
    ]
}
