//! One of everything that is kept, in every variant, with `text` wherever a person or a server has a word.

use super::{CODE, NOW, TOKEN};
use protocol::check::{Check, Outcome};
use protocol::findings::{Basis, Finding, Left, Place as Where};
use protocol::form::{ConfigForm, Field};
use protocol::pkce::CodeVerifier;
use protocol::report::{Report, Who};
use protocol::runs::{RunRecord, Runs};
use protocol::secret::Secret;
use protocol::trace::{Step, Trace, What};
use protocol::transaction::Pending;
use protocol::wire::{Answer, Channel, Line, Message, Place, Shown};

pub const OUTCOMES: [Outcome; 4] = [Outcome::Passed, Outcome::Failed, Outcome::NotLookedAt, Outcome::NotChecked];
pub const WHO: [Who; 6] = [Who::You, Who::Client, Who::AuthorizationServer, Who::Api, Who::Browser, Who::Unknown];
pub const CHANNELS: [Channel; 2] = [Channel::Front, Channel::Back];
pub const PLACES: [Place; 3] = [Place::Query, Place::Fragment, Place::Body];
pub const BASES: [Basis; 3] = [Basis::Measured, Basis::Told, Basis::NotMeasured];
pub const LEFT: [Left; 4] = [Left::Nothing, Left::Token, Left::SpentCode, Left::Unknown];

pub fn form(text: &str) -> ConfigForm {
    let mut form = ConfigForm::default();
    for field in Field::ALL {
        form.set(field, format!("{}{text}", field.name()));
    }
    form
}

pub fn check(text: &str, outcome: Outcome) -> Check {
    Check { name: "state".to_owned(), expected: text.to_owned(), actual: text.to_owned(), outcome }
}

pub fn report(text: &str, who: Who) -> Report {
    let report = Report::new("state", who, text, text, text).reason("used").status(401);
    Report { evidence: vec![("error".to_owned(), text.to_owned()), (String::new(), String::new())], ..report }
}

/// A line of each kind of value.
pub fn lines(text: &str) -> Vec<Line> {
    vec![
        Line::plain("state", text),
        Line::plain(text, ""),
        Line::new("code", Shown::secret(&Secret::new(CODE))),
        Line::new("nonce", Shown::Later),
        Line::new("client_id", Shown::Missing),
    ]
}

pub fn message(text: &str, channel: Channel, place: Place) -> Message {
    Message {
        channel,
        method: text.to_owned(),
        target: text.to_owned(),
        place,
        lines: lines(text),
        headers: vec![Line::new("Authorization", Shown::secret(&Secret::new(format!("Bearer {TOKEN}"))))],
        added_by_browser: vec![Line::plain("Origin", text)],
        body: Some(text.to_owned()),
    }
}

pub fn answer(text: &str) -> Answer {
    Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), text.to_owned())],
        lines: lines(text),
        body: Some(format!("private {text}")),
        exact: Some(protocol::wire::Exact::public(text)),
        bytes: 7,
        elapsed_ms: 5,
    }
}

/// A run in which everything happened.
pub fn trace(text: &str) -> Trace {
    let mut trace = Trace::of_run(&form(text));
    for (at, (step, what)) in [
        (Step::Configure, What::Refused(report(text, Who::You))),
        (Step::Authorize, What::Left(message(text, Channel::Front, Place::Query))),
        (Step::Callback, What::Returned(message(text, Channel::Front, Place::Fragment), 30_000)),
        (Step::Callback, What::Checked(OUTCOMES.map(|outcome| check(text, outcome)).to_vec())),
        (Step::Token, What::Sent(message(text, Channel::Back, Place::Body))),
        (Step::Token, What::Answered(answer(text))),
        (Step::Token, What::Fetching(message(text, Channel::Back, Place::Query))),
        (Step::Token, What::Fetched(answer(text))),
        (Step::Token, What::Validated(vec![check(text, Outcome::Passed)])),
        (Step::Api, What::Checked(Vec::new())),
    ]
    .into_iter()
    .enumerate()
    {
        trace.push(step, NOW + at as u64, what);
    }
    trace
}

/// A finding of each basis, of each thing left, in each place.
pub fn findings() -> Vec<Finding> {
    let kinds = BASES.into_iter().flat_map(|basis| LEFT.map(|left| (basis, left)));
    kinds.flat_map(|(basis, left)| Where::ALL.map(|place| Finding { place, basis, left })).collect()
}

pub fn runs(text: &str) -> Runs {
    let mut runs = Runs::default();
    runs.keep(
        "code",
        RunRecord { at_ms: NOW, trace: trace(text), findings: findings().into_iter().step_by(13).collect() },
    );
    runs.keep("token", RunRecord { at_ms: 0, trace: Trace::default(), findings: Vec::new() });
    runs
}

pub fn pending(text: &str) -> Pending {
    Pending {
        state: text.to_owned(),
        nonce: Some(text.to_owned()),
        verifier: Some(CodeVerifier::restore(text.to_owned())),
        created_ms: NOW,
        trace: trace(text),
    }
}
