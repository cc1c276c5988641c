//! What the page really got to see in a run, and how the lab's secrets are made to stand out wherever they turn up.

use crate::log;
use crate::record::{Run, Seen};
use grantlens::element::{Element, classed, el};

/// The panel.
pub fn panel(run: &Run, level: &'static str) -> Element {
    let rows = run.journey.seen.iter().map(row);
    classed("div", "panel")
        .child(el(level).text("What the page got to see"))
        .child(classed("dl", "seen").attr("data-seen", "").children(rows))
}

fn row(seen: &Seen) -> Element {
    let text = shown(classed("dd", seen.tone.name()), &seen.text);
    classed("div", "fact").child(el("dt").text(&seen.label)).child(text)
}

/// Writes a text into an element, with every token, code and secret of the lab marked.
pub fn shown(mut element: Element, text: &str) -> Element {
    const KINDS: [(&str, &str); 3] = [(log::TOKEN, "lab-token"), (log::CODE, "lab-code"), (log::SECRET, "lab-secret")];
    let mut rest = text;
    loop {
        let next = KINDS.iter().filter_map(|(word, class)| Some((rest.find(word)?, *word, *class))).min();
        let Some((at, word, class)) = next else { return element.text(rest) };
        let (before, begun) = rest.split_at(at);
        let value = log::value(begun, word).unwrap_or(word);
        element = element.text(before).child(classed("mark", class).text(value));
        rest = begun.get(value.len()..).unwrap_or_default();
    }
}
