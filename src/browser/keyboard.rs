//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

/// Brings the keyboard to the control of that id, and opens the fold that it may be hidden in.
pub fn focus(id: &str) {
    let Some(control) = document().and_then(|page| page.get_element_by_id(id)) else { return };
    if let Ok(Some(fold)) = control.closest("details") {
        let _ = fold.set_attribute("open", "");
    }
    focus_on(control);
}

/// Brings the keyboard to a section's title, unless it is inside that section: nobody's typing is cut off.
pub fn move_on_to(title_id: &str) {
    let Some(page) = document() else { return };
    let Some(title) = page.get_element_by_id(title_id) else { return };
    let here = page.active_element();
    let inside = title.closest("section").is_ok_and(|section| section.is_some_and(|it| it.contains(here.as_deref())));
    if !inside || here.is_none() {
        focus_on(title);
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

fn focus_on(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}
