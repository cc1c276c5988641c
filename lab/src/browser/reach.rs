//! Everything in which a script of this page could look for a secret.

use grantlens::browser::residue;
use wasm_bindgen::JsCast;
use web_sys::{PerformanceEntry, Storage};

/// Each place by its name, with all the text in it.
pub fn places() -> Vec<(&'static str, String)> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let document = window.document();
    let html = document.as_ref().and_then(|page| page.dyn_ref::<web_sys::HtmlDocument>());
    vec![
        ("the address", window.location().href().unwrap_or_default()),
        ("the navigation entries", residue::navigation_entries().unwrap_or_default()),
        ("the performance entries", requested().join("\n")),
        ("sessionStorage", all(window.session_storage().ok().flatten())),
        ("localStorage", all(window.local_storage().ok().flatten())),
        ("document.cookie", html.and_then(|page| page.cookie().ok()).unwrap_or_default()),
        ("the text of the page", document.as_ref().and_then(|page| page.body()?.text_content()).unwrap_or_default()),
    ]
}

/// Every address that this page has requested, as its performance entries have them.
pub fn requested() -> Vec<String> {
    let entries =
        web_sys::window().and_then(|window| window.performance()).map(|all| all.get_entries_by_type("resource"));
    let entries = entries.iter().flat_map(js_sys::Array::iter);
    entries.filter_map(|entry| Some(entry.dyn_ref::<PerformanceEntry>()?.name())).collect()
}

fn all(store: Option<Storage>) -> String {
    let Some(store) = store else { return String::new() };
    let keys = (0..store.length().unwrap_or_default()).filter_map(|index| store.key(index).ok().flatten());
    let lines = keys.map(|key| format!("{key}={}", store.get_item(&key).ok().flatten().unwrap_or_default()));
    lines.collect::<Vec<_>>().join("\n")
}
