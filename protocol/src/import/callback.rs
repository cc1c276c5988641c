//! An authorization response, from an address or an archive: its form, whose it is where that can be told, and the tokens in it.

use super::authorization::SignIn;
use super::line::lines;
use super::opened::{Beside, open_beside};
use super::{Here, Read, Sort};
use crate::callback::{self, CallbackError, Lookup, Response};
use crate::check::{Checks, Outcome};
use crate::outside::{made_visible, start_of};
use crate::redact::stood_in;
use crate::response_type::ResponseType;
use crate::transaction::Pending;
use crate::wire::{Line, Message, Place};

/// Whether a text looks like one: an address, or its query or fragment alone, with a parameter that only a response has.
pub fn is_response(text: &str) -> bool {
    let one_line = !text.contains(char::is_whitespace);
    let tells = ["code=", "error=", "access_token=", "id_token=", "response=", "state="];
    one_line && text.split(['?', '#', '&']).any(|pair| tells.iter().any(|name| pair.starts_with(name)))
}

/// One that was pasted.
pub fn pasted(text: &str, here: &Here<'_>) -> Read {
    let is_part = !text.contains("://") && !text.starts_with(['/', '?', '#']);
    let href = if is_part { format!("?{text}") } else { text.to_owned() };
    read(&href, here, &[])
}

/// Reads one. `asked` are the sign-ins of the same archive: one that is found there is compared with.
pub fn read(href: &str, here: &Here<'_>, asked: &[SignIn]) -> Read {
    let mut read = Read::of(Sort::AuthorizationResponse);
    let mut structure = Checks::planned(&["one part", "each parameter once"]);
    let response = match callback::read(href, &mut structure) {
        Ok(response) => response,
        Err(error) => {
            note_failed(&mut structure, &error);
            read.message = Some(as_it_came(href));
            read.checks = structure.finish();
            read.refusal = Some(super::offline(error.report()));
            return read;
        }
    };
    read.message = Some(masked(&response));
    let transaction = response.get("state").and_then(|state| (here.waiting)(state));
    if let Some(pending) = transaction {
        of_this_tab(&mut read, href, pending, &response, here);
    } else {
        read.checks = structure.finish();
        on_its_own(&mut read, &response, asked);
    }
    let same = asked.iter().find(|sign_in| sign_in.state.as_deref() == response.get("state"));
    let issuer = response.get("iss");
    let beside = Beside {
        client_id: same.and_then(|sign_in| sign_in.client_id.as_deref()),
        nonce: same.and_then(|sign_in| sign_in.nonce.as_deref()),
        issuer,
        access_token: response.get("access_token"),
        code: response.get("code"),
    };
    let signed = read.message.as_ref().and_then(|message| message.get("response")).map(str::to_owned);
    for name in ["id_token", "response", "access_token"] {
        let token = if name == "response" { signed.as_deref() } else { response.get(name) };
        let Some(token) = token.filter(|token| stood_in(token).is_none()) else { continue };
        if name == "id_token" || super::opened::is_token(token) {
            let beside = if name == "id_token" { beside.clone() } else { Beside::default() };
            read.opened.push(open_beside(name, token, &beside, here.now_ms));
        }
    }
    read
}

/// A check that the reader refused is named by its own row.
fn note_failed(checks: &mut Checks, error: &CallbackError) {
    match error {
        CallbackError::BothParts => {
            checks.compare("one part", false, "query or fragment", "both");
        }
        CallbackError::Repeated { name } => {
            checks.note("one part", Outcome::Passed, "query or fragment", "one");
            checks.compare("each parameter once", false, "no repeats", &format!("{name} comes twice"));
        }
        _ => {}
    }
}

/// All checks of a run, with the transaction looked at only: its verifier is not there, so that no code could be exchanged.
fn of_this_tab(read: &mut Read, href: &str, pending: Pending, response: &Response, here: &Here<'_>) {
    let mut checks = callback::planned(href);
    checks.note("one part", Outcome::Passed, "query or fragment", place(response));
    checks.note("each parameter once", Outcome::Passed, "no repeats", "each once");
    let found = callback::find(response, |_| Lookup::Found(Box::new(pending)), &mut checks);
    let accepted = found.and_then(|pending| {
        callback::accept(pending, response, here.page, here.parse, here.now_ms, &mut checks).map(drop)
    });
    match accepted {
        // All checks have been made by then; only the verifier, which is left in storage, is wanted.
        Ok(()) | Err(CallbackError::TransactionUnusable) => {}
        Err(error) => read.refusal = Some(super::offline(error.report())),
    }
    read.checks = checks.finish();
    one_outcome(read, response);
}

