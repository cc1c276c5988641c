//! 4c: a frame on the API's origin.

use super::{API, Exhibit, NO_MORE, PAGE, Sketch, ended};
use crate::log::Server;
use crate::record::Run;
use crate::view::policy::weakened;
use crate::walk::Name;
use grantlens::element::Element;
use grantlens::view::diagram::{Diagram, Party, Way};

const FRAME: Party = Party { name: "frame", note: "of the API" };

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::Frame,
    text: include_str!("../../texts/frame.txt"),
    drawing,
    extra: &[policy],
    shown: NO_MORE,
    second: None,
    leaves_page: false,
};

fn policy() -> Vec<Element> {
    vec![weakened("frame-src", "The frame needs the API\u{2019}s origin in it.")]
}

fn drawing(run: Option<&Run>) -> Diagram {
    Sketch::new(run)
        .logged(1, 2, Way::Page, "GET /frame.html", |run| run.number_of(Server::Api, "GET", "/frame.html"))
        .then(0, 1, Way::Page, "postMessage: token", ended)
        .logged(1, 2, Way::Page, "token in a header", |run| run.number_of(Server::Api, "GET", "/notes"))
        .then(2, 1, Way::Page, "200, the notes", ended)
        .then(1, 0, Way::Page, "postMessage: the notes", ended)
        .between(vec![PAGE, FRAME, API], 0)
}
