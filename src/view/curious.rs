//! The access token opened, for the curious: what stands in it, and why no client may rely on that.

use super::id_token::lines;
use super::link::link;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::glossary::{CLAIM, JOSE};
use protocol::jwt::{self, Look};

/// A button, while there is a token; what it opens goes with the token.
pub fn curious(session: Session) -> Vec<Element> {
    let token = session.flow.with(|flow| flow.tokens().map(|tokens| tokens.access_token.clone()));
    let Some(token) = token else { return Vec::new() };
    let opened = RwSignal::new(false);
    let words = move || if opened.get() { "Close the access token" } else { "Open the access token, for the curious" };
    let button = classed("button", "plain")
        .attr("type", "button")
        .attr("data-action", "open-token")
        .live_attr("aria-expanded", move || Some(opened.get().to_string()))
        .on("click", move || opened.update(|opened| *opened = !*opened))
        .live_text(move || words().to_owned());
    let part = classed("div", "parts")
        .child(el("p").child(button))
        .live(move || if opened.get() { inside(&jwt::look(token.reveal())) } else { Vec::new() });
    vec![part]
}

fn inside(look: &Look) -> Vec<Element> {
    let (form, first) = match look {
        Look::Signed(..) => ("jwt", "It is a JWT. Nothing of it was checked, and nothing in it is used.".to_owned()),
        Look::Encrypted(_) => (
            "encrypted",
            "It is an encrypted JWT: only its header can be read, and only the API can open the rest.".to_owned(),
        ),
        Look::Opaque(characters) => (
            "opaque",
            format!("It is opaque: {characters} characters that mean something to the server and the API alone."),
        ),
    };
    let told = classed("div", "wire back").attr("data-look", form).child(classed("p", "line").text(&first));
    let told = match look {
        Look::Signed(header, claims) => told
            .child(el("dl").children(lines("header", JOSE, header)))
            .child(el("dl").children(lines("claim", CLAIM, claims))),
        Look::Encrypted(header) => told.child(el("dl").children(lines("header", JOSE, header))),
        Look::Opaque(_) => told,
    };
    let why = classed("p", "small")
        .text("The token is for the API, and a client must not rely on what stands in it: tomorrow it may be encrypted, or have another form (")
        .child(link("RFC 9068 §6", "https://www.rfc-editor.org/rfc/rfc9068#section-6"))
        .text(", ")
        .child(link("OAuth 2.1 §1.4", "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-15#section-1.4"))
        .text("). Who signed in is what the ID token says; what the token is good for is what the API answers.");
    vec![told, why]
}
