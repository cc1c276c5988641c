//! A body as it came: all of it at once where it is short, else its beginning, and more of it when asked for.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::outside::parts;

/// What is shown of a long body at first, and with every press, in bytes: what a browser lays out well within a frame.
const PART: usize = 32 * 1024;

/// The exact body.
pub fn body(text: &str) -> Element {
    let region = |tag: &'static str| {
        classed(tag, "payload")
            .attr("data-answer", "")
            .attr("tabindex", "0")
            .attr("role", "group")
            .attr("aria-label", "The exact body")
    };
    if text.len() <= PART {
        return region("pre").text(text);
    }
    let parts: Vec<String> = parts(text, PART).into_iter().map(str::to_owned).collect();
    let (count, bytes) = (parts.len(), text.len());
    let ends: Vec<usize> = parts
        .iter()
        .scan(0, |end, part| {
            *end += part.len();
            Some(*end)
        })
        .collect();
    let shown = RwSignal::new(1);
    let part =
        move |index: &usize| classed("span", "part").text(parts.get(*index).map(String::as_str).unwrap_or_default());
    let said = move || {
        let end = ends.get(shown.get() - 1).copied().unwrap_or(bytes);
        if end == bytes {
            format!("All {bytes} bytes are shown.")
        } else {
            format!("{end} of {bytes} bytes are shown.")
        }
    };
    let more = move |label: &'static str, action: &'static str, press: Box<dyn Fn()>| {
        el("button").attr("type", "button").attr("data-action", action).on("click", press).text(label)
    };
    let buttons = move || {
        if shown.get() == count {
            return Vec::new();
        }
        // A part a frame, until all are there or nobody looks any more.
        let step = move || shown.try_update(|shown| *shown = (*shown + 1).min(count)).is_some();
        let all = move || Session::each_frame(move || step() && shown.try_get_untracked().is_some_and(|at| at < count));
        vec![
            more("Show more", "more-of-body", Box::new(move || _ = step())),
            more("Show all of it", "all-of-body", Box::new(all)),
        ]
    };
    el("div")
        .child(region("div").growing(move || (0..shown.get()).collect(), part))
        .child(classed("div", "row long").child(classed("span", "small").live_text(said)).live(buttons))
}
