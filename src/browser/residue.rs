//! What the browser keeps of the addresses that this page had, as any script on it can read.

use super::{fetch, limit::Cancel};
use js_sys::Reflect;
use protocol::http::Request;
use wasm_bindgen::{JsCast, JsValue};

/// The page's navigation timing entry and the navigation API's current entry, one address a line.
pub fn navigation_entries() -> Option<String> {
    let window = web_sys::window()?;
    let timing = window.performance()?.get_entries_by_type("navigation");
    let mut addresses: Vec<String> = timing
        .iter()
        .filter_map(|entry| entry.dyn_into::<web_sys::PerformanceEntry>().ok())
        .map(|entry| entry.name())
        .collect();
    addresses.extend(activation_entry(&window));
    Some(addresses.join("\n"))
}

/// `navigation.activation.entry.url`, where the browser has it.
fn activation_entry(window: &web_sys::Window) -> Option<String> {
    let mut value: JsValue = window.clone().into();
    for name in ["navigation", "activation", "entry", "url"] {
        value = Reflect::get(&value, &name.into()).ok().filter(|value| !value.is_null() && !value.is_undefined())?;
    }
    value.as_string()
}

/// The request log of the host that serves this page, where the host publishes it beside the page.
pub async fn host_log() -> Option<String> {
    let request = Request { method: "GET".to_owned(), url: "log".to_owned(), headers: Vec::new(), body: None };
    let response = fetch::send(&request, &Cancel::new()?).await.ok()?;
    (response.status == 200).then_some(response.body)
}
