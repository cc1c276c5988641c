//! The two ways by which a page becomes a client without anybody's hand: it asks (RFC 7591), or it is an address that says what it is
//! (Client ID Metadata Document). Shown only where the server does it.

use crate::element::{Element, classed, el};
use crate::session::Session;
use crate::view::step::button;
use leptos::prelude::*;
use protocol::form::Field;
use protocol::registration;
use protocol::urlencoded;

/// What the server of the form offers.
pub fn registration(session: Session) -> Vec<Element> {
    let mut offers = Vec::new();
    if session.server_says("registration_endpoint").is_some() {
        let words = "This server registers clients that ask for it. What it answers is typed into the form.";
        offers.push(el("div").child(el("p").text(words)).child(classed("div", "row").child(button(
            session,
            "Register this page there",
            "register",
            Session::register,
        ))));
    }
    if session.server_declares("client_id_metadata_document_supported") {
        offers.push(document(session));
    }
    offers
}

fn document(session: Session) -> Element {
    let made = session.form.with(|form| registration::document(form, &session.page()));
    let part = classed("div", "client-document").attr("data-client-document", "");
    match made {
        Ok((client_id, document)) => {
            let address = format!("data:application/json,{}", urlencoded::encode(&document.to_string()));
            let link =
                el("a").attr("href", &address).attr("download", registration::DOCUMENT).text("Download the document");
            let words = "This server takes an address as client id, and reads there what the client is. Put this document beside this page, unless its build has, then use as client id: ";
            let used = client_id.clone();
            let take = el("button")
                .attr("type", "button")
                .attr("data-action", "use-client-document")
                .on("click", move || session.set(Field::ClientId, used.clone()))
                .text("Use it");
            part.child(el("p").text(words).child(el("code").text(&client_id)))
                .child(classed("div", "row").child(take).child(link))
        }
        Err(why) => part.child(classed("p", "small").text("This server takes an address as client id. ").text(why)),
    }
}
