//! The question whether to sign in, when another site has sent the person here for it.

use super::step::button;
use super::wire::pair;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::initiated::Initiated;

/// The question, or the word that nobody here knows that server.
pub fn invited(session: Session) -> Vec<Element> {
    let notice = session.flow.with(|flow| match flow {
        Flow::Invited(initiated) => Some(question(session, initiated)),
        _ => None,
    });
    notice.into_iter().collect()
}

fn question(session: Session, initiated: &Initiated) -> Element {
    let facts = [("issuer", Some(&initiated.iss)), ("login_hint", initiated.login_hint.as_ref())];
    let facts = facts.into_iter().filter_map(|(name, text)| Some(pair(name, el("dd").child(el("code").text(text?)))));
    let notice = classed("div", "problem")
        .attr("role", "alert")
        .attr("data-invited", if initiated.is_known { "known" } else { "unknown" });
    let leave = button(session, "No", "decline-invitation", Session::decline_invitation);
    if !initiated.is_known {
        return notice
            .child(
                el("strong").text(
                    "A link asks this page to sign in at a server that the form does not name. Nothing was done.",
                ),
            )
            .child(classed("dl", "facts").children(facts))
            .child(
                el("p").text("Any site can make such a link. If you know the server, type its issuer into the form."),
            )
            .child(classed("div", "row").child(leave));
    }
    let accept = button(session, "Sign in there", "accept-invitation", Session::accept_invitation);
    notice
        .child(el("strong").text("A link asks this page to sign you in. Do you want that?"))
        .child(classed("dl", "facts").children(facts))
        .child(
            el("p").text(
                "Any site can make such a link, so nothing begins before you say so (OpenID Connect Core \u{a7}4).",
            ),
        )
        .child(classed("div", "row").child(accept).child(leave))
}
