//! Files that a person chooses: read as text, by nobody but this page.

use super::dom::{self, Listener};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement};

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
    let (input, handler) = (control.clone(), Rc::from(handler));
    let chosen = move |_| {
        let input: &HtmlInputElement = input.unchecked_ref();
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        input.set_value("");
        let handler: Rc<dyn Fn(Chosen)> = Rc::clone(&handler);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a length
        let length = file.size() as usize;
        if length > limit {
            return handler(Chosen::TooLong(length));
        }
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            handler(text.map_or(Chosen::Unreadable, Chosen::Text));
        });
    };
    dom::listen(control, "change", Box::new(chosen))
}
