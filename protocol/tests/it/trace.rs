use crate::support::journey::{come_back, leave};
use crate::support::{CODE, NOW, ORIGIN, TOKEN, VERIFIER, checked, code_form, kept, taken, tokens, with};
use protocol::check::{Check, Outcome};
use protocol::exchange::exchanges;
use protocol::form::{ConfigForm, Field};
use protocol::http::Response;
use protocol::json::Json;
use protocol::kept::Kept;
use protocol::report::{Report, Who};
use protocol::trace::{Step, Trace, What};
use protocol::wire::{Answer, Line, Message, Place, Shown};
use protocol::{api, callback, check::Checks, token};

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}

/// A whole run of the code flow, up to the API request.
fn run() -> Trace {
    let form = with(&code_form(), &[(Field::Scope, "openid")]);
    let mut trace = leave(&form).pending.trace;
    let back = format!("https://client.example.com/cb?code={CODE}&state=xyz");
    let arrival = callback::read(&back, &mut Checks::planned(&[])).unwrap();
    trace.push(Step::Callback, NOW + 1, What::Returned(arrival.message(), 1));
    let grant = come_back(&form, &format!("?code={CODE}&state=STATE")).code();
    trace.push(Step::Token, NOW + 2, What::Sent(token::message(&grant, ORIGIN)));
    let body = format!(
        r#"{{"access_token":"{TOKEN}","token_type":"Bearer","refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","id_token":"e.y.J"}}"#
    );
    trace.push(Step::Token, NOW + 3, What::Answered(token::answer(&response(200, &[], &body))));
    let call = checked(&form).api.unwrap();
    trace.push(Step::Api, NOW + 4, What::Sent(api::message(&call, Some(&tokens()), ORIGIN)));
    trace
}

