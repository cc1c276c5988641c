//! What an answer, or the lack of one, proves: a cell never says more than that.

use super::{Column, Matrix, Row, Target};
use crate::http::{Failure, Response};
use crate::json::Json;
use crate::outside::made_visible;
use crate::wire::Answer;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The answer was read, whatever it said: this origin may.
    Allowed,
    /// Nothing could be read, and a page cannot tell why: blocked, or not reached.
    Blocked,
    /// Nothing could be read of this one, while another of the same endpoint was read: so it is there, and this was blocked.
    Inferred,
    /// The answers were read, and no header beyond those that every page may read was in them.
    NotSeen,
    /// Nothing was sent, or nothing can be said.
    NotTried,
}

impl Verdict {
    /// The stable name, for `data-cell`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Inferred => "inferred",
            Self::NotSeen => "not-seen",
            Self::NotTried => "not-tried",
        }
    }

    /// Its sign, which never stands alone.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Allowed => "✓",
            Self::Blocked | Self::Inferred => "✕",
            Self::NotSeen | Self::NotTried => "–",
        }
    }
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub verdict: Verdict,
    /// The same in a few words.
    pub words: String,
    /// What that is read from, and what it does not prove: a sentence each.
    pub reading: Vec<String>,
}

/// What came of a request.
#[derive(Clone, Debug)]
pub enum Heard {
    /// An answer that this page may read.
    Answer {
        /// As it is shown: headers made visible, of the body the beginning.
        answer: Answer,
        /// The server gave what nobody should be given for such a request. The body is kept from sight.
        granted: bool,
        /// It asks for a nonce of DPoP (RFC 9449 §8 and §9).
        wants_nonce: bool,
    },
    /// None.
    Nothing(Failure),
}

/// So many characters of a body are kept and shown.
const BODY: usize = 2048;

/// Members of an answer that nobody should see who asked for nothing.
const SECRETS: [&str; 6] =
    ["access_token", "refresh_token", "id_token", "client_secret", "registration_access_token", "request_uri"];

impl Heard {
    pub(super) fn of(came: Result<&Response, Failure>) -> Self {
        let response = match came {
            Ok(response) => response,
            Err(failure) => return Self::Nothing(failure),
        };
        let object = Json::object(&response.body).ok();
        let member = |name: &str| object.as_ref().and_then(|object| object.get(name));
        let granted = SECRETS.iter().any(|name| member(name).is_some());
        let headers =
            response.headers.iter().map(|(name, value)| (made_visible(name, 60), made_visible(value, 600))).collect();
        let body = (!granted && !response.body.is_empty()).then(|| made_visible(&response.body, BODY));
        let wants_nonce = member("error").and_then(Json::text) == Some("use_dpop_nonce")
            || response.header("www-authenticate").is_some_and(|challenge| challenge.contains("use_dpop_nonce"));
        let answer = Answer { headers, body, ..Answer::of_members(response, Vec::new()) };
        Self::Answer { answer, granted, wants_nonce }
    }

    /// Whether this page could read it.
    fn was_read(&self) -> bool {
        matches!(self, Self::Answer { .. } | Self::Nothing(Failure::TooLarge { .. }))
    }
}

impl Matrix {
    /// A cell as it stands.
    pub fn cell(&self, row: Row, column: Column) -> Cell {
        if let Target::Nowhere(why) = self.plan.target(row) {
            return cell(Verdict::NotTried, "not asked", vec![(*why).to_owned()]);
        }
        if column == Column::Exposed {
            return self.exposed(row);
        }
        let mut cell = match self.heard(row, column) {
            None if self.gives_up(row) => {
                let why = "Not sent: another request to this endpoint went past the time limit.";
                cell(Verdict::NotTried, "not asked", vec![why.to_owned()])
            }
            None => cell(Verdict::NotTried, "not asked", vec!["Not sent.".to_owned()]),
            Some(Heard::Answer { answer, granted, .. }) => self.read(row, column, answer.status, *granted),
            Some(Heard::Nothing(failure)) => self.unread(row, column, failure),
        };
        if row == Row::Registration && column == Column::Simple {
            cell.reading.push(
                "A registration is JSON, and the browser asks before it sends that: this one is never a simple request."
                    .to_owned(),
            );
        }
        if row == Row::Api {
            cell.reading.push(
                "It was asked by GET, and without the headers that are typed for it: what else a call has, another method too, the API has to allow by name."
                    .to_owned(),
            );
        }
        cell
    }

