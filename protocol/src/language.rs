//! In which language the page explains: what the build has, what the person's browser asks for, and what the person chose.

use crate::json::Json;

/// A language that the build has texts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its name, as in the attribute `lang`: `de`.
    pub code: String,
    /// What it calls itself: `Deutsch`.
    pub name: String,
    /// The address of its file, relative to the page.
    pub file: String,
}

/// Reads the list that the build wrote into the page: `[["de","Deutsch","./texts-de-….json"]]`. What is no such triple is left out.
pub fn read(list: &str) -> Vec<Language> {
    let one = |json: &Json| match json.items() {
        [code, name, file] => {
            let text = |json: &Json| json.text().map(str::to_owned);
            Some(Language { code: text(code)?, name: text(name)?, file: text(file)? })
        }
        _ => None,
    };
    Json::parse(list).map(|list| list.items().iter().filter_map(one).collect()).unwrap_or_default()
}

/// The language to speak: the one that was chosen; else the first of the browser's that is there (RFC 4647 §3.4, `de-AT` finds `de`);
/// else English; else any.
pub fn choose<'a>(all: &'a [Language], chosen: Option<&str>, preferred: &[String]) -> Option<&'a Language> {
    let named = |code: &str| all.iter().find(|language| language.code.eq_ignore_ascii_case(code));
    let looked_up = |range: &String| {
        let mut range = range.as_str();
        loop {
            if let Some(language) = named(range) {
                return Some(language);
            }
            range = range.rsplit_once('-')?.0;
        }
    };
    chosen
        .and_then(named)
        .or_else(|| preferred.iter().find_map(looked_up))
        .or_else(|| named(crate::glossary::FALL_BACK))
        .or(all.first())
}
