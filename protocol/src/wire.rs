//! What crossed the wire, or is about to, as the page shows it: one value per message, a line per parameter.

mod exact;
mod record;

pub use exact::{Exact, Piece};

use crate::http::{Request, Response};
use crate::secret::{Masked, Secret};
use crate::urlencoded;

/// The line of a preflight, among what the browser adds.
pub const PREFLIGHT: &str = "OPTIONS, before it";

/// The two ways by which a browser-based client talks (RFC 6749 §4: the user agent's redirects, and requests).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Through the address bar: the browser navigates, and everyone who sees addresses sees it.
    Front,
    /// By the page itself: `fetch`, which CORS governs.
    Back,
}

/// Where the lines of a message stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After `?`: the server of that address sees and logs it.
    Query,
    /// After `#`: never sent to any server.
    Fragment,
    /// In the body.
    Body,
}

/// A value as the page shows it.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Plain text.
    Plain(String),
    /// Shown only when the person asks.
    Masked(Masked),
    /// Drawn at random at the moment of leaving.
    Later,
    /// Not typed yet.
    Missing,
}

impl Shown {
    /// A masked copy of a secret.
    pub fn secret(secret: &Secret) -> Self {
        Self::Masked(Masked::of(secret))
    }

    /// Text typed by the person: plain, or missing when there is none.
    pub fn typed(text: &str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Plain(text.to_owned()) }
    }

    /// The text for the wire; `None` for what is not there yet.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Masked(masked) => masked.reveal(),
            Self::Later | Self::Missing => None,
        }
    }
}

/// A name and its value.
#[derive(Clone, Debug)]
pub struct Line {
    /// Parameter or header name.
    pub name: String,
    /// Its value.
    pub value: Shown,
    /// What the value says inside, a member a line, where it is a text of many parts (RFC 7515 §3): nothing of it is secret.
    pub parts: Vec<Line>,
}

impl Line {
    /// A line.
    pub fn new(name: &str, value: Shown) -> Self {
        Self { name: name.to_owned(), value, parts: Vec::new() }
    }

    /// The same with what its value says inside.
    #[must_use]
    pub fn of_parts(mut self, parts: Vec<Line>) -> Self {
        self.parts = parts;
        self
    }

    /// A line of plain text.
    pub fn plain(name: &str, text: &str) -> Self {
        Self::new(name, Shown::Plain(text.to_owned()))
    }

    /// The text of a masked value, while it is remembered.
    pub fn secret(&self) -> Option<&str> {
        match &self.value {
            Shown::Masked(masked) => masked.reveal(),
            _ => None,
        }
    }
}

/// One request, redirect or arrival.
#[derive(Clone, Debug)]
pub struct Message {
    /// By which way.
    pub channel: Channel,
    /// `GET`, `POST`, …
    pub method: String,
    /// Address without the parameters below.
    pub target: String,
    /// Where `lines` stand.
    pub place: Place,
    /// The parameters.
    pub lines: Vec<Line>,
    /// Headers that we set.
    pub headers: Vec<Line>,
    /// What the browser adds by itself; shown apart.
    pub added_by_browser: Vec<Line>,
    /// A body that is not made of parameters.
    pub body: Option<String>,
}

impl Message {
    /// A navigation with its parameters.
    pub fn navigation(target: &str, place: Place, lines: Vec<Line>) -> Self {
        Self {
            channel: Channel::Front,
            method: "GET".to_owned(),
            target: target.to_owned(),
            place,
            lines,
            headers: Vec::new(),
            added_by_browser: Vec::new(),
            body: None,
        }
    }

    /// Puts a proof of DPoP among the headers, in place of an earlier one. The header is not on CORS's list of harmless ones, so the
    /// browser asks first (Fetch §3.3.2); at an API, `Authorization` has it ask anyway.
    pub fn prove(&mut self, proof: Option<Line>) {
        let Some(proof) = proof else { return };
        self.headers.retain(|line| line.name != proof.name);
        self.headers.push(proof);
        self.foresee();
    }

    /// The whole address, with the lines in its query beside what stands there already (RFC 6749 §3.1).
    pub fn address(&self) -> String {
        let pairs = self.lines.iter().filter_map(|line| line.value.text().map(|text| (line.name.as_str(), text)));
        let separator = match self.target.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        format!("{}{separator}{}", self.target, urlencoded::encode_pairs(pairs))
    }

    /// The request that the page hands to `fetch`: what is shown is what is sent. Lines that stand in the body are a form.
    pub fn request(&self) -> Request {
        let texts = |lines: &[Line]| -> Vec<(String, String)> {
            lines.iter().filter_map(|line| Some((line.name.clone(), line.value.text()?.to_owned()))).collect()
        };
        let pairs = texts(&self.lines);
        let form = urlencoded::encode_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        Request {
            method: self.method.clone(),
            url: self.target.clone(),
            headers: texts(&self.headers),
            body: self.body.clone().or_else(|| (!pairs.is_empty()).then_some(form)),
        }
    }

    /// The text of a line, while it is remembered.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.lines.iter().find(|line| line.name == name).and_then(|line| line.value.text())
    }

    /// Drops every secret text and keeps the lengths.
    pub fn forget(&mut self) {
        for line in self.lines.iter_mut().chain(&mut self.headers) {
            if let Shown::Masked(masked) = &mut line.value {
                masked.forget();
            }
        }
    }
}

/// An answer to a request that the page sent.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// The headers that CORS let the page read.
    pub headers: Vec<(String, String)>,
    /// The members of a token response, one a line; empty for any other body.
    pub lines: Vec<Line>,
    /// The exact body; never that of a token response, which holds tokens. Not kept across a redirect or reload.
    pub body: Option<String>,
    /// The exact body of an answer that is shown by its members, with what is secret in it apart. Not kept either.
    pub exact: Option<Exact>,
    /// Size of the body in bytes.
    pub bytes: usize,
    /// Time from the request to the last byte, in milliseconds.
    pub elapsed_ms: u64,
}

impl Answer {
    /// An answer with its exact body.
    pub fn whole(response: &Response) -> Self {
        Self { body: Some(response.body.clone()), ..Self::of_members(response, Vec::new()) }
    }

    /// An answer by its members alone: one that holds secrets, or that is long.
    pub fn of_members(response: &Response, lines: Vec<Line>) -> Self {
        Self {
            status: response.status,
            headers: response.headers.clone(),
            lines,
            body: None,
            exact: None,
            bytes: response.bytes,
            elapsed_ms: response.elapsed_ms,
        }
    }

    /// The same with the exact body, for the person who wants to see that.
    #[must_use]
    pub fn exactly(self, exact: Exact) -> Self {
        Self { exact: Some(exact), ..self }
    }

    /// How much memory its body takes, in bytes.
    pub fn kept_bytes(&self) -> usize {
        self.body.as_ref().map_or(0, String::len) + self.exact.as_ref().map_or(0, Exact::bytes)
    }

    /// Drops the body and keeps its size.
    pub fn drop_body(&mut self) {
        (self.body, self.exact) = (None, None);
    }

    /// Drops the body and every secret text, and keeps the lengths.
    pub fn forget(&mut self) {
        self.drop_body();
        for line in &mut self.lines {
            if let Shown::Masked(masked) = &mut line.value {
                masked.forget();
            }
        }
    }
}
