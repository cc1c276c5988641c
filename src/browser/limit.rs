//! What ends a wait before its time: the person, or the clock.

use js_sys::Function;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{AbortController, AbortSignal};

// A timer's handle goes back as it came, whatever its size.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: u32) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(handle: &JsValue);
}

/// The handle that ends a wait. Dropping it does nothing.
#[derive(Clone)]
pub struct Cancel(AbortController);

impl Cancel {
    /// A handle for one wait; `None` only where the browser has no `AbortController`.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// Ends it. No reason is given: gloo-net panics on one that is no error object.
    pub fn cancel(&self) {
        self.0.abort();
    }

    /// What the wait listens to.
    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

/// Cancels at a time limit, and remembers that it was the clock and not the person. Dropping it stops the clock.
pub struct Timer {
    handle: JsValue,
    fired: Rc<Cell<bool>>,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Begins to wait.
    pub fn start(seconds: u32, cancel: Cancel) -> Self {
        let fired = Rc::new(Cell::new(false));
        let mark = fired.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            mark.set(true);
            cancel.cancel();
        });
        let handle = set_timeout(callback.as_ref().unchecked_ref(), seconds * 1000);
        Self { handle, fired, _callback: callback }
    }

    /// Whether the time is over.
    pub fn fired(&self) -> bool {
        self.fired.get()
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.handle);
    }
}
