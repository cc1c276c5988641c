//! The list of rows: those that stand stay as they are, and one of them has the keyboard.

use super::Look;
use super::row::{self, Row, Told};
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::exchange::{Exchange, exchanges};
use std::cell::RefCell;
use std::rc::Rc;

/// Rows in a list. A record is one list mostly; of a long one the browser lays out and paints only the lists that are in sight.
const GROUP: usize = 50;

/// The rows that stand, in their order: an exchange, with its preflight before it where it has one.
#[derive(Clone, Default)]
pub struct Rows(Rc<RefCell<Vec<Row>>>);

/// A row that is wanted. Its name is all that it is known by; what it tells is there for one that is to be made.
struct Wanted {
    name: Name,
    told: Option<Told>,
}

/// What a row is known by as long as it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The exchange's name in the trace.
    pub index: usize,
    /// When it began, in milliseconds since 1970: in another run the same index is another exchange.
    at_ms: u64,
    /// Whether it is the row of its preflight.
    pub preflight: bool,
}

impl PartialEq for Wanted {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Rows {
    /// Lights the row of an exchange, and no other.
    pub fn light(&self, index: Option<usize>) -> Option<Row> {
        let rows = self.0.borrow();
        for row in rows.iter().filter(|row| row.lit.get_untracked() != (Some(row.name.index) == index)) {
            row.lit.update(|lit| *lit = !*lit);
        }
        rows.iter().find(|row| Some(row.name.index) == index && !row.name.preflight).cloned()
    }

    /// Makes a row the one that the Tab key leads to, among hundreds.
    pub fn stop_at(&self, name: Name) {
        for row in self.0.borrow().iter().filter(|row| row.stop.get_untracked() != (row.name == name)) {
            row.stop.update(|stop| *stop = !*stop);
        }
    }

    /// Tells every row what has come of its exchange, drops those that are of another run, and says what rows there have to be.
    fn wanted(&self, all: &[Exchange<'_>]) -> Vec<Wanted> {
        let mut rows = self.0.borrow_mut();
        let (mut wanted, mut at) = (Vec::new(), 0);
        let began_ms = all.first().map_or(0, |first| first.at_ms);
        for (number, exchange) in (1..).zip(all) {
            let name = |preflight| Name { index: exchange.index, at_ms: exchange.at_ms, preflight };
            let mut stands = false;
            while let Some(row) = rows.get(at).filter(|row| row.name == name(row.name.preflight)) {
                row.note(exchange);
                wanted.push(Wanted { name: row.name, told: None });
                (at, stands) = (at + 1, !row.name.preflight);
                if stands {
                    break;
                }
            }
            if stands {
                continue;
            }
            rows.truncate(at);
            if exchange.preflight().is_some() {
                wanted.push(Wanted { name: name(true), told: Some(Told::of_preflight(exchange)) });
            }
            wanted.push(Wanted { name: name(false), told: Some(Told::of(exchange, number, began_ms)) });
        }
        rows.truncate(at);
        wanted
    }
}

/// The list. Arrow keys go from row to row.
pub fn list(session: Session, rows: Rows, look: RwSignal<Look>, count: RwSignal<usize>) -> Element {
    let (standing, new) = (rows.clone(), rows.clone());
    let wanted = move || {
        session.trace.with(|trace| {
            let all = exchanges(trace);
            if count.get_untracked() != all.len() {
                count.set(all.len());
            }
            let wanted = standing.wanted(&all);
            // Another run: its exchanges have the same names, and nobody has looked at one yet.
            if wanted.first().is_none_or(|first| first.told.is_some()) && session.looked_at.get_untracked().is_some() {
                session.looked_at.set(None);
            }
            wanted
        })
    };
    let make = move |wanted: &Wanted| {
        let told = wanted.told.clone().unwrap_or_default();
        let first = new.0.borrow().is_empty();
        let row = Row::new(wanted.name, told.seen, first);
        new.0.borrow_mut().push(row.clone());
        row::view(session, &row, &told, look, new.clone())
    };
    let go = move |key: &str, id: &str| {
        let (from, last) = {
            let rows = rows.0.borrow();
            (rows.iter().position(|row| row.title_id() == id), rows.len().saturating_sub(1))
        };
        let to = match (key, from) {
            ("ArrowDown", Some(from)) => (from + 1).min(last),
            ("ArrowUp", Some(from)) => from.saturating_sub(1),
            ("Home", Some(_)) => 0,
            ("End", Some(_)) => last,
            _ => return false,
        };
        let row = rows.0.borrow().get(to).cloned();
        if let Some(row) = row {
            rows.stop_at(row.name);
            session.focus_in_record(&row.title_id());
        }
        true
    };
    el("div").growing_in_groups(GROUP, || classed("ol", "exchanges"), wanted, make).on_key(go)
}