/// What can be said without a transaction.
fn on_its_own(read: &mut Read, response: &Response, asked: &[SignIn]) {
    let mut checks = Checks::planned(&[]);
    let state = response.get("state");
    let same = asked.iter().find(|sign_in| sign_in.state.is_some() && sign_in.state.as_deref() == state);
    match (state, same) {
        (None, _) if response.is_signed() => {
            checks.add("state", Outcome::NotChecked, "the one that was sent", "inside the signed text");
        }
        (None, _) => checks.add("state", Outcome::Failed, "the one that was sent", "none"),
        (Some(state), Some(_)) => checks.add("state", Outcome::Passed, "one sent in this archive", &start_of(state)),
        (Some(state), None) if asked.is_empty() => {
            let actual = format!("{}: no sign-in of this tab waits for it", start_of(state));
            checks.add("state", Outcome::NotChecked, "the one that was sent", &actual);
        }
        (Some(state), None) => {
            checks.add("state", Outcome::NotChecked, "one sent in this archive", &start_of(state));
        }
    }
    let iss = response.get("iss").map_or("none".to_owned(), |iss| made_visible(iss, 200));
    checks.add("iss", Outcome::NotChecked, "not known which server was asked", &iss);
    let kinds = response.kinds();
    let flow = flow(&kinds);
    let asked_for = same.and_then(|sign_in| sign_in.response_type.as_deref()).and_then(ResponseType::read);
    let actual = format!("{} in the {}", kinds.join(" and "), place(response));
    match asked_for {
        Some(asked) if !kinds.contains(&"error") => {
            let came = ResponseType::read(&kinds.join(" "));
            let outcome = if came == Some(asked) { Outcome::Passed } else { Outcome::Failed };
            checks.add("response type", outcome, asked.words(), &actual);
        }
        _ => checks.add("flow", Outcome::NotChecked, flow, &actual),
    }
    read.checks.extend(checks.finish());
    one_outcome(read, response);
    if let Some(error) = response.get("error") {
        let refused = CallbackError::Refused {
            error: made_visible(error, 100),
            description: made_visible(response.get("error_description").unwrap_or_default(), 600),
            uri: None,
            unsigned: false,
        };
        read.refusal = Some(super::offline(refused.report()));
    }
}

/// A response is a success or an error: one that is both may be two put together.
fn one_outcome(read: &mut Read, response: &Response) {
    let success = ["code", "access_token", "id_token"].iter().any(|name| response.get(name).is_some());
    let both = success && response.get("error").is_some();
    let mut checks = Checks::planned(&["one outcome"]);
    checks.compare("one outcome", !both, "a success or an error", if both { "both" } else { "one of them" });
    read.checks.extend(checks.finish());
}

/// Which flow a response of these kinds fits.
fn flow(kinds: &[&str]) -> &'static str {
    match kinds {
        ["error"] => "an error of any flow",
        ["code"] => "authorization code",
        ["response"] => "a signed response of any flow (JARM)",
        [] => "no flow",
        kinds if kinds.contains(&"code") => "hybrid",
        _ => "implicit",
    }
}

fn place(response: &Response) -> &'static str {
    if response.place() == Place::Fragment { "fragment" } else { "query" }
}

/// As the page shows an arrival, with what an archive of ours left out.
fn masked(response: &Response) -> Message {
    let mut message = response.message();
    message.target = made_visible(&message.target, 2000);
    for line in &mut message.lines {
        if let Some(text) = line.value.text().map(str::to_owned)
            && stood_in(&text).is_some()
        {
            *line = super::line::line(&line.name, &text);
        }
    }
    message
}

/// One that could not be read, both parts of it and every repetition.
fn as_it_came(href: &str) -> Message {
    const MOST: usize = 100;
    let (rest, fragment) = href.split_once('#').unwrap_or((href, ""));
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    let place = if query.is_empty() { Place::Fragment } else { Place::Query };
    let lines: Vec<Line> = lines(query).into_iter().chain(lines(fragment)).take(MOST).collect();
    Message::navigation(&made_visible(page, 2000), place, lines)
}
