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

/// Brings the keyboard to the element of that id if it is nowhere: what had it is gone, and nobody's typing is cut off.
pub fn catch(id: &str) {
    let Some(page) = document() else { return };
    let nowhere = page.active_element().is_none_or(|active| active.tag_name() == "BODY");
    if nowhere && let Some(element) = page.get_element_by_id(id) {
        focus_on(element);
    }
}

/// Brings the keyboard from a control that is about to go to one that stays: the first `to` within the nearest `around` (selectors).
pub fn step_aside(around: &str, to: &str) {
    let from = document().and_then(|page| page.active_element());
    let place = from.and_then(|from| from.closest(around).ok().flatten());
    if let Some(control) = place.and_then(|place| place.query_selector(to).ok().flatten()) {
        focus_on(control);
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
