//! Signing in without leaving the page: in a window of its own.

use super::step::{button, words};
use crate::element::Element;
use crate::session::Session;
use leptos::prelude::*;
use protocol::config::ClientConfig;
use protocol::flow::Flow;

/// The button, beside the form's others, while nothing is under way.
pub fn offer(session: Session) -> Vec<Element> {
    // A key and a pushed request take their time, and a window opens on the press itself or not at all.
    let at_once = |config: ClientConfig| !config.dpop && config.push_to.is_none();
    if session.primary().is_none() || !session.checked().is_ok_and(at_once) {
        return Vec::new();
    }
    vec![button(session, "Sign in in a popup", "popup", Session::sign_in_in_popup)]
}

/// What is waited for, and why nobody can say how long.
pub fn waiting(session: Session) -> Vec<Element> {
    if !session.flow.with(|flow| matches!(flow, Flow::InPopup)) {
        return Vec::new();
    }
    words(
        "The server\u{2019}s page stands in a window of its own, and this page waits for its answer. No page is told for certain that another window was closed: if you closed it, press Cancel.",
    )
}
