//! A request of the page's own as text that makes the same one elsewhere: a command of cURL, a call of `fetch`, a program in Rust.
//!
//! **Invariant:** with `Secrets::LeftOut` no secret stands in the text; a name that shells and programs take stands in its place.

mod curl;
mod fetch;
mod rust;

use crate::endpoint::ParseUrl;
use crate::redact::{self, Piece, Secrets};
use crate::wire::{Channel, Line, Message, Place};

/// What the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A command for a POSIX shell.
    Curl,
    /// JavaScript for a page: what this page itself did.
    Fetch,
    /// A program that needs the crate reqwest.
    Rust,
}

/// Whether a message is a request that can be made again elsewhere: one that the page sent itself. An authorization request is none: a
/// command would fetch the page that asks for the password.
pub fn is_copied(message: &Message, parse: ParseUrl) -> bool {
    let web = parse(&message.target).is_some_and(|parts| matches!(parts.scheme.as_str(), "https" | "http"));
    message.channel == Channel::Back && message.place == Place::Body && is_token(&message.method) && web
}

/// The text.
pub fn text(message: &Message, form: Form, secrets: Secrets) -> String {
    let parts = Parts::of(message, secrets);
    match form {
        Form::Curl => curl::text(&parts),
        Form::Fetch => fetch::text(&parts),
        Form::Rust => rust::text(&parts),
    }
}

/// A name and its value in pieces.
type Pair = (String, Vec<Piece>);

enum Body {
    None,
    /// A form (RFC 6749 Appendix B), its names and values not encoded yet.
    Pairs(Vec<Pair>),
    /// Any other text.
    Text(Vec<Piece>),
}

/// A request, its secrets left out or in.
struct Parts {
    method: String,
    url: Vec<Piece>,
    headers: Vec<Pair>,
    /// What the browser names the page's origin by; other programs have none of their own.
    origin: Option<String>,
    body: Body,
}

impl Parts {
    fn of(message: &Message, secrets: Secrets) -> Self {
        let pair = |line: &Line| Some((line.name.clone(), redact::pieces(line, message, secrets)?));
        let added = |name: &str| message.added_by_browser.iter().find(|line| line.name.eq_ignore_ascii_case(name));
        // Names with other characters, as `:authority` in a file of a browser's, are no headers that a program sets.
        let sent = message.headers.iter().filter(|line| is_token(&line.name));
        let pairs: Vec<Pair> = message.lines.iter().filter_map(pair).collect();
        let body = match &message.body {
            Some(body) if secrets == Secrets::LeftOut && crate::extra::sounds_secret(body) => {
                Body::Text(vec![Piece::Secret("BODY".to_owned())])
            }
            Some(body) => Body::Text(vec![Piece::Text(body.clone())]),
            None if pairs.is_empty() => Body::None,
            None => Body::Pairs(pairs),
        };
        Self {
            method: message.method.clone(),
            url: redact::address(&message.target, secrets),
            headers: sent.chain(added("Content-Type")).filter_map(pair).collect(),
            origin: added("Origin").and_then(|line| line.value.text()).map(str::to_owned),
            body,
        }
    }

    fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// The names of what was left out, each once, in their order.
    fn left_out(&self) -> Vec<&str> {
        let values = self.headers.iter().map(|(_, value)| value);
        let body: Vec<&Vec<Piece>> = match &self.body {
            Body::None => Vec::new(),
            Body::Pairs(pairs) => pairs.iter().map(|(_, value)| value).collect(),
            Body::Text(text) => vec![text],
        };
        let mut names = Vec::new();
        for piece in std::iter::once(&self.url).chain(values).chain(body).flatten() {
            if let Piece::Secret(name) = piece
                && !names.contains(&name.as_str())
            {
                names.push(name.as_str());
            }
        }
        names
    }
}

/// RFC 9110 §5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// A literal in double quotes, as JavaScript and Rust both read it. What hides or controls is written out.
fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c.is_control() || crate::outside::hides(c) => out.extend([format!("\\u{{{:x}}}", u32::from(c))]),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
