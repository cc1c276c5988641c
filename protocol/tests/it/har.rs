use crate::support::journey::{entropy, state};
use crate::support::{CODE, NOW, ORIGIN, TOKEN, VERIFIER, cases, checked, code_form, page, parse, tokens};
use proptest::prelude::*;
use protocol::callback::{Asked, CodeGrant};
use protocol::copy;
use protocol::har::{self, About, HarError, from_iso, iso};
use protocol::http::Response;
use protocol::import::{self, Here, Sort};
use protocol::json::Json;
use protocol::pkce::CodeVerifier;
use protocol::redact::Secrets;
use protocol::report::{Report, Who};
use protocol::secret::Secret;
use protocol::trace::{Step, Trace, What};
use protocol::{api, authorize, callback, check::Checks, token};

pub const ABOUT: About<'static> =
    About { version: "0.1.0", browser: "A browser/1", page: "https://client.example.com/cb" };

fn response(status: u16, body: &str) -> Response {
    Response {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_owned(),
        bytes: body.len(),
        elapsed_ms: 12,
    }
}

/// A whole run of the code flow; the API repeats the token in its answer and has a secret of its own in it.
pub fn run() -> Trace {
    let form = code_form();
    let config = checked(&form);
    let mut trace = Trace::of_run(&form);
    let departure = authorize::start(&form, &config, false, entropy(), NOW);
    trace.push(Step::Authorize, NOW, What::Left(departure.message.clone()));
    let back = format!("https://client.example.com/cb?code={CODE}&state={}", state());
    let mut checks = Checks::planned(&[]);
    let arrived = callback::read(&back, &mut checks).unwrap();
    trace.push(Step::Callback, NOW + 900, What::Returned(arrived.message(), 900));
    let grant = CodeGrant {
        code: Secret::new(CODE),
        verifier: CodeVerifier::restore(VERIFIER.to_owned()),
        exchange: config.exchange.clone().unwrap(),
        asked: Asked { config: config.clone(), state: state(), nonce: None },
        identity: None,
    };
    trace.push(Step::Token, NOW + 910, What::Sent(token::message(&grant, ORIGIN)));
    let body = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer","expires_in":3600,"scope":"read write"}}"#);
    trace.push(Step::Token, NOW + 930, What::Answered(token::answer(&response(200, &body))));
    let call = api::message(&config.api.clone().unwrap(), Some(&tokens()), ORIGIN);
    trace.push(Step::Api, NOW + 940, What::Sent(call.clone()));
    let body = format!(r#"{{"you_sent":"{TOKEN}","client_secret":"hunter2hunter2","notes":["<b>", "```"]}}"#);
    trace.push(Step::Api, NOW + 960, What::Answered(api::answer(&response(200, &body))));
    trace.push(Step::Api, NOW + 970, What::Sent(call));
    let report = Report::new("net_or_cors", Who::Api, "Nothing could be read.", "A meaning.", "A mend.");
    trace.push(Step::Api, NOW + 980, What::Refused(report));
    trace
}

fn here(page: &protocol::config::Page) -> Here<'_> {
    Here { now_ms: NOW, page, parse, waiting: &|_| None }
}

fn entries(archive: &Json) -> &[Json] {
    archive.get("log").unwrap().get("entries").unwrap().items()
}

