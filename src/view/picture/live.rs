//! The picture as the run goes: what the record says, each arrow leading to its exchange; and saved as a file.

use super::{paper, spoken};
use crate::element::{Element, classed, follow};
use crate::session::Session;
use leptos::prelude::*;
use protocol::drawing::file::{self, Look};
use protocol::drawing::record::{self, Now};
use protocol::drawing::{Entry, Picture, plan};
use protocol::flow::{Flow, StepState};
use protocol::form::Field;
use protocol::trace::Step;
use std::cell::Cell;

const SHEET: &str = include_str!("../../../style/picture.css");
/// The id of what scrolls.
const PAPER: &str = "picture-paper";
const TOKENS: &str = include_str!("../../../style/tokens.css");

/// The drawing, and the buttons that save it. It is drawn anew only when the picture is another one, and once a frame: a call of an API
/// changes the run half a dozen times.
pub fn picture(session: Session) -> Vec<Element> {
    let shown = RwSignal::new(untrack(|| current(session)));
    let redraw = Session::once_a_frame(move || {
        let now = untrack(|| current(session));
        if shown.try_with_untracked(|then| *then != now) == Some(true) {
            shown.set(now);
        }
    });
    follow(Box::new(move || {
        // What the picture is made of, and all else that it asks for follows from.
        session.form.track();
        session.trace.track();
        session.flow.track();
        redraw();
    }));
    let drawing = classed("div", "sheet").attr("id", PAPER).live(move || shown.with(|shown| drawn(session, shown)));
    let bring_into_sight = Session::once_a_frame(move || {
        let looked_at = session.looked_at.get_untracked();
        if let Some(Some((from, to))) = shown.try_with_untracked(|shown| span(shown, looked_at)) {
            session.show_within(PAPER, from, to);
        }
    });
    // Last, so that what it shows stands by then.
    follow(Box::new(move || {
        session.looked_at.track();
        shown.track();
        bring_into_sight();
    }));
    vec![drawing, tools(session, shown)]
}

/// Where in a long picture the exchange is that is looked at, else what is at hand, else the newest: parts of the whole height.
fn span(picture: &Picture, looked_at: Option<usize>) -> Option<(f64, f64)> {
    let entries = &picture.entries;
    let place = looked_at
        .and_then(|index| entries.iter().position(|entry| entry.shows(index)))
        .or_else(|| entries.iter().position(Entry::is_at_hand))
        .or_else(|| entries.iter().rposition(|entry| entry.index.is_some()))?;
    let drawing = picture.drawing();
    let (from, to) = drawing.spans.get(place)?;
    let part = |y: i32| f64::from(y) / f64::from(drawing.height);
    Some((part(*from), part(*to)))
}

/// The record; or the plan, where another flow is chosen than that of the record.
fn current(session: Session) -> Picture {
    let states = session.states();
    let waits = |step: &Step| matches!(session.state(*step), StepState::Ready | StepState::Running);
    let at_hand = Step::ALL.into_iter().skip(1).find(waits);
    let busy = states.contains(&StepState::Running);
    let page = session.page().origin;
    let (goes_on, waits) = session.flow.with(|flow| match flow {
        Flow::Failed(step) => (*step == Step::Configure, false),
        Flow::SignedIn(_) | Flow::Recalled { .. } => (false, false),
        Flow::SignedOut(_) => (false, true),
        _ => (true, true),
    });
    session.form.with(|form| {
        session.trace.with(|trace| {
            let chosen = |form: &protocol::form::ConfigForm| form.response_type();
            if chosen(form) != chosen(trace.form()) && !busy {
                return plan::plan(form, at_hand);
            }
            record::picture(trace, Now { page: &page, form, goes_on, waits, at_hand })
        })
    })
}

fn drawn(session: Session, picture: &Picture) -> Vec<Element> {
    let dress = |group: Element, place: usize| match picture.entries.get(place) {
        Some(entry) => linked(session, group, entry),
        None => group,
    };
    // One link an exchange, at its first sentence.
    let last = Cell::new(None);
    let lead = |entry: &Entry, sentence: &str| {
        let index = entry.index?;
        if last.replace(Some(index)) == Some(index) {
            return None;
        }
        let link = classed("button", "sentence").attr("type", "button").on("click", move || session.look_at(index));
        Some(link.text(sentence))
    };
    vec![paper(&picture.drawing(), &dress), spoken(picture, &lead)]
}

/// The group of an exchange leads to it, and is lit while it is looked at. A fold is lit with what it holds.
fn linked(session: Session, group: Element, entry: &Entry) -> Element {
    if entry.index.is_none() && entry.folded.is_none() {
        return group;
    }
    let bounds = entry.clone();
    let lit = move || session.looked_at.get().is_some_and(|index| bounds.shows(index));
    let group = group.flag("data-looked-at", lit);
    match entry.index {
        Some(index) => group.attr("data-arrow", &index.to_string()).on("click", move || session.look_at(index)),
        None => group,
    }
}

fn tools(session: Session, shown: RwSignal<Picture>) -> Element {
    let said = RwSignal::new("");
    let done = move |saved| said.set(if saved { "Saved." } else { "The browser could not save it." });
    let svg = move || shown.with_untracked(|shown| standalone(session, shown));
    let press = |words: &'static str, action: &'static str, work: Box<dyn Fn()>| {
        classed("button", "plain").attr("type", "button").attr("data-action", action).on("click", work).text(words)
    };
    classed("div", "row")
        .child(press("Save as SVG", "picture-svg", Box::new(move || done(session.save_svg(&svg())))))
        .child(press("Save as PNG", "picture-png", Box::new(move || session.save_png(svg(), done))))
        .child(classed("span", "small").attr("role", "status").live_text(move || said.get().to_owned()))
}

/// The picture as a file, light or dark as it is on the screen. It holds no more than the picture: names, no values.
fn standalone(session: Session, picture: &Picture) -> String {
    let asked = session.form.with_untracked(|form| form.trimmed(Field::ResponseType).to_owned());
    let title = format!("A sign-in with response_type={asked}: who sent what to whom");
    let words: Vec<String> = picture.sentences().map(|(_, sentence)| sentence).collect();
    let look = Look { sheet: SHEET, tokens: TOKENS, dark: session.is_dark() };
    file::svg(&picture.drawing().with_legend(), &title, &words.join("\n"), look)
}
