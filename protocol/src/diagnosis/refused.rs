//! A refusal as the rules look at it: its facts, and the values that their texts speak of.

use super::clock;
use super::rule::Facts;
use super::values::Values;
use super::{Failed, Step, Trace};
use crate::endpoint::ParseUrl;
use crate::exchange::{Travel, exchanges};
use crate::form::Field;
use crate::trace::What;

/// One refusal.
pub struct Refused {
    /// What a rule compares.
    pub facts: Facts,
    /// The address that was asked.
    pub url: String,
    /// What stands in braces in the texts.
    pub values: Values,
}

/// The last refusal of a step. `origin` is this page's.
pub fn of(trace: &Trace, step: Step, origin: &str, parse: ParseUrl) -> Option<Refused> {
    let (report, _) = trace.last_refused(step)?;
    let all = exchanges(trace);
    let sent = all.iter().rev().filter(|one| matches!(one.travel, Travel::Sent | Travel::Fetched));
    let last = sent.into_iter().find(|one| one.step == step).map(|one| one.message);
    let form = trace.form();
    // What came back with the browser was said by whoever was asked through the address bar.
    let url =
        last.map_or_else(|| form.trimmed(Field::AuthorizationEndpoint).to_owned(), |message| message.target.clone());
    let host = parse(&url).map(|parts| parts.host).unwrap_or_default();
    let answered = trace.of(step).filter_map(|event| match &event.what {
        What::Answered(answer) => Some((answer, event.at_ms)),
        _ => None,
    });
    let answered = answered.last();
    let header = |name: &str| {
        let headers = answered.map(|(answer, _)| answer.headers.as_slice()).unwrap_or_default();
        headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    let at_ms = answered.map(|(_, at_ms)| at_ms).unwrap_or_default();
    let values = last.map(|message| Failed::of(step, message).values(origin, parse));
    let values = values
        .unwrap_or_else(|| Values::default().with("origin", origin))
        .with("redirect_uri", form.trimmed(Field::RedirectUri))
        .with("client_id", form.trimmed(Field::ClientId))
        .with("scope", form.trimmed(Field::Scope))
        .with("response_type", form.trimmed(Field::ResponseType))
        .with("clock", &clock::compared(header("date"), at_ms))
        .with("retry_after", &clock::retry_after(header("retry-after")));
    Some(Refused { facts: Facts::of(report, &host), url, values })
}
