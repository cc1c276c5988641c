//! `fetch` with every leave-to-wander taken away: no cookies, no cache, no redirect, no referrer, a time limit and a size limit.

use super::environment;
use super::limit::{Cancel, Timer};
use gloo_net::http::Request as GlooRequest;
use js_sys::{Reflect, Uint8Array};
use protocol::http::{Failure, Request, Response};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestInit};

/// Longest wait for a whole answer, in seconds.
const SECONDS: u32 = 30;
/// Longest body read where the caller names no other limit, in bytes.
pub const LIMIT: usize = 1024 * 1024;

/// Sends a request once and reads its answer.
pub async fn send(request: &Request, cancel: &Cancel) -> Result<Response, Failure> {
    send_within(request, cancel, LIMIT).await
}

/// The same for a body of at most so many bytes.
pub async fn send_within(request: &Request, cancel: &Cancel, limit: usize) -> Result<Response, Failure> {
    let timer = Timer::start(SECONDS, cancel.clone());
    let started = js_sys::Date::now();
    let outcome = exchange(request, cancel, limit).await;
    let fired = timer.fired();
    match outcome {
        Ok((status, headers, bytes)) => Ok(Response {
            status,
            headers,
            bytes: bytes.len(),
            body: String::from_utf8(bytes).unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned()),
            elapsed_ms: elapsed(started),
        }),
        Err(Stop::TooLarge) => {
            cancel.cancel();
            Err(Failure::TooLarge { limit })
        }
        Err(Stop::Browser) if fired => Err(Failure::Timeout { seconds: SECONDS }),
        Err(Stop::Browser) if cancel.signal().aborted() => Err(Failure::Cancelled),
        // Without any network this machine's own servers can still be reached: of them it says nothing.
        Err(Stop::Browser) if !environment::is_online() && !is_on_this_machine(&request.url) => Err(Failure::Offline),
        Err(Stop::Browser) => Err(Failure::NetworkOrCors),
    }
}

fn is_on_this_machine(url: &str) -> bool {
    super::url::parse(url).is_some_and(|parts| matches!(parts.host.as_str(), "localhost" | "127.0.0.1"))
}

enum Stop {
    Browser,
    TooLarge,
}

impl From<JsValue> for Stop {
    fn from(_: JsValue) -> Self {
        Self::Browser
    }
}

type Whole = (u16, Vec<(String, String)>, Vec<u8>);

async fn exchange(request: &Request, cancel: &Cancel, limit: usize) -> Result<Whole, Stop> {
    let request = GlooRequest::from(built(request, cancel)?);
    let response = request.send().await.map_err(|_| Stop::Browser)?;
    let headers = response.headers().entries().collect();
    let status = response.status();
    let bytes = match response.body() {
        Some(stream) => read(&stream.get_reader().unchecked_into(), limit).await?,
        None => Vec::new(),
    };
    Ok((status, headers, bytes))
}

/// Built by hand, so that the address goes out exactly as the page shows it.
fn built(request: &Request, cancel: &Cancel) -> Result<web_sys::Request, JsValue> {
    web_sys::Request::new_with_str_and_init(&request.url, &init(request, cancel)?)
}

/// How every request of the page goes out.
pub(super) fn init(request: &Request, cancel: &Cancel) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(&request.method);
    init.set_mode(web_sys::RequestMode::Cors);
    init.set_credentials(web_sys::RequestCredentials::Omit);
    // A file of the page's own has its content's hash in its name: there is nothing to ask again.
    if !request.url.starts_with("./") {
        init.set_cache(web_sys::RequestCache::NoStore);
    }
    init.set_redirect(web_sys::RequestRedirect::Error);
    init.set_referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&cancel.signal()));
    let headers = web_sys::Headers::new()?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    init.set_headers(&headers);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    Ok(init)
}

/// Reads chunk by chunk and stops at the limit: a body may be endless.
async fn read(reader: &ReadableStreamDefaultReader, limit: usize) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(bytes);
        }
        let chunk: Uint8Array = Reflect::get(&chunk, &"value".into())?.unchecked_into();
        if bytes.len() + chunk.length() as usize > limit {
            return Err(Stop::TooLarge);
        }
        bytes.extend(chunk.to_vec());
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a span of at most `SECONDS`
pub(super) fn elapsed(started: f64) -> u64 {
    (js_sys::Date::now() - started).max(0.0) as u64
}
