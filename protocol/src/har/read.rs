//! The reader. An archive is a file from anywhere: nothing in it is believed, and what is not as the format has it is passed over.

use super::from_iso;
use crate::json::{Json, TOO_DEEP};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Longest archive read, in bytes.
pub const LIMIT: usize = 20 * 1024 * 1024;

/// One request of an archive and its answer, as they are written there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// When it began, in milliseconds since 1970, where the archive says so.
    pub at_ms: Option<u64>,
    /// `GET`, `POST`, …
    pub method: String,
    /// The address, as written.
    pub url: String,
    /// What the request said.
    pub headers: Vec<(String, String)>,
    /// The body of the request.
    pub body: Option<String>,
    /// What stood after `#`, which only archives of ours know.
    pub fragment: Option<Vec<(String, String)>>,
    /// Whether a preflight was inferred, which only archives of ours say: in those of browsers it is an entry.
    pub is_foreseen: bool,
    /// Status code; `None` where there was no answer.
    pub status: Option<u16>,
    /// What the answer said.
    pub answered: Vec<(String, String)>,
    /// The body of the answer, decoded; `None` where the archive has none.
    pub content: Option<String>,
    /// Its size in bytes, as the archive says.
    pub bytes: usize,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
    /// Where the answer leads to; empty where it does not.
    pub location: String,
}

/// Why a text is no archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HarError {
    /// Longer than `LIMIT`; its length in bytes.
    TooLong(usize),
    /// No JSON; what the parser says.
    Json(String),
    /// JSON that nests deeper than is read.
    TooDeep,
    /// JSON without `log.entries`.
    NoEntries,
}

/// Every entry of an archive, in its order.
pub fn entries(text: &str) -> Result<Vec<Entry>, HarError> {
    if text.len() > LIMIT {
        return Err(HarError::TooLong(text.len()));
    }
    let json = Json::parse(text)
        .map_err(|why| if why.starts_with(TOO_DEEP) { HarError::TooDeep } else { HarError::Json(why) })?;
    match json.get("log").and_then(|log| log.get("entries")) {
        Some(Json::List(entries)) => Ok(entries.iter().map(entry).collect()),
        _ => Err(HarError::NoEntries),
    }
}

fn entry(json: &Json) -> Entry {
    let empty = Json::Null;
    let part = |name| json.get(name).unwrap_or(&empty);
    let (request, response) = (part("request"), part("response"));
    let content = response.get("content").unwrap_or(&empty);
    let answered = headers(response.get("headers"));
    let location = answered.iter().find(|(name, _)| name == "location").map(|(_, value)| value.clone());
    Entry {
        at_ms: json.get("startedDateTime").and_then(Json::text).and_then(from_iso),
        method: string(request, "method"),
        url: string(request, "url"),
        headers: headers(request.get("headers")),
        body: request.get("postData").and_then(body),
        fragment: json.get("_fragment").map(|list| pairs(Some(list))),
        is_foreseen: json.get("_preflight").is_some(),
        status: whole(response.get("status"))
            .and_then(|status| u16::try_from(status).ok())
            .filter(|status| *status > 0),
        answered,
        content: decoded(content),
        bytes: whole(content.get("size")).and_then(|size| usize::try_from(size).ok()).unwrap_or_default(),
        elapsed_ms: whole(json.get("time")).unwrap_or_default(),
        location: location.unwrap_or_else(|| string(response, "redirectURL")),
    }
}

fn string(json: &Json, name: &str) -> String {
    json.get(name).and_then(Json::text).unwrap_or_default().to_owned()
}

/// The whole part of a number that is none below 0: browsers measure in fractions of a millisecond.
fn whole(json: Option<&Json>) -> Option<u64> {
    let Json::Number(number) = json? else { return None };
    number.split('.').next()?.parse().ok()
}

/// Names in small letters and values, as every reader of headers has them.
fn headers(list: Option<&Json>) -> Vec<(String, String)> {
    pairs(list).into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect()
}

fn pairs(list: Option<&Json>) -> Vec<(String, String)> {
    let pair = |json: &Json| Some((json.get("name")?.text()?.to_owned(), json.get("value")?.text()?.to_owned()));
    list.map(Json::items).unwrap_or_default().iter().filter_map(pair).collect()
}

/// As it was sent; where the archive has parameters alone, put together from them.
fn body(post: &Json) -> Option<String> {
    if let Some(text) = post.get("text").and_then(Json::text).filter(|text| !text.is_empty()) {
        return Some(text.to_owned());
    }
    let pair = |json: &Json| Some(format!("{}={}", json.get("name")?.text()?, json.get("value")?.text()?));
    let params: Vec<String> = post.get("params").map(Json::items).unwrap_or_default().iter().filter_map(pair).collect();
    (!params.is_empty()).then(|| params.join("&"))
}

fn decoded(content: &Json) -> Option<String> {
    let text = content.get("text")?.text()?;
    match content.get("encoding").and_then(Json::text) {
        Some("base64") => STANDARD.decode(text).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        _ => Some(text.to_owned()),
    }
}
