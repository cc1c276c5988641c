//! A hidden frame, there until it is dropped.

use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Element;

/// Scripts and forms are how servers pass a browser on, and an origin is what their cookies and the channel of the relay hang on. No
/// popups, no dialogs, and nothing that reaches the page around it. (Chromium warns that the relay, which is of this origin, could free
/// itself of the sandbox. So it could; it is for the servers' pages on the way.)
const SANDBOX: &str = "allow-scripts allow-same-origin allow-forms";

/// The frame.
pub struct Frame {
    element: Element,
    loaded: Rc<Cell<bool>>,
    _listener: Closure<dyn FnMut()>,
}

impl Frame {
    /// Loads an address in a frame that nobody sees; `None` where the browser has none to give.
    pub fn open(url: &str) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let element = document.create_element("iframe").ok()?;
        let attributes = [
            ("hidden", ""),
            ("sandbox", SANDBOX),
            ("referrerpolicy", "no-referrer"),
            ("title", "Renewal"),
            ("src", url),
        ];
        for (name, value) in attributes {
            element.set_attribute(name, value).ok()?;
        }
        let loaded = Rc::new(Cell::new(false));
        let mark = loaded.clone();
        let listener = Closure::<dyn FnMut()>::new(move || mark.set(true));
        element.add_event_listener_with_callback("load", listener.as_ref().unchecked_ref()).ok()?;
        document.document_element()?.append_child(&element).ok()?;
        Some(Self { element, loaded, _listener: listener })
    }

    /// Whether it has loaded anything: a page, an error, a refusal to be framed.
    pub fn has_loaded(&self) -> bool {
        self.loaded.get()
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.element.remove();
    }
}
