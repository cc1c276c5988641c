//! What this is, in two sentences, until a run is under way.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;

/// The lead of the first screen.
pub fn lead(session: Session) -> Element {
    let under_way = move || session.flow.with(|flow| !matches!(flow, Flow::Configuring));
    classed("div", "lead")
        .flag("hidden", under_way)
        .child(el("p").text("Run OAuth in this browser, and see all of it."))
        .child(el("p").text("Every redirect, request and check, as it happens. Tokens stay in this page; nothing goes anywhere but to the servers that you name."))
}
