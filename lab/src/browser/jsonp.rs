//! A script from another origin, put into this page: what the answer says is *run* here.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

/// Loads `src` as a script and waits until it calls the global function `name`, for ten seconds at most.
///
/// What it was called with comes back as JSON text. The error is all that a page learns of a script that failed.
pub async fn load(src: &str, name: &str) -> Result<String, String> {
    let window = web_sys::window().ok_or("no window")?;
    let document = window.document().ok_or("no document")?;
    let script: HtmlScriptElement =
        document.create_element("script").map_err(|_| "no script element")?.unchecked_into();
    let called = Promise::new(&mut |resolve: Function, reject: Function| {
        let heard = Closure::once_into_js(move |data: JsValue| {
            let text = JSON::stringify(&data).map(JsValue::from).unwrap_or_default();
            drop(resolve.call1(&JsValue::UNDEFINED, &text));
        });
        let _ = Reflect::set(&window, &name.into(), &heard);
        script.set_onerror(Some(&reject));
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, 10_000);
    });
    script.set_src(src);
    if let Some(head) = document.head() {
        let _ = head.append_child(&script);
    }
    let outcome = JsFuture::from(called).await;
    script.remove();
    let _ = Reflect::delete_property(&Object::from(JsValue::from(window)), &name.into());
    outcome
        .map(|text| text.as_string().unwrap_or_default())
        .map_err(|_| "an error event on the script element, without a reason".to_owned())
}