#[test]
fn c244_an_archive_holds_no_secret_unless_it_was_asked_for() {
    let text = har::archive(&run(), Secrets::LeftOut, &ABOUT).to_string();
    for secret in [CODE, TOKEN, VERIFIER, "hunter2"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let text = har::archive(&run(), Secrets::Shown, &ABOUT).to_string();
    for secret in [CODE, TOKEN, VERIFIER, "hunter2"] {
        assert!(text.contains(secret), "{secret} was asked for");
    }
}

#[test]
fn c244_a_record_that_was_kept_has_nothing_to_show() {
    use protocol::kept::Kept;
    let kept = Trace::from_json(&run().to_json()).unwrap();
    let text = har::archive(&kept, Secrets::Shown, &ABOUT).to_string();
    for secret in [CODE, TOKEN, VERIFIER, "hunter2"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// HAR 1.2: every member that the specification demands, and its type.
#[test]
fn an_archive_is_one_by_the_specification() {
    for secrets in [Secrets::LeftOut, Secrets::Shown] {
        let text = har::archive(&run(), secrets, &ABOUT).to_string();
        let archive: serde_json::Value = serde_json::from_str(&text).unwrap();
        let log = &archive["log"];
        assert_eq!(log["version"], "1.2");
        for who in ["creator", "browser"] {
            assert!(log[who]["name"].is_string() && log[who]["version"].is_string());
        }
        let page = &log["pages"][0];
        assert!(page["id"].is_string() && page["title"].is_string() && page["pageTimings"].is_object());
        assert!(from_iso(page["startedDateTime"].as_str().unwrap()).is_some());
        let entries = log["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 5);
        for entry in entries {
            assert_eq!(entry["pageref"], page["id"]);
            assert!(from_iso(entry["startedDateTime"].as_str().unwrap()).is_some());
            let timings: f64 =
                ["send", "wait", "receive"].iter().map(|name| entry["timings"][name].as_f64().unwrap()).sum();
            assert!((entry["time"].as_f64().unwrap() - timings).abs() < 0.1, "time is the sum of its parts");
            assert!(entry["cache"].is_object());
            let (request, response) = (&entry["request"], &entry["response"]);
            for name in ["method", "url", "httpVersion"] {
                assert!(request[name].is_string(), "{name}");
            }
            assert!(!request["url"].as_str().unwrap().contains('#'), "no fragment in an address of an archive");
            for part in [request, response] {
                for list in ["cookies", "headers"] {
                    for pair in part[list].as_array().unwrap() {
                        assert!(pair["name"].is_string() && pair["value"].is_string());
                    }
                }
                assert!(part["headersSize"].is_i64() && part["bodySize"].is_i64());
            }
            assert!(request["queryString"].is_array());
            if let Some(post) = request.get("postData") {
                assert!(post["mimeType"].is_string() && post["text"].is_string());
            }
            assert!(response["status"].is_u64() && response["statusText"].is_string());
            assert!(response["httpVersion"].is_string() && response["redirectURL"].is_string());
            assert!(response["content"]["size"].is_u64() && response["content"]["mimeType"].is_string());
        }
    }
}

#[test]
fn an_archive_claims_nothing_that_was_not_observed() {
    let archive = har::archive(&run(), Secrets::LeftOut, &ABOUT);
    let all = entries(&archive);
    let channels: Vec<&str> = all.iter().map(|entry| entry.get("_channel").unwrap().text().unwrap()).collect();
    assert_eq!(channels, ["front", "front", "back", "back", "back"]);
    let statuses: Vec<String> =
        all.iter().map(|entry| entry.get("response").unwrap().get("status").unwrap().to_string()).collect();
    assert_eq!(statuses, ["0", "0", "200", "200", "0"], "no navigation has an answer that a page sees");
    assert!(all.iter().all(|entry| entry.get("request").unwrap().get("method").unwrap().text() != Some("OPTIONS")));
    let preflight = all[3].get("_preflight").expect("the API is asked first");
    assert_eq!(preflight.get("inferred"), Some(&Json::Bool(true)));
    assert_eq!(all[4].get("_refused").unwrap().get("kind").unwrap().text(), Some("net_or_cors"));
}

#[test]
fn what_is_written_is_read_back_as_the_same_exchanges() {
    let page = page();
    for secrets in [Secrets::LeftOut, Secrets::Shown] {
        let trace = run();
        let text = har::archive(&trace, secrets, &ABOUT).to_string();
        let imported = import::read(&text, &here(&page)).unwrap();
        assert_eq!((imported.passed_over, imported.not_shown), (0, 0));
        let sorts: Vec<Sort> = imported.reads.iter().map(|read| read.sort).collect();
        let expected =
            [Sort::AuthorizationRequest, Sort::AuthorizationResponse, Sort::TokenRequest, Sort::ApiCall, Sort::ApiCall];
        assert_eq!(sorts, expected);
        for (one, read) in protocol::exchange::exchanges(&trace).iter().zip(&imported.reads) {
            let message = read.message.as_ref().unwrap();
            assert_eq!(read.at_ms, Some(one.at_ms));
            assert_eq!((&message.method, &message.target), (&one.message.method, &one.message.target));
            assert_eq!((message.channel, message.place), (one.message.channel, one.message.place));
            let names = |lines: &[protocol::wire::Line]| -> Vec<String> {
                lines.iter().map(|line| line.name.to_ascii_lowercase()).collect()
            };
            assert_eq!(names(&message.lines), names(&one.message.lines));
            assert_eq!(names(&message.headers), names(&one.message.headers));
            assert_eq!(names(&message.added_by_browser), names(&one.message.added_by_browser));
            assert_eq!(read.answer.as_ref().map(|answer| answer.status), one.answer.map(|answer| answer.status));
            assert_eq!(
                read.answer.as_ref().map(|answer| (names(&answer.lines), answer.bytes, answer.elapsed_ms)),
                one.answer.map(|answer| (names(&answer.lines), answer.bytes, answer.elapsed_ms))
            );
            if secrets == Secrets::Shown && message.channel == protocol::wire::Channel::Back {
                let same = |message| copy::text(message, copy::Form::Curl, Secrets::Shown).to_ascii_lowercase();
                assert_eq!(same(message), same(one.message), "the same request");
            }
        }
        let code = imported.reads[1].message.as_ref().unwrap().get("code");
        assert_eq!(code, (secrets == Secrets::Shown).then_some(CODE));
    }
}

#[test]
fn times_are_those_of_iso_8601() {
    assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
    assert_eq!(iso(1_709_164_800_001), "2024-02-29T00:00:00.001Z");
    assert_eq!(iso(u64::MAX), "9999-12-31T23:59:59.999Z");
    for text in ["2026-11-30T13:05:00.250Z", "2026-11-30T15:05:00.25+02:00", "2026-11-30T08:05:00.250-0500"] {
        assert_eq!(from_iso(text).map(iso).as_deref(), Some("2026-11-30T13:05:00.250Z"), "{text}");
    }
    for text in
        ["", "2026-11-30", "1969-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "x-11-30T13:05:00Z"]
    {
        assert_eq!(from_iso(text), None, "{text}");
    }
}

#[test]
fn what_is_no_archive_is_said_so() {
    assert_eq!(har::entries("{\"log\":{}}"), Err(HarError::NoEntries));
    assert!(matches!(har::entries("{\"log\":"), Err(HarError::Json(_))));
    assert_eq!(har::entries(&"[".repeat(200)), Err(HarError::TooDeep));
    assert_eq!(har::entries(&" ".repeat(har::LIMIT + 1)), Err(HarError::TooLong(har::LIMIT + 1)));
    let odd = r#"{"log":{"entries":[1,null,{},{"request":{"headers":[1,{"name":2,"value":"x"}]},"response":{"status":-1}}]}}"#;
    assert_eq!(har::entries(odd).unwrap(), vec![har::Entry::default(); 4]);
}

#[test]
fn a_body_in_base64_is_decoded_and_parameters_are_joined() {
    let text = r#"{"log":{"entries":[{"time":12.7,"request":{"method":"POST","url":"https://as.example.com/t","headers":[],
        "postData":{"mimeType":"x","params":[{"name":"a","value":"1"},{"name":"b","value":"2"}]}},
        "response":{"status":200,"headers":[{"name":"Location","value":"https://x"}],"content":{"size":2,"text":"e30=","encoding":"base64"}}}]}}"#;
    let all = har::entries(text).unwrap();
    assert_eq!(all[0].body.as_deref(), Some("a=1&b=2"));
    assert_eq!(all[0].content.as_deref(), Some("{}"));
    assert_eq!((all[0].elapsed_ms, all[0].location.as_str()), (12, "https://x"));
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_time_is_read_back(ms in 0_u64..253_402_300_800_000) {
        prop_assert_eq!(from_iso(&iso(ms)), Some(ms));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(?s).{0,200}") {
        let _ = har::entries(&text);
        let _ = from_iso(&text);
    }
}
