//! 4a: a script from the API, and a hostile one.

use super::{API, Exhibit, NO_MORE, PAGE, Sketch};
use crate::log::Server;
use crate::record::Run;
use crate::view::policy::weakened;
use crate::walk::Name;
use grantlens::element::{Element, classed};
use grantlens::view::diagram::{Diagram, Party, Way};

pub static EXHIBIT: Exhibit = Exhibit {
    name: Name::Jsonp,
    text: include_str!("../../texts/jsonp.txt"),
    drawing,
    extra: &[policy, victim],
    shown: NO_MORE,
    second: Some(("Run it with a hostile API", 1)),
    leaves_page: false,
};

fn policy() -> Vec<Element> {
    vec![
        weakened(
            "script-src",
            "JSONP needs the API\u{2019}s origin in it: whatever that server sends is then run here.",
        ),
        weakened("img-src", "The hostile script of the second run sends home what it took by the address of an image."),
    ]
}

/// A line of this page's own: what a hostile script writes over. The attribute is what the next run writes back.
fn victim() -> Vec<Element> {
    const LINE: &str = "This line was written by this page.";
    vec![classed("p", "victim").attr("data-victim", LINE).text(LINE)]
}

fn drawing(run: Option<&Run>) -> Diagram {
    let asked = |run: &Run| run.number_of(Server::Api, "GET", "/notes");
    let hostile = run.is_some_and(|run| run.journey.variant == 1);
    let sketch = Sketch::new(run).logged(0, 1, Way::Page, "script: GET /notes?access_token=…", asked).then(
        1,
        0,
        Way::Page,
        "labHeard({…}), which runs in the page",
        move |run| asked(run).is_some(),
    );
    let sketch =
        if hostile {
            sketch
                .then(0, 0, Way::Page, "the API\u{2019}s code reads the page", move |run| asked(run).is_some())
                .logged(0, 1, Way::Page, "image: GET /collected?storage=…", |run| {
                    run.number_of(Server::Api, "GET", "/collected")
                })
        } else {
            sketch
        };
    sketch.between(vec![PAGE, Party { note: "127.0.0.1:9023", ..API }], 0)
}
