//! The page: the story of one run, downwards, with its picture beside it.

use crate::element::{Element, classed};
use crate::session::Session;
use crate::view::{announce::announce, bar::bar, beside::beside, lead::lead, picture::picture, step::step_card};
use protocol::trace::Step;

/// The whole page. `arrival` is the address with which the browser came back, when it did.
pub fn app(arrival: Option<&str>) -> Vec<Element> {
    let session = Session::open(arrival);
    let afterwards = move || session.later().map(|later| (later.session_card)(session)).unwrap_or_default();
    let record = move || session.later().map(|later| (later.record)(session)).unwrap_or_default();
    let steps = Step::ALL.map(|step| step_card(session, step));
    let story = classed("div", "story").children(steps).live(afterwards).live(record);
    let aside = classed("aside", "beside-story")
        .attr("aria-label", "Picture and comparison")
        .child(picture(session))
        .child(beside(session))
        .child(
            classed("p", "small")
                .text("Nothing goes to anyone but the servers that you name and the host of this page. A script in a page can also read what the page sends, in either flow."),
        );
    let meanwhile = classed("div", "lead")
        .attr("data-meanwhile", "")
        .live(move || session.later().map(|later| (later.meanwhile)(session)).unwrap_or_default());
    let main =
        classed("main", "page").attr("id", "main").child(lead(session)).child(meanwhile).child(story).child(aside);
    vec![bar(session), main, announce(session)]
}
