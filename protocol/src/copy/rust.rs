//! A program in Rust, with the crate reqwest and its blocking client: one file, nothing of ours.

use super::{Body, Parts, literal};
use crate::redact::Piece;

/// The program. What was left out is read from the environment.
pub fn text(parts: &Parts) -> String {
    let pairs = matches!(parts.body, Body::Pairs(_));
    let features = if pairs { "\"blocking\", \"form\"" } else { "\"blocking\"" };
    let mut out = format!("// Cargo.toml: reqwest = {{ version = \"0.13\", features = [{features}] }}\n");
    out.push_str("fn main() -> Result<(), Box<dyn std::error::Error>> {\n");
    for name in parts.left_out() {
        out.push_str(&format!("    let {} = std::env::var({})?;\n", variable(name), literal(name)));
    }
    out.push_str(
        "    let client = reqwest::blocking::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;\n",
    );
    out.push_str("    let response = client\n");
    out.push_str(&format!(
        "        .request(reqwest::Method::from_bytes({}.as_bytes())?, {})\n",
        literal(&parts.method),
        value(&parts.url)
    ));
    for (name, text) in &parts.headers {
        out.push_str(&format!("        .header({}, {})\n", literal(name), value(text)));
    }
    match &parts.body {
        Body::None => {}
        Body::Pairs(pairs) => {
            out.push_str("        .form(&[\n");
            for (name, text) in pairs {
                out.push_str(&format!("            ({}, {}),\n", literal(name), borrowed(text)));
            }
            out.push_str("        ])\n");
        }
        Body::Text(text) => out.push_str(&format!("        .body({})\n", value(text))),
    }
    out.push_str("        .send()?;\n    println!(\"{}\", response.status());\n    println!(\"{}\", response.text()?);\n    Ok(())\n}\n");
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
