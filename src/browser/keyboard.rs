//! Where the keyboard is.

use wasm_bindgen::JsCast;

/// Brings the keyboard to the control of that id, and opens the fold that it may be hidden in.
pub fn focus(id: &str) {
    let Some(control) = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id)) else { return };
    if let Ok(Some(fold)) = control.closest("details") {
        drop(fold.set_attribute("open", ""));
    }
    if let Ok(control) = control.dyn_into::<web_sys::HtmlElement>() {
        drop(control.focus());
    }
}
