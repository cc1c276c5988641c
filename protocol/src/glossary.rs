//! What each parameter means, in one or two sentences, and where that is written.
//!
//! The sentences stand in `glossary/en.txt`, a line each: name, section, address, text. An RFC's section has its address by itself.

/// An explanation and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// For a person who knows HTTP and nothing of OAuth.
    pub text: &'static str,
    /// `RFC 7636 §4.5`
    pub section: &'static str,
    /// Its address.
    pub href: String,
}

const WORDS: &str = include_str!("glossary/en.txt");

/// The meaning of a parameter or header in a message, if it is one of the protocol's.
pub fn meaning(name: &str) -> Option<Meaning> {
    WORDS.lines().find_map(|line| {
        let mut columns = line.split(" | ");
        if !columns.next()?.eq_ignore_ascii_case(name) {
            return None;
        }
        let (section, href, text) = (columns.next()?, columns.next()?, columns.next()?);
        let href = rfc_address(section).unwrap_or_else(|| href.to_owned());
        Some(Meaning { text, section, href })
    })
}

/// `RFC 7636 §4.5` as an address.
fn rfc_address(section: &str) -> Option<String> {
    let (number, part) = section.strip_prefix("RFC ")?.split_once(" §")?;
    Some(format!("https://www.rfc-editor.org/rfc/rfc{number}#section-{part}"))
}
