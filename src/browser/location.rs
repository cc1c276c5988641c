//! Where the page is, how it leaves, and the address with which it came back.

use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// Given by boot.js: the address of a callback, once; `undefined` ever after and on any other visit.
    #[wasm_bindgen(js_namespace = grantlens, js_name = takeArrival, catch)]
    fn take_arrival_from_boot() -> Result<Option<String>, JsValue>;
}

/// The whole address of a callback, taken out of boot.js's closure. `location` has been cleaned before.
pub fn take_arrival() -> Option<String> {
    take_arrival_from_boot().ok().flatten()
}

/// The element that the page is mounted in.
pub fn root() -> Option<web_sys::HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id("app")?.dyn_into().ok()
}

/// The page's origin.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// The page's address without query and fragment.
pub fn address() -> String {
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    format!("{}{path}", origin())
}

/// The page's own query, without `?`.
pub fn query() -> String {
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    query.trim_start_matches('?').to_owned()
}

/// Takes query and fragment out of the address bar, without a page load and without a new history entry.
pub fn clear_query() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // A refusal (too many calls within a second) leaves the query standing; it holds no secret.
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address())));
    }
}

/// Leaves for another address. Returns whether the browser agreed to go.
pub fn leave_for(url: &str) -> bool {
    web_sys::window().is_some_and(|window| window.location().assign(url).is_ok())
}

/// Calls `returned` when the browser shows this very page again out of its back/forward cache.
pub fn on_restored(returned: impl Fn() + 'static) {
    on_window("pageshow", move |event| {
        let persisted = js_sys::Reflect::get(event, &"persisted".into());
        if persisted.is_ok_and(|persisted| persisted.is_truthy()) {
            returned();
        }
    });
}

/// Calls `arrived` when an answer comes into the fragment of this running page: boot.js has cleaned it away, and hands it out.
pub fn on_arrival(arrived: impl Fn(&str) + 'static) {
    on_window("arrival", move |_| {
        if let Some(href) = take_arrival() {
            arrived(&href);
        }
    });
}

/// A listener for the life of the page.
pub(super) fn on_window(event: &str, heard: impl Fn(&JsValue) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| heard(&event));
    let _ = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}
