//! "Check this server": the list of requests before they are sent, then the table, with the evidence behind each of its cells.

use super::address::address;
use super::answer::answer_view;
use super::step::button;
use super::wire::block;
use crate::element::{Element, classed, el, follow};
use crate::session::Session;
use crate::session::check_server::Stage;
use leptos::prelude::*;
use protocol::endpoint::Endpoint;
use protocol::flow::Flow;
use protocol::matrix::{Cell, Column, Heard, Matrix, PROBE, Plan, Row, Target, Verdict};
use protocol::outside::made_visible;
use protocol::wire::{Message, PREFLIGHT};

const TITLE: &str = "Check this server from this browser";

/// The cell that is looked at.
type Opened = RwSignal<Option<(Row, Column)>>;

/// The check, out of sight until somebody asks for one.
pub fn matrix(session: Session) -> Vec<Element> {
    let (number, outdated) = (session.check_number(), session.is_check_stale());
    let stage = move || session.check_stage();
    let is_other = move || number.get().is_some() && outdated.get();
    let title = el("h3").attr("id", "matrix-title").attr("tabindex", "-1").text(TITLE);
    let section = classed("section", "matrix")
        .attr("aria-labelledby", "matrix-title")
        .live_attr("data-matrix", move || Some(name(stage()).to_owned()))
        .flag("hidden", move || stage() == Stage::Closed)
        .child(title)
        .live(move || if stage() == Stage::Listed { listed(session) } else { Vec::new() })
        .live(move || if is_other() { vec![other_server()] } else { Vec::new() })
        .child(el("div").attr("role", "status").live(move || outcome(session, stage())))
        .live(move || if number.get().is_some() { vec![table(session)] } else { Vec::new() })
        .child(classed("div", "row").live(move || buttons(session, stage())));
    // Last, so that the title is in sight by the time it takes the keyboard.
    let mut before = None;
    follow(Box::new(move || {
        let now = stage();
        match before {
            Some(before) if before == now => {}
            Some(_) if now == Stage::Listed => session.focus_check(),
            // The button that was pressed is gone by now.
            Some(_) => session.keep_focus_at_check(now == Stage::Closed),
            None => {}
        }
        before = Some(now);
    }));
    vec![section]
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Closed => "closed",
        Stage::Listed => "listed",
        Stage::Sending => "sending",
        Stage::Over => "over",
    }
}

fn other_server() -> Element {
    classed("p", "legacy").text(
        "The form has changed since. What stands here was answered by the addresses that are named here. Check again for the new ones.",
    )
}

fn is_looking_up(session: Session) -> bool {
    session.flow.with(|flow| matches!(flow, Flow::LookingUp))
}

fn buttons(session: Session, stage: Stage) -> Vec<Element> {
    let close = || button(session, "Close", "close-check", Session::close_check).attr("class", "plain");
    let again = || button(session, "Check again", "check-again", Session::check_server);
    match stage {
        Stage::Closed => Vec::new(),
        Stage::Listed => {
            let count = move || session.check_plan().requests();
            let send = el("button")
                .attr("type", "button")
                .attr("data-action", "send-requests")
                .flag("hidden", move || count() == 0 || is_looking_up(session))
                .on("click", move || session.send_check())
                .live_text(move || format!("Send these {} requests", count()));
            vec![send, close()]
        }
        Stage::Sending => vec![button(session, "Cancel", "cancel-check", Session::cancel_check)],
        Stage::Over => vec![again(), close()],
    }
}

