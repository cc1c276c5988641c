//! The exhibits that run: the words, the picture, and what is peculiar to each.

mod cors;
pub mod flash;
mod frame;
mod implicit;
mod jsonp;
mod own_server;
mod pkce;
mod relay;
mod same_origin;
mod side_by_side;
mod table;

use crate::record::Run;
use crate::walk::Name;
use grantlens::element::Element;
use grantlens::view::diagram::{Arrow, Diagram, Fate, Party, Way};

/// What makes an exhibit that exhibit.
pub struct Exhibit {
    /// Which.
    pub name: Name,
    /// Its words, out of `lab/texts`.
    pub text: &'static str,
    /// Its picture: what is to come, or what happened in a run.
    pub drawing: fn(Option<&Run>) -> Diagram,
    /// What stands above its button besides.
    pub extra: &'static [fn() -> Vec<Element>],
    /// What stands above the panels of a run besides.
    pub shown: &'static [fn(&Run) -> Vec<Element>],
    /// A second run: the words on its button, and its variant.
    pub second: Option<(&'static str, u64)>,
    /// Whether its run leaves the page in any case.
    pub leaves_page: bool,
}

/// The exhibit of that name.
pub fn of(name: Name) -> &'static Exhibit {
    match name {
        Name::SameOriginPolicy => &same_origin::EXHIBIT,
        Name::PkceWithoutCors => &pkce::WITHOUT_CORS,
        Name::Implicit => &implicit::EXHIBIT,
        Name::Jsonp => &jsonp::EXHIBIT,
        Name::Relay => &relay::EXHIBIT,
        Name::Frame => &frame::EXHIBIT,
        Name::OwnServer => &own_server::EXHIBIT,
        Name::Cors => &cors::EXHIBIT,
        Name::PkceWithCors => &pkce::WITH_CORS,
        Name::SideBySide => &side_by_side::EXHIBIT,
    }
}

const HOST: Party = Party { name: "host", note: "localhost:8010" };
const OWN_SERVER: Party = Party { name: "own server", note: "localhost:8010" };
const PAGE: Party = Party { name: "this page", note: "in the browser" };
const AUTHORIZATION_SERVER: Party = Party { name: "auth. server", note: "127.0.0.1:9021" };
const API: Party = Party { name: "API", note: "127.0.0.1:9023" };

/// Draws the arrows of an exhibit: as planned, or after a run by what its log lines prove.
struct Sketch<'a> {
    run: Option<&'a Run>,
    arrows: Vec<Arrow>,
}

impl<'a> Sketch<'a> {
    fn new(run: Option<&'a Run>) -> Self {
        Self { run, arrows: Vec::new() }
    }

    /// A message that a line of the log proves.
    fn logged(self, from: usize, to: usize, way: Way, words: &str, line: impl Fn(&Run) -> Option<usize>) -> Self {
        let number = self.run.and_then(line);
        let fate = if self.run.is_some() && number.is_none() { Fate::ToCome } else { Fate::Passes };
        self.push(Arrow { from, to, words: words.to_owned(), way, fate, number })
    }

    /// A message that no log has: it happened if the run got so far.
    fn then(self, from: usize, to: usize, way: Way, words: &str, happened: impl Fn(&Run) -> bool) -> Self {
        let fate = if self.run.is_none_or(happened) { Fate::Passes } else { Fate::ToCome };
        self.push(Arrow { from, to, words: words.to_owned(), way, fate, number: None })
    }

    /// An answer that the browser stops, if the run shows that it did.
    fn stopped(self, from: usize, to: usize, words: &str, happened: impl Fn(&Run) -> bool) -> Self {
        let fate = if self.run.is_none_or(happened) { Fate::Stopped } else { Fate::ToCome };
        self.push(Arrow { from, to, words: words.to_owned(), way: Way::Page, fate, number: None })
    }

    fn push(mut self, arrow: Arrow) -> Self {
        self.arrows.push(arrow);
        self
    }

    fn between(self, parties: Vec<Party>, border_after: usize) -> Diagram {
        Diagram { parties, border_after, arrows: self.arrows }
    }
}

/// Whether the run ended as the exhibit says.
fn ended(run: &Run) -> bool {
    run.outcome().is_some()
}

const NOTHING: &[fn() -> Vec<Element>] = &[];
const NO_MORE: &[fn(&Run) -> Vec<Element>] = &[];
