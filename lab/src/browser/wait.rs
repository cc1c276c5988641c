//! A pause.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Waits so many milliseconds.
pub async fn wait(ms: i32) {
    let pause = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    drop(JsFuture::from(pause).await);
}
