//! Files that the person takes along.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

/// Saves a text under a name. `false` when the browser refuses. Its type is that of the name's ending.
pub fn text(name: &str, text: &str) -> bool {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let Ok(file) = Blob::new_with_str_sequence(&parts) else { return false };
    let Ok(address) = Url::create_object_url_with_blob(&file) else { return false };
    let pressed = press(name, &address).is_some();
    // The press has begun the download by now, which holds on to the file itself.
    let _ = Url::revoke_object_url(&address);
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
