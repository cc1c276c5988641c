//! 1: a cross-origin read that the browser blocks, and that was answered.

use super::{API, Exhibit, HOST, NO_MORE, NOTHING, PAGE, Sketch, ended};
use crate::log::Server;
use crate::record::Run;
use crate::walk::Name;
use grantlens::view::diagram::{Diagram, Way};

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::SameOriginPolicy,
    text: include_str!("../../texts/same-origin-policy.txt"),
    drawing,
    extra: NOTHING,
    shown: NO_MORE,
    second: None,
    leaves_page: false,
};

fn drawing(run: Option<&Run>) -> Diagram {
    Sketch::new(run)
        .logged(1, 0, Way::Page, "GET /", |run| run.number_of(Server::Host, "GET", "/"))
        .then(0, 1, Way::Page, "200, and the page", |run| run.number_of(Server::Host, "GET", "/").is_some())
        .logged(1, 2, Way::Page, "GET /quote", |run| run.number_of(Server::Api, "GET", "/quote"))
        .stopped(2, 1, "200, and the quote", ended)
        .between(vec![HOST, PAGE, API], 1)
}
