//! This page registered at a server by itself (RFC 7591), or described by a document at an address of its own (Client ID Metadata
//! Document, draft -02): what the page is in, the request or the document out; then the answer in, a `client_id` out.

use crate::check::Checks;
use crate::config::Page;
use crate::form::{ConfigForm, Field};
use crate::http::Response;
use crate::json::Json;
use crate::outside::made_visible;
use crate::relay;
use crate::response_type::ResponseType;
use crate::secret::Secret;
use crate::server_answer::{self, AnswerError};
use crate::wire::{Answer, Channel, Exact, Line, Message, Place, Shown};

/// The name of the endpoint, for people.
pub const WHO: &str = "registration endpoint";

/// The file that describes this page, beside it.
pub const DOCUMENT: &str = "client-metadata.json";

/// What this page is, as a server has to know it (RFC 7591 §2): a public client that is sent back to this address.
pub fn metadata(form: &ConfigForm, page: &Page) -> Json {
    let text = |text: &str| Json::Text(text.to_owned());
    let list = |items: &[&str]| Json::List(items.iter().map(|item| text(item)).collect());
    let asked = form.response_type();
    let has_code = asked.is_none_or(|asked| asked.code);
    let has_token = asked.is_some_and(ResponseType::has_token);
    let grants: Vec<&str> = [("authorization_code", has_code), ("refresh_token", has_code), ("implicit", has_token)]
        .into_iter()
        .filter_map(|(grant, holds)| holds.then_some(grant))
        .collect();
    let redirect_uri = match form.trimmed(Field::RedirectUri) {
        "" => page.address.as_str(),
        typed => typed,
    };
    Json::of([
        ("client_name", text("Grantlens")),
        ("application_type", text("web")),
        ("redirect_uris", list(&[redirect_uri, &relay::address(&page.address)])),
        ("post_logout_redirect_uris", list(&[page.address.as_str()])),
        ("token_endpoint_auth_method", text("none")),
        ("grant_types", list(&grants)),
        ("response_types", list(&[asked.map_or("code", |asked| asked.words())])),
    ])
}

/// The request as the page shows it and sends it. A body of JSON is not on CORS's safe list, so the browser asks first.
pub fn message(endpoint: &str, metadata: &Json, origin: &str) -> Message {
    Message {
        channel: Channel::Back,
        method: "POST".to_owned(),
        target: endpoint.to_owned(),
        place: Place::Body,
        lines: Vec::new(),
        headers: vec![Line::plain("Accept", "application/json"), Line::plain("Content-Type", "application/json")],
        added_by_browser: vec![Line::plain("Origin", origin)],
        body: Some(metadata.to_string()),
    }
    .foreseen()
}

/// The answer as the page shows it: its members one a line. What a server makes up for itself to be known by, a secret or a token for
/// the registration, is masked and not kept.
pub fn answer(response: &Response) -> Answer {
    let json = Json::object(&response.body).ok();
    let line = |(name, value): &(String, Json)| {
        let text = value.written();
        let shown =
            if is_secret(name) { Shown::secret(&Secret::new(text)) } else { Shown::Plain(made_visible(&text, 600)) };
        Line::new(&made_visible(name, 60), shown)
    };
    let lines = json.iter().flat_map(Json::members).map(line).collect();
    Answer::of_members(response, lines).exactly(Exact::of(&response.body, is_secret))
}

fn is_secret(name: &str) -> bool {
    name == "client_secret" || name.ends_with("access_token") || name.ends_with("access_secret")
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(
        &[&server_answer::CHECKS[..], &["client_id", "redirect_uris", "token_endpoint_auth_method"]].concat(),
    )
}

/// Reads the answer (RFC 7591 §3.2.1): the `client_id` to use. `asked` is what was sent.
pub fn process(response: &Response, asked: &Json, checks: &mut Checks) -> Result<String, AnswerError> {
    let object = server_answer::object_of(response, &[201, 200], checks)?;
    let client_id = object.get("client_id").and_then(Json::text).unwrap_or_default();
    let fit = !client_id.is_empty() && client_id.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    let shown = made_visible(client_id, 100);
    if !checks.compare("client_id", fit, "printable ASCII", if client_id.is_empty() { "none" } else { &shown }) {
        return Err(AnswerError::Json("it has no client_id that can be used".to_owned()));
    }
    let wanted = asked.get("redirect_uris").map(Json::items).unwrap_or_default();
    let given = object.get("redirect_uris").map(Json::items).unwrap_or_default();
    let words = |items: &[Json]| {
        let texts: Vec<&str> = items.iter().filter_map(Json::text).collect();
        made_visible(&texts.join(" "), 300)
    };
    let registered = wanted.iter().all(|uri| given.contains(uri));
    if !checks.compare("redirect_uris", registered, &words(wanted), &words(given)) {
        return Err(AnswerError::Json("it did not register this page's redirect_uri".to_owned()));
    }
    // Left out, it means `client_secret_basic` (§2), which no page can do.
    let method = object.get("token_endpoint_auth_method").and_then(Json::text).unwrap_or("client_secret_basic");
    if !checks.compare("token_endpoint_auth_method", method == "none", "none", &made_visible(method, 60)) {
        return Err(AnswerError::Json("it registered a client that needs a secret".to_owned()));
    }
    Ok(client_id.to_owned())
}

/// The document that makes an address a `client_id`, and that address; or why there can be none for this page.
///
/// The address has to be https with a path (draft -02 §3), so a page at http on this machine has none.
pub fn document(form: &ConfigForm, page: &Page) -> Result<(String, Json), &'static str> {
    if !page.address.starts_with("https://") {
        return Err(
            "A client id that is an address has to begin with https://, and a server has to be able to fetch it. This page is at http, so there is none for it.",
        );
    }
    let folder = page.address.rsplit_once('/').map_or(page.address.as_str(), |(folder, _)| folder);
    let client_id = format!("{folder}/{DOCUMENT}");
    let mut members = vec![("client_id".to_owned(), Json::Text(client_id.clone()))];
    members.extend_from_slice(metadata(form, page).members());
    Ok((client_id, Json::Object(members)))
}