    fn read(&self, row: Row, column: Column, status: u16, granted: bool) -> Cell {
        let mut reading = vec![match column.header() {
            _ if self.is_own(row) => {
                format!("Answered {status}. It is this page\u{2019}s own origin: CORS was not asked.")
            }
            Some(header) => {
                format!("Answered {status}, and this page may read it: the preflight before it let {header} pass.")
            }
            None => format!("Answered {status}, and this page may read it."),
        }];
        if status == 404 {
            reading.push("404: perhaps nothing is at that address at all.".to_owned());
        }
        if granted {
            reading.push(
                "The answer holds a token, a secret or a reference, for a request that every server should refuse. Whoever runs the server has to look into it. The body is not shown."
                    .to_owned(),
            );
        }
        cell(Verdict::Allowed, "allowed", reading)
    }

    fn unread(&self, row: Row, column: Column, failure: &Failure) -> Cell {
        match failure {
            Failure::NetworkOrCors => self.blocked(row, column),
            Failure::Offline => {
                let why = "Not sent: the browser said that it has no network.";
                cell(Verdict::NotTried, "no network", vec![why.to_owned()])
            }
            Failure::Cancelled => {
                let why = "Given up by a press of yours; it may have reached the server.";
                cell(Verdict::NotTried, "cancelled", vec![why.to_owned()])
            }
            Failure::Timeout { seconds } => {
                let why = format!("No whole answer came within {seconds} seconds.");
                cell(Verdict::Blocked, "no answer in time", vec![why])
            }
            Failure::TooLarge { limit } => {
                let why =
                    format!("This page may read the answer, and stopped at {limit} bytes: it is longer than that.");
                cell(Verdict::Allowed, "allowed", vec![why])
            }
        }
    }

    fn blocked(&self, row: Row, column: Column) -> Cell {
        let others = Column::SENT.into_iter().filter(|other| *other != column);
        let read: Vec<Column> = others.filter(|other| self.was_read(row, *other)).collect();
        let origin = self.plan.origin();
        if read.is_empty() {
            let mut reading = vec![format!(
                "Nothing could be read, and a browser tells a page no more than that. Either the server was not reached, or its answer does not name {origin} in Access-Control-Allow-Origin, or it is a redirect, which this page does not follow."
            )];
            if self.host_answered(row) {
                reading.push("The same host let this page read another of its answers, so it is there.".to_owned());
            }
            if column.header().is_some() {
                reading.push(
                    "As nothing could be read without the header either, this says nothing of the header.".to_owned(),
                );
            }
            if !matches!(row, Row::Discovery | Row::Jwks | Row::Revocation) {
                reading.push(
                    "A refusal is all that can be had here. Some servers leave CORS out of their refusals alone: then a success could be read."
                        .to_owned(),
                );
            }
            return cell(Verdict::Blocked, "blocked or unreachable", reading);
        }
        let mut reading = Vec::new();
        if let Some(header) = column.header().filter(|_| read.contains(&Column::Simple)) {
            reading.push(format!(
                "Without {header} the answer could be read; with it none could. Either the preflight was refused, most often as Access-Control-Allow-Headers lacks {header}, or the answer to a request with it does not name {origin}. A page cannot tell which."
            ));
            if column == Column::Authorization && read.contains(&Column::Dpop) {
                reading.push(
                    "DPoP was let through. A * in Access-Control-Allow-Headers can do just that: by the standard it does not cover Authorization (Fetch §4.8), which has to be named."
                        .to_owned(),
                );
            }
        } else {
            let names: Vec<&str> = read.iter().filter_map(|other| other.header()).collect();
            reading.push(format!(
                "With {} the answer could be read, so the server is there. The answer to this request does not name {origin} in Access-Control-Allow-Origin, or it is a redirect.",
                if names.is_empty() { "no header more".to_owned() } else { names.join(" or ") }
            ));
        }
        cell(Verdict::Inferred, "blocked (inferred)", reading)
    }

