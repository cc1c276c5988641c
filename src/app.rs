//! The page: the story of one run, downwards, with its picture beside it.

use crate::element::{Element, classed};
use crate::session::Session;
use crate::view::{
    announce::announce, api::api_step, authorize::authorize_step, bar::bar, beside::beside, callback::callback_step,
    configure::configure_step, lead::lead, picture::picture, token::token_step,
};
use leptos::prelude::*;

/// The whole page. `arrival` is the address with which the browser came back, when it did.
pub fn app(arrival: Option<&str>) -> Vec<Element> {
    let session = Session::open(arrival);
    provide_context(session);
    let story = classed("div", "story").children([
        configure_step(session),
        authorize_step(session),
        callback_step(session),
        token_step(session),
        api_step(session),
    ]);
    let aside = classed("aside", "beside-story")
        .attr("aria-label", "Picture and comparison")
        .child(picture(session))
        .child(beside(session))
        .child(classed("p", "small").text("Nothing leaves your browser but the requests that you see here."));
    let main = classed("main", "page").attr("id", "main").child(lead(session)).child(story).child(aside);
    vec![bar(session), main, announce(session)]
}
