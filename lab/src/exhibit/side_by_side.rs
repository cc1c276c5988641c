//! 7: all three, side by side.

use super::table::table;
use super::{API, AUTHORIZATION_SERVER, Exhibit, NOTHING, OWN_SERVER, PAGE, Sketch};
use crate::log::{Entry, Server};
use crate::record::Run;
use crate::walk::Name;
use grantlens::view::diagram::{Diagram, Way};

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::SideBySide,
    text: include_str!("../../texts/side-by-side.txt"),
    drawing,
    extra: NOTHING,
    shown: &[table],
    second: None,
    leaves_page: true,
};

/// The three ways of the token and no more: each is drawn whole in its own exhibit.
fn drawing(run: Option<&Run>) -> Diagram {
    let nth = |part: usize, wanted: fn(&Entry) -> bool| {
        move |run: &Run| {
            let n = run.part(part).find(|entry| wanted(entry))?.n;
            run.number(|entry| entry.n == n)
        }
    };
    let back = |entry: &Entry| {
        entry.server == Server::Authorization
            && entry.answer_header("location").is_some_and(|it| it.contains("access_token="))
    };
    let token = |entry: &Entry| entry.is(Server::Authorization, "POST", "/token");
    let notes = |entry: &Entry| entry.is(Server::Api, "GET", "/notes");
    Sketch::new(run)
        .logged(2, 1, Way::Front, "implicit: #token", nth(0, back))
        .logged(1, 3, Way::Page, "implicit: token used", nth(0, notes))
        .logged(2, 0, Way::Server, "own server: token", nth(1, token))
        .logged(0, 3, Way::Server, "own server: token used", nth(1, notes))
        .logged(2, 1, Way::Page, "PKCE: token", nth(2, token))
        .logged(1, 3, Way::Page, "PKCE: token used", nth(2, notes))
        .between(vec![OWN_SERVER, PAGE, AUTHORIZATION_SERVER, API], 1)
}
