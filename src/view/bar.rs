//! The bar at the top: which flow, which pace, and the ways to share, begin again and forget.

use super::copy::late_copy_button;
use super::field::choice;
use super::step::button;
use crate::element::{Element, classed, el};
use crate::session::Session;
use protocol::form::Field;

/// The bar.
pub fn bar(session: Session) -> Element {
    let mark = classed("svg", "mark")
        .attr("viewBox", "0 0 28 28")
        .attr("width", "28")
        .attr("height", "28")
        .attr("aria-hidden", "true")
        .child(classed("path", "lens").attr("d", "M12 3.75a8.25 8.25 0 1 0 0 16.5a8.25 8.25 0 1 0 0-16.5"))
        .child(classed("path", "handle").attr("d", "M18.2 18.2 25 25"))
        .child(classed("path", "tick").attr("d", "M8.4 12.2l2.6 2.6 5-5.4"));
    classed("header", "bar")
        .child(classed("div", "brand").child(mark).child(el("h1").text("Grantlens")))
        .child(choice(session, Field::ResponseType, "Flow", &[("code", "Code + PKCE"), ("token", "Implicit, legacy")]))
        .child(choice(session, Field::Mode, "Pace", &[("run", "Run"), ("step", "Step through")]))
        .child(
            classed("div", "row end")
                .child(late_copy_button("Copy link", "copy-link", Box::new(move |give| session.give_link(give))))
                .child(button(session, "Start over", "start-over", Session::start_over).attr("class", "plain"))
                .child(
                    button(session, "Forget everything", "forget", Session::forget_everything).attr("class", "plain"),
                ),
        )
}
