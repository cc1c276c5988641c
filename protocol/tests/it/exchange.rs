use crate::support::{NOW, code_form};
use protocol::check::{Check, Outcome};
use protocol::exchange::{Checked, Travel, exchanges};
use protocol::http::Response;
use protocol::report::{Report, Who};
use protocol::trace::{Step, Trace, What};
use protocol::wire::{Answer, Channel, Message, Place};

fn request(target: &str) -> Message {
    Message {
        channel: Channel::Back,
        method: "POST".to_owned(),
        ..Message::navigation(target, Place::Body, Vec::new())
    }
}

fn answer(status: u16) -> Answer {
    Answer::whole(&Response { status, headers: Vec::new(), body: String::new(), bytes: 0, elapsed_ms: 3 })
}

fn refusal() -> Report {
    Report::new("net_or_cors", Who::Unknown, "h", "m", "x")
}

#[test]
fn an_answer_belongs_to_the_last_request_of_its_step_that_waits() {
    let mut trace = Trace::of_run(&code_form());
    trace.push(Step::Callback, NOW, What::Fetching(request("https://as.example.com/jwks")));
    trace.push(Step::Callback, NOW + 1, What::Fetched(answer(200)));
    trace.push(Step::Token, NOW + 2, What::Sent(request("https://as.example.com/token")));
    trace.push(Step::Token, NOW + 3, What::Answered(answer(400)));
    trace.push(Step::Token, NOW + 4, What::Sent(request("https://as.example.com/token")));
    trace.push(Step::Api, NOW + 5, What::Sent(request("https://api.example.com/")));
    trace.push(Step::Token, NOW + 6, What::Answered(answer(201)));
    trace.push(Step::Api, NOW + 7, What::Refused(refusal()));

    let all = exchanges(&trace);
    let statuses: Vec<Option<u16>> = all.iter().map(|one| one.answer.map(|answer| answer.status)).collect();
    assert_eq!(statuses, [Some(200), Some(400), Some(201), None]);
    assert_eq!(all.iter().map(|one| one.index).collect::<Vec<_>>(), [0, 2, 4, 5], "names that last");
    assert_eq!(all[0].travel, Travel::Fetched);
    assert!(all[3].refusal.is_some() && all[..3].iter().all(|one| one.refusal.is_none()));
}

#[test]
fn a_navigation_has_no_answer_of_its_own() {
    let mut trace = Trace::of_run(&code_form());
    trace.push(
        Step::Authorize,
        NOW,
        What::Left(Message::navigation("https://as.example.com", Place::Query, Vec::new())),
    );
    let back = Message::navigation("https://client.example.com/", Place::Query, Vec::new());
    trace.push(Step::Callback, NOW + 900, What::Returned(back, 900));
    let all = exchanges(&trace);
    assert_eq!(all.iter().map(|one| one.travel).collect::<Vec<_>>(), [Travel::Left, Travel::Returned]);
    assert_eq!(all[1].away_ms, Some(900));
    assert!(all.iter().all(|one| one.answer.is_none() && one.preflight().is_none()));
}

#[test]
fn checks_and_refusals_belong_to_what_they_are_about_and_not_to_the_keys_fetched_for_it() {
    let check = |name: &str| Check {
        name: name.to_owned(),
        expected: String::new(),
        actual: String::new(),
        outcome: Outcome::Failed,
    };
    let mut trace = Trace::of_run(&code_form());
    trace.push(Step::Token, NOW, What::Sent(request("https://as.example.com/token")));
    trace.push(Step::Token, NOW, What::Answered(answer(200)));
    trace.push(Step::Token, NOW, What::Checked(vec![check("status")]));
    trace.push(Step::Token, NOW, What::Fetching(request("https://as.example.com/jwks")));
    trace.push(Step::Token, NOW, What::Fetched(answer(200)));
    trace.push(Step::Token, NOW, What::Validated(vec![check("signature")]));
    trace.push(Step::Token, NOW, What::Refused(refusal()));
    let all = exchanges(&trace);
    let names: Vec<&str> = all[0]
        .checks
        .iter()
        .flat_map(|(Checked::Answer(checks) | Checked::IdToken(checks))| *checks)
        .map(|check| check.name.as_str())
        .collect();
    assert_eq!(names, ["status", "signature"]);
    assert!(matches!(all[0].checks[1], Checked::IdToken(_)) && all[0].refusal.is_some());
    assert!(all[1].checks.is_empty() && all[1].refusal.is_none());
}

#[test]
fn keys_that_did_not_come_are_what_the_refusal_is_about() {
    let mut trace = Trace::of_run(&code_form());
    trace.push(Step::Token, NOW, What::Sent(request("https://as.example.com/token")));
    trace.push(Step::Token, NOW, What::Answered(answer(200)));
    trace.push(Step::Token, NOW, What::Fetching(request("https://as.example.com/jwks")));
    trace.push(Step::Token, NOW, What::Refused(refusal()));
    let all = exchanges(&trace);
    assert!(all[0].refusal.is_none() && all[1].refusal.is_some());
}

#[test]
fn what_a_hidden_frame_is_sent_with_is_a_navigation_that_no_answer_belongs_to() {
    let mut trace = Trace::of_run(&code_form());
    let silent = Message::navigation("https://as.example.com/authorize", Place::Query, Vec::new());
    trace.push(Step::Session, NOW, What::Sent(silent));
    trace.push(Step::Session, NOW, What::Answered(answer(200)));
    let all = exchanges(&trace);
    assert!(all[0].travel == Travel::Left && all[0].answer.is_none());
}

#[test]
fn what_a_step_sent_before_it_began_anew_is_set_aside() {
    let mut trace = Trace::of_run(&code_form());
    trace.push(Step::Session, NOW, What::Sent(request("https://as.example.com/token")));
    trace.push(Step::Api, NOW + 1, What::Sent(request("https://api.example.com/")));
    trace.set_aside(Step::Session);
    trace.push(Step::Session, NOW + 2, What::Sent(request("https://as.example.com/revoke")));
    let aside: Vec<bool> = exchanges(&trace).iter().map(|one| one.set_aside).collect();
    assert_eq!(aside, [true, false, false]);
}
