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
