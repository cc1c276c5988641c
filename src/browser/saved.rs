//! localStorage, for what a person saves on purpose; probed before use, as it can be denied.

use gloo_storage::{LocalStorage, Storage};

/// The text under a key.
pub fn read(key: &str) -> Option<String> {
    if !available() {
        return None;
    }
    LocalStorage::raw().get_item(key).ok().flatten()
}

/// Keeps a text under a key. Whether the browser agreed.
pub fn write(key: &str, text: &str) -> bool {
    available() && LocalStorage::raw().set_item(key, text).is_ok()
}

/// Removes a key.
pub fn remove(key: &str) {
    if available() {
        LocalStorage::delete(key);
    }
}

fn available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}