    /// The headers that could be read in the answers of a row, beyond those of every CORS answer.
    fn exposed(&self, row: Row) -> Cell {
        let answers: Vec<(&Answer, bool)> = Column::SENT
            .into_iter()
            .filter_map(|column| match self.heard(row, column)? {
                Heard::Answer { answer, wants_nonce, .. } => Some((answer, *wants_nonce)),
                Heard::Nothing(_) => None,
            })
            .collect();
        if answers.is_empty() {
            let why = "No answer of this endpoint could be read, so none of its headers either.";
            return cell(Verdict::NotTried, "nothing read", vec![why.to_owned()]);
        }
        let mut seen: Vec<&str> = Vec::new();
        for (name, _) in answers.iter().flat_map(|(answer, _)| &answer.headers) {
            if !SAFE.contains(&name.as_str()) && !seen.contains(&name.as_str()) {
                seen.push(name);
            }
        }
        let has = |answer: &Answer, name: &str| answer.headers.iter().any(|(is, _)| is == name);
        let unchallenged = answers.iter().any(|(answer, _)| answer.status == 401 && !has(answer, "www-authenticate"));
        let no_nonce = answers.iter().any(|(answer, wants)| *wants && !has(answer, "dpop-nonce"));
        let mut reading = Vec::new();
        if unchallenged {
            reading.push("A 401 came without WWW-Authenticate, which it has to carry (RFC 9110 §15.5.2). So most likely Access-Control-Expose-Headers does not name it.".to_owned());
        }
        if no_nonce {
            reading.push("A nonce was asked for and no DPoP-Nonce could be read, which has to come along (RFC 9449 §8). So most likely Access-Control-Expose-Headers does not name it.".to_owned());
        }
        if !seen.is_empty() {
            let because = if self.is_own(row) { "it is this page\u{2019}s own origin" } else { "so they are exposed" };
            reading.push(format!("Seen: {}; {because}.", seen.join(", ")));
        }
        let unseen: Vec<&str> = WATCHED.into_iter().filter(|name| !seen.contains(name)).collect();
        if !unseen.is_empty() {
            let unseen = unseen.join(", ");
            reading.push(format!("Not seen: {unseen}. What was not seen may not have been sent: that proves nothing."));
        }
        let (verdict, words) = match seen.as_slice() {
            _ if unchallenged => (Verdict::Inferred, "no WWW-Authenticate".to_owned()),
            _ if no_nonce => (Verdict::Inferred, "no DPoP-Nonce".to_owned()),
            [] => (Verdict::NotSeen, "none seen".to_owned()),
            [first] => (Verdict::Allowed, (*first).to_owned()),
            [first, second] => (Verdict::Allowed, format!("{first}, {second}")),
            [first, .., _] => (Verdict::Allowed, format!("{first} and {} more", seen.len() - 1)),
        };
        cell(verdict, &words, reading)
    }

    fn was_read(&self, row: Row, column: Column) -> bool {
        self.heard(row, column).is_some_and(Heard::was_read)
    }

    fn is_own(&self, row: Row) -> bool {
        matches!(self.plan.target(row), Target::At(endpoint) if endpoint.origin == self.plan.origin())
    }

    fn host_answered(&self, row: Row) -> bool {
        let Target::At(here) = self.plan.target(row) else { return false };
        let mut same = self.plan.rows().filter(|(other, there)| *other != row && there.origin == here.origin);
        same.any(|(other, _)| Column::SENT.into_iter().any(|column| self.was_read(other, column)))
    }
}

/// The headers that every page may read (Fetch §2.2.2, "CORS-safelisted response-header name").
const SAFE: [&str; 7] =
    ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];

/// Those that a client of OAuth would want to read: the challenge, the nonce, when to come again, and the server's clock.
const WATCHED: [&str; 4] = ["www-authenticate", "dpop-nonce", "retry-after", "date"];

fn cell(verdict: Verdict, words: &str, reading: Vec<String>) -> Cell {
    Cell { verdict, words: words.to_owned(), reading }
}
