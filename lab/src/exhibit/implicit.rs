//! 3: the token in the fragment.

use super::pkce::sends_back;
use super::{AUTHORIZATION_SERVER, Exhibit, HOST, NO_MORE, NOTHING, PAGE, Sketch, ended};
use crate::log::{Server, TOKEN};
use crate::record::Run;
use crate::walk::Name;
use grantlens::view::diagram::{Diagram, Way};

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::Implicit,
    text: include_str!("../../texts/implicit.txt"),
    drawing,
    extra: NOTHING,
    shown: NO_MORE,
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