/// What would be sent, endpoint by endpoint.
fn listed(session: Session) -> Vec<Element> {
    if is_looking_up(session) {
        return vec![el("p").text("The server is looked up first, so that its endpoints are known.")];
    }
    let plan = session.check_plan();
    if plan.requests() == 0 {
        return vec![
            el("p").text("There is nothing to ask yet: no endpoint is known. Type an issuer or an API in the form."),
        ];
    }
    let hosts: Vec<String> = plan.hosts().iter().map(|(origin, count)| format!("{count} to {origin}")).collect();
    let words = format!(
        "{} requests would be sent, {}. Nobody signs in: where a token or a body would stand they say \u{201c}{PROBE}\u{201d}, and none of them can succeed. What counts is whether this page may read the answer. Where the browser asks first, by OPTIONS, that is said.",
        plan.requests(),
        hosts.join(", "),
    );
    let rows = Row::ALL.into_iter().map(|row| match plan.target(row) {
        Target::At(endpoint) => asked(&plan, row, endpoint),
        Target::Nowhere(why) => el("li").child(el("b").text(row.title())).text(" ").child(el("small").text(why)),
    });
    vec![el("p").text(&words), classed("ul", "requests").children(rows)]
}

fn asked(plan: &Plan, row: Row, endpoint: &Endpoint) -> Element {
    let requests = Column::SENT.into_iter().filter_map(|column| Some((column, plan.message(row, column)?)));
    let line = |(column, message): (Column, Message)| {
        let first = format!("{} {}", message.method, message.target);
        el("li").attr("data-request", &first).attr("data-column", column.name()).text(&in_short(&message))
    };
    el("li")
        .attr("data-endpoint", row.name())
        .child(el("b").text(row.title()))
        .text(" ")
        .child(address(el("code"), &endpoint.href, 300))
        .child(el("ol").children(requests.map(line)))
}

