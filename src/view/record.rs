//! The record: every exchange of the run in its order, a row each, and a row for each preflight that the browser sends by itself.

mod list;
mod row;

use crate::element::{Element, classed, el, follow};
use crate::session::Session;
use crate::view::take;
use leptos::prelude::*;
use list::Rows;
use protocol::exchange::{self, Exchange};
use protocol::flow::Flow;

const TITLE: &str = "Everything that crossed the wire";

/// How an opened row is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// With everything explained in its place.
    Guide,
    /// As HTTP writes it.
    Raw,
}

/// The section. Folded while nothing has crossed the wire.
pub fn record(session: Session) -> Vec<Element> {
    let (count, opened, look) = (RwSignal::new(0), RwSignal::new(true), RwSignal::new(Look::Guide));
    let open = move || opened.get() && count.get() > 0;
    let fold = classed("button", "fold")
        .attr("type", "button")
        .attr("id", "record-title")
        .attr("aria-controls", "record-body")
        .live_attr("aria-expanded", move || Some(open().to_string()))
        .flag("disabled", move || count.get() == 0)
        .on("click", move || opened.update(|opened| *opened = !*opened))
        .text(TITLE);
    let header = el("header")
        .child(classed("span", "n").attr("aria-hidden", "true").text("\u{2261}"))
        .child(el("h2").child(fold))
        .child(classed("span", "say").live_text(move || say(count.get())));
    let rows = Rows::default();
    let parts = classed("div", "parts")
        .child(classed("div", "row").child(looks(look)))
        .live(move || missing(session))
        .child(list::list(session, rows.clone(), look, count));
    let section = classed("section", "step record")
        .attr("data-record", "")
        .attr("aria-labelledby", "record-title")
        .child(header)
        .child(classed("div", "body").attr("id", "record-body").flag("hidden", move || !open()).child(parts))
        .child(take::panel(session));
    // Last, so that what it leads to can take the keyboard by then.
    follow(Box::new(move || {
        let index = session.looked_at.get();
        if let Some(row) = rows.light(index) {
            opened.set(true);
            row.open.set(true);
            session.focus_in_record(&row.title_id());
        }
    }));
    vec![section]
}

fn say(count: usize) -> String {
    match count {
        0 => "nothing yet".to_owned(),
        1 => "one exchange".to_owned(),
        count => format!("{count} exchanges"),
    }
}

/// The one switch of the section.
fn looks(look: RwSignal<Look>) -> Element {
    let option = |(this, value, words): (Look, &'static str, &'static str)| {
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "record-look")
            .attr("value", value)
            .checked(move || look.get() == this)
            .on("change", move || look.set(this));
        el("label").child(radio).child(el("span").text(words))
    };
    classed("fieldset", "choice")
        .attr("data-view", "")
        .child(classed("legend", "unseen").text("How an opened exchange is shown"))
        .children([(Look::Guide, "guide", "Guide"), (Look::Raw, "raw", "Raw")].map(option))
}

/// What the record lacks, and why.
fn missing(session: Session) -> Vec<Element> {
    let left_out = session.trace.with(protocol::trace::Trace::left_out);
    let recalled = session.flow.with(|flow| matches!(flow, Flow::Recalled { .. }));
    let sentence = |text: &str| classed("p", "small").text(text);
    let older = (left_out > 0).then(|| {
        let words = "older exchanges are not here: a tab\u{2019}s storage holds the newest of a long record only.";
        sentence(&format!("{left_out} {words}")).attr("data-left-out", &left_out.to_string())
    });
    let redacted = recalled.then(|| {
        sentence("This page was loaded anew. Of codes, tokens and other secrets only the lengths were kept, of bodies only the sizes.")
    });
    older.into_iter().chain(redacted).collect()
}

/// The exchange of that name, if the record still has it.
fn with_exchange<T>(session: Session, index: usize, read: impl FnOnce(&Exchange<'_>) -> T) -> Option<T> {
    session.trace.with_untracked(|trace| exchange::named(trace, index).as_ref().map(read))
}
