//! Which probes are sent for a failure, and what they prove.

use crate::support::{NOW, ORIGIN, code_form, parse};
use protocol::diagnosis::{self, Diagnosis, Evidence, Failed, Leave, Probe, Sort, Surroundings, time_of_day};
use protocol::exchange::{Travel, exchanges};
use protocol::http::{Response, Seen};
use protocol::json::Json;
use protocol::kept::Kept;
use protocol::report::{Report, Who};
use protocol::trace::{Step, Trace, What};
use protocol::wire::{Channel, Line, Message, PREFLIGHT, Place, Shown};

const TOKEN_ENDPOINT: &str = "https://as.example.com/token";
const API: &str = "https://api.example.com/notes";

fn message(method: &str, url: &str, headers: &[&str], lines: &[(&str, &str)]) -> Message {
    Message {
        channel: Channel::Back,
        method: method.to_owned(),
        headers: headers.iter().map(|name| Line::plain(name, "a value of the person's")).collect(),
        added_by_browser: vec![Line::plain("Origin", ORIGIN)],
        ..Message::navigation(url, Place::Body, lines.iter().map(|(name, text)| Line::plain(name, text)).collect())
    }
}

/// The exchange of a code, with these headers.
fn exchange(headers: &[&str]) -> Failed {
    let lines = [("grant_type", "authorization_code"), ("code", "the-code"), ("client_id", "a-client")];
    Failed::of(Step::Token, &message("POST", TOKEN_ENDPOINT, headers, &lines))
}

fn call(method: &str, headers: &[&str]) -> Failed {
    Failed::of(Step::Api, &message(method, API, headers, &[]))
}

fn around() -> Surroundings {
    Surroundings { page: ORIGIN.to_owned(), online: true, leave: Leave::NotAsked }
}

/// Answers each probe as the `world` does, until there is none to send.
fn probed(failed: Failed, around: Surroundings, world: impl Fn(&str) -> Seen) -> Diagnosis {
    let mut found = Diagnosis::new(failed, around);
    while let Some(probe) = found.next(parse) {
        let seen = world(&probe.name());
        found.evidence.push(Evidence { probe, seen, elapsed_ms: 7 });
        assert!(found.evidence.len() < 20, "it ends");
    }
    found
}

/// The names of the probes that were sent, and of the verdict.
fn told(found: &Diagnosis) -> (String, &'static str) {
    let names: Vec<String> = found.evidence.iter().map(|one| one.probe.name()).collect();
    (names.join(" "), found.verdict(parse).name())
}

