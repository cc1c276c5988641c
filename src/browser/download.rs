//! Files that leave the page by a person's own hand: offered to the browser, which asks where to or has a folder for them.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// Hands a text over as a file of that name. Whether the browser took it.
pub fn save(name: &str, media_type: &str, text: &str) -> bool {
    handed_over(name, media_type, text).is_ok()
}

fn handed_over(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link = document.create_element("a")?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.unchecked_into::<HtmlElement>().click();
    // The press has started the download by now, which holds on to the file itself.
    Url::revoke_object_url(&address)
}
