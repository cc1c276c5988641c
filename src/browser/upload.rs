//! Files that a person chooses: read as text, by nobody but this page.

use super::dom::{self, Listener};
use js_sys::Reflect;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Element, HtmlInputElement};

/// What was chosen.
pub enum Chosen {
    /// The file's text, bad bytes replaced.
    Text(String),
    /// It is longer than the limit, so it was not read: its length in bytes.
    TooLong(usize),
    /// The browser could not read it.
    Unreadable,
}

/// Calls `handler` with the file that a person chooses in this control, each time; the control is empty again afterwards.
pub fn listen(control: &Element, limit: usize, handler: Box<dyn Fn(Chosen)>) -> Listener {
    let (input, handler): (Element, Rc<dyn Fn(Chosen)>) = (control.clone(), Rc::from(handler));
    let chosen = move |_| {
        let Some(file) = first_file(&input) else { return };
        input.unchecked_ref::<HtmlInputElement>().set_value("");
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a length
        let length = file.size() as usize;
        if length > limit {
            return handler(Chosen::TooLong(length));
        }
        let handler = Rc::clone(&handler);
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| JsValue::as_string(&text));
            handler(text.map_or(Chosen::Unreadable, Chosen::Text));
        });
    };
    dom::listen(control, "change", Box::new(chosen))
}

/// The first of the control's files; `None` where there is none, as after a choice that was taken back.
fn first_file(control: &Element) -> Option<Blob> {
    let files = Reflect::get(control, &"files".into()).ok()?;
    Reflect::get_u32(&files, 0).ok()?.dyn_into().ok()
}