#[test]
fn each_way_to_fail_has_its_probes_and_its_verdict() {
    use Seen::{Forbidden, Late, Nothing, Opaque, Redirect, Status};
    type Sees = fn(&str) -> Seen;
    let cases: [(Failed, Sees, &str, &str); 17] = [
        (exchange(&[]), |_| Nothing, "simple-get no-cors", "unreachable"),
        (exchange(&[]), |_| Late, "simple-get no-cors", "timeout"),
        (exchange(&[]), |_| Forbidden, "simple-get", "csp"),
        // No CORS at all; or a redirect without it.
        (
            exchange(&[]),
            |probe| if probe == "no-cors" { Opaque } else { Nothing },
            "simple-get no-cors simple-post options",
            "cors",
        ),
        // On the answer to GET, or to OPTIONS, and not on the refusal of a POST.
        (
            exchange(&[]),
            |probe| if probe == "simple-get" { Status(405) } else { Nothing },
            "simple-get simple-post",
            "errors-unreadable",
        ),
        (
            exchange(&[]),
            |probe| match probe {
                "no-cors" => Opaque,
                "options" => Status(204),
                _ => Nothing,
            },
            "simple-get no-cors simple-post options",
            "errors-unreadable",
        ),
        (exchange(&[]), |_| Status(400), "simple-get simple-post", "readable-now"),
        (
            exchange(&[]),
            |probe| if probe == "simple-post" { Redirect } else { Nothing },
            "simple-get no-cors",
            "unreachable",
        ),
        (
            exchange(&[]),
            |probe| if probe == "simple-post" { Redirect } else { Status(404) },
            "simple-get simple-post",
            "redirect",
        ),
        // A redirect of GET says nothing of POST.
        (
            exchange(&[]),
            |probe| if probe == "simple-get" { Redirect } else { Status(400) },
            "simple-get simple-post",
            "readable-now",
        ),
        (
            exchange(&[]),
            |probe| if probe == "simple-post" { Late } else { Status(404) },
            "simple-get simple-post",
            "timeout",
        ),
        (
            exchange(&["DPoP"]),
            |probe| if probe == "preflighted" { Nothing } else { Status(400) },
            "simple-get simple-post preflighted",
            "preflight",
        ),
        (call("GET", &["Authorization"]), |_| Redirect, "simple-get preflighted", "redirect"),
        (call("GET", &["Authorization"]), |_| Status(401), "simple-get preflighted", "readable-now"),
        (call("PUT", &["Authorization"]), |_| Status(401), "simple-get preflighted", "method"),
        (
            call("GET", &["Authorization"]),
            |probe| if probe == "no-cors" { Opaque } else { Nothing },
            "simple-get no-cors preflighted options",
            "cors",
        ),
        (
            Failed::of(
                Step::Configure,
                &message("GET", "https://as.example.com/.well-known/openid-configuration", &[], &[]),
            ),
            |_| Status(200),
            "simple-get",
            "readable-now",
        ),
    ];
    for (at, (failed, sees, probes, verdict)) in cases.into_iter().enumerate() {
        let found = probed(failed, around(), sees);
        assert_eq!(told(&found), (probes.to_owned(), verdict), "case {at}");
        let report = found.verdict(parse).report(&found);
        for text in [&report.headline, &report.meaning, &report.mend] {
            assert!(text.ends_with('.'), "{text}");
        }
    }
}

#[test]
fn of_several_headers_the_refused_ones_are_named() {
    let sees = |probe: &str| match probe {
        "preflighted" | "header.dpop" => Seen::Nothing,
        _ => Seen::Status(401),
    };
    let found = probed(call("GET", &["Authorization", "DPoP"]), around(), sees);
    assert_eq!(told(&found).0, "simple-get preflighted header.authorization header.dpop");
    assert_eq!(found.verdict(parse), diagnosis::Verdict::Preflight(vec!["dpop".to_owned()]));
}

#[test]
fn what_is_known_beforehand_sends_nothing() {
    let offline = Surroundings { online: false, ..around() };
    assert_eq!(told(&probed(exchange(&[]), offline.clone(), |_| Seen::Status(200))), (String::new(), "offline"));
    // This machine's own servers need no network.
    let here = Failed { url: "http://localhost:9001/token".to_owned(), ..exchange(&[]) };
    assert_eq!(told(&probed(here.clone(), offline, |_| Seen::Status(400))).1, "readable-now");
    // https asks for http.
    let plain = Failed { url: "http://as.example.com/token".to_owned(), ..exchange(&[]) };
    assert_eq!(told(&probed(plain.clone(), around(), |_| Seen::Nothing)), (String::new(), "mixed-content"));
    assert_eq!(told(&probed(here, around(), |_| Seen::Nothing)).1, "unreachable", "to this machine they may");
    let by_http = Surroundings { page: "http://localhost:8000".to_owned(), ..around() };
    assert_eq!(told(&probed(plain, by_http, |_| Seen::Nothing)).1, "unreachable");
}

