//! A form sent to an endpoint of the authorization server: how the page shows it and how it is sent (RFC 6749 §3.2, RFC 7009 §2.1,
//! RFC 7662 §2.1).
//!
//! A public client names itself by `client_id` among the lines; there is no secret. Both headers are on CORS's safe list, so the
//! browser sends no preflight.

use crate::wire::{Channel, Line, Message, Place};

const FORM: &str = "application/x-www-form-urlencoded";

/// The message. `origin` is the page's: the browser adds it.
pub fn message(target: &str, lines: Vec<Line>, origin: &str) -> Message {
    Message {
        channel: Channel::Back,
        method: "POST".to_owned(),
        target: target.to_owned(),
        place: Place::Body,
        lines,
        headers: vec![Line::plain("Accept", "application/json"), Line::plain("Content-Type", FORM)],
        added_by_browser: vec![Line::plain("Origin", origin)],
        body: None,
    }
}
