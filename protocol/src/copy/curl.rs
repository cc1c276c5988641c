//! A command of cURL for a POSIX shell (IEEE 1003.1 §2.2: nothing is special between single quotes but their end).
//!
//! Control characters are written by `printf`: one that is pasted into a terminal acts there before any shell has seen its quotes.

use super::{Body, Parts};
use crate::outside::hides;
use crate::redact::Piece;
use crate::urlencoded;

/// The command. Of a form, each value that was left out is encoded by cURL itself, so that the variable holds it as it is.
pub fn text(parts: &Parts) -> String {
    let mut words = vec!["curl --include".to_owned()];
    let mut before = String::new();
    if contains(&parts.url, |c| matches!(c, '[' | ']' | '{' | '}')) {
        words.push("--globoff".to_owned());
    }
    words.extend(method(parts));
    words.push(format!("--url {}", word(&parts.url)));
    for (name, value) in &parts.headers {
        words.push(header(name, value));
    }
    if let Some(origin) = &parts.origin {
        words.push(header("Origin", &[Piece::Text(origin.clone())]));
    }
    match &parts.body {
        Body::None if is_empty_body(parts) => words.push("--data-raw ''".to_owned()),
        Body::None => {}
        Body::Pairs(pairs) => words.extend(pairs.iter().map(|(name, value)| pair(name, value))),
        Body::Text(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] if text.chars().any(acts) => {
                before = format!("printf {} | ", format_of(text));
                words.push("--data-binary @-".to_owned());
            }
            pieces => words.push(format!("--data-raw {}", word(pieces))),
        },
    }
    let has_data = is_empty_body(parts) || !matches!(parts.body, Body::None);
    if has_data && !parts.has_header("Content-Type") {
        words.push("--header 'Content-Type:'".to_owned()); // else cURL would say that it is a form
    }
    format!("{before}{}\n", words.join(" \\\n  "))
}

fn method(parts: &Parts) -> Option<String> {
    match (parts.method.as_str(), &parts.body) {
        ("GET", Body::None) | ("POST", Body::Pairs(_) | Body::Text(_)) => None,
        ("HEAD", Body::None) => Some("--head".to_owned()),
        (method, _) => Some(format!("--request {}", word(&[Piece::Text(method.to_owned())]))),
    }
}

/// A method that writes sends the length of its body even where that is nothing (RFC 9110 §8.6), as `fetch` does.
fn is_empty_body(parts: &Parts) -> bool {
    matches!(parts.body, Body::None) && matches!(parts.method.as_str(), "POST" | "PUT" | "PATCH")
}

/// A header without a value ends with a semicolon: with a colon alone, cURL would leave it out.
fn header(name: &str, value: &[Piece]) -> String {
    let empty = value.iter().all(|piece| matches!(piece, Piece::Text(text) if text.trim().is_empty()));
    let mut pieces = vec![Piece::Text(if empty { format!("{name};") } else { format!("{name}: ") })];
    if !empty {
        pieces.extend(value.iter().cloned());
    }
    format!("--header {}", word(&pieces))
}

fn pair(name: &str, value: &[Piece]) -> String {
    let name = urlencoded::encode(name);
    match value {
        [Piece::Text(text)] => format!("--data-raw '{name}={}'", urlencoded::encode(text)),
        pieces => {
            let mut all = vec![Piece::Text(format!("{name}="))];
            all.extend(pieces.iter().cloned());
            format!("--data-urlencode {}", word(&all))
        }
    }
}

fn contains(pieces: &[Piece], is: fn(char) -> bool) -> bool {
    pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(is)))
}

/// One word of the shell.
fn word(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(more) => text.push_str(more),
            Piece::Secret(name) => {
                if !text.is_empty() {
                    out.push_str(&quoted(&std::mem::take(&mut text)));
                }
                out.extend([format!("\"${name}\"")]);
            }
        }
    }
    if !text.is_empty() || out.is_empty() {
        out.push_str(&quoted(&text));
    }
    out
}

fn quoted(text: &str) -> String {
    if text.chars().any(acts) {
        return format!("\"$(printf {})\"", format_of(text));
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Whether a terminal would act on it, or not show it. Line ends and tabs are quoted well enough.
fn acts(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || hides(c)
}

/// The format that `printf` writes this text by, quoted: octal for what acts, doubled what it would read itself.
fn format_of(text: &str) -> String {
    let mut format = String::new();
    for c in text.chars() {
        match c {
            '%' => format.push_str("%%"),
            '\\' => format.push_str(r"\\"),
            '\'' => format.push_str(r"'\''"),
            '\n' => format.push_str(r"\n"),
            '-' if format.is_empty() => format.push_str(r"\055"), // no option of printf's
            _ if acts(c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    format.extend([format!("\\{byte:03o}")]);
                }
            }
            _ => format.push(c),
        }
    }
    format!("'{format}'")
}
