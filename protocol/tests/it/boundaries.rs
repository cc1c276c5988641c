//! Who may know whom. The compiler keeps the browser out of `protocol` by the crate's border; what it cannot see is kept here, by
//! reading the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What a place in the sources must never mention, and why.
struct Ban {
    /// The place: everything under `beneath`, and `beneath.rs`.
    beneath: &'static str,
    words: &'static [&'static str],
}

const BROWSER_CRATES: [&str; 6] = ["web_sys", "js_sys", "gloo", "wasm_bindgen", "leptos", "getrandom"];

const BANS: [Ban; 8] = [
    Ban { beneath: "src/browser", words: &["leptos", "crate::session", "crate::view"] },
    Ban { beneath: "src/view", words: &["crate::browser", "web_sys", "js_sys", "gloo", "wasm_bindgen"] },
    // The policy of the page forbids inline styles, and no text from outside ever becomes markup.
    Ban { beneath: "src", words: &["inner_html", "style=", "set_inner_html"] },
    Ban { beneath: "src", words: &["SystemTime", "std::time", "println!"] },
    // Records are written out by hand: derived readers and writers were a third of the page's weight.
    Ban { beneath: "src", words: &["serde"] },
    Ban { beneath: "protocol/src", words: &["serde"] },
    Ban { beneath: "protocol/src", words: &BROWSER_CRATES },
    // Time and entropy are arguments, and nothing panics on text from outside.
    Ban {
        beneath: "protocol/src",
        words: &["std::time", "std::fs", "std::env", "std::net", "println!", ".unwrap()", ".expect(", "panic!("],
    },
];

/// The modules of `protocol` that are values without verbs: what an adapter of the browser may take and give.
const VALUES: [&str; 3] = ["protocol::http", "protocol::endpoint", "protocol::algorithm"];

/// Every rule that a source breaks. `path` is relative to the repository.
fn violations(path: &str, text: &str) -> Vec<String> {
    let mut found: Vec<String> = BANS
        .iter()
        .filter(|ban| is_beneath(path, ban.beneath))
        .flat_map(|ban| {
            ban.words.iter().filter(|word| text.contains(**word)).map(|word| format!("{path} mentions {word}"))
        })
        .collect();
    if is_beneath(path, "src/view") && names_browser(text) {
        found.push(format!("{path} knows the browser's adapters"));
    }
    if is_beneath(path, "src") && !is_beneath(path, "src/session") {
        let adapter = is_beneath(path, "src/browser");
        let verbs = mentions_of(text, "protocol")
            .any(|mention| !(adapter && VALUES.iter().any(|value| mention.starts_with(value))));
        if verbs && (adapter || names_browser(text)) {
            found.push(format!("{path} knows both protocol and the browser, which only session may"));
        }
    }
    found
}

fn is_beneath(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

/// Every place where the text mentions the path `root::…`, from there on.
fn mentions_of<'a>(text: &'a str, root: &'a str) -> impl Iterator<Item = &'a str> {
    let begins_a_word = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
    text.match_indices(root)
        .filter(move |(at, word)| begins_a_word(*at) && text[at + word.len()..].starts_with("::"))
        .map(|(at, _)| &text[at..])
}

/// Whether the text uses the module `browser`: in a path, or in a group of a `use` line.
fn names_browser(text: &str) -> bool {
    let in_use = |line: &str| line.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == "browser");
    mentions_of(text, "browser").next().is_some() || uses(text).any(in_use)
}

