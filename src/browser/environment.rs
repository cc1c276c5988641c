//! What kind of place the page runs in.

/// Whether another page frames this one: whoever frames it could place a bait over its buttons.
pub fn is_framed() -> bool {
    web_sys::window().is_none_or(|window| match window.top() {
        Ok(Some(top)) => top != window,
        _ => true,
    })
}

/// Whether the browser trusts the connection enough for its cryptography: https, or this machine.
pub fn is_secure_context() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// Whether the browser says that it has a network. It knows of the cable, not of what is at its end.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}
