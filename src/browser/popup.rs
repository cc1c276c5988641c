//! A window of its own for another page.

use wasm_bindgen::JsValue;
use web_sys::Window;

const FEATURES: &str = "popup,width=520,height=720";

/// The window. What can be known of it is nothing: under Cross-Origin-Opener-Policy it looks closed while it stands open.
pub struct Popup(Window);

impl Popup {
    /// Opens it empty; `None` where the browser does not. To be called while a press is being handled: later it counts as an
    /// advertisement.
    pub fn open() -> Option<Self> {
        let window =
            web_sys::window()?.open_with_url_and_target_and_features("about:blank", "_blank", FEATURES).ok()??;
        // Whoever's page it shows next has no handle on this one.
        let _ = window.set_opener(&JsValue::NULL);
        Some(Self(window))
    }

    /// Sends it to an address. Returns whether the browser agreed to go.
    pub fn go(&self, url: &str) -> bool {
        self.0.location().replace(url).is_ok()
    }

    /// Closes it, where it can be reached.
    pub fn close(&self) {
        let _ = self.0.close();
    }
}
