//! A call of `fetch` for the console of a page: what this page did, to the last option (`browser/fetch.rs`).

use super::{Body, Pair, Parts, literal};
use crate::redact::Piece;
use crate::urlencoded;

/// The call. What was left out is asked for when it runs.
pub fn text(parts: &Parts) -> String {
    let mut out = String::new();
    for name in parts.left_out() {
        out.extend([format!("const {name} = prompt({});\n", literal(name))]);
    }
    out.extend([format!(
        "const response = await fetch({}, {{\n  method: {},\n",
        sum(&parts.url),
        literal(&parts.method)
    )]);
    if !parts.headers.is_empty() {
        out.push_str("  headers: [\n");
        for (name, value) in &parts.headers {
            out.extend([format!("    [{}, {}],\n", literal(name), sum(value))]);
        }
        out.push_str("  ],\n");
    }
    match &parts.body {
        Body::None => {}
        Body::Pairs(pairs) => out.extend([format!("  body: {},\n", form(pairs))]),
        Body::Text(text) => out.extend([format!("  body: {},\n", sum(text))]),
    }
    out.push_str(
        "  credentials: \"omit\",\n  cache: \"no-store\",\n  redirect: \"error\",\n  referrerPolicy: \"no-referrer\",\n});\n",
    );
    out.push_str("console.log(response.status, await response.text());\n");
    out
}

fn sum(pieces: &[Piece]) -> String {
    let term = |piece: &Piece| match piece {
        Piece::Text(text) => literal(text),
        Piece::Secret(name) => name.clone(),
    };
    let terms: Vec<String> = pieces.iter().map(term).collect();
    if terms.is_empty() { literal("") } else { terms.join(" + ") }
}

/// The form's text, encoded; what was left out is encoded when it is there.
fn form(pairs: &[Pair]) -> String {
    let mut terms: Vec<String> = Vec::new();
    let mut known = String::new();
    for (index, (name, value)) in pairs.iter().enumerate() {
        let sign = if index == 0 { "" } else { "&" };
        known.extend([format!("{sign}{}=", urlencoded::encode(name))]);
        for piece in value {
            match piece {
                Piece::Text(text) => known.push_str(&urlencoded::encode(text)),
                Piece::Secret(name) => {
                    terms.push(literal(&std::mem::take(&mut known)));
                    terms.push(format!("encodeURIComponent({name})"));
                }
            }
        }
    }
    if !known.is_empty() {
        terms.push(literal(&known));
    }
    terms.join(" + ")
}
