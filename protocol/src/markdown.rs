//! A record as Markdown, for a bug report: what was tried, each exchange, what failed. Secrets are always left out.
//!
//! Texts of servers stand in fences longer than any run of backticks in them, or in code spans made in the same way: nothing that a
//! server says becomes markup, a mention or a link.

use crate::check::{Check, Outcome};
use crate::exchange::{Exchange, Travel, exchanges};
use crate::form::{ConfigForm, Field};
use crate::har::{About, iso};
use crate::link;
use crate::outside::made_visible;
use crate::preflight::Cause;
use crate::redact::{Known, Secrets, written, written_address};
use crate::report::Report;
use crate::trace::{Trace, What};
use crate::urlencoded;
use crate::wire::{Answer, Line, Message, Place};

/// Longest body that is written out, in characters.
const LONGEST: usize = 8000;

/// The report.
pub fn report(trace: &Trace, about: &About<'_>) -> String {
    let writer = Writer { known: &Known::of(trace, Secrets::LeftOut) };
    let mut out = String::from("# A run of OAuth in a browser, recorded by Grantlens\n\n");
    out.push_str("Codes, tokens, verifiers and what sounds like a secret are left out; a length stands for each.\n\n");
    out.push_str(&tried(trace.form(), about));
    let all = exchanges(trace);
    let refusals: Vec<&Report> = trace
        .events()
        .iter()
        .filter_map(|event| match &event.what {
            What::Refused(report) => Some(report),
            _ => None,
        })
        .collect();
    for refusal in refusals {
        out.push_str("\n## What went wrong\n\n");
        out.push_str(&writer.refusal(refusal));
    }
    let failed = failed(trace);
    if !failed.is_empty() {
        out.push_str("\n## Checks that failed\n\n");
        for (step, check) in failed {
            out.extend([format!(
                "- {step}, {}: expected {}, came {}\n",
                span(&check.name),
                span(&check.expected),
                span(&writer.known.without(&check.actual))
            )]);
        }
    }
    out.push_str("\n## What crossed the wire\n");
    if all.is_empty() {
        out.push_str("\nNothing yet.\n");
    }
    let begun = all.first().map_or(0, |first| first.at_ms);
    for (number, one) in all.iter().enumerate() {
        out.push_str(&writer.exchange(number + 1, begun, one));
    }
    out
}

/// Server, flow, browser and page. The form as a link would have it: without what sounds like a secret.
fn tried(form: &ConfigForm, about: &About<'_>) -> String {
    let (form, _) = link::without_secrets_of(form);
    let fields = [
        ("Issuer", Field::Issuer),
        ("Authorization endpoint", Field::AuthorizationEndpoint),
        ("Token endpoint", Field::TokenEndpoint),
        ("Client id", Field::ClientId),
        ("Redirect URI", Field::RedirectUri),
        ("Response type", Field::ResponseType),
        ("Scope", Field::Scope),
        ("API", Field::Api),
    ];
    let mut out = String::from("## What was tried\n\n");
    for (label, field) in fields {
        let text = form.trimmed(field);
        if !text.is_empty() {
            out.extend([format!("- {label}: {}\n", span(text))]);
        }
    }
    out.extend([format!("- Page: {}, Grantlens {}\n", span(about.page), span(about.version))]);
    out.extend([format!("- Browser: {}\n", span(about.browser))]);
    out
}

/// Each with the step that it belongs to.
fn failed(trace: &Trace) -> Vec<(&'static str, &Check)> {
    let of = |what| match what {
        &What::Checked(ref checks) | &What::Validated(ref checks) => checks.as_slice(),
        _ => [].as_slice(),
    };
    let events = trace.events().iter();
    let checks = events.flat_map(|event| of(&event.what).iter().map(|check| (event.step.name(), check)));
    checks.filter(|(_, check)| check.outcome == Outcome::Failed).collect()
}

struct Writer<'a> {
    known: &'a Known,
}

