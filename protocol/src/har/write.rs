//! The writer.

use super::iso;
use crate::exchange::{Exchange, Travel, exchanges};
use crate::json::Json;
use crate::kept::Kept;
use crate::preflight::{Cause, Preflight};
use crate::redact::{Known, Secrets, written, written_address};
use crate::trace::Trace;
use crate::urlencoded;
use crate::wire::{Answer, Channel, Line, Message, PREFLIGHT, Place};

/// Who writes an archive or a report.
pub struct About<'a> {
    /// This program's version.
    pub version: &'a str,
    /// What the browser calls itself.
    pub browser: &'a str,
    /// The page's address without query and fragment.
    pub page: &'a str,
}

/// The whole trace as an archive.
pub fn archive(trace: &Trace, secrets: Secrets, about: &About<'_>) -> Json {
    let known = Known::of(trace, secrets);
    let writer = Writer { secrets, known: &known };
    let all = exchanges(trace);
    let begun = all.first().map_or(0, |first| first.at_ms);
    let page = Json::of([
        ("startedDateTime", text(&iso(begun))),
        ("id", text(PAGE)),
        ("title", text(about.page)),
        ("pageTimings", Json::of([])),
    ]);
    let comment = match secrets {
        Secrets::LeftOut => {
            "Codes, tokens, verifiers and what sounds like a secret are left out; a length stands for each."
        }
        Secrets::Shown => "With the real values: whoever has this file can use those that are still good.",
    };
    let log = Json::of([
        ("version", text("1.2")),
        ("creator", Json::of([("name", text("Grantlens")), ("version", text(about.version))])),
        ("browser", Json::of([("name", text(about.browser)), ("version", text(""))])),
        ("pages", Json::List(vec![page])),
        ("entries", Json::List(all.iter().map(|one| writer.entry(one)).collect())),
        ("comment", text(comment)),
    ]);
    Json::of([("log", log)])
}

const PAGE: &str = "page_1";

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

/// What a page cannot know.
fn unknown() -> Json {
    Json::Number("-1".to_owned())
}

/// An object of those members that are there.
fn object(members: Vec<(&str, Option<Json>)>) -> Json {
    Json::Object(members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}

struct Writer<'a> {
    secrets: Secrets,
    known: &'a Known,
}

