//! Time, in milliseconds.

use js_sys::Promise;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Milliseconds since 1970, by this machine's clock.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a date is a positive whole number below 2^53
pub fn now_ms() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// The same for lifetimes: it never goes back while the page stands. Where somebody sets the machine's clock back, no token lives longer
/// for it; where the machine slept, the clock has gone on, whatever the page's own counter says.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // as above
pub fn steady_ms() -> u64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    let counted = performance.map_or(0.0, |performance| performance.time_origin() + performance.now());
    now_ms().max(counted.max(0.0) as u64)
}

/// Waits until the browser is about to paint.
pub async fn next_frame() {
    let frame = Promise::new(&mut |resolve, _| {
        let _ = web_sys::window().map(|window| window.request_animation_frame(&resolve));
    });
    let _ = JsFuture::from(frame).await;
}

/// A call every second, until dropped.
pub struct EverySecond {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

/// Calls `tick` every second.
pub fn every_second(tick: impl FnMut() + 'static) -> Option<EverySecond> {
    let callback = Closure::<dyn FnMut()>::new(tick);
    let id = web_sys::window()?
        .set_interval_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), 1000)
        .ok()?;
    Some(EverySecond { id, _callback: callback })
}

impl Drop for EverySecond {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.id);
        }
    }
}
