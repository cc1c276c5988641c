//! The question that a browser puts before some requests: a message in, whether a preflight goes before it, and why (Fetch, "main
//! fetch" and "CORS-preflight fetch").
//!
//! No page can observe a preflight: what is told here follows from the standard and from what the page hands to `fetch`.

use crate::wire::{Channel, Line, Message, PREFLIGHT};

/// What the standard says of all this.
pub const SECTION: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch";

/// One reason why the browser asks first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The method is none of GET, HEAD and POST.
    Method(String),
    /// The header is not on the list of those that need no leave.
    Header(String),
    /// `Content-Type` is on the list with three types only; this is another.
    ContentType(String),
    /// The header is on the list, but not with a value like this one.
    Value(String),
}

/// A preflight, as the standard has the browser send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preflight {
    /// The page's origin.
    pub origin: String,
    /// The method that is asked for.
    pub method: String,
    /// The headers that are asked for: small letters, in the order of the alphabet.
    pub headers: Vec<String>,
    /// Why it is sent; at least one.
    pub causes: Vec<Cause>,
}

/// The preflight of a request of the page's own, if the browser sends one: where it goes to another origin with a method or a header
/// that CORS does not let pass unasked.
pub fn of(message: &Message) -> Option<Preflight> {
    let origin = origin_of(message)?;
    if message.channel == Channel::Front || is_at(&message.target, origin) {
        return None;
    }
    let method =
        (!matches!(message.method.as_str(), "GET" | "HEAD" | "POST")).then(|| Cause::Method(message.method.clone()));
    let unsafe_headers: Vec<&Line> = message.headers.iter().filter(|line| cause(line).is_some()).collect();
    let causes: Vec<Cause> = method.into_iter().chain(unsafe_headers.iter().filter_map(|line| cause(line))).collect();
    if causes.is_empty() {
        return None;
    }
    let mut headers: Vec<String> = unsafe_headers.iter().map(|line| line.name.to_ascii_lowercase()).collect();
    headers.sort_unstable();
    headers.dedup();
    Some(Preflight { origin: origin.to_owned(), method: message.method.clone(), headers, causes })
}

/// The page's origin, which the browser adds to every request to another one.
fn origin_of(message: &Message) -> Option<&str> {
    message.added_by_browser.iter().find(|line| line.name == "Origin").and_then(|line| line.value.text())
}

/// Whether an address as the browser writes it is of that origin.
fn is_at(address: &str, origin: &str) -> bool {
    address.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

/// Why a header may not pass unasked (Fetch, "CORS-safelisted request-header"). Its text may be forgotten or not be made yet: such a
/// value is of a header that is not on the list anyway.
fn cause(line: &Line) -> Option<Cause> {
    /// In bytes.
    const LONGEST: usize = 128;
    let value = line.value.text().unwrap_or_default();
    let fits = match line.name.to_ascii_lowercase().as_str() {
        "accept" => !value.bytes().any(is_unsafe),
        "accept-language" | "content-language" => {
            value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte))
        }
        "content-type" => {
            let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let three = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
            if !three.contains(&essence.as_str()) {
                return Some(Cause::ContentType(value.to_owned()));
            }
            !value.bytes().any(is_unsafe)
        }
        "range" => is_simple_range(value),
        _ => return Some(Cause::Header(line.name.clone())),
    };
    (!fits || value.len() > LONGEST).then(|| Cause::Value(line.name.clone()))
}

/// Fetch, "CORS-unsafe request-header byte".
fn is_unsafe(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

/// `bytes=` with a first position, and perhaps a last one.
fn is_simple_range(value: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    value
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
        .is_some_and(|(first, last)| number(first) && (last.is_empty() || number(last)))
}

impl Cause {
    /// What the browser asks leave for, in the words of HTTP.
    pub fn what(&self) -> String {
        match self {
            Self::Method(name) | Self::Header(name) | Self::Value(name) => name.clone(),
            Self::ContentType(value) => format!("Content-Type: {value}"),
        }
    }

    /// The rule, as a sentence.
    pub fn rule(&self) -> String {
        match self {
            Self::Method(name) => format!("{name} is not a CORS-safelisted method: those are GET, HEAD and POST."),
            Self::Header(name) => format!("{name} is not a CORS-safelisted request-header."),
            Self::ContentType(value) => format!(
                "Content-Type is a CORS-safelisted request-header for three types only: forms, multipart forms and plain text. This is {value}."
            ),
            Self::Value(name) => {
                format!("{name} is a CORS-safelisted request-header, but not with a value like this one.")
            }
        }
    }

    /// Where the rule is written.
    pub fn section(&self) -> &'static str {
        match self {
            Self::Method(_) => "https://fetch.spec.whatwg.org/#cors-safelisted-method",
            _ => "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
        }
    }
}

impl Preflight {
    /// The line of it among what the browser adds.
    pub fn line(&self) -> Line {
        let what: Vec<String> = self.causes.iter().map(Cause::what).collect();
        Line::plain(PREFLIGHT, &format!("a preflight asks whether {} may be sent", what.join(" and ")))
    }

    /// Its headers, as the standard names them.
    pub fn request_headers(&self) -> Vec<(&'static str, String)> {
        let mut all = vec![("Origin", self.origin.clone()), ("Access-Control-Request-Method", self.method.clone())];
        if !self.headers.is_empty() {
            all.push(("Access-Control-Request-Headers", self.headers.join(",")));
        }
        all
    }
}

impl Message {
    /// Notes, among what the browser adds, whether it asks first. To be called when method and headers stand.
    #[must_use]
    pub fn foreseen(mut self) -> Self {
        self.foresee();
        self
    }

    /// The same in place.
    pub fn foresee(&mut self) {
        self.added_by_browser.retain(|line| line.name != PREFLIGHT);
        let line = of(self).map(|preflight| preflight.line());
        self.added_by_browser.extend(line);
    }
}
