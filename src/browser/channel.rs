//! Word to the other tabs of this origin.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
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
