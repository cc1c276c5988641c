//! The texts of every language: the same names, whole sentences, sections with addresses.

use crate::support::shipped::{file, groups, languages};
use protocol::json::Json;

/// What stands alone in place of sentences.
const LABELS: &str = "words";

/// Lines that are the same in two languages, as they hold nothing but names.
const ALIKE: [&str; 0] = [];

/// Every text of an entry, with the word that says what it is.
fn texts(entry: &Json) -> Vec<(&str, &str)> {
    match entry {
        Json::Text(text) => vec![("", text.as_str())],
        other => other.members().iter().map(|(part, text)| (part.as_str(), text.text().unwrap())).collect(),
    }
}

fn each(language: &str, mut look: impl FnMut(&str, &str, &Json)) {
    for (group, entries) in groups(language) {
        for (name, entry) in entries.members() {
            look(&group, name, entry);
        }
    }
}

#[test]
fn there_are_two_languages_and_each_says_all_that_english_says() {
    let languages = languages();
    assert!(languages.len() >= 2 && languages.iter().any(|language| language == "en"), "{languages:?}");
    let keys = |language: &str| {
        let mut keys = Vec::new();
        each(language, |group, name, entry| {
            keys.extend(texts(entry).iter().map(|(part, _)| format!("{group}/{name}/{part}")));
        });
        keys
    };
    let english = keys("en");
    for language in languages {
        assert_eq!(keys(&language), english, "{language}");
    }
}

#[test]
fn every_text_is_whole_sentences_and_is_for_people() {
    for language in languages() {
        each(&language, |group, name, entry| {
            let texts = texts(entry);
            assert!(!texts.is_empty(), "{language} {group} {name}");
            for (part, text) in texts {
                let place = format!("{language} {group} {name}: {text}");
                assert!(matches!(part, "" | "for" | "without"), "{place}");
                assert_eq!(text.trim(), text, "{place}");
                assert!(!text.is_empty() && !text.contains("  ") && !text.contains(['\n', '\t', '<', '!']), "{place}");
                assert!(text.chars().count() <= 320, "{place}");
                assert!(group == LABELS || text.ends_with('.') || text.ends_with(".)"), "no full stop: {place}");
            }
        });
    }
}

#[test]
fn no_line_of_another_language_is_left_in_english() {
    let of = |language: &str| {
        let mut lines = Vec::new();
        each(language, |_, _, entry| lines.extend(texts(entry).iter().map(|(_, text)| (*text).to_owned())));
        lines
    };
    let english = of("en");
    for language in languages().iter().filter(|language| *language != "en") {
        for (one, other) in english.iter().zip(of(language)) {
            assert!(*one != other || ALIKE.contains(&one.as_str()), "{language}: {one}");
        }
    }
}

#[test]
fn every_name_has_a_section_and_every_section_an_address() {
    let (sections, addresses) = (file("sections.json"), file("addresses.json"));
    let mut used = Vec::new();
    each("en", |group, name, entry| {
        if matches!(entry, Json::Text(_)) {
            return;
        }
        let section = sections.get(group).and_then(|group| group.get(name)).and_then(Json::text);
        let section = section.unwrap_or_else(|| panic!("{group} {name} has no section"));
        if let Some(rfc) = section.strip_prefix("RFC ") {
            let (number, part) = rfc.split_once(" §").unwrap_or_else(|| panic!("{name}: {section}"));
            assert!((4..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()), "{section}");
            assert!(
                part.split('.').all(|part| !part.is_empty() && part.chars().all(char::is_alphanumeric)),
                "{section}"
            );
            assert!(addresses.get(section).is_none(), "{section} has its address by itself");
        } else {
            let address = addresses.get(section).and_then(Json::text);
            let address = address.unwrap_or_else(|| panic!("{section} of {name} has no address"));
            assert!(address.starts_with("https://") && !address.contains([' ', '"', '<']), "{address}");
            used.push(section.to_owned());
        }
    });
    for (group, names) in sections.members() {
        for (name, _) in names.members() {
            let entry = file(&format!("en/{group}.json"));
            assert!(entry.get(name).is_some(), "a section of nothing: {group} {name}");
        }
    }
    for (section, _) in addresses.members() {
        assert!(used.contains(section), "an address of nothing: {section}");
    }
}
