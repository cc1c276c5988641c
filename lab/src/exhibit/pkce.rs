//! 2 and the end of 6: code + PKCE in the page, without CORS and with it.

use super::{API, AUTHORIZATION_SERVER, Exhibit, HOST, NO_MORE, NOTHING, PAGE, Sketch, ended};
use crate::log::{CODE, Entry, Server};
use crate::record::Run;
use crate::walk::Name;
use grantlens::view::diagram::{Diagram, Way};

pub static WITHOUT_CORS: Exhibit = Exhibit {
    name: Name::PkceWithoutCors,
    text: include_str!("../../texts/pkce-without-cors.txt"),
    drawing: without_cors,
    extra: NOTHING,
    shown: NO_MORE,
    second: None,
    leaves_page: true,
};

pub static WITH_CORS: Exhibit = Exhibit {
    name: Name::PkceWithCors,
    text: include_str!("../../texts/pkce-with-cors.txt"),
    drawing: with_cors,
    extra: NOTHING,
    shown: NO_MORE,
    second: None,
    leaves_page: true,
};

/// The redirect with which the authorization server sends the browser back with this.
pub fn sends_back(entry: &Entry, what: &str) -> bool {
    entry.server == Server::Authorization && entry.answer_header("location").is_some_and(|it| it.contains(what))
}

fn way_back(run: Option<&Run>) -> Sketch<'_> {
    let came = |run: &Run| run.number(|entry| entry.server == Server::Host && entry.url.contains(CODE));
    Sketch::new(run)
        .logged(1, 2, Way::Front, "challenge", |run| run.number_of(Server::Authorization, "GET", "/auth"))
        .logged(2, 1, Way::Front, "?code", |run| run.number(|entry| sends_back(entry, CODE)))
        .logged(1, 0, Way::Front, "GET /?code", came)
        .logged(1, 2, Way::Page, "POST: code, verifier", |run| run.number_of(Server::Authorization, "POST", "/token"))
}

fn without_cors(run: Option<&Run>) -> Diagram {
    way_back(run).stopped(2, 1, "200, and a token", ended).between(vec![HOST, PAGE, AUTHORIZATION_SERVER], 1)
}

fn with_cors(run: Option<&Run>) -> Diagram {
    way_back(run)
        .then(2, 1, Way::Page, "200, and a token", ended)
        .logged(1, 3, Way::Page, "OPTIONS, the preflight", |run| run.number_of(Server::Api, "OPTIONS", "/notes"))
        .logged(1, 3, Way::Page, "GET /notes, token in a header", |run| run.number_of(Server::Api, "GET", "/notes"))
        .then(3, 1, Way::Page, "200, and the notes", ended)
        .between(vec![HOST, PAGE, AUTHORIZATION_SERVER, API], 1)
}
