//! One exchange of the record: a line that opens to the whole message and its answer.

use super::with_exchange;
use crate::element::{Element, classed, el};
use crate::session::Session;
use crate::view::answer::answer_view;
use crate::view::checks::checks_view;
use crate::view::problem::problem;
use crate::view::take;
use crate::view::wire::block;
use leptos::prelude::*;
use protocol::exchange::{Checked, Exchange, Travel};
use protocol::http;
use protocol::wire::Channel;

/// What a row is told by: it is made anew when any of it changes.
#[derive(Clone, PartialEq, Eq)]
pub struct Name {
    /// The exchange's name in the trace.
    pub index: usize,
    /// When it began, in milliseconds after the first of the record.
    after_ms: u64,
    channel: Channel,
    travel: Travel,
    method: String,
    place: String,
}

impl Name {
    /// Of an exchange in a record that began then, in milliseconds since 1970.
    pub fn of(exchange: &Exchange<'_>, began_ms: u64) -> Self {
        let target = exchange.message.target.as_str();
        let place = target.split_once("://").map_or(target, |(_, rest)| rest);
        Self {
            index: exchange.index,
            after_ms: exchange.at_ms.saturating_sub(began_ms),
            channel: exchange.message.channel,
            travel: exchange.travel,
            method: exchange.message.method.clone(),
            place: place.split(['?', '#']).next().unwrap_or_default().to_owned(),
        }
    }
}

/// What has come of an exchange so far. Two that are equal look alike.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Status, size in bytes and time taken in milliseconds.
    answer: Option<(u16, usize, u64)>,
    checks: usize,
    refused: bool,
    /// What was seen of a probe, and after how many milliseconds.
    probed: Option<(http::Seen, u64)>,
}

impl Seen {
    fn of(exchange: &Exchange<'_>) -> Self {
        Self {
            answer: exchange.answer.map(|answer| (answer.status, answer.bytes, answer.elapsed_ms)),
            checks: exchange.checks.len(),
            refused: exchange.refusal.is_some(),
            probed: exchange.probed.map(|evidence| (evidence.seen, evidence.elapsed_ms)),
        }
    }
}

/// A row that stands.
#[derive(Clone)]
pub struct Row {
    /// What it is told by.
    pub name: Name,
    /// Whether it shows more than its line.
    pub open: RwSignal<bool>,
    seen: RwSignal<Seen>,
}

impl Row {
    /// A row of that name, of whose exchange nothing is known yet but that it began.
    pub fn new(name: &Name, exchange: &Exchange<'_>) -> Self {
        Self { name: name.clone(), open: RwSignal::new(false), seen: RwSignal::new(Seen::of(exchange)) }
    }

    /// Takes up what has come of its exchange; whoever shows it hears of a change only.
    pub fn note(&self, exchange: &Exchange<'_>) {
        let now = Seen::of(exchange);
        if self.seen.get_untracked() != now {
            self.seen.set(now);
        }
    }

    /// The id of its line.
    pub fn title_id(&self) -> String {
        format!("exchange-{}-title", self.name.index)
    }
}

/// The row.
pub fn view(session: Session, row: &Row, number: usize) -> Element {
    let Row { name, open, seen } = row.clone();
    let index = name.index;
    let body_id = format!("exchange-{index}-body");
    let way = if name.channel == Channel::Front { "front" } else { "back" };
    let part = |class: &'static str, text: &str| classed("span", class).text(text);
    let line = classed("button", "entry")
        .attr("type", "button")
        .attr("id", &row.title_id())
        .attr("aria-controls", &body_id)
        .live_attr("aria-expanded", move || Some(open.get().to_string()))
        .on("click", move || {
            open.update(|open| *open = !*open);
            if open.get_untracked() { session.look_at(index) } else { session.look_away(index) }
        })
        .child(part("no", &number.to_string()))
        .child(part("after", &after(name.after_ms)))
        .child(part("way", way))
        .child(el("b").text(&name.method))
        .child(part("target", &name.place))
        .child(classed("span", "came").live_text(move || came(name.travel, seen.get())))
        .child(classed("span", "size").live_text(move || size(seen.get())))
        .child(classed("span", "took").live_text(move || took(seen.get())));
    let opened = move || {
        if open.get() {
            seen.track();
            whole(session, index).into_iter().chain([take::tools(session, index)]).collect()
        } else {
            Vec::new()
        }
    };
    classed("li", "exchange")
        .attr("id", &format!("exchange-{index}"))
        .attr("data-exchange", &index.to_string())
        .attr("data-way", way)
        .live_attr("data-outcome", move || seen.get().refused.then(|| "refused".to_owned()))
        .flag("data-looked-at", move || session.looked_at.get() == Some(index))
        .child(line)
        .child(classed("div", "whole").attr("id", &body_id).flag("hidden", move || !open.get()).live(opened))
}

/// "+0.312 s".
fn after(ms: u64) -> String {
    match ms / 60_000 {
        0 => format!("+{}.{:03} s", ms / 1000, ms % 1000),
        minutes => format!("+{minutes} min {:02} s", ms / 1000 % 60),
    }
}

fn came(travel: Travel, seen: Seen) -> String {
    if let Some((seen, _)) = seen.probed {
        return seen.words();
    }
    match (travel, seen.answer) {
        (_, Some((status, ..))) => status.to_string(),
        (Travel::Left, None) => "left".to_owned(),
        (Travel::Returned, None) => "came back".to_owned(),
        (_, None) if seen.refused => "no answer".to_owned(),
        (_, None) => "no answer yet".to_owned(),
    }
}

fn size(seen: Seen) -> String {
    match seen.answer {
        None => String::new(),
        Some((_, bytes, _)) if bytes < 1000 => format!("{bytes} B"),
        Some((_, bytes, _)) if bytes < 1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        Some((_, bytes, _)) => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn took(seen: Seen) -> String {
    let ms = seen.answer.map(|(_, _, ms)| ms).or(seen.probed.map(|(_, ms)| ms));
    ms.map(|ms| format!("{ms} ms")).unwrap_or_default()
}

/// All of it: the message, its answer, its checks and its refusal.
fn whole(session: Session, index: usize) -> Vec<Element> {
    with_exchange(session, index, |exchange| {
        let checks = exchange.checks.iter().map(|checks| match checks {
            Checked::Answer(checks) => checks_view(checks, "Checks"),
            Checked::IdToken(checks) => checks_view(checks, "Checks of the ID token"),
        });
        std::iter::once(block(exchange.message, sent(exchange)))
            .chain(exchange.answer.map(answer_view))
            .chain(exchange.probed.map(|evidence| el("p").text(evidence.means())))
            .chain(checks)
            .chain(exchange.refusal.map(problem))
            .collect()
    })
    .unwrap_or_default()
}

fn sent(exchange: &Exchange<'_>) -> &'static str {
    match exchange.travel {
        Travel::Left => "by a navigation",
        Travel::Returned => "came by a navigation",
        Travel::Sent => "sent by the page itself",
        Travel::Fetched => "fetched by the page itself: the server\u{2019}s keys",
        Travel::Probed => "sent by the page itself, to learn why another failed",
    }
}
