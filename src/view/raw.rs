//! A text of HTTP, with its secrets as chips in their places.

use super::secret::chip;
use crate::element::{Element, classed, el};
use protocol::raw::Bit;

/// The text, under a name for those who do not see it. `sort` tells a script what it is: `message answer body preflight`.
pub fn raw(bits: &[Bit], sort: &'static str, label: &'static str) -> Element {
    let text = classed("pre", "payload")
        .attr("data-raw", sort)
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", label);
    text.children(bits.iter().map(|bit| match bit {
        Bit::Plain(text) => el("span").text(text),
        Bit::Hidden(name, masked) => classed("span", "in-raw").children(chip(masked, name)),
    }))
}
