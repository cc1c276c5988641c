//! Files that the person takes along.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// How long a file's address is kept for the browser to read it from, in milliseconds.
const KEPT_MS: i32 = 60_000;

/// Saves a text under a name. `false` when the browser refuses.
pub fn text(name: &str, media_type: &str, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    Blob::new_with_str_sequence_and_options(&parts, &options).is_ok_and(|file| blob(name, &file))
}

/// Saves bytes under a name. `false` when the browser refuses.
pub fn blob(name: &str, file: &Blob) -> bool {
    let Ok(address) = Url::create_object_url_with_blob(file) else { return false };
    let pressed = press(name, &address).is_some();
    let forget = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), KEPT_MS);
    }
    pressed
}

/// A press on a link that is in no document.
fn press(name: &str, address: &str) -> Option<()> {
    let link: HtmlElement = web_sys::window()?.document()?.create_element("a").ok()?.unchecked_into();
    link.set_attribute("href", address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    Some(())
}