/// A request in one line: method, headers, body, and the preflight before it.
fn in_short(message: &Message) -> String {
    let request = message.request();
    let mut parts = vec![request.method];
    parts.extend(request.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    parts.extend(request.body.map(|body| format!("body {}", made_visible(&body, 200))));
    let asks = message.added_by_browser.iter().any(|line| line.name == PREFLIGHT);
    parts.extend(asks.then(|| "OPTIONS before it".to_owned()));
    parts.join(" · ")
}

/// How far it has come; once it is over, what the table says.
fn outcome(session: Session, stage: Stage) -> Vec<Element> {
    match stage {
        Stage::Closed | Stage::Listed => Vec::new(),
        Stage::Sending => vec![el("p").text("The requests are on their way, one endpoint beside the other.")],
        Stage::Over => {
            let lines = session.with_matrix(Matrix::summary).unwrap_or_default();
            let line =
                |(verdict, words): &(Verdict, String)| el("li").child(sign(*verdict)).child(el("span").text(words));
            vec![classed("ul", "summary").attr("data-summary", "").children(lines.iter().map(line))]
        }
    }
}

fn sign(verdict: Verdict) -> Element {
    classed("span", "sign").attr("aria-hidden", "true").attr("data-verdict", verdict.name()).text(verdict.sign())
}

/// The table: made once a check, so that the keyboard stays where it is while the answers come in.
fn table(session: Session) -> Element {
    let opened: Opened = RwSignal::new(None);
    let head = |column: Column| el("th").attr("scope", "col").attr("role", "columnheader").text(column.title());
    let first =
        el("th").attr("scope", "col").attr("role", "columnheader").child(classed("span", "unseen").text("endpoint"));
    // Not followed: the cells follow the answers, each for itself.
    let targets: Vec<(Row, Target)> = untrack(|| {
        let targets = |matrix: &Matrix| Row::ALL.map(|row| (row, matrix.plan.target(row).clone())).to_vec();
        session.with_matrix(targets).unwrap_or_default()
    });
    let rows = targets.into_iter().flat_map(|(row, target)| match target {
        Target::At(endpoint) => vec![line(session, row, &endpoint, opened), behind(session, row, opened)],
        Target::Nowhere(why) => vec![not_asked(row, why)],
    });
    classed("table", "cells")
        .attr("role", "table")
        .child(classed("caption", "unseen").text("What this page may read, by endpoint and kind of request"))
        .child(
            el("thead")
                .attr("role", "rowgroup")
                .child(el("tr").attr("role", "row").child(first).children(Column::ALL.map(head))),
        )
        .child(el("tbody").attr("role", "rowgroup").children(rows))
}

fn row_head(row: Row) -> Element {
    el("th").attr("scope", "row").attr("role", "rowheader").text(row.title())
}

fn not_asked(row: Row, why: &str) -> Element {
    let cell = el("td").attr("role", "cell").attr("colspan", "4").attr("data-cell", Verdict::NotTried.name());
    el("tr").attr("role", "row").attr("data-endpoint", row.name()).child(row_head(row)).child(cell.text(why))
}

fn line(session: Session, row: Row, endpoint: &Endpoint, opened: Opened) -> Element {
    el("tr")
        .attr("role", "row")
        .attr("data-endpoint", row.name())
        .child(row_head(row).child(address(el("small"), &endpoint.href, 200)))
        .children(Column::ALL.map(|column| cell(session, row, column, opened)))
}

fn cell(session: Session, row: Row, column: Column, opened: Opened) -> Element {
    let of = move |take: fn(&Cell) -> String| {
        session.with_matrix(|matrix| take(&matrix.cell(row, column))).unwrap_or_default()
    };
    let is_open = move || opened.get() == Some((row, column));
    let press = move || opened.set(if untrack(is_open) { None } else { Some((row, column)) });
    let button = el("button")
        .attr("type", "button")
        .attr("aria-controls", &evidence_id(row))
        .live_attr("aria-expanded", move || Some(is_open().to_string()))
        .on("click", press)
        .child(el("span").attr("aria-hidden", "true").live_text(move || of(|cell| cell.verdict.sign().to_owned())))
        .child(el("span").live_text(move || of(|cell| cell.words.clone())));
    el("td")
        .attr("role", "cell")
        .attr("data-column", column.name())
        .live_attr("data-cell", move || Some(of(|cell| cell.verdict.name().to_owned())))
        .child(classed("small", "of").attr("aria-hidden", "true").text(column.title()))
        .child(button)
}

fn evidence_id(row: Row) -> String {
    format!("matrix-{}", row.name())
}

/// The row below an endpoint's: what is behind the cell that was pressed.
fn behind(session: Session, row: Row, opened: Opened) -> Element {
    let column = Memo::new(move |_| opened.get().filter(|(of, _)| *of == row).map(|(_, column)| column));
    let content = move || {
        let found = column.get().and_then(|column| session.with_matrix(|matrix| evidence(matrix, row, column)));
        found.into_iter().collect()
    };
    classed("tr", "evidence")
        .attr("role", "row")
        .attr("id", &evidence_id(row))
        .flag("hidden", move || column.get().is_none())
        .child(el("td").attr("role", "cell").attr("colspan", "5").live(content))
}

fn evidence(matrix: &Matrix, row: Row, column: Column) -> Element {
    let reading = matrix.cell(row, column).reading;
    let sent = Column::SENT.into_iter().filter(|sent| column == Column::Exposed || *sent == column);
    classed("div", "found")
        .attr("data-evidence", "")
        .child(el("h4").text(&format!("{}: {}", row.title(), column.title())))
        .children(reading.iter().map(|sentence| el("p").text(sentence)))
        .children(sent.flat_map(|sent| exchange(matrix, row, sent)))
}

/// A request as it was sent, and what came of it.
fn exchange(matrix: &Matrix, row: Row, column: Column) -> Vec<Element> {
    let (Some(message), Some(heard)) = (matrix.plan.message(row, column), matrix.heard(row, column)) else {
        return Vec::new();
    };
    let came = match heard {
        Heard::Answer { answer, .. } => {
            let headers = answer_view(&protocol::wire::Answer { body: None, ..answer.clone() });
            vec![headers.maybe(answer.body.as_ref().map(|body| payload(body)))]
        }
        Heard::Nothing(_) => vec![el("p").child(el("b").text("No answer that this page could read."))],
    };
    std::iter::once(block(&message, "sent by the page itself")).chain(came).collect()
}

fn payload(body: &str) -> Element {
    classed("pre", "payload")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "The beginning of the body")
        .text(body)
}