#[test]
fn c269_the_permission_counts_only_from_outside_inwards() {
    let verdict = |url: &str, page: &str, leave| {
        let failed = Failed { url: url.to_owned(), ..exchange(&[]) };
        let found = probed(failed, Surroundings { page: page.to_owned(), leave, online: true }, |_| Seen::Nothing);
        found.verdict(parse)
    };
    let unreachable = |asks| diagnosis::Verdict::Unreachable { asks };
    for near in [
        "http://localhost:1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://192.168.1.4/",
        "https://172.31.0.1/",
        "https://10.0.0.1/",
        "https://169.254.1.1/",
        "https://printer.local/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
    ] {
        assert_eq!(verdict(near, ORIGIN, Leave::Denied), diagnosis::Verdict::LocalNetwork, "{near}");
        assert_eq!(verdict(near, ORIGIN, Leave::Asks), unreachable(true), "{near}");
        assert_eq!(verdict(near, ORIGIN, Leave::NotAsked), unreachable(true), "{near}");
        assert_eq!(verdict(near, ORIGIN, Leave::Granted), unreachable(false), "{near}");
    }
    for far in [
        "https://as.example.com/",
        "https://172.32.0.1/",
        "https://11.0.0.1/",
        "https://[2001:db8::1]/",
        "https://local.example/",
    ] {
        assert_eq!(verdict(far, ORIGIN, Leave::Denied), unreachable(false), "{far}");
    }
    assert_eq!(verdict("http://localhost:1/", "http://localhost:8000", Leave::Denied), unreachable(false));
    // Where somebody answers, it is not the permission.
    let failed = Failed { url: "http://localhost:1/".to_owned(), ..exchange(&[]) };
    let found = probed(failed, Surroundings { leave: Leave::Denied, ..around() }, |_| Seen::Status(400));
    assert_eq!(found.verdict(parse).name(), "readable-now");
    assert_eq!(Leave::of(Some("prompt")), Leave::Asks);
    assert_eq!(Leave::of(None), Leave::NotAsked);
}

#[test]
fn a_probe_carries_nothing_of_the_request_that_failed_but_its_address_and_public_names() {
    let json = Message {
        body: Some("{\"redirect_uris\":[]}".to_owned()),
        ..message("POST", TOKEN_ENDPOINT, &["Content-Type"], &[])
    };
    let failures = [
        exchange(&["DPoP", "X-Key"]),
        call("DELETE", &["Authorization", "DPoP", "X-Key"]),
        Failed::of(Step::Configure, &json),
    ];
    assert_eq!(failures.each_ref().map(|failed| failed.sort), [Sort::Form, Sort::Write, Sort::Json]);
    for failed in failures {
        let plan = failed.plan();
        assert!(plan.len() >= 4);
        for planned in plan {
            let message = failed.message(&planned.probe, ORIGIN);
            let request = message.request();
            assert_eq!(request.url, failed.url);
            assert!(matches!(request.method.as_str(), "GET" | "POST" | "OPTIONS"), "{}", request.method);
            assert!(request.method != "POST" || failed.sort != Sort::Write, "an API may act on a POST");
            assert!(matches!(request.body.as_deref(), None | Some("client_id=a-client" | "[")), "{:?}", request.body);
            let written = format!("{:?}", request.headers);
            for secret in ["a value of", "the-code"] {
                assert!(!written.contains(secret), "{written}");
            }
            let asks = message.added_by_browser.iter().any(|line| line.name == PREFLIGHT);
            let by_name = matches!(planned.probe, Probe::Preflighted | Probe::Header(_) | Probe::Options);
            assert_eq!(asks, by_name, "{}", planned.probe.name());
            assert_eq!(Probe::named(&planned.probe.name()), Some(planned.probe));
        }
    }
}