#[track_caller]
fn assert_redacted(trace: &Trace) {
    let text = kept(trace);
    for secret in [CODE, TOKEN, VERIFIER, "tGzv3JOkF0XG5Qx2TlKWIA", "e.y.J"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn serialised_a_trace_holds_no_code_token_or_verifier() {
    let mut trace = run();
    let body = format!("{{\"your_token\":\"{TOKEN}\"}}");
    trace.push(Step::Api, NOW + 5, What::Answered(api::answer(&response(200, &[], &body))));
    assert_redacted(&trace);
    assert_eq!(
        trace.returned().and_then(|message| message.get("code")),
        Some(CODE),
        "in memory it is there to be shown"
    );
    assert!(!format!("{trace:?}").contains(CODE), "and Debug does not tell it");
}

/// Real servers write "Invalid access token: …" into `error_description`, `WWW-Authenticate` included.
#[test]
fn a_secret_that_a_server_repeats_in_its_own_words_is_hidden() {
    let mut trace = Trace::of_run(&code_form());
    let call = checked(&code_form()).api.unwrap();
    trace.push(Step::Api, NOW + 4, What::Sent(api::message(&call, Some(&tokens()), ORIGIN)));
    let said = format!("Bearer error=\"invalid_token\", error_description=\"Invalid access token: {TOKEN}\"");
    let answer = response(401, &[("www-authenticate", &said)], "");
    let mut checks = api::planned();
    let error = api::process(&answer, &mut checks).unwrap_err();
    trace.push(Step::Api, NOW + 5, What::Answered(api::answer(&answer)));
    trace.push(Step::Api, NOW + 5, What::Checked(checks.finish()));
    trace.push(Step::Api, NOW + 5, What::Refused(error.report(ORIGIN, "https://api.example.com/resource")));
    assert_redacted(&trace);
    let shown = trace.refusal(Step::Api).unwrap();
    assert!(
        shown.evidence.contains(&("error_description".to_owned(), "Invalid access token: •••".to_owned())),
        "{shown:?}"
    );
}

/// Found by fuzzing: the names of a challenge's parameters are written small.
#[test]
fn so_is_a_token_that_names_a_parameter_or_a_header_in_small_letters() {
    let mut trace = Trace::of_run(&code_form());
    let call = checked(&code_form()).api.unwrap();
    trace.push(Step::Api, NOW + 4, What::Sent(api::message(&call, Some(&tokens()), ORIGIN)));
    let small = TOKEN.to_ascii_lowercase();
    let answer = response(401, &[("www-authenticate", &format!("Bearer {TOKEN}=\"x\"")), (&small, "x")], "");
    let mut checks = api::planned();
    api::process(&answer, &mut checks).unwrap_err();
    trace.push(Step::Api, NOW + 5, What::Answered(api::answer(&answer)));
    trace.push(Step::Api, NOW + 5, What::Checked(checks.finish()));
    let text = kept(&trace);
    assert!(text.contains("Bearer •••=") && !text.to_ascii_lowercase().contains(&small), "{text}");
}

#[test]
fn so_is_a_code_or_a_verifier_in_the_token_endpoint_s_refusal() {
    let mut trace = run();
    let body = format!(r#"{{"error":"invalid_grant","error_description":"{CODE} does not go with {VERIFIER}"}}"#);
    let answer = token::answer(&response(400, &[("x-code", CODE)], &body));
    trace.push(Step::Token, NOW + 5, What::Answered(answer));
    assert_redacted(&trace);
    let line = trace.answer(Step::Token).unwrap().lines[1].value.text();
    assert_eq!(line, Some("••• does not go with •••"));
}

/// Found by fuzzing: a name, the headline of a refusal, and the address bar repeat as well as a message does.
#[test]
fn a_secret_that_stands_where_no_secret_belongs_is_hidden_there_too() {
    let mut trace = run();
    let body = format!(r#"{{"access_token":"{TOKEN}","token_type":"{TOKEN}","{CODE}":1}}"#);
    let answered = response(200, &[(TOKEN, "x"), ("content-type", "application/json")], &body);
    trace.push(Step::Token, NOW + 5, What::Answered(token::answer(&answered)));
    let report = Report::new("token_type", Who::AuthorizationServer, &format!("The type is {TOKEN}."), "", "");
    trace.push(Step::Token, NOW + 6, What::Refused(report));
    assert_redacted(&trace);
    for tail in [format!("?code={CODE}&state=x&error_description={CODE}"), format!("/{CODE}?code={CODE}&state=x")] {
        let href = format!("https://client.example.com/cb{tail}");
        let arrival = callback::read(&href, &mut Checks::planned(&[])).unwrap();
        let mut trace = Trace::of_run(&code_form());
        trace.push(Step::Callback, NOW, What::Returned(arrival.message(), 1));
        assert_redacted(&trace);
        assert_eq!(
            trace.returned().and_then(|message| message.get("code")),
            Some(CODE),
            "in its own place it is known"
        );
    }
}

#[test]
fn a_form_and_its_events_survive_storage() {
    let trace = run();
    let text = kept(&trace);
    let back: Trace = taken(&text).unwrap();
    assert_eq!(back.form(), trace.form());
    assert_eq!(back.events().len(), 5);
    assert_eq!(kept(&back), text);
    assert_eq!(back.returned().map(|message| (message.get("code"), message.get("state"))), Some((None, Some("xyz"))));
}

#[test]
fn a_token_that_its_own_response_repeats_under_another_name_is_hidden_there_too() {
    let body = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer","jwt":"{TOKEN}"}}"#);
    let mut trace = Trace::of_run(&code_form());
    trace.push(Step::Token, NOW, What::Answered(token::answer(&response(200, &[], &body))));
    assert!(!kept(&trace).contains(TOKEN));
    let line = trace.answer(Step::Token).unwrap().lines.iter().find(|line| line.name == "jwt").unwrap();
    assert_eq!(line.value.text(), Some("•••"));
}

#[test]
fn forgetting_keeps_the_story_and_drops_every_secret_and_the_api_s_body() {
    let mut trace = run();
    trace.push(Step::Api, NOW + 5, What::Answered(api::answer(&response(200, &[], "private"))));
    trace.forget();
    assert_eq!(trace.events().len(), 6);
    assert_eq!(trace.answer(Step::Api).unwrap().body, None);
    for event in trace.events() {
        let mut masked = event.what.lines().filter(|line| matches!(line.value, Shown::Masked(_)));
        assert!(masked.all(|line| line.secret().is_none()), "{event:?}");
    }
}

#[test]
fn a_step_is_asked_for_what_it_did() {
    let mut trace = Trace::of_run(&code_form());
    assert!(trace.checks(Step::Callback).is_none() && trace.refusal(Step::Callback).is_none());
    let check =
        Check { name: "state".to_owned(), expected: String::new(), actual: String::new(), outcome: Outcome::Failed };
    trace.push(Step::Callback, NOW, What::Checked(vec![check.clone()]));
    trace.push(Step::Callback, NOW, What::Refused(Report::new("state", Who::Unknown, "No.", "No.", "No.")));
    assert_eq!(trace.checks(Step::Callback), Some(&[check][..]));
    assert_eq!(trace.refusal(Step::Callback).map(|report| report.kind.as_str()), Some("state"));
    assert!(trace.refusal(Step::Token).is_none());
}

#[test]
fn the_last_answer_of_a_step_is_the_one_that_counts_until_the_step_is_done_again() {
    let mut trace = run();
    for status in [500, 200] {
        trace.push(Step::Api, NOW + 5, What::Answered(api::answer(&response(status, &[], ""))));
    }
    assert_eq!(trace.answer(Step::Api).map(|answer| answer.status), Some(200));
    trace.call_anew(&ConfigForm::default());
    assert!(trace.answer(Step::Api).is_none() && trace.of(Step::Api).next().is_none());
    assert_eq!(trace.of(Step::Token).count(), 2, "the other steps keep what they did");
    assert_eq!(trace.events().len(), 7, "and nothing is taken out of the record");
    let back: Trace = taken(&kept(&trace)).unwrap();
    assert!(back.of(Step::Api).next().is_none() && back.events().len() == 7, "nor by storage");
}

/// A run that called its API so many times, one exchange after the other.
fn called(times: u64) -> Trace {
    let mut trace = run();
    let call = checked(&code_form()).api.unwrap();
    for at in 0..times {
        trace.call_anew(&code_form());
        trace.push(Step::Api, NOW + at, What::Sent(api::message(&call, Some(&tokens()), ORIGIN)));
        let answered = response(200, &[("x-call", &at.to_string())], "body");
        trace.push(Step::Api, NOW + at, What::Answered(api::answer(&answered)));
    }
    trace
}

#[test]
fn calls_made_again_stay_in_the_record_and_the_last_is_the_step_s() {
    let trace = called(3);
    let all = exchanges(&trace);
    let answered: Vec<bool> = all.iter().filter(|one| one.step == Step::Api).map(|one| one.answer.is_some()).collect();
    assert_eq!(answered, [false, true, true, true], "the one that had no answer is not given a later one's");
    assert_eq!(trace.of(Step::Api).count(), 2);
    assert_eq!(trace.answer(Step::Api).unwrap().headers[0].1, "2");
}

#[test]
fn of_a_long_record_storage_holds_the_newest_and_says_how_many_are_missing() {
    let text = kept(&called(1000));
    assert!(text.len() < 160 * 1024, "{}", text.len());
    let back: Trace = taken(&text).unwrap();
    let all = exchanges(&back);
    assert!(all.len() > 60, "{}", all.len());
    assert_eq!(all.len() + back.left_out(), exchanges(&called(1000)).len());
    assert!(back.returned().is_some() && back.of(Step::Token).count() == 2, "what answers for a step stays");
    assert_eq!(back.answer(Step::Api).unwrap().headers[0].1, "999");
    let calls = all.iter().filter(|one| one.step == Step::Api);
    assert!(calls.clone().all(|one| one.answer.is_some()), "whole exchanges: {}", calls.count());
}

#[test]
fn bodies_are_kept_in_memory_as_far_as_there_is_room_and_the_newest_first() {
    let mut trace = called(5);
    trace.make_room(10);
    let sizes = |trace: &Trace| -> Vec<usize> {
        exchanges(trace).iter().filter_map(|one| one.answer.map(Answer::kept_bytes)).collect()
    };
    assert_eq!(sizes(&trace), [0, 0, 0, 0, 4, 4], "the token response, and three calls, have none any more");
    trace.make_room(1);
    assert_eq!(sizes(&trace), [0, 0, 0, 0, 0, 4], "the last one is there to be read whatever its size");
}

#[test]
fn a_record_whose_places_are_not_in_it_is_none() {
    let text = kept(&called(1));
    let begin = text.find("\"begins\":").unwrap();
    let end = begin + text[begin..].find(']').unwrap() + 1;
    for places in ["[0,0,0,0,9999,0]", "[0]", "[]", "[0,0,0,0,-1,0]", "null"] {
        let forged = format!("{}\"begins\":{places}{}", &text[..begin], &text[end..]);
        assert!(taken::<Trace>(&forged).is_none(), "{places}");
    }
}

#[test]
fn an_exchange_keeps_its_name_when_another_forged_answer_is_noted() {
    let mut trace = run();
    let report = || Report::new("state", Who::Unknown, "h", "m", "x");
    trace.ignore(NOW, report());
    let silent = Message::navigation("https://as.example.com/", Place::Query, Vec::new());
    trace.push(Step::Session, NOW, What::Sent(silent));
    let names = |trace: &Trace| -> Vec<usize> { exchanges(trace).iter().map(|one| one.index).collect() };
    let before = names(&trace);
    trace.ignore(NOW, report());
    assert_eq!(names(&trace), before);
}

#[test]
fn a_second_look_up_stays_beside_the_first_until_a_run_begins() {
    let mut trace = looked_up();
    let form = trace.form().clone();
    trace.look_up_anew(&form);
    assert!(trace.of(Step::Configure).next().is_none() && trace.looked_up_at(&form).is_none());
    assert_eq!(exchanges(&trace).len(), 1);
    let message = protocol::discovery::message("https://server.example.com/y", ORIGIN);
    trace.push(Step::Configure, NOW + 9, What::Sent(message));
    let mut next = Trace::of_run(&form);
    next.push(Step::Authorize, NOW + 10, What::Checked(Vec::new()));
    next.carry_on(&trace);
    assert_eq!((next.events().len(), next.of(Step::Configure).count(), next.of(Step::Authorize).count()), (4, 1, 1));
    next.look_up_anew(&form);
    assert!(next.events().is_empty(), "what a run did belongs to that run");
}

#[test]
fn steps_have_stable_names_in_the_order_of_the_page() {
    assert_eq!(Step::ALL.map(Step::name), ["configure", "authorize", "callback", "token", "api"]);
}

/// Whoever forges answers may forge many: one is kept, and it ends nothing.
#[test]
fn an_answer_that_is_not_this_runs_is_noted_once_and_refuses_nothing() {
    let mut trace = run();
    for text in ["first", "second"] {
        let report = Report::new("state", Who::Unknown, text, "", "").evidence("said", &format!("it is {CODE}"));
        trace.ignore(NOW, report);
    }
    assert_eq!(trace.ignored().map(|report| report.headline.as_str()), Some("second"));
    assert!(Step::ALL.into_iter().all(|step| trace.refusal(step).is_none()));
    assert!(trace.returned().is_some(), "the run's own answer still stands");
    assert_redacted(&trace);
    let read = Trace::from_json(&Json::parse(&kept(&trace)).unwrap()).unwrap();
    assert_eq!(read.ignored(), trace.ignored());
}

/// A run whose form was filled by a look-up, with what crossed the wire then.
fn looked_up() -> Trace {
    let form = with(&code_form(), &[(Field::Metadata, r#"{"issuer":"https://server.example.com"}"#)]);
    let mut trace = Trace::of_run(&form);
    let message =
        protocol::discovery::message("https://server.example.com/.well-known/x", "https://client.example.com");
    trace.push(Step::Configure, NOW, What::Sent(message));
    let answer = Answer {
        status: 200,
        headers: Vec::new(),
        lines: Vec::new(),
        body: None,
        exact: None,
        bytes: 2,
        elapsed_ms: 1,
    };
    trace.push(Step::Configure, NOW + 5, What::Answered(answer));
    trace
}

#[test]
fn a_run_carries_on_what_was_looked_up_for_the_same_server() {
    let earlier = looked_up();
    let mut run = Trace::of_run(&with(earlier.form(), &[(Field::Scope, "other")]));
    run.push(Step::Authorize, NOW + 9, What::Checked(Vec::new()));
    run.carry_on(&earlier);
    let steps: Vec<Step> = run.events().iter().map(|event| event.step).collect();
    assert_eq!(steps, [Step::Configure, Step::Configure, Step::Authorize]);
    assert_eq!(run.looked_up_at(earlier.form()), Some(NOW + 5));
}

#[test]
fn c121_a_run_at_another_server_carries_nothing_on() {
    let earlier = looked_up();
    for (field, text) in [(Field::Issuer, "https://other.example"), (Field::Metadata, "")] {
        let form = with(earlier.form(), &[(field, text)]);
        let mut run = Trace::of_run(&form);
        run.carry_on(&earlier);
        assert_eq!(run.events().len(), 0);
        assert_eq!(earlier.looked_up_at(&form), None);
    }
}

#[test]
fn a_look_up_that_failed_is_not_carried_on() {
    let mut earlier = looked_up();
    earlier.push(Step::Configure, NOW, What::Refused(protocol::authorize::StartError::Framed.report()));
    let mut run = Trace::of_run(earlier.form());
    run.carry_on(&earlier);
    assert_eq!(run.events().len(), 0);
}

/// The request that redeems a renewal's code stands with the request that brought it; a refresh begins anew.
#[test]
fn what_a_renewal_brought_is_the_sessions_and_one_exchange() {
    let mut trace = run();
    let before = trace.returned().map(|message| message.target.clone());
    let by = |grant: &str| Message::navigation("t", Place::Body, vec![Line::plain("grant_type", grant)]);
    let arrival = Message::navigation("https://client.example.com/renew.html", Place::Query, Vec::new());
    trace.push(Step::Session, NOW, What::Sent(by("refresh_token")));
    trace.push(Step::Session, NOW, What::Sent(arrival.clone()));
    trace.push(Step::Session, NOW, What::Returned(arrival, 5));
    trace.push(Step::Session, NOW, What::Sent(by("authorization_code")));
    assert_eq!(trace.last_exchange(Step::Session).len(), 3);
    assert_eq!(trace.returned().map(|message| message.target.clone()), before);
}
