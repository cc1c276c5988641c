//! What somebody brings along, read and checked offline: an archive of requests, the address of an authorization response, a token
//! response, a token. Text in; what it is, what it says and which checks can be made of it out.
//!
//! **Invariants:** nothing is sent and nothing is stored; no transaction is consumed; codes and tokens come out masked. The text may come
//! from anyone: nothing in it is believed, and what a check cannot know here it says.

mod archive;
mod authorization;
mod callback;
mod line;
mod opened;
mod refusal;
mod sort;
mod token;

pub use opened::Opened;
pub use refusal::ImportError;
pub use sort::Sort;

use crate::check::Check;
use crate::config::Page;
use crate::endpoint::ParseUrl;
use crate::har::{self, HarError};
use crate::redact::Known;
use crate::report::Report;
use crate::transaction::Pending;
use crate::wire::{Answer, Message, Shown};

/// Most exchanges of one archive that are shown: what is beyond is counted.
pub const MOST: usize = 200;

/// What the checks may know of the place where the text is read.
pub struct Here<'a> {
    /// Milliseconds since 1970.
    pub now_ms: u64,
    /// The page.
    pub page: &'a Page,
    /// The browser's parser of addresses.
    pub parse: ParseUrl,
    /// The transaction of a `state` of this tab, looked at and left where it is. The verifier is no part of it.
    pub waiting: &'a dyn Fn(&str) -> Option<Pending>,
}

/// What the text was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// A HAR file.
    Archive,
    /// The address of an authorization response.
    AuthorizationResponse,
    /// The JSON of a token response.
    TokenResponse,
    /// A JSON Web Token.
    Token,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Imported {
    /// What the text was.
    pub brought: Brought,
    /// Every exchange of OAuth in it, in the order of the text.
    pub reads: Vec<Read>,
    /// How many other requests there were.
    pub passed_over: usize,
    /// How many exchanges of OAuth there were beyond `MOST`.
    pub not_shown: usize,
}

/// One exchange, as far as it was there.
#[derive(Clone, Debug)]
pub struct Read {
    /// What it is.
    pub sort: Sort,
    /// When it began, in milliseconds since 1970.
    pub at_ms: Option<u64>,
    /// What went over the wire.
    pub message: Option<Message>,
    /// The answer.
    pub answer: Option<Answer>,
    /// The checks that could be made.
    pub checks: Vec<Check>,
    /// The first thing that is wrong with it.
    pub refusal: Option<Report>,
    /// The tokens in it, looked into.
    pub opened: Vec<Opened>,
}

impl Read {
    fn of(sort: Sort) -> Self {
        Self { sort, at_ms: None, message: None, answer: None, checks: Vec::new(), refusal: None, opened: Vec::new() }
    }
}

/// Reads a text that somebody brought.
pub fn read(text: &str, here: &Here<'_>) -> Result<Imported, ImportError> {
    if text.len() > har::LIMIT {
        return Err(ImportError::TooLong(text.len()));
    }
    let text = text.trim().trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() {
        return Err(ImportError::Empty);
    }
    let mut imported = if text.starts_with(['{', '[']) {
        of_json(text, here)?
    } else if callback::is_response(text) {
        Imported::one(Brought::AuthorizationResponse, callback::pasted(text, here))
    } else if opened::is_token(text) {
        let mut read = Read::of(Sort::Token);
        read.opened.push(opened::open("token", text, here.now_ms));
        Imported::one(Brought::Token, read)
    } else {
        return Err(ImportError::Unknown);
    };
    imported.hide();
    Ok(imported)
}

fn of_json(text: &str, here: &Here<'_>) -> Result<Imported, ImportError> {
    match har::entries(text) {
        Ok(entries) => Ok(archive::read(&entries, here)),
        Err(HarError::NoEntries) => match token::pasted(text, here) {
            Some(read) => Ok(Imported::one(Brought::TokenResponse, read)),
            None if text.contains("\"log\"") => Err(ImportError::Har(HarError::NoEntries)),
            None => Err(ImportError::Unknown),
        },
        Err(error) => Err(ImportError::Har(error)),
    }
}

impl Imported {
    fn one(brought: Brought, read: Read) -> Self {
        Self { brought, reads: vec![read], passed_over: 0, not_shown: 0 }
    }

    /// Takes the codes and tokens of all its exchanges out of every other text of theirs: a header that repeats an address with a code in
    /// it, a body that repeats a token.
    fn hide(&mut self) {
        let mut known = Known::default();
        for read in &self.reads {
            if let Some(message) = &read.message {
                known.add(&message.lines);
                known.add(&message.headers);
                message.body.iter().for_each(|body| known.add_body(body));
            }
            read.answer.iter().for_each(|answer| known.add_answer(answer));
        }
        let hide = |text: &mut String| *text = known.without(text);
        for read in &mut self.reads {
            if let Some(message) = &mut read.message {
                hide(&mut message.target);
                message.body.iter_mut().for_each(hide);
                for line in message.lines.iter_mut().chain(&mut message.headers) {
                    if let Shown::Plain(text) = &mut line.value {
                        hide(text);
                    }
                }
            }
            if let Some(answer) = &mut read.answer {
                answer.headers.iter_mut().for_each(|(_, value)| hide(value));
                answer.body.iter_mut().for_each(hide);
                for line in &mut answer.lines {
                    if let Shown::Plain(text) = &mut line.value {
                        hide(text);
                    }
                }
            }
            read.checks.iter_mut().for_each(|check| hide(&mut check.actual));
            if let Some(report) = &mut read.refusal {
                report.evidence.iter_mut().for_each(|(_, text)| hide(text));
            }
        }
    }
}

/// A refusal of a run, said of something that is only looked at: nothing was dropped or stopped because of it.
fn offline(report: Report) -> Report {
    Report {
        meaning: "This was looked at offline: nothing was sent, used or dropped because of it.".to_owned(),
        ..report
    }
}
