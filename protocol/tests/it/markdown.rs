use crate::har::{ABOUT, run};
use crate::support::{CODE, NOW, TOKEN, VERIFIER, code_form};
use protocol::check::{Check, Outcome};
use protocol::http::Response;
use protocol::markdown;
use protocol::report::{Report, Who};
use protocol::trace::{Step, Trace, What};
use protocol::wire::{Answer, Channel, Message, Place};

#[test]
fn c244_a_report_holds_no_secret() {
    let text = markdown::report(&run(), &ABOUT);
    for secret in [CODE, TOKEN, VERIFIER, "hunter2"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    for said in
        ["https://server.example.com", "s6BhdRkqt3", "`net_or_cors`", "A browser/1", "0.1.0", "preflight (inferred"]
    {
        assert!(text.contains(said.trim_matches('`')), "{said} is not in {text}");
    }
    assert_eq!(text.matches("\n### ").count(), 5, "an exchange a heading");
}

/// The fences of a report as CommonMark reads them: every block that is opened is closed, and headings are outside of them.
fn blocks(text: &str) -> (usize, Vec<&str>) {
    let (mut open, mut blocks, mut outside) = (None::<usize>, 0, Vec::new());
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match open {
            None if ticks >= 3 => open = Some(ticks),
            None => outside.push(line),
            Some(length) if ticks >= length && line.trim_end_matches('`').is_empty() => {
                open = None;
                blocks += 1;
            }
            Some(_) => {}
        }
    }
    assert_eq!(open, None, "a fence is open at the end");
    (blocks, outside)
}

#[test]
fn no_text_of_a_server_breaks_out_of_its_fence() {
    let hostile = "```\n# pwned <img src=x> @team [a](https://evil.example)\n`````` \n````````\n";
    let mut trace = Trace::of_run(&code_form());
    let sent = Message {
        channel: Channel::Back,
        ..Message::navigation("https://api.example.com/```", Place::Body, Vec::new())
    };
    trace.push(Step::Api, NOW, What::Sent(sent));
    let response = Response {
        status: 500,
        headers: vec![("x".to_owned(), hostile.to_owned())],
        body: hostile.to_owned(),
        bytes: 9,
        elapsed_ms: 1,
    };
    trace.push(Step::Api, NOW, What::Answered(Answer::whole(&response)));
    let failed = Check {
        name: "status".to_owned(),
        expected: "`".to_owned(),
        actual: hostile.to_owned(),
        outcome: Outcome::Failed,
    };
    trace.push(Step::Api, NOW, What::Checked(vec![failed]));
    let said = "# pwned <img src=x> @team [a](https://evil.example) www.evil.example";
    let report = Report::new("api", Who::Api, said, said, said).evidence("body", hostile);
    trace.push(Step::Api, NOW, What::Refused(report));
    let text = markdown::report(&trace, &ABOUT);
    let (count, outside) = blocks(&text);
    assert_eq!(count, 2, "{text}");
    for line in outside {
        assert!(!line.starts_with("# pwned"), "{line}");
        let bare = without_escapes(&without_spans(line));
        for markup in ["<img", "@team", "](https", "://", " www.e"] {
            assert!(!bare.contains(markup), "{markup} in {line}");
        }
    }
}

/// A line without the characters that a backslash makes plain (CommonMark §2.4).
fn without_escapes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                rest.next();
            }
            c => out.push(c),
        }
    }
    out
}

/// A line without its code spans (CommonMark §6.1).
fn without_spans(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        if rest[..at].ends_with('\\') {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        }
        out.push_str(&rest[..at]);
        let ticks = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let after = &rest[at + ticks..];
        let end = after.find(&"`".repeat(ticks)).expect("a span is closed");
        rest = &after[end + ticks..];
    }
    out + rest
}

#[test]
fn a_record_of_nothing_is_a_report_all_the_same() {
    let text = markdown::report(&Trace::default(), &ABOUT);
    assert!(text.contains("Nothing yet."));
}
