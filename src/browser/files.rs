//! The page's own data files, by the names that the build gave them: setup/pack.mjs writes them to the script in index.html.

/// The address of the list of presets, relative to the page.
pub fn presets() -> Option<String> {
    named("data-presets")
}

/// The languages that there are texts in, as the build wrote them: a list in JSON.
pub fn texts() -> Option<String> {
    named("data-texts")
}

/// That of what is known of servers' settings and errors.
pub fn diagnosis() -> Option<String> {
    named("data-diagnosis")
}

fn named(attribute: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.query_selector("script[data-presets]").ok()??.get_attribute(attribute)
}
