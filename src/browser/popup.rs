//! A window of its own for another page.

use wasm_bindgen::JsValue;
use web_sys::Window;

const FEATURES: &str = "popup,width=520,height=720";

/// A window that is still empty; dropped, it is closed.
pub struct Popup(Option<Window>);

impl Popup {
    /// Opens it; `None` where the browser does not. To be called while a press is being handled: later it counts as an advertisement.
    pub fn open() -> Option<Self> {
        let window =
            web_sys::window()?.open_with_url_and_target_and_features("about:blank", "_blank", FEATURES).ok()??;
        // Whoever's page it shows next has no handle on this one; nor has this one on it from then on, not even to close it.
        let _ = window.set_opener(&JsValue::NULL);
        Some(Self(Some(window)))
    }

    /// Sends it to an address. Returns whether the browser agreed to go.
    pub fn go(mut self, url: &str) -> bool {
        let sent = self.0.as_ref().is_some_and(|window| window.location().replace(url).is_ok());
        if sent {
            self.0 = None;
        }
        sent
    }
}

impl Drop for Popup {
    fn drop(&mut self) {
        if let Some(window) = &self.0 {
            let _ = window.close();
        }
    }
}