#[test]
fn headers_and_methods_decide_whether_the_browser_asks_first() {
    let form = Line::plain("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    let with =
        |headers: Vec<Line>| Failed::of(Step::Token, &Message { headers, ..message("POST", TOKEN_ENDPOINT, &[], &[]) });
    assert!(!with(vec![Line::plain("Accept", "application/json"), form]).is_preflighted());
    assert!(with(vec![Line::plain("content-type", "application/json")]).is_preflighted());
    assert!(with(vec![Line::new("Authorization", Shown::Later)]).is_preflighted());
    assert!(call("PATCH", &[]).is_preflighted());
    assert!(!call("HEAD", &[]).is_preflighted());
}

#[test]
fn the_headers_to_set_are_those_of_the_very_request() {
    let text = |headers: &[(String, String)]| {
        headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>()
    };
    let wanted = call("PUT", &["Authorization", "DPoP"]).wanted_headers(ORIGIN);
    assert_eq!(
        text(&wanted.on_options),
        [
            "Access-Control-Allow-Origin: https://client.example.com",
            "Access-Control-Allow-Methods: PUT",
            "Access-Control-Allow-Headers: authorization, dpop",
        ]
    );
    assert_eq!(
        text(&wanted.on_answers),
        [
            "Access-Control-Allow-Origin: https://client.example.com",
            "Access-Control-Expose-Headers: WWW-Authenticate, DPoP-Nonce",
            "Vary: Origin",
        ]
    );
    let plain = exchange(&[]).wanted_headers(ORIGIN);
    assert_eq!(text(&plain.on_options), Vec::<String>::new());
    assert_eq!(text(&plain.on_answers), ["Access-Control-Allow-Origin: https://client.example.com", "Vary: Origin"]);
}

fn refusal(kind: &str) -> What {
    What::Refused(Report::new(kind, Who::Unknown, "h", "m", "x"))
}

#[test]
fn only_what_the_page_sent_and_got_no_answer_to_is_diagnosed() {
    let sent = || What::Sent(message("POST", TOKEN_ENDPOINT, &[], &[("client_id", "a-client")]));
    let trace_of = |events: Vec<What>| {
        let mut trace = Trace::of_run(&code_form());
        for what in events {
            trace.push(Step::Token, NOW, what);
        }
        trace
    };
    for kind in ["net_or_cors", "timeout"] {
        let failed = diagnosis::failed(&trace_of(vec![sent(), refusal(kind)]), Step::Token).unwrap();
        assert_eq!((failed.url.as_str(), failed.client_id.as_deref()), (TOKEN_ENDPOINT, Some("a-client")));
    }
    for kind in ["http", "as_error", "cancelled", "size"] {
        assert_eq!(diagnosis::failed(&trace_of(vec![sent(), refusal(kind)]), Step::Token), None, "{kind}");
    }
    let framed = What::Sent(Message::navigation("https://as.example.com/authorize", Place::Query, Vec::new()));
    assert_eq!(diagnosis::failed(&trace_of(vec![framed, refusal("timeout")]), Step::Token), None, "a frame's");
    assert_eq!(diagnosis::failed(&trace_of(vec![sent()]), Step::Token), None);
    assert_eq!(diagnosis::failed(&trace_of(vec![sent(), refusal("timeout"), sent()]), Step::Token), None, "it went on");
}

/// Two addresses are asked for a server's metadata, and the second need not be there at all.
#[test]
fn of_a_look_up_in_vain_the_likelier_address_is_diagnosed() {
    let [openid, oauth] = protocol::discovery::addresses("https://as.example.com/a", parse).unwrap();
    let asked = |address: &str| What::Sent(protocol::discovery::message(address, ORIGIN));
    let failed = |trace: &Trace| diagnosis::failed(trace, Step::Configure).map(|failed| failed.url);
    let look_up = |trace: &mut Trace, events: Vec<What>| {
        trace.look_up_anew(&code_form());
        for what in events {
            trace.push(Step::Configure, NOW, what);
        }
    };
    let mut trace = Trace::default();
    look_up(
        &mut trace,
        vec![asked("https://other.example.com/.well-known/openid-configuration"), refusal("net_or_cors")],
    );
    look_up(&mut trace, vec![asked(&openid), asked(&oauth), refusal("net_or_cors")]);
    assert_eq!(failed(&trace).as_deref(), Some(openid.as_str()), "not one that is set aside");
    // The API that was asked for its server before is not what failed.
    let api = "https://api.example.com/resource";
    look_up(&mut trace, vec![asked(api), asked(&openid), asked(&oauth), refusal("net_or_cors")]);
    assert_eq!(failed(&trace).as_deref(), Some(openid.as_str()));
    // The one that was too slow ended the look-up.
    look_up(&mut trace, vec![asked(&openid), asked(&oauth), refusal("timeout")]);
    assert_eq!(failed(&trace).as_deref(), Some(oauth.as_str()));
    // A request after it is another matter.
    look_up(
        &mut trace,
        vec![asked(&openid), asked(&oauth), refusal("net_or_cors"), asked(api), refusal("net_or_cors")],
    );
    assert_eq!(failed(&trace).as_deref(), Some(api));
    // Where the first was answered, the second failed.
    let missing = Response { status: 404, headers: Vec::new(), body: String::new(), bytes: 0, elapsed_ms: 5 };
    let missing = What::Answered(protocol::discovery::answer(&missing));
    look_up(&mut trace, vec![asked(&openid), missing, asked(&oauth), refusal("net_or_cors")]);
    assert_eq!(failed(&trace).as_deref(), Some(oauth.as_str()));
}

#[test]
fn the_probes_are_exchanges_of_the_record_and_the_diagnosis_is_kept() {
    let mut trace = Trace::of_run(&code_form());
    trace.push(Step::Token, NOW, What::Sent(message("POST", TOKEN_ENDPOINT, &["DPoP"], &[("client_id", "a-client")])));
    trace.push(Step::Token, NOW + 1, refusal("net_or_cors"));
    let failed = diagnosis::failed(&trace, Step::Token).unwrap();
    let all = [Seen::Status(404), Seen::Redirect, Seen::Opaque, Seen::Nothing, Seen::Late, Seen::Forbidden];
    let mut found = Diagnosis::new(failed, Surroundings { leave: Leave::Asks, ..around() });
    let probes = [
        Probe::SimpleGet,
        Probe::NoCors,
        Probe::SimplePost,
        Probe::Preflighted,
        Probe::Header("dpop".to_owned()),
        Probe::Options,
    ];
    for (probe, seen) in probes.into_iter().zip(all) {
        trace.push(Step::Token, NOW + 2, What::Probing(found.message(&probe)));
        let evidence = Evidence { probe, seen, elapsed_ms: 5 };
        trace.push(Step::Token, NOW + 3, What::Probed(evidence.clone()));
        found.evidence.push(evidence);
    }
    assert_eq!(trace.diagnosis(Step::Token), None);
    trace.push(Step::Token, NOW + 4, What::Diagnosed(Box::new(found.clone())));
    assert_eq!(trace.diagnosis(Step::Token), Some((&found, NOW + 4)));
    assert_eq!(diagnosis::failed(&trace, Step::Token).as_ref(), Some(&found.failed), "probes fail nothing");

    let listed = exchanges(&trace);
    assert_eq!(listed.len(), 7);
    assert!(listed[0].refusal.is_some() && listed[0].probed.is_none());
    assert!(
        listed[1..].iter().all(|one| one.travel == Travel::Probed && one.probed.is_some() && one.refusal.is_none())
    );

    let text = trace.to_json().to_string();
    let again = Trace::from_json(&Json::object(&text).unwrap()).unwrap();
    assert_eq!(again.diagnosis(Step::Token), Some((&found, NOW + 4)));
    // What goes on makes it old.
    trace.push(Step::Token, NOW + 5, What::Sent(message("POST", TOKEN_ENDPOINT, &[], &[])));
    assert_eq!(trace.diagnosis(Step::Token), None);
}

#[test]
fn a_time_of_day() {
    assert_eq!(time_of_day(0), "00:00:00 UTC");
    assert_eq!(time_of_day(1_790_000_000_000), "14:13:20 UTC");
}
