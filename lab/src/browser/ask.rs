//! `fetch` where the app's own adapter does not fit: with this origin's cookies, or where the browser's own words for a failure are
//! what is to be seen.

use js_sys::Error;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestMode, Response};

/// An answer that the page may read.
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// The whole body as text.
    pub body: String,
}

/// Sends a request once. Cookies go to this page's own origin only. The error is what the browser said, word by word.
pub async fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Result<Reply, String> {
    asked(method, url, headers, body).await.map_err(|error| match error.dyn_into::<Error>() {
        Ok(error) => String::from(error.to_string()),
        Err(_) => "no reason given".to_owned(),
    })
}

async fn asked(method: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Result<Reply, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_mode(RequestMode::Cors);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    let list = Headers::new()?;
    for (name, value) in headers {
        list.append(name, value)?;
    }
    init.set_headers(&list);
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
    }
    let request = Request::new_with_str_and_init(url, &init)?;
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request)).await?.unchecked_into();
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Reply { status: response.status(), body })
}