/// The `use` lines, each up to its semicolon.
fn uses(text: &str) -> impl Iterator<Item = &str> {
    let is_use = |at: usize| {
        text[..at].lines().last().is_none_or(|line| matches!(line.trim(), "" | "pub" | "pub(crate)" | "pub(super)"))
    };
    text.match_indices("use ").filter(move |(at, _)| is_use(*at)).filter_map(|(at, _)| text[at..].split(';').next())
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust source beneath a folder of the repository: its path there and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    let mut folders = vec![repository().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/");
                sources.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources
}

#[test]
fn every_source_keeps_to_its_place() {
    for (folder, least) in [("src", 30), ("protocol/src", 25)] {
        let sources = sources(folder);
        assert!(sources.len() >= least, "only {} sources beneath {folder}: is the walk broken?", sources.len());
        let found: Vec<String> = sources.iter().flat_map(|(path, text)| violations(path, text)).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// What is no dependency cannot be used by any spelling. The tests may have an oracle.
#[test]
fn the_page_depends_on_no_serde() {
    for manifest in ["Cargo.toml", "protocol/Cargo.toml"] {
        let text = fs::read_to_string(repository().join(manifest)).unwrap();
        assert!(text.contains("\n[dependencies]\n"), "{manifest} is read in vain");
        let shipped = text.split("\n[dev-dependencies]").next().unwrap();
        assert!(!shipped.contains("serde"), "{manifest} ships serde");
    }
}

#[track_caller]
fn breaks(path: &str, text: &str) {
    assert!(!violations(path, text).is_empty(), "no rule forbids {text:?} in {path}");
}

#[track_caller]
fn keeps(path: &str, text: &str) {
    assert_eq!(violations(path, text), [""; 0]);
}

#[test]
fn an_adapter_that_knows_leptos_or_a_verb_is_found() {
    breaks("src/browser/clock.rs", "use leptos::prelude::*;");
    breaks("src/browser.rs", "pub use leptos::web_sys;");
    breaks("src/browser/fetch.rs", "use protocol::token;");
    breaks("src/browser/fetch.rs", "let x = protocol::callback::read(href);");
    breaks("src/browser/fetch.rs", "use crate::session::Session;");
    keeps("src/browser/fetch.rs", "use protocol::http::{Failure, Request};\nuse web_sys::Window;");
    keeps("src/browser/url.rs", "use protocol::endpoint::UrlParts;");
}

#[test]
fn a_view_that_touches_the_browser_is_found() {
    for text in [
        "use crate::browser::clock;",
        "use crate::{\n    browser::clock,\n    session::Session,\n};",
        "use crate::{session::Session, browser};",
        "let now = crate::browser::clock::now_ms();",
        "use web_sys::Window;",
        "let control: leptos::web_sys::HtmlElement = leptos::wasm_bindgen::JsCast::unchecked_into(control);",
        "use gloo_storage::Storage;",
        "use js_sys::Date;",
        "view! { <p inner_html=text /> }",
        "view! { <p style=\"color: red\" /> }",
    ] {
        breaks("src/view/configure.rs", text);
    }
    keeps(
        "src/view/configure.rs",
        "use crate::session::Session;\nuse protocol::authorize;\n// the browser: it is used here\nlet words = \"This browser has no network.\";",
    );
}

#[test]
fn only_session_knows_both_sides() {
    let both = "use crate::browser::clock;\nuse protocol::token;";
    for path in ["src/app.rs", "src/main.rs", "src/view.rs", "src/view/token.rs"] {
        breaks(path, both);
    }
    breaks("src/main.rs", "use grantlens::{app::App, browser};\nlet flow = protocol::flow::Flow::default();");
    for path in ["src/session.rs", "src/session/arrive.rs"] {
        keeps(path, both);
    }
    keeps("src/main.rs", "use grantlens::{app::App, browser};");
    keeps("src/view/token.rs", "use protocol::token;");
}

#[test]
fn a_protocol_that_reaches_out_or_may_panic_is_found() {
    for text in [
        "use web_sys::Url;",
        "use std::time::SystemTime;",
        "getrandom::fill(&mut bytes)",
        "use leptos::prelude::*;",
        "let x = map.get(\"a\").unwrap();",
        "let x = map.get(\"a\").expect(\"there\");",
        "panic!(\"no\")",
        "println!(\"{token}\")",
    ] {
        breaks("protocol/src/token.rs", text);
        breaks("protocol/src/token/refusal.rs", text);
    }
    keeps("protocol/src/token.rs", "let x = map.get(\"a\").map_or(\"\", String::as_str).unwrap_or_default();");
}

#[test]
fn a_derived_reader_or_writer_is_found() {
    for text in [
        "use serde::{Deserialize, Serialize};",
        "#[derive(serde::Serialize)]",
        "let text = serde_json::to_string(&record)?;",
        "use serde_json as json;",
    ] {
        breaks("protocol/src/wire/record.rs", text);
        breaks("src/session/store.rs", text);
    }
    keeps("protocol/src/wire/record.rs", "use crate::json::Json;\nuse crate::kept::{self, Kept};");
}
