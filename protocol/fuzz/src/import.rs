//! What somebody brings: an archive, an address, a token response or a token, read offline. Whatever it is, no panic, no hidden character
//! in what is shown, bounded tables, and a token in a place for tokens stays masked.

use crate::support::{NOW, ORIGIN, PAGE, checks_fit_for_a_person, fit_for_a_person, harmless, parse, whole};
use protocol::config::Page;
use protocol::har;
use protocol::import::{self, Here, MOST, Read, Sort};
use protocol::json::Json;
use protocol::wire::{Line, Shown};

/// One text.
pub fn run(data: &[u8]) {
    let text = whole(data);
    let page = Page { address: PAGE.to_owned(), origin: ORIGIN.to_owned() };
    let here = Here { now_ms: NOW, page: &page, parse, waiting: &|_| None };
    match import::read(&text, &here) {
        Err(error) => fit_for_a_person(&error.report()),
        Ok(imported) => {
            assert!(!imported.reads.is_empty() || har::entries(text.trim()).is_ok());
            assert!(imported.reads.len() <= MOST + 1);
            imported.reads.iter().for_each(fit);
        }
    }
    if let Ok(entries) = har::entries(&text) {
        let listed = Json::parse(&text).expect("it was read as JSON");
        let listed = listed.get("log").and_then(|log| log.get("entries")).map(Json::items).unwrap_or_default().len();
        assert_eq!(entries.len(), listed);
    }
}

fn fit(read: &Read) {
    checks_fit_for_a_person(&read.checks);
    read.refusal.iter().for_each(fit_for_a_person);
    if let Some(message) = &read.message {
        harmless(&message.target);
        harmless(&message.method);
        message.lines.iter().chain(&message.headers).for_each(line_is_fit);
    }
    if let Some(answer) = &read.answer {
        answer.lines.iter().for_each(line_is_fit);
        for (name, value) in &answer.headers {
            harmless(name);
            harmless(value);
        }
        assert!(answer.body.is_none() || !matches!(read.sort, Sort::TokenRequest | Sort::TokenResponse));
    }
    for opened in &read.opened {
        checks_fit_for_a_person(&opened.checks);
        opened.header.iter().chain(&opened.claims).for_each(|line| harmless(line.value.text().unwrap_or_default()));
    }
}

fn line_is_fit(line: &Line) {
    harmless(&line.name);
    if let Shown::Plain(text) = &line.value {
        harmless(text);
        let small = line.name.to_ascii_lowercase();
        assert!(
            !["access_token", "refresh_token", "id_token", "code", "authorization", "cookie"].contains(&small.as_str())
        );
    }
}
