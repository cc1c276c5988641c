//! 6: the API with CORS.

use super::{API, Exhibit, NO_MORE, NOTHING, PAGE, Sketch, ended};
use crate::log::Server;
use crate::record::Run;
use crate::walk::Name;
use grantlens::view::diagram::{Diagram, Way};

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::Cors,
    text: include_str!("../../texts/cors.txt"),
    drawing,
    extra: NOTHING,
    shown: NO_MORE,
    second: None,
    leaves_page: false,
};

fn drawing(run: Option<&Run>) -> Diagram {
    let asked = |run: &Run| run.number_of(Server::Api, "OPTIONS", "/notes");
    Sketch::new(run)
        .logged(0, 1, Way::Page, "OPTIONS: may Authorization be sent?", asked)
        .then(1, 0, Way::Page, "yes, for localhost:8010", move |run| asked(run).is_some())
        .logged(0, 1, Way::Page, "GET /notes, token in a header", |run| run.number_of(Server::Api, "GET", "/notes"))
        .then(1, 0, Way::Page, "200, the notes, and leave to read", ended)
        .between(vec![PAGE, API], 0)
}
