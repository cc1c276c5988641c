//! The explanations that ship, in `texts/`, joined as `setup/texts.mjs` joins them.

use protocol::glossary::Glossary;
use protocol::json::Json;
use std::fs;
use std::path::{Path, PathBuf};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../texts")
}

/// A file of `texts/`.
pub fn file(path: &str) -> Json {
    Json::object(&fs::read_to_string(folder().join(path)).unwrap()).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The languages that there are, by their folders.
pub fn languages() -> Vec<String> {
    let folders =
        fs::read_dir(folder()).unwrap().map(Result::unwrap).filter(|entry| entry.file_type().unwrap().is_dir());
    folders.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

/// Every group of a language: its name and its entries.
pub fn groups(language: &str) -> Vec<(String, Json)> {
    let files = fs::read_dir(folder().join(language)).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let group = |name: &String| {
        let group = name.strip_suffix(".json").unwrap_or_else(|| panic!("{language}/{name} is no .json"));
        (group.to_owned(), file(&format!("{language}/{name}")))
    };
    names.iter().map(group).collect()
}

/// A language alone, without what English says in its place.
pub fn glossary(language: &str) -> Glossary {
    let file = Json::of([
        ("language", Json::Text(language.to_owned())),
        ("texts", Json::Object(groups(language))),
        ("sections", file("sections.json")),
        ("addresses", file("addresses.json")),
    ]);
    Glossary::read(&file.to_string()).unwrap()
}
