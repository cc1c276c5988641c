//! The second half of the program, which boot.js fetches and joins to the first.

use super::location::on_window;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Given by boot.js: a promise that is kept once the second half is there.
    #[wasm_bindgen(js_namespace = grantlens, js_name = later, catch)]
    fn later_from_boot() -> Result<js_sys::Promise, JsValue>;
}

/// Whether the second half is there, after having waited for it. A failure is not remembered: the next call tries again.
pub async fn load() -> bool {
    match later_from_boot() {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

/// Calls `joined` when boot.js has joined the two by itself, at the first touch of the page.
pub fn on_joined(joined: impl Fn() + 'static) {
    on_window("joined", move |_| joined());
}
