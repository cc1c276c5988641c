//! Where in the walk the address says that the page is; its title; and bringing a part of it into sight.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, HtmlElement};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The fragment without `#`.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Puts a name after `#`, without a new entry in the history.
pub fn set_fragment(name: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{name}")));
    }
}

/// Calls `changed` whenever the fragment does.
pub fn on_fragment(changed: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn FnMut()>::new(changed);
    let _ = window.add_event_listener_with_callback("hashchange", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Scrolls to the element of that id and gives it the keyboard.
pub fn bring(id: &str) {
    let Some(element) = document().and_then(|page| page.get_element_by_id(id)) else { return };
    element.scroll_into_view();
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// The page's title and whether its root element was marked as taken over.
pub fn title() -> (String, bool) {
    let Some(page) = document() else { return (String::new(), false) };
    let marked = page.document_element().is_some_and(|root: Element| root.has_attribute("data-taken-over"));
    (page.title(), marked)
}

/// Sets the title, and takes back what a hostile script wrote over: the mark on the root, and the text that an element with
/// `data-victim` has in that attribute.
pub fn heal(title: &str) {
    let Some(page) = document() else { return };
    page.set_title(title);
    if let Some(root) = page.document_element() {
        let _ = root.remove_attribute("data-taken-over");
    }
    if let Ok(Some(victim)) = page.query_selector("[data-victim]") {
        let _ = victim.remove_attribute("data-taken-over");
        victim.set_text_content(victim.get_attribute("data-victim").as_deref());
    }
}

/// The text that stands in the first element with `data-victim`.
pub fn victim() -> Option<String> {
    document()?.query_selector("[data-victim]").ok()??.text_content()
}

/// This page's content policy, as its own `<meta>` element says it.
pub fn policy() -> Option<String> {
    let meta = document()?.query_selector("meta[http-equiv=\"Content-Security-Policy\"]").ok()??;
    meta.get_attribute("content")
}
