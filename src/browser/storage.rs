//! sessionStorage, probed before use: where it is denied, gloo-storage would panic.

use gloo_storage::{SessionStorage, Storage};

/// Why a text could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The browser denies storage to this page.
    Denied,
    /// It is full.
    Full,
}

/// Whether the browser gives this page any sessionStorage.
pub fn available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.session_storage(), Ok(Some(_))))
}

/// The text under a key. Texts are stored as they are, so that boot.js reads the same.
pub fn read(key: &str) -> Option<String> {
    if !available() {
        return None;
    }
    SessionStorage::raw().get_item(key).ok().flatten()
}

/// Keeps a text under a key.
pub fn write(key: &str, text: &str) -> Result<(), Refused> {
    if !available() {
        return Err(Refused::Denied);
    }
    SessionStorage::raw().set_item(key, text).map_err(|_| Refused::Full)
}

/// Removes a key.
pub fn remove(key: &str) {
    if available() {
        SessionStorage::delete(key);
    }
}

/// Every key.
pub fn keys() -> Vec<String> {
    if !available() {
        return Vec::new();
    }
    let store = SessionStorage::raw();
    (0..SessionStorage::length()).filter_map(|index| store.key(index).ok().flatten()).collect()
}
