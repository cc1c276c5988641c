//! What somebody brought: pasted or chosen, read here, and shown with its checks.

use super::answer::answer_view;
use super::checks::checks_view;
use super::problem::problem;
use super::wire::{block, line_view, pair};
use crate::element::{Chosen, Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::check::{Check, Outcome};
use protocol::har::LIMIT;
use protocol::import::{Brought, ImportError, Imported, Opened, Read, Sort};
use protocol::report::Report;
use protocol::wire::{Channel, Line};

/// What reading came to; nothing while nobody has read anything.
type Came = RwSignal<Option<Result<Imported, Box<Report>>>>;

/// The panel. What is read lives in it, and ends with it.
pub fn panel(session: Session) -> Element {
    let typed = RwSignal::new(String::new());
    let came: Came = RwSignal::new(None);
    let read = move || {
        came.set(Some(session.read_brought(&typed.get_untracked())));
        // What was pasted may be a token: it stays on the screen masked alone.
        if came.with_untracked(|came| matches!(came, Some(Ok(_)))) {
            typed.set(String::new());
        }
    };
    let chosen = move |chosen: Chosen| {
        came.set(Some(match chosen {
            Chosen::Text(text) => session.read_brought(&text),
            Chosen::TooLong(bytes) => Err(Box::new(ImportError::TooLong(bytes).report())),
            Chosen::Unreadable => Err(Box::new(ImportError::Empty.report())),
        }));
    };
    let text = el("textarea")
        .attr("id", "brought-text")
        .attr("rows", "3")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .value(move || typed.get())
        .on_value("input", move |text| typed.set(text));
    let file = el("input")
        .attr("id", "brought-file")
        .attr("type", "file")
        .attr("accept", ".har,.json,.txt")
        .on_file(LIMIT, chosen);
    let button =
        el("button").attr("type", "button").attr("data-action", "read-brought").on("click", read).text("Read it");
    classed("div", "notes")
        .attr("data-brought", "")
        .child(el("p").text(
            "Read here and nowhere else: nothing is sent, nothing is kept, and no sign-in that waits is touched.",
        ))
        .child(field(
            "brought-text",
            "An address that a server sent you back to, a token response, a token, or the text of a HAR file",
            text,
        ))
        .child(field("brought-file", "Or a HAR file, of this page or of a browser\u{2019}s developer tools", file))
        .child(classed("div", "row").child(button))
        .child(classed("p", "small").attr("role", "status").live_text(move || came.with(|came| say(came.as_ref()))))
        .child(classed("div", "parts").live(move || came.with(|came| outcome(came.as_ref()))))
}

fn field(id: &'static str, label: &str, control: Element) -> Element {
    classed("div", "field").child(el("label").attr("for", id).text(label)).child(control)
}

fn say(came: Option<&Result<Imported, Box<Report>>>) -> String {
    let Some(Ok(imported)) = came else { return String::new() };
    let what = match imported.brought {
        Brought::Archive => "An archive",
        Brought::AuthorizationResponse => "An authorization response",
        Brought::TokenResponse => "A token response",
        Brought::Token => "A token, which proves nothing until its signature is checked",
    };
    if imported.brought != Brought::Archive {
        return format!("{what}, read without sending anything.");
    }
    let others = match imported.passed_over {
        0 => String::new(),
        count => format!(", and {count} other requests, which are not shown"),
    };
    let more = match imported.not_shown {
        0 => String::new(),
        count => format!(" {count} more exchanges of OAuth are in it: the first {} are shown.", imported.reads.len()),
    };
    format!("{what} with {} exchanges of OAuth{others}.{more}", imported.reads.len() + imported.not_shown)
}

fn outcome(came: Option<&Result<Imported, Box<Report>>>) -> Vec<Element> {
    match came {
        None => Vec::new(),
        Some(Err(report)) => vec![problem(report)],
        Some(Ok(imported)) => {
            let alone = imported.reads.len() == 1;
            imported.reads.iter().map(|read| exchange(read, alone)).collect()
        }
    }
}

/// One exchange, folded where there are several.
fn exchange(read: &Read, open: bool) -> Element {
    let failed = |checks: &[Check]| checks.iter().filter(|check| check.outcome == Outcome::Failed).count();
    let count = failed(&read.checks) + read.opened.iter().map(|opened| failed(&opened.checks)).sum::<usize>();
    let faults = match count {
        0 => String::new(),
        1 => ", one check failed".to_owned(),
        count => format!(", {count} checks failed"),
    };
    let first =
        read.message.as_ref().map_or(String::new(), |message| format!(": {} {}", message.method, message.target));
    let status = read.answer.as_ref().filter(|_| read.sort != Sort::TokenResponse);
    let status = status.map_or(String::new(), |answer| format!(", {}", answer.status));
    let fold = classed("details", "more").attr("data-read", read.sort.name());
    let fold = if open { fold.attr("open", "") } else { fold };
    fold.child(el("summary").text(&format!("{}{first}{status}{faults}", read.sort.words())))
        .child(classed("div", "looked-up").children(parts(read)))
}

fn parts(read: &Read) -> Vec<Element> {
    let note = match &read.message {
        Some(message) if message.channel == Channel::Front => "through the address bar",
        _ => "from what was brought",
    };
    let message = read.message.iter().map(|message| block(message, note));
    // Of a body alone there is no status and no time to show.
    let answer = read.answer.iter().map(|answer| match read.sort {
        Sort::TokenResponse => members("wire back", &answer.lines),
        _ => answer_view(answer),
    });
    let checks = (!read.checks.is_empty()).then(|| checks_view(&read.checks, "Checks of what was brought"));
    let refusal = read.refusal.iter().map(problem);
    message.chain(answer).chain(checks).chain(refusal).chain(read.opened.iter().flat_map(opened)).collect()
}

fn members(class: &'static str, lines: &[Line]) -> Element {
    classed("div", class).child(el("dl").children(lines.iter().map(|line| line_view(line, "member"))))
}

/// A token from inside.
fn opened(opened: &Opened) -> Vec<Element> {
    let title = el("h3").text(&format!("Inside of {}", opened.name));
    if let Some(fault) = &opened.fault {
        return vec![title, el("p").text(&format!("It cannot be looked into. {fault}"))];
    }
    let header =
        opened.header.iter().map(|line| pair(&line.name, el("dd").text(line.value.text().unwrap_or_default())));
    let token = classed("div", "wire back")
        .attr("data-opened", &opened.name)
        .child(classed("p", "added").text("header"))
        .child(el("dl").children(header))
        .child(classed("p", "added").text("claims, not proven: the signature was not checked"))
        .child(el("dl").children(opened.claims.iter().map(|line| line_view(line, "claim"))));
    let words = (opened.name == "access_token").then(|| {
        classed("p", "small")
            .text("An access token is the API\u{2019}s to read. A client must not rely on what is in it (RFC 9068 §6).")
    });
    let checks = checks_view(&opened.checks, "Checks of this token");
    std::iter::once(title).chain(words).chain([token, checks]).collect()
}
