//! What ends a wait before its time: the person, or the clock.

use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AbortController, AbortSignal};

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
    id: i32,
    fired: Rc<Cell<bool>>,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Begins to wait.
    pub fn start(seconds: u32, cancel: Cancel) -> Option<Self> {
        let fired = Rc::new(Cell::new(false));
        let mark = fired.clone();
        let callback = Closure::<dyn FnMut()>::new(move || {
            mark.set(true);
            cancel.cancel();
        });
        let milliseconds = i32::try_from(seconds * 1000).ok()?;
        let function = callback.as_ref().unchecked_ref();
        let id =
            web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds).ok()?;
        Some(Self { id, fired, _callback: callback })
    }

    /// Whether the time is over.
    pub fn fired(&self) -> bool {
        self.fired.get()
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}