impl Writer<'_> {
    fn refusal(&self, report: &Report) -> String {
        let plain = |text: &str| escaped(&self.known.without(text));
        let mut out =
            format!("**{}** ({})\n\n{}\n\n", plain(&report.headline), span(&report.kind), plain(&report.meaning));
        for (label, text) in &report.evidence {
            out.extend([format!("- {}: {}\n", escaped(label), span(&self.known.without(text)))]);
        }
        out.extend([format!("\n{}\n", plain(&report.mend))]);
        out
    }

    fn exchange(&self, number: usize, begun: u64, one: &Exchange<'_>) -> String {
        let after = one.at_ms.saturating_sub(begun);
        let target = self.known.without(&written_address(&one.message.target, Secrets::LeftOut));
        let mut out = format!(
            "\n### {number}. {} {}\n\n{}, {} s after the beginning ({})\n\n",
            span(&one.message.method),
            span(&made_visible(&target, 300)),
            words(one.travel),
            seconds(after),
            iso(one.at_ms)
        );
        out.push_str(&fence("http", &self.request(one.message, &target)));
        if let Some(preflight) = one.preflight() {
            let rules: Vec<String> = preflight.causes.iter().map(Cause::rule).collect();
            let why = escaped(&rules.join(" "));
            out.extend([format!("\nBefore it the browser sent a preflight (inferred, no page can see it). {why}\n")]);
        }
        match one.answer {
            Some(answer) => {
                out.extend([format!("\nAnswered after {} ms, {} bytes:\n\n", answer.elapsed_ms, answer.bytes)]);
                out.push_str(&fence("http", &self.answer(answer)));
            }
            None if matches!(one.travel, Travel::Left | Travel::Returned) => {}
            None => match one.probed {
                Some(evidence) => out.extend([format!(
                    "\nSeen after {} ms: {}. {}\n",
                    evidence.elapsed_ms,
                    escaped(&evidence.seen.words()),
                    escaped(evidence.means())
                )]),
                None => out.push_str("\nThere was no answer that the page could read.\n"),
            },
        }
        if let Some(report) = one.refusal {
            out.extend([format!(
                "\nRefused: {} ({}).\n",
                escaped(&self.known.without(&report.headline)),
                span(&report.kind)
            )]);
        }
        out
    }

    fn request(&self, message: &Message, target: &str) -> String {
        let pairs = self.pairs(&message.lines);
        let encoded = urlencoded::encode_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let sign = match message.place {
            _ if pairs.is_empty() => "",
            Place::Query if target.contains('?') => "&",
            Place::Query => "?",
            Place::Fragment => "#",
            Place::Body => "",
        };
        let in_address = if sign.is_empty() { "" } else { encoded.as_str() };
        let mut out = format!("{} {target}{sign}{in_address}\n", message.method);
        for (name, value) in self.pairs(&message.headers) {
            out.extend([format!("{name}: {value}\n")]);
        }
        let body = match &message.body {
            Some(body) if crate::extra::sounds_secret(body) => crate::redact::stand_in(body.chars().count()),
            Some(body) => self.known.without(body),
            None if message.place == Place::Body => encoded,
            None => String::new(),
        };
        if !body.is_empty() {
            out.extend([format!("\n{}\n", made_visible(&body, LONGEST))]);
        }
        out
    }

    fn answer(&self, answer: &Answer) -> String {
        let mut out = format!("{}\n", answer.status);
        for (name, value) in &answer.headers {
            out.extend([format!("{}: {}\n", self.known.without(name), self.known.without(value))]);
        }
        match &answer.body {
            Some(body) => out.extend([format!("\n{}\n", made_visible(&self.known.without(body), LONGEST))]),
            None if answer.lines.is_empty() => {}
            None => {
                out.push_str("\nits members:\n");
                for (name, value) in self.pairs(&answer.lines) {
                    out.extend([format!("{name}: {value}\n")]);
                }
            }
        }
        out
    }

    fn pairs(&self, lines: &[Line]) -> Vec<(String, String)> {
        let pair = |line: &Line| Some((line.name.clone(), self.known.without(&written(line, Secrets::LeftOut)?)));
        lines.iter().filter_map(pair).collect()
    }
}

fn words(travel: Travel) -> &'static str {
    match travel {
        Travel::Left => "The browser left the page with it",
        Travel::Returned => "The browser came back with it",
        Travel::Sent => "Sent by the page itself",
        Travel::Fetched => "Sent by the page itself, beside the flow",
        Travel::Probed => "Sent by the page itself, to learn why another had failed",
    }
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A block of code whose fence no text in it can close (CommonMark §4.5).
fn fence(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let text = text.trim_end_matches('\n');
    format!("{fence}{language}\n{text}\n{fence}\n")
}

/// A code span that no text in it can close (CommonMark §6.1), on one line.
fn span(text: &str) -> String {
    let text = made_visible(text, 600).replace(['\n', '\t'], " ");
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    if text.is_empty() { "(nothing)".to_owned() } else { format!("{ticks}{pad}{text}{pad}{ticks}") }
}

/// Prose: what Markdown or a forge would read as more is written so that it does not (CommonMark §2.4).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in made_visible(text, 2000).chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            '@' => out.push_str("`@`"), // a forge tells people of what it reads outside of code
            _ if c.is_ascii_punctuation()
                && !matches!(c, '.' | ',' | ';' | '?' | '\'' | '"' | '/' | '(' | ')' | '-' | '&') =>
            {
                out.extend(['\\', c]);
            }
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out.replace("www.", "www\\.") // which a forge makes a link of, as it does of what has `://`
}
