//! A row: one line, that opens to the whole message and its answer, or to why the browser asks first.

use super::list::{Name, Rows};
use super::{Look, with_exchange};
use crate::element::{Element, classed, el};
use crate::session::Session;
use crate::view::answer::answer_view;
use crate::view::body::body;
use crate::view::checks::checks_view;
use crate::view::link::link;
use crate::view::problem::problem;
use crate::view::raw::raw;
use crate::view::take;
use crate::view::wire::block;
use leptos::prelude::*;
use protocol::exchange::{Checked, Exchange, Travel};
use protocol::flow::Flow;
use protocol::http;
use protocol::preflight::{self, Preflight};
use protocol::raw as texts;
use protocol::wire::{Answer, Channel};

/// What a row tells from its beginning to its end.
#[derive(Clone, Default)]
pub struct Told {
    /// "3", "+0.312 s": a preflight has neither.
    number: String,
    after: String,
    front: bool,
    method: String,
    place: String,
    /// What is known when the row is made.
    pub seen: Seen,
}

impl Told {
    /// Of an exchange, by its number in a record that began then, in milliseconds since 1970.
    pub fn of(exchange: &Exchange<'_>, number: usize, began_ms: u64) -> Self {
        Self {
            number: number.to_string(),
            after: after(exchange.at_ms.saturating_sub(began_ms)),
            front: exchange.message.channel == Channel::Front,
            method: exchange.message.method.clone(),
            place: place(&exchange.message.target),
            seen: Seen::of(exchange),
        }
    }

    /// Of its preflight.
    pub fn of_preflight(exchange: &Exchange<'_>) -> Self {
        Self { method: "OPTIONS".to_owned(), place: place(&exchange.message.target), ..Self::default() }
    }
}

/// Host and path.
fn place(target: &str) -> String {
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    protocol::outside::made_visible(rest.split(['?', '#']).next().unwrap_or_default(), 200)
}

/// What has come of an exchange so far. Two that are equal look alike.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    travel: Option<Travel>,
    /// Status, size in bytes and time taken in milliseconds.
    answer: Option<(u16, usize, u64)>,
    /// How much of its body is kept, in bytes.
    kept: usize,
    away_ms: Option<u64>,
    checks: usize,
    refused: bool,
    set_aside: bool,
    /// What was seen of a probe, and after how many milliseconds.
    probed: Option<(http::Seen, u64)>,
}

impl Seen {
    fn of(exchange: &Exchange<'_>) -> Self {
        Self {
            travel: Some(exchange.travel),
            answer: exchange.answer.map(|answer| (answer.status, answer.bytes, answer.elapsed_ms)),
            kept: exchange.answer.map_or(0, Answer::kept_bytes),
            away_ms: exchange.away_ms.filter(|ms| *ms > 0),
            checks: exchange.checks.len(),
            refused: exchange.refusal.is_some(),
            set_aside: exchange.set_aside,
            probed: exchange.probed.map(|evidence| (evidence.seen, evidence.elapsed_ms)),
        }
    }
}

/// A row that stands.
#[derive(Clone)]
pub struct Row {
    /// What it is known by.
    pub name: Name,
    /// Whether it shows more than its line.
    pub open: RwSignal<bool>,
    /// Whether its exchange is the one that is looked at.
    pub lit: RwSignal<bool>,
    /// Whether the Tab key leads to it.
    pub stop: RwSignal<bool>,
    seen: RwSignal<Seen>,
}

impl Row {
    /// A row that is not open.
    pub fn new(name: Name, seen: Seen, stop: bool) -> Self {
        let [open, lit] = [RwSignal::new(false), RwSignal::new(false)];
        Self { name, open, lit, stop: RwSignal::new(stop), seen: RwSignal::new(seen) }
    }

    /// Takes up what has come of its exchange; whoever shows it hears of a change only.
    pub fn note(&self, exchange: &Exchange<'_>) {
        let now = Seen::of(exchange);
        if !self.name.preflight && self.seen.get_untracked() != now {
            self.seen.set(now);
        }
    }

    /// The id of its line.
    pub fn title_id(&self) -> String {
        let sort = if self.name.preflight { "preflight" } else { "exchange" };
        format!("{sort}-{}-title", self.name.index)
    }
}

/// The row.
pub fn view(session: Session, row: &Row, told: &Told, look: RwSignal<Look>, rows: Rows) -> Element {
    let Row { name, open, lit, stop, seen } = row.clone();
    let Name { index, preflight, .. } = name;
    let way = if told.front { "front" } else { "back" };
    let part = |class: &'static str, text: &str| classed("span", class).text(text);
    let press = move || {
        open.update(|open| *open = !*open);
        rows.stop_at(name);
        match open.get_untracked() {
            _ if preflight => {}
            true => session.look_at(index),
            false => session.look_away(index),
        }
    };
    let line = classed("button", "entry")
        .attr("type", "button")
        .attr("id", &row.title_id())
        .live_attr("tabindex", move || Some(if stop.get() { "0" } else { "-1" }.to_owned()))
        .live_attr("aria-expanded", move || Some(open.get().to_string()))
        .on("click", press)
        .child(part("no", &told.number))
        .child(part("after", &told.after))
        .child(part("way", if preflight { "inferred" } else { way }))
        .child(el("b").text(&told.method))
        .child(part("target", &told.place))
        .child(
            classed("span", "came")
                .live(move || if preflight { vec![part("", "not to be seen")] } else { came(session, seen.get()) }),
        );
    let whole = move || {
        if !open.get() {
            return Vec::new();
        }
        seen.track();
        let parts = if preflight {
            asked(session, index, look.get())
        } else {
            whole(session, index, look.get()).into_iter().chain([take::tools(session, index)]).collect()
        };
        vec![classed("div", "whole").children(parts)]
    };
    let item = classed("li", "exchange")
        .attr("data-way", way)
        .attr("data-request", &format!("{} {}", told.method, told.place))
        .child(line)
        .live(whole);
    if preflight {
        return item.attr("data-preflight", &index.to_string());
    }
    item.attr("id", &format!("exchange-{index}"))
        .attr("data-exchange", &index.to_string())
        .flag("data-looked-at", move || lit.get())
}

