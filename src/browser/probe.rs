//! A request that is sent to learn whether it is answered: nothing of the answer is read but its status.

use super::fetch;
use super::limit::{Cancel, Timer};
use js_sys::{Object, Promise, Reflect};
use protocol::http::{Request, Seen};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, RequestMode, RequestRedirect, ResponseType};

/// How much the page wants to see.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// What CORS lets it read. A redirect is seen and not followed.
    Cors,
    /// Whether there is an answer. Browsers let such a request go out only if it follows redirects (Fetch §4.1).
    NoCors,
}

/// How long a report of the page's policy may come after the request that it is about, in milliseconds.
const REPORT_MS: i32 = 50;

/// Sends it without cookies, cache and referrer, and gives up after so many seconds. Also says how many milliseconds it took.
pub async fn send(request: &Request, sight: Sight, seconds: u32) -> (Seen, u64) {
    let started = js_sys::Date::now();
    let (Some(cancel), Some(policy)) = (Cancel::new(), Policy::watch(&request.url)) else { return (Seen::Nothing, 0) };
    let timer = Timer::start(seconds, cancel.clone());
    let answered = fetched(request, sight, &cancel).await;
    let elapsed_ms = fetch::elapsed(started);
    let late = timer.fired();
    // The body is nobody's business, and may be endless.
    cancel.cancel();
    let seen = match answered {
        Ok(response) => match response.type_() {
            ResponseType::Opaque => Seen::Opaque,
            ResponseType::Opaqueredirect => Seen::Redirect,
            _ => Seen::Status(response.status()),
        },
        Err(_) if late => Seen::Late,
        Err(_) => {
            pause(REPORT_MS).await;
            if policy.has_forbidden() { Seen::Forbidden } else { Seen::Nothing }
        }
    };
    (seen, elapsed_ms)
}

async fn fetched(request: &Request, sight: Sight, cancel: &Cancel) -> Result<web_sys::Response, JsValue> {
    let init = fetch::init(request, cancel)?;
    match sight {
        Sight::Cors => init.set_redirect(RequestRedirect::Manual),
        Sight::NoCors => {
            init.set_mode(RequestMode::NoCors);
            init.set_redirect(RequestRedirect::Follow);
        }
    }
    let request = web_sys::Request::new_with_str_and_init(&request.url, &init)?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()
}

/// The state of the first of these permissions that the browser knows: `granted`, `denied` or `prompt`.
pub async fn permission(names: &[&str]) -> Option<String> {
    let permissions = web_sys::window()?.navigator().permissions().ok()?;
    for name in names {
        let asked = Object::new();
        Reflect::set(&asked, &"name".into(), &(*name).into()).ok()?;
        if let Ok(promise) = permissions.query(&asked)
            && let Ok(status) = JsFuture::from(promise).await
        {
            return Reflect::get(&status, &"state".into()).ok()?.as_string();
        }
    }
    None
}

/// Hears whether the page's own policy forbids an address.
struct Policy {
    document: web_sys::Document,
    forbidden: Rc<Cell<bool>>,
    listener: Closure<dyn FnMut(Event)>,
}

const VIOLATION: &str = "securitypolicyviolation";

impl Policy {
    fn watch(url: &str) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let origin = super::url::parse(url)?.origin;
        let forbidden = Rc::new(Cell::new(false));
        let mark = forbidden.clone();
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let blocked = Reflect::get(&event, &"blockedURI".into()).ok().and_then(|uri| uri.as_string());
            if blocked.is_some_and(|uri| uri.starts_with(&origin)) {
                mark.set(true);
            }
        });
        let function = listener.as_ref().unchecked_ref();
        document.add_event_listener_with_callback(VIOLATION, function).ok()?;
        Some(Self { document, forbidden, listener })
    }

    fn has_forbidden(&self) -> bool {
        self.forbidden.get()
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        let function = self.listener.as_ref().unchecked_ref();
        let _ = self.document.remove_event_listener_with_callback(VIOLATION, function);
    }
}

async fn pause(ms: i32) {
    let after = Promise::new(&mut |go, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&go, ms);
        }
    });
    let _ = JsFuture::from(after).await;
}
