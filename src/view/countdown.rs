//! How long the token still lives.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;

/// One line, counted down every second. A screen reader is told the time when it reads the line, not at every tick.
pub fn countdown(session: Session) -> Element {
    let tick = RwSignal::new(false);
    let ticking = StoredValue::new_local(session.every_second(move || {
        tick.try_update(|tick| *tick = !*tick);
    }));
    on_cleanup(move || ticking.dispose());
    el("div").live(move || {
        tick.track();
        let now_ms = session.now_ms();
        let end = session.flow.with(|flow| flow.tokens().map(|tokens| tokens.expires_at_ms));
        end.map(|end| classed("p", "small").attr("data-lifetime", "").text(&left(end, now_ms))).into_iter().collect()
    })
}

fn left(expires_at_ms: Option<u64>, now_ms: u64) -> String {
    let Some(end) = expires_at_ms else { return "The server did not say how long the token lives.".to_owned() };
    let seconds = end.saturating_sub(now_ms) / 1000;
    match (seconds / 60, seconds % 60) {
        _ if end <= now_ms => "The token has expired.".to_owned(),
        (0, seconds) => format!("The token lives {seconds} s more."),
        (minutes, seconds) => format!("The token lives {minutes} min {seconds} s more."),
    }
}