impl Writer<'_> {
    fn entry(&self, one: &Exchange<'_>) -> Json {
        let elapsed =
            one.answer.map(|answer| answer.elapsed_ms).or(one.probed.map(|seen| seen.elapsed_ms)).unwrap_or_default();
        let timings = Json::of([
            ("send", 0_u64.to_json()),
            ("wait", elapsed.to_json()),
            ("receive", 0_u64.to_json()),
            ("comment", text("a page measures the whole alone; it stands as wait")),
        ]);
        object(vec![
            ("pageref", Some(text(PAGE))),
            ("startedDateTime", Some(text(&iso(one.at_ms)))),
            ("time", Some(elapsed.to_json())),
            ("request", Some(self.request(one.message))),
            ("response", Some(self.response(one))),
            ("cache", Some(Json::of([]))),
            ("timings", Some(timings)),
            ("comment", Some(text(words(one.travel)))),
            ("_step", Some(text(one.step.name()))),
            ("_channel", Some(text(if one.message.channel == Channel::Front { "front" } else { "back" }))),
            ("_travel", Some(text(travel(one.travel)))),
            ("_away_ms", one.away_ms.as_ref().map(Kept::to_json)),
            ("_fragment", self.fragment(one.message)),
            ("_preflight", one.preflight().as_ref().map(preflight)),
            (
                "_refused",
                one.refusal.map(|report| {
                    Json::of([("kind", text(&report.kind)), ("headline", text(&self.known.without(&report.headline)))])
                }),
            ),
        ])
    }

    fn request(&self, message: &Message) -> Json {
        let in_query = if message.place == Place::Query { self.pairs(&message.lines) } else { Vec::new() };
        let mut url = self.known.without(&written_address(&message.target, self.secrets));
        if !in_query.is_empty() {
            let sign = if url.contains('?') { '&' } else { '?' };
            url.push(sign);
            url.push_str(&urlencoded::encode_pairs(
                in_query.iter().map(|(name, value)| (name.as_str(), value.as_str())),
            ));
        }
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let decoded = |text: &str| urlencoded::decode(text).unwrap_or_else(|_| text.to_owned());
        let query = urlencoded::raw_pairs(query).map(|(name, value)| named(&decoded(name), &decoded(value), None));
        let added = message.added_by_browser.iter().filter(|line| line.name != PREFLIGHT);
        let headers = self.pairs(&message.headers).into_iter().map(|(name, value)| named(&name, &value, None)).chain(
            added.filter_map(|line| {
                Some(named(&line.name, line.value.text()?, Some("added by the browser, as the Fetch standard says")))
            }),
        );
        let body = self.body(message);
        object(vec![
            ("method", Some(text(&message.method))),
            ("url", Some(text(&url))),
            ("httpVersion", Some(text("unknown"))),
            ("cookies", Some(Json::List(Vec::new()))),
            ("headers", Some(Json::List(headers.collect()))),
            ("queryString", Some(Json::List(query.collect()))),
            (
                "postData",
                body.as_ref().map(|body| Json::of([("mimeType", text(&media_type(message))), ("text", text(body))])),
            ),
            ("headersSize", Some(unknown())),
            ("bodySize", Some(body.map_or(0, |body| body.len()).to_json())),
        ])
    }

    fn body(&self, message: &Message) -> Option<String> {
        if let Some(body) = &message.body {
            let left_out = self.secrets == Secrets::LeftOut && crate::extra::sounds_secret(body);
            return Some(if left_out {
                crate::redact::stand_in(body.chars().count())
            } else {
                self.known.without(body)
            });
        }
        let pairs = if message.place == Place::Body { self.pairs(&message.lines) } else { Vec::new() };
        (!pairs.is_empty())
            .then(|| urlencoded::encode_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
    }

    /// What stands after `#` is never sent, and an address in an archive has none: it stands apart.
    fn fragment(&self, message: &Message) -> Option<Json> {
        let pairs = self.pairs(&message.lines);
        (message.place == Place::Fragment)
            .then(|| Json::List(pairs.iter().map(|(name, value)| named(name, value, None)).collect()))
    }

    fn response(&self, one: &Exchange<'_>) -> Json {
        let Some(answer) = one.answer else {
            return object(vec![
                ("status", Some(0_u64.to_json())),
                ("statusText", Some(text(""))),
                ("httpVersion", Some(text("unknown"))),
                ("cookies", Some(Json::List(Vec::new()))),
                ("headers", Some(Json::List(Vec::new()))),
                ("content", Some(Json::of([("size", 0_u64.to_json()), ("mimeType", text("x-unknown"))]))),
                ("redirectURL", Some(text(""))),
                ("headersSize", Some(unknown())),
                ("bodySize", Some(unknown())),
                ("comment", Some(text("no answer that this page could read"))),
                ("_error", one.refusal.map(|report| text(&report.kind))),
            ]);
        };
        let headers = answer
            .headers
            .iter()
            .map(|(name, value)| named(&self.known.without(name), &self.known.without(value), None));
        object(vec![
            ("status", Some(answer.status.to_json())),
            ("statusText", Some(text(""))),
            ("httpVersion", Some(text("unknown"))),
            ("cookies", Some(Json::List(Vec::new()))),
            ("headers", Some(Json::List(headers.collect()))),
            ("content", Some(self.content(answer))),
            ("redirectURL", Some(text(""))),
            ("headersSize", Some(unknown())),
            ("bodySize", Some(unknown())),
            ("comment", Some(text("the headers that CORS lets a page read"))),
        ])
    }

    fn content(&self, answer: &Answer) -> Json {
        let media_type = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let media_type = media_type.map_or("x-unknown", |(_, value)| value.as_str());
        let (body, comment) = match &answer.body {
            Some(body) => {
                let written = self.known.without(body);
                let changed = written != *body;
                (Some(written), changed.then_some("secrets are left out"))
            }
            None if answer.lines.is_empty() => (None, (answer.bytes > 0).then_some("the body was not kept")),
            None => (Some(self.members(&answer.lines)), Some("put together from its members, each as text")),
        };
        object(vec![
            ("size", Some(answer.bytes.to_json())),
            ("mimeType", Some(text(media_type))),
            ("text", body.as_deref().map(text)),
            ("comment", comment.map(text)),
        ])
    }

    /// The members of a token response, as the record keeps them.
    fn members(&self, lines: &[Line]) -> String {
        Json::Object(self.pairs(lines).into_iter().map(|(name, value)| (name, Json::Text(value))).collect()).to_string()
    }

    fn pairs(&self, lines: &[Line]) -> Vec<(String, String)> {
        let pair = |line: &Line| Some((line.name.clone(), self.known.without(&written(line, self.secrets)?)));
        lines.iter().filter_map(pair).collect()
    }
}

fn named(name: &str, value: &str, comment: Option<&str>) -> Json {
    object(vec![("name", Some(text(name))), ("value", Some(text(value))), ("comment", comment.map(text))])
}

fn media_type(message: &Message) -> String {
    let headers = || message.headers.iter().chain(&message.added_by_browser);
    let named = headers().find(|line| line.name.eq_ignore_ascii_case("content-type"));
    named.and_then(|line| line.value.text()).unwrap_or("x-unknown").to_owned()
}

/// No page observes it, so it is no entry: it is told as what it is.
fn preflight(preflight: &Preflight) -> Json {
    let headers = preflight.request_headers().into_iter().map(|(name, value)| named(name, &value, None));
    let rules: Vec<String> = preflight.causes.iter().map(Cause::rule).collect();
    Json::of([
        ("inferred", Json::Bool(true)),
        ("method", text("OPTIONS")),
        ("headers", Json::List(headers.collect())),
        ("comment", text(&rules.join(" "))),
    ])
}

fn travel(travel: Travel) -> &'static str {
    match travel {
        Travel::Left => "left",
        Travel::Returned => "returned",
        Travel::Sent => "sent",
        Travel::Fetched => "fetched",
        Travel::Probed => "probed",
    }
}

fn words(travel: Travel) -> &'static str {
    match travel {
        Travel::Left => "a navigation: the browser left the page with it, and no page sees what it is answered with",
        Travel::Returned => "a navigation: the browser came back to the page with it",
        Travel::Sent => "sent by the page itself",
        Travel::Fetched => "sent by the page itself, beside the flow",
        Travel::Probed => "sent by the page itself, to learn why another had failed",
    }
}
