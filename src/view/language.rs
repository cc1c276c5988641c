//! In which language the page explains. Its own labels and refusals are in English.

use super::meaning::{in_language, missing};
use crate::element::{Element, classed, el};
use crate::session::Session;
use protocol::language::Language;

const TITLE: &str = "Explanations";

/// The choice, once the texts are asked for; and the word that they did not come.
pub fn language(session: Session) -> Vec<Element> {
    let languages = session.languages();
    if languages.is_empty() {
        return Vec::new();
    }
    let option = |language: Language| {
        let (chosen, code) = (language.code.clone(), language.code.clone());
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "language")
            .attr("value", &language.code)
            .checked(move || session.speaks(&chosen))
            .on("change", move || session.choose_language(&code));
        el("label").child(radio).child(in_language(el("span"), &language.code).text(&language.name))
    };
    let choice = classed("fieldset", "choice")
        .child(classed("legend", "unseen").text("Language of the explanations"))
        .children(languages.into_iter().map(option));
    let row = classed("div", "row languages")
        .attr("data-languages", "")
        .child(el("span").attr("aria-hidden", "true").text(TITLE))
        .child(choice)
        .live(move || {
            if session.are_texts_missing() {
                vec![classed("p", "small").attr("role", "status").child(missing(session))]
            } else {
                Vec::new()
            }
        });
    vec![row]
}
