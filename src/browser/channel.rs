//! Word to and from the other pages of this origin.

use super::limit::Cancel;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "grantlens.signed-out";

/// Tells every other tab that listens.
pub fn tell(text: &str) {
    if let Ok(channel) = BroadcastChannel::new(NAME) {
        let _ = channel.post_message(&JsValue::from_str(text));
        channel.close();
    }
}

/// Calls `heard` with what another tab tells, for the life of the page.
pub fn listen(heard: impl Fn(&str) + 'static) {
    let Ok(channel) = BroadcastChannel::new(NAME) else { return };
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            heard(&text);
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    // The browser drops a channel that nothing refers to.
    std::mem::forget(channel);
}

/// An ear at a channel of any name, until it is dropped.
pub struct Ear(BroadcastChannel);

impl Ear {
    /// Begins to listen; `None` where the browser has no such channels.
    pub fn at(name: &str) -> Option<Self> {
        BroadcastChannel::new(name).ok().map(Self)
    }

    /// The next thing that is said, empty if it is no text; `None` when the wait was cancelled.
    pub async fn hear(&self, cancel: &Cancel) -> Option<String> {
        let signal = cancel.signal();
        if signal.aborted() {
            return None;
        }
        // A promise takes the first of the two, and nothing after it.
        let said = Promise::new(&mut |resolve, reject| {
            self.0.set_onmessage(Some(&resolve));
            signal.set_onabort(Some(&reject));
        });
        let event = JsFuture::from(said).await.ok()?.unchecked_into::<MessageEvent>();
        Some(event.data().as_string().unwrap_or_default())
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.0.close();
    }
}
