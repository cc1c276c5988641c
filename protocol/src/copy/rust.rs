//! A program in Rust, with the crate reqwest and its blocking client: one file, nothing of ours.

use super::{Body, Parts, literal};
use crate::redact::Piece;

const PROGRAM: &str = include_str!("rust/program.txt");
const VARIABLE: &str = include_str!("rust/variable.txt");

/// The program. What was left out is read from the environment.
pub fn text(parts: &Parts) -> String {
    let features = if matches!(parts.body, Body::Pairs(_)) { "\"blocking\", \"form\"" } else { "\"blocking\"" };
    let variables: String =
        parts.left_out().into_iter().map(|name| filled(VARIABLE, &[&variable(name), &literal(name)])).collect();
    let mut calls = String::new();
    for (name, text) in &parts.headers {
        calls.extend([format!("        .header({}, {})\n", literal(name), value(text))]);
    }
    match &parts.body {
        Body::None => {}
        Body::Pairs(pairs) => {
            calls.push_str("        .form(&[\n");
            for (name, text) in pairs {
                calls.extend([format!("            ({}, {}),\n", literal(name), borrowed(text))]);
            }
            calls.push_str("        ])\n");
        }
        Body::Text(text) => calls.extend([format!("        .body({})\n", value(text))]),
    }
    filled(PROGRAM, &[features, &variables, &literal(&parts.method), &value(&parts.url), &calls])
}

/// A text with a value in the place of each `$`. What a value holds is not looked at again.
fn filled(text: &str, values: &[&str]) -> String {
    let mut out = String::new();
    for (index, piece) in text.split('$').enumerate() {
        out.push_str(piece);
        out.push_str(values.get(index).copied().unwrap_or_default());
    }
    out
}

fn variable(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// A value that is given away: a literal, or a text put together.
fn value(pieces: &[Piece]) -> String {
    let left_out: Vec<String> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Secret(name) => Some(variable(name)),
            Piece::Text(_) => None,
        })
        .collect();
    let format: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) if left_out.is_empty() => text.clone(),
            Piece::Text(text) => text.replace('{', "{{").replace('}', "}}"),
            Piece::Secret(_) => "{}".to_owned(),
        })
        .collect();
    if left_out.is_empty() {
        return literal(&format);
    }
    format!("format!({}, {})", literal(&format), left_out.join(", "))
}

/// A value of a form: all of one type, as the list needs it.
fn borrowed(pieces: &[Piece]) -> String {
    match pieces {
        [Piece::Text(text)] => literal(text),
        [Piece::Secret(name)] => format!("{}.as_str()", variable(name)),
        pieces => format!("&{}", value(pieces)),
    }
}
