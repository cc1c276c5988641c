//! The clipboard, for writing only.

use wasm_bindgen_futures::JsFuture;

/// Copies a text. `false` when the browser refuses, as it does without a press of a button.
pub async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
