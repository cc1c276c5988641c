//! What each parameter, header, claim and check means, and where that is written: a data file in, sentences out.
//!
//! The sentences stand in `texts/`, a folder a language. `setup/pack.mjs` joins a language's files to the one that [`Glossary::read`]
//! takes; where that language says nothing yet, English speaks.

use crate::json::Json;

/// The texts of one language.
#[derive(Debug)]
pub struct Glossary {
    file: Json,
    language: String,
}

/// An explanation and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning<'a> {
    /// What it is for, to a person who knows HTTP and nothing of OAuth.
    pub purpose: &'a str,
    /// What breaks without it, where something does.
    pub without: Option<&'a str>,
    /// The language of these two: `de`.
    pub language: &'a str,
    /// Where it is written: `RFC 7636 §4.5`, and its address.
    pub section: Option<(&'a str, String)>,
}

/// The language that speaks where another has no words yet.
pub const FALL_BACK: &str = "en";

/// The groups of texts that explain names of one sort, in the order in which they are asked.
pub type Groups = &'static [&'static str];

/// Parameters of requests and of answers through the address bar.
pub const PARAMETER: Groups = &["parameters"];
/// Headers, whoever sends them.
pub const HEADER: Groups = &["headers"];
/// Members of a proof of DPoP.
pub const PROOF: Groups = &["proof"];
/// Members of an answer: of a token response, of metadata, of a registration, of a list of keys.
pub const MEMBER: Groups = &["metadata", "registration", "parameters", "keys"];
/// Members of the header of a signed text.
pub const JOSE: Groups = &["jose"];
/// Claims.
pub const CLAIM: Groups = &["claims"];
/// Checks.
pub const CHECK: Groups = &["checks"];
/// Error codes.
pub const ERROR: Groups = &["errors"];

impl Glossary {
    /// Reads a language's file.
    pub fn read(text: &str) -> Result<Self, String> {
        let file = Json::object(text)?;
        let language = file.get("language").and_then(Json::text).ok_or("the file names no language")?.to_owned();
        Ok(Self { file, language })
    }

    /// Its name, as in the attribute `lang`: `de`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The meaning of a name. The groups are those of `texts/`, and the first that knows the name counts.
    pub fn meaning(&self, groups: &[&str], name: &str) -> Option<Meaning<'_>> {
        groups.iter().find_map(|group| {
            let (entry, language) = self.entry(group, name)?;
            let section = self.of("sections", group, name).and_then(Json::text);
            Some(Meaning {
                purpose: entry.get("for").and_then(Json::text)?,
                without: entry.get("without").and_then(Json::text),
                language,
                section: section.and_then(|section| Some((section, self.address(section)?))),
            })
        })
    }

    /// A text that stands alone, and its language: a label, or what happens in a step.
    pub fn text(&self, group: &str, name: &str) -> Option<(&str, &str)> {
        let (entry, language) = self.entry(group, name)?;
        Some((entry.text()?, language))
    }

    fn entry(&self, group: &str, name: &str) -> Option<(&Json, &str)> {
        let own = self.of("texts", group, name).map(|entry| (entry, self.language.as_str()));
        own.or_else(|| Some((self.of("fall_back", group, name)?, FALL_BACK)))
    }

    /// The names of headers are the same in any case (RFC 9110 §5.1); those of parameters and claims are not. A key is told by its
    /// name: `key 2026-11`.
    fn of(&self, part: &str, group: &str, name: &str) -> Option<&Json> {
        let names = self.file.get(part)?.get(group)?;
        match group {
            "headers" => names.get(&name.to_ascii_lowercase()),
            "keys" => names.get(if name.starts_with("key ") { "key" } else { name }),
            _ => names.get(name),
        }
    }

    /// A section's address: an RFC's follows from its number, those of others are listed.
    fn address(&self, section: &str) -> Option<String> {
        let listed = || self.file.get("addresses")?.get(section)?.text().map(str::to_owned);
        rfc_address(section).or_else(listed).filter(|address| address.starts_with("https://"))
    }
}

/// `RFC 7636 §4.5` as an address; appendices are written `RFC 8414 §A`.
fn rfc_address(section: &str) -> Option<String> {
    let (number, part) = section.strip_prefix("RFC ")?.split_once(" §")?;
    let kind = if part.starts_with(|first: char| first.is_ascii_digit()) { "section" } else { "appendix" };
    Some(format!("https://www.rfc-editor.org/rfc/rfc{number}#{kind}-{part}"))
}