/// "+0.312 s".
fn after(ms: u64) -> String {
    match ms / 60_000 {
        0 => format!("+{}.{:03} s", ms / 1000, ms % 1000),
        minutes => format!("+{minutes} min {:02} s", ms / 1000 % 60),
    }
}

/// After a reload nobody is there any more who would take an answer.
fn is_looked_back_on(session: Session) -> bool {
    session.flow.with(|flow| matches!(flow, Flow::Recalled { .. } | Flow::Configuring))
}

/// What came of it, how large it was, and how long it took.
fn came(session: Session, seen: Seen) -> Vec<Element> {
    let part = |class: &'static str, text: &str| classed("span", class).text(text);
    let words = match (seen.travel, seen.answer) {
        (Some(Travel::Probed), _) => seen.probed.map_or_else(|| "no answer yet".to_owned(), |(seen, _)| seen.words()),
        (_, Some((status, ..))) => status.to_string(),
        (Some(Travel::Left), None) => "left".to_owned(),
        (Some(Travel::Returned), None) => "came back".to_owned(),
        (_, None) if seen.refused => "no answer".to_owned(),
        (_, None) if seen.set_aside || is_looked_back_on(session) => "not waited for".to_owned(),
        (_, None) => "no answer yet".to_owned(),
    };
    let what = part("what", &words);
    let what = if seen.refused { what.child(part("no", " refused")) } else { what };
    let took = seen.answer.map(|(.., ms)| ms).or(seen.probed.map(|(_, ms)| ms)).or(seen.away_ms);
    vec![
        what,
        part("size", &seen.answer.map(|(_, bytes, _)| size(bytes)).unwrap_or_default()),
        part("took", &took.map(time).unwrap_or_default()),
    ]
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn time(ms: u64) -> String {
    if ms < 10_000 { format!("{ms} ms") } else { format!("{} s", ms / 1000) }
}

/// All of it: the message, its answer, its checks and its refusal.
fn whole(session: Session, index: usize, look: Look) -> Vec<Element> {
    let checks = |checks: &Checked<'_>| match checks {
        Checked::Answer(checks) => checks_view(checks, "Checks"),
        Checked::IdToken(checks) => checks_view(checks, "Checks of the ID token"),
    };
    with_exchange(session, index, |exchange| {
        let mut parts = match look {
            Look::Guide => vec![block(exchange.message, sent(exchange))],
            Look::Raw => vec![framed(exchange, raw(&texts::message(exchange.message), "message", "The message, raw"))],
        };
        parts.extend(exchange.answer.map(|answer| match look {
            Look::Guide => answer_view(answer).maybe(answer.lines.is_empty().then(|| gone(answer)).flatten()),
            Look::Raw => raw_answer(answer),
        }));
        parts.extend(exchange.probed.map(|evidence| el("p").text(evidence.means())));
        parts.extend(exchange.checks.iter().map(checks));
        parts.extend(exchange.refusal.map(problem));
        parts
    })
    .unwrap_or_default()
}

fn framed(exchange: &Exchange<'_>, text: Element) -> Element {
    let back = exchange.message.channel == Channel::Back;
    classed("div", if back { "wire back" } else { "wire" })
        .attr("data-wire", if back { "back" } else { "front" })
        .child(text)
}

/// That a body came which is not here any more.
fn gone(answer: &Answer) -> Option<Element> {
    let gone = answer.kept_bytes() == 0 && answer.bytes > 0;
    gone.then(|| classed("p", "added").text(&format!("The body is not kept: {} bytes.", answer.bytes)))
}

fn raw_answer(answer: &Answer) -> Element {
    let exact = texts::body(answer).map(|bits| raw(&bits, "body", "The body, raw"));
    classed("div", "wire back")
        .attr("data-wire", "answer")
        .attr("data-status", &answer.status.to_string())
        .child(raw(&texts::head(answer), "answer", "Status and headers, raw"))
        .maybe(exact)
        .maybe(answer.body.as_deref().map(body))
        .maybe(gone(answer))
        .child(
            classed("p", "added")
                .text("These are the headers that CORS lets this page read. There may have been others."),
        )
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

/// Why the browser asks first, or what it then sends.
fn asked(session: Session, index: usize, look: Look) -> Vec<Element> {
    let told = |asked: &Preflight, target: &str| match look {
        Look::Raw => classed("div", "wire back").attr("data-wire", "preflight").child(raw(
            &texts::preflight(target, asked),
            "preflight",
            "The preflight, as the standard has it sent",
        )),
        Look::Guide => {
            let rule = |cause: &preflight::Cause| {
                el("li")
                    .attr("data-cause", &cause.what())
                    .text(&cause.rule())
                    .text(" ")
                    .child(link("Fetch", cause.section()))
            };
            classed("div", "why-asked")
                .child(el("p").text("No page can see this request. The browser sends it by itself before the next one, and sends that only if the answer allows it; after an answer with Access-Control-Max-Age it may leave it out for that long."))
                .child(el("ul").children(asked.causes.iter().map(rule)))
                .child(el("p").child(link("Fetch, \u{201c}CORS-preflight fetch\u{201d}", preflight::SECTION)))
        }
    };
    with_exchange(session, index, |exchange| exchange.preflight().map(|asked| told(&asked, &exchange.message.target)))
        .flatten()
        .into_iter()
        .collect()
}
