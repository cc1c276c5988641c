//! 3: the token in the fragment.

use super::pkce::sends_back;
use super::{AUTHORIZATION_SERVER, Exhibit, HOST, NOTHING, PAGE, Sketch, ended};
use crate::log::{Server, TOKEN};
use crate::record::Run;
use crate::walk::Name;
use grantlens::element::{Element, el};
use grantlens::view::diagram::{Diagram, Way};

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::Implicit,
    text: include_str!("../../texts/implicit.txt"),
    drawing,
    extra: NOTHING,
    shown: &[still_there],
    second: None,
    leaves_page: true,
};

fn drawing(run: Option<&Run>) -> Diagram {
    let loaded = |run: &Run| run.number(|entry| entry.is(Server::Host, "GET", "/") && entry.is_navigation());
    Sketch::new(run)
        .logged(1, 2, Way::Front, "asks for a token", |run| run.number_of(Server::Authorization, "GET", "/auth"))
        .logged(2, 1, Way::Front, "#access_token", |run| run.number(|entry| sends_back(entry, TOKEN)))
        .logged(1, 0, Way::Front, "GET /", loaded)
        .then(1, 1, Way::Page, "reads the fragment", ended)
        .then(1, 1, Way::Page, "clears the address bar", ended)
        .between(vec![HOST, PAGE, AUTHORIZATION_SERVER], 1)
}

/// What clearing the address bar did not reach, as this browser has it.
fn still_there(run: &Run) -> Vec<Element> {
    let words = match run.fact("left") {
        Some("yes") => {
            "The address bar is clean. The token is still in the page\u{2019}s navigation entries: any script of the page can read it there, as this one just did."
        }
        Some(_) => "The address bar is clean, and this browser\u{2019}s navigation entries do not hold the token.",
        None => return Vec::new(),
    };
    vec![el("p").text(words)]
}
