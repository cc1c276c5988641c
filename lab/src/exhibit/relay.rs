//! 4b: by way of one's own server.

use super::{API, Exhibit, NO_MORE, NOTHING, OWN_SERVER, PAGE, Sketch, ended};
use crate::log::Server;
use crate::record::Run;
use crate::walk::Name;
use grantlens::view::diagram::{Diagram, Way};

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::Relay,
    text: include_str!("../../texts/relay.txt"),
    drawing,
    extra: NOTHING,
    shown: NO_MORE,
    second: None,
    leaves_page: false,
};

fn drawing(run: Option<&Run>) -> Diagram {
    Sketch::new(run)
        .logged(1, 0, Way::Page, "POST /relay, token", |run| run.number_of(Server::Client, "POST", "/relay"))
        .logged(0, 2, Way::Server, "GET /notes, token in a header", |run| run.number_of(Server::Api, "GET", "/notes"))
        .then(2, 0, Way::Server, "200, and the notes", ended)
        .then(0, 1, Way::Page, "200, the notes", ended)
        .between(vec![OWN_SERVER, PAGE, API], 1)
}
