//! 4d: told and not run.

use super::{API, PAGE};
use crate::texts;
use crate::view::frame::lists;
use grantlens::element::{Element, classed, el};
use grantlens::view::diagram::{Arrow, Diagram, Fate, Party, Way};

const TEXT: &str = include_str!("../../texts/flash.txt");

/// The part, with its label.
pub fn view() -> Element {
    let title = el("h3")
        .attr("id", "flash-title")
        .attr("tabindex", "-1")
        .text(&texts::plain(TEXT, "title"))
        .child(classed("span", "tag").text("told"));
    let caption = classed("figcaption", "legend").child(el("b").text("Told, not run: a Flash program in the page."));
    classed("section", "exhibit")
        .attr("data-exhibit", "flash")
        .attr("data-outcome", "told")
        .attr("aria-labelledby", "flash-title")
        .child(classed("div", "titled").child(classed("p", "eyebrow").text("Exhibit 4, part d")).child(title))
        .child(
            classed("div", "opening")
                .child(classed("div", "words").children(texts::paragraphs(TEXT, "words")))
                .child(classed("figure", "picture").child(drawing().draw()).child(caption)),
        )
        .child(lists(TEXT, "h4"))
}

fn drawing() -> Diagram {
    let told = |from, to, words: &str| Arrow {
        from,
        to,
        words: words.to_owned(),
        way: Way::Page,
        fate: Fate::Told,
        number: None,
    };
    Diagram {
        parties: vec![PAGE, Party { name: "Flash", note: "a plug-in" }, API],
        border_after: 1,
        arrows: vec![
            told(0, 1, "the token"),
            told(1, 2, "GET /crossdomain.xml"),
            told(2, 1, "these sites may"),
            told(1, 2, "POST, with the token"),
            told(2, 1, "200, and the data"),
            told(1, 0, "the data"),
        ],
    }
}
