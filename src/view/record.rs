//! The record: every exchange of the run in its order, a row each.

mod row;

use crate::element::{Element, classed, el, follow};
use crate::session::Session;
use leptos::prelude::*;
use protocol::exchange::{Exchange, exchanges};
use row::{Name, Row};
use std::cell::RefCell;
use std::rc::Rc;

const TITLE: &str = "Everything that crossed the wire";

/// The rows that stand, oldest first.
type Rows = Rc<RefCell<Vec<Row>>>;

/// The section. Folded while nothing has crossed the wire.
pub fn record(session: Session) -> Vec<Element> {
    let count = RwSignal::new(0);
    let opened = RwSignal::new(true);
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
    let body = classed("div", "body").attr("id", "record-body").flag("hidden", move || !open()).child(list(
        session,
        rows.clone(),
        count,
    ));
    let section = classed("section", "step record")
        .attr("data-record", "")
        .attr("aria-labelledby", "record-title")
        .child(header)
        .child(body);
    // Last, so that what it leads to can take the keyboard by then.
    follow(Box::new(move || {
        let Some(index) = session.looked_at.get() else { return };
        let found = rows.borrow().iter().find(|row| row.name.index == index).cloned();
        if let Some(row) = found {
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

/// Rows that stand stay as they are; one is told when its own exchange has gone on.
fn list(session: Session, rows: Rows, count: RwSignal<usize>) -> Element {
    let standing = rows.clone();
    let items = move || {
        session.trace.with(|trace| {
            let all = exchanges(trace);
            let began_ms = all.first().map_or(0, |first| first.at_ms);
            let names: Vec<Name> = all.iter().map(|exchange| Name::of(exchange, began_ms)).collect();
            let mut rows = rows.borrow_mut();
            let same = rows.iter().zip(&names).take_while(|(row, name)| row.name == **name).count();
            rows.truncate(same);
            for (row, exchange) in rows.iter().zip(&all) {
                row.note(exchange);
            }
            if count.get_untracked() != names.len() {
                count.set(names.len());
            }
            names
        })
    };
    let make = move |name: &Name| {
        let row = with_exchange(session, name.index, |exchange| Row::new(name, exchange));
        let Some(row) = row else { return el("li") };
        standing.borrow_mut().push(row.clone());
        let number = standing.borrow().len();
        row::view(session, &row, number)
    };
    classed("ol", "exchanges").growing(items, make)
}

/// The exchange of that name, if the record still has it.
fn with_exchange<T>(session: Session, index: usize, read: impl FnOnce(&Exchange<'_>) -> T) -> Option<T> {
    session.trace.with_untracked(|trace| exchanges(trace).iter().find(|one| one.index == index).map(read))
}
