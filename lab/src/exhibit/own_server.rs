//! 5: the client's own server, with a secret.

use super::pkce::sends_back;
use super::{API, AUTHORIZATION_SERVER, Exhibit, NOTHING, OWN_SERVER, PAGE, Sketch, ended};
use crate::log::{CODE, Server};
use crate::record::Run;
use crate::run::Lab;
use crate::walk::Name;
use grantlens::element::{Element, classed, el};
use grantlens::view::diagram::{Diagram, Way};
use leptos::prelude::*;

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::OwnServer,
    text: include_str!("../../texts/own-server.txt"),
    drawing,
    extra: NOTHING,
    shown: &[signing_out],
    second: None,
    leaves_page: true,
};

fn drawing(run: Option<&Run>) -> Diagram {
    let client = |path: &'static str| move |run: &Run| run.number_of(Server::Client, "GET", path);
    Sketch::new(run)
        .logged(1, 0, Way::Front, "GET /client/start", client("/client/start"))
        .logged(1, 2, Way::Front, "sign in", |run| run.number_of(Server::Authorization, "GET", "/auth"))
        .logged(2, 1, Way::Front, "?code", |run| run.number(|entry| sends_back(entry, CODE)))
        .logged(1, 0, Way::Front, "the code", client("/client/callback"))
        .logged(0, 2, Way::Server, "code, secret", |run| run.number_of(Server::Authorization, "POST", "/token"))
        .then(2, 0, Way::Server, "the token", ended)
        .then(0, 1, Way::Front, "a cookie", ended)
        .logged(1, 0, Way::Page, "with the cookie", client("/client/notes"))
        .logged(0, 3, Way::Server, "GET /notes, token in a header", |run| run.number_of(Server::Api, "GET", "/notes"))
        .then(0, 1, Way::Page, "the notes", ended)
        .between(vec![OWN_SERVER, PAGE, AUTHORIZATION_SERVER, API], 1)
}

/// The one thing here that changes something at the client's server.
fn signing_out(run: &Run) -> Vec<Element> {
    if run.outcome().is_none() {
        return Vec::new();
    }
    let said = RwSignal::new(String::new());
    let press = move || {
        Lab::sign_out(move |words| {
            said.try_set(words);
        });
    };
    let button =
        el("button").attr("type", "button").attr("data-action", "sign-out").on("click", press).text("Sign out there");
    vec![classed("div", "row").child(button).child(classed("p", "small").attr("role", "status").live_text(move || {
        let words = said.get();
        if words.is_empty() { "It asks twice: without its header first, as a form could.".to_owned() } else { words }
    }))]
}
