//! Web Locks: one holder of a name among all tabs of this origin.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Takes the lock `name` for as long as this page lives. `false` when another tab has it.
///
/// A duplicated tab carries a copy of sessionStorage, so the record of a transaction alone cannot keep two tabs from redeeming
/// one code. Without Web Locks (older browsers) the answer is `true`: the server's own single use of codes remains.
pub async fn hold_for_life(name: &str) -> bool {
    hold(name, &[("ifAvailable", &JsValue::TRUE)]).await
}

/// The same, and waits for it at most so many milliseconds: whoever has it may be about to go.
pub async fn hold_within(name: &str, milliseconds: u32) -> bool {
    let signal = web_sys::AbortSignal::timeout_with_u32(milliseconds);
    hold(name, &[("signal", &signal)]).await
}

async fn hold(name: &str, how: &[(&str, &JsValue)]) -> bool {
    let Some(locks) = manager() else { return true };
    let granted = Promise::new(&mut |resolve, reject| {
        let callback = Closure::once_into_js(move |lock: JsValue| {
            // The result says whether there was a lock to have; the promise returned to the manager never settles, which keeps it.
            drop(resolve.call1(&JsValue::UNDEFINED, &JsValue::from_bool(!lock.is_null())));
            if lock.is_null() { JsValue::UNDEFINED } else { Promise::new(&mut |_, _| {}).into() }
        });
        let options = Object::new();
        for (option, value) in how {
            drop(Reflect::set(&options, &(*option).into(), value));
        }
        if let Ok(request) = Reflect::get(&locks, &"request".into()).and_then(JsCast::dyn_into::<Function>)
            && let Ok(held) = request.call3(&locks, &name.into(), &options, &callback)
        {
            wasm_bindgen_futures::spawn_local(async move {
                // Settles by failing only: when the wait was over.
                let _ = JsFuture::from(Promise::resolve(&held)).await;
                let _ = reject.call0(&JsValue::UNDEFINED);
            });
        }
    });
    JsFuture::from(granted).await.is_ok_and(|granted| granted.is_truthy())
}

fn manager() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}
