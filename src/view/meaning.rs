//! What a name means, in place: what it is for, what breaks without it, and where that is written.

use super::link::link;
use crate::element::{Element, classed, el};
use crate::session::Session;
use protocol::glossary::{FALL_BACK, Groups, Meaning};

/// Whether a name has a meaning. Until the texts are there, any may have one.
pub fn may_be_known(session: Session, groups: Groups, name: &str) -> bool {
    !session.has_texts() || session.meaning(groups, name).is_some()
}

/// The meaning, for its place below the name.
pub fn meaning(session: Session, groups: Groups, name: &str) -> Vec<Element> {
    if !session.has_texts() && session.are_texts_missing() {
        return vec![missing(session)];
    }
    session.meaning(groups, name).map(|meaning| explained(session, &meaning)).unwrap_or_default()
}

fn explained(session: Session, meaning: &Meaning<'static>) -> Vec<Element> {
    let label = session.text("words", "without").unwrap_or_default();
    let without = meaning.without.map(|without| {
        let label = in_language(el("b"), label.1).text(label.0);
        in_language(el("span"), meaning.language)
            .attr("data-without", "")
            .child(label)
            .text(" ")
            .text(without)
            .text(" ")
    });
    let source = meaning.section.as_ref().map(|(section, href)| link(section, href));
    let purpose = in_language(el("span"), meaning.language).attr("data-meaning", "").text(meaning.purpose).text(" ");
    std::iter::once(purpose).chain(without).chain(source).collect()
}

/// What happens in a step and why: a paragraph that stays the same one when its language changes.
pub fn told(session: Session, name: &'static str) -> Element {
    told_in(el("p"), session, name)
}

/// The same in another element.
pub fn told_in(place: Element, session: Session, name: &'static str) -> Element {
    let language = move || Some(session.step_text(name).1.to_owned()).filter(|language| language != FALL_BACK);
    let words = el("span").live_attr("lang", language).live_text(move || session.step_text(name).0.to_owned());
    place.attr("data-told", name).child(words)
}

/// Marks text that is in another language than the page.
pub fn in_language(element: Element, language: &str) -> Element {
    if language.is_empty() || language == FALL_BACK { element } else { element.attr("lang", language) }
}

/// The file of the texts did not come: that costs explanations and nothing else.
pub fn missing(session: Session) -> Element {
    el("span").attr("data-texts", "missing").text("The explanations did not come from this page\u{2019}s host. ").child(
        classed("button", "plain")
            .attr("type", "button")
            .attr("data-action", "fetch-texts")
            .on("click", move || session.fetch_texts_again())
            .text("Try again"),
    )
}
