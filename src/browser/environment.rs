//! What kind of place the page runs in.

/// Whether another page frames this one: whoever frames it could place a bait over its buttons.
pub fn is_framed() -> bool {
    web_sys::window().is_none_or(|window| match window.top() {
        Ok(Some(top)) => top != window,
        _ => true,
    })
}

/// What the browser calls itself; empty where it says nothing.
pub fn user_agent() -> String {
    web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
}

/// Whether the browser trusts the connection enough for its cryptography: https, or this machine.
pub fn is_secure_context() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// The languages that the person reads, by the browser's settings, the best first: `de-AT`, `en`.
pub fn languages() -> Vec<String> {
    let languages = web_sys::window().map(|window| window.navigator().languages());
    languages.iter().flat_map(js_sys::Array::iter).filter_map(|language| language.as_string()).collect()
}

/// Whether the person's device asks pages to be dark.
pub fn is_dark() -> bool {
    let asks = |window: web_sys::Window| window.match_media("(prefers-color-scheme: dark)").ok().flatten();
    web_sys::window().and_then(asks).is_some_and(|query| query.matches())
}

/// Whether the browser says that it has a network. It knows of the cable, not of what is at its end.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
