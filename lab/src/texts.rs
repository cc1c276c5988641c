//! The words of the exhibits, out of `lab/texts`: sections that begin with `== name`, paragraphs between empty lines.
//!
//! In a paragraph `*word*` is a term that stands there for the first time, `` `word` `` is code, `[words](address)` a source.

use grantlens::element::{Element, classed, el};

/// The paragraphs of a section of a text.
pub fn section<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let begins = |part: &&str| part.lines().next().is_some_and(|first| first.trim() == name);
    let part = text.split("== ").find(begins).unwrap_or_default();
    let body = part.split_once('\n').map(|(_, body)| body).unwrap_or_default();
    body.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// The paragraphs as elements.
pub fn paragraphs(text: &str, name: &str) -> Vec<Element> {
    section(text, name).into_iter().map(|words| written(el("p"), words)).collect()
}

/// The paragraphs as the items of a list.
pub fn items(text: &str, name: &str) -> Vec<Element> {
    section(text, name).into_iter().map(|words| written(el("li"), words)).collect()
}

/// The paragraphs in one, plain.
pub fn plain(text: &str, name: &str) -> String {
    section(text, name).join(" ").replace(['*', '`'], "").replace('\n', " ")
}

/// Writes a paragraph into an element.
pub fn written(mut element: Element, words: &str) -> Element {
    let mut rest = words;
    while let Some(at) = rest.find(['*', '`', '[']) {
        let (before, begun) = rest.split_at(at);
        element = element.text(&one_line(before));
        let Some((piece, after)) = marked(begun) else {
            // A sign that opens nothing stands for itself.
            let (sign, after) = begun.split_at(1);
            element = element.text(sign);
            rest = after;
            continue;
        };
        element = element.child(piece);
        rest = after;
    }
    element.text(&one_line(rest))
}

/// The element that a mark begins, and what follows it.
fn marked(begun: &str) -> Option<(Element, &str)> {
    let mark = begun.get(..1)?;
    let (inner, after) = begun.get(1..)?.split_once(if mark == "[" { "](" } else { mark })?;
    let inner = one_line(inner);
    match mark {
        "*" => Some((el("dfn").text(&inner), after)),
        "`" => Some((el("code").text(&inner), after)),
        _ => {
            let (address, after) = after.split_once(')')?;
            Some((source(&inner, address), after))
        }
    }
}

/// A link to a source outside.
pub fn source(words: &str, address: &str) -> Element {
    let link = classed("a", "source").attr("href", address).text(words);
    if address.starts_with('#') { link } else { link.attr("target", "_blank").attr("rel", "noopener noreferrer") }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}
