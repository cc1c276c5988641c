//! Where a run stands: the state of every step, and the one primary button.

mod changed;
mod rules;

use crate::support::journey::{come_back, leave};
use crate::support::{TOKEN, code_form};
use protocol::flow::{Changed, Flow, StepState};
use protocol::grant::{TokenKind, Tokens};
use protocol::secret::Secret;
use protocol::trace::Step;

const UNCHANGED: Changed = Changed { sign_in: false, api_origin: false, api_call: false };

fn tokens() -> Tokens {
    Tokens {
        access_token: Secret::new(TOKEN),
        kind: TokenKind::Bearer,
        refresh_token: None,
        id_token: None,
        identity: None,
        expires_at_ms: None,
        scope: None,
        bound_to: Some("https://api.example.com".to_owned()),
    }
}

fn has_token() -> Flow {
    Flow::HasToken(Box::new(tokens()))
}

fn answered(failed: bool) -> Flow {
    Flow::Answered { tokens: Box::new(tokens()), failed }
}

/// Every stage of a run, with a name for a failing test to show.
fn stages() -> Vec<(String, Flow)> {
    let code = || Box::new(come_back(&code_form(), "?code=x&state=STATE").code());
    let mut stages = vec![
        ("Configuring".to_owned(), Flow::Configuring),
        ("Prepared".to_owned(), Flow::Prepared(Box::new(leave(&code_form())))),
        ("Leaving".to_owned(), Flow::Leaving),
        ("InPopup".to_owned(), Flow::InPopup),
        ("Returning".to_owned(), Flow::Returning),
        ("HasCode".to_owned(), Flow::HasCode(code())),
        ("Exchanging".to_owned(), Flow::Exchanging),
        ("HasToken".to_owned(), has_token()),
        ("Calling".to_owned(), Flow::Calling(Box::new(tokens()))),
        ("Answered".to_owned(), answered(false)),
        ("Answered, failed".to_owned(), answered(true)),
    ];
    for step in Step::ALL {
        stages.push((format!("Failed({step:?})"), Flow::Failed(step)));
        for failed in [false, true] {
            stages.push((format!("Recalled({step:?}, {failed})"), Flow::Recalled { reached: step, failed }));
        }
    }
    stages
}

/// Every combination of what may have changed.
fn changes() -> Vec<Changed> {
    let bits = |at: u8| Changed { sign_in: at & 1 != 0, api_origin: at & 2 != 0, api_call: at & 4 != 0 };
    (0..8).map(bits).collect()
}

#[track_caller]
fn shows(flow: &Flow, changed: Changed, names_api: bool, states: &str, primary: Option<Step>) {
    let now = flow.states(changed, names_api);
    assert_eq!(now.map(StepState::name).join(" "), states);
    assert_eq!(flow.primary(now), primary);
}

#[test]
fn each_stage_of_a_run_has_its_picture() {
    use Step::{Api, Authorize, Callback, Configure, Token};
    for (flow, states, primary) in [
        ("Configuring", "ready blocked blocked blocked blocked", Some(Configure)),
        ("Prepared", "done ready blocked blocked blocked", Some(Authorize)),
        ("Leaving", "done running blocked blocked blocked", None),
        ("Returning", "done done running blocked blocked", None),
        ("HasCode", "done done done ready blocked", Some(Token)),
        ("Exchanging", "done done done running blocked", None),
        ("HasToken", "done done done done ready", Some(Api)),
        ("Calling", "done done done done running", None),
        ("Answered", "done done done done done", Some(Api)),
        ("Answered, failed", "done done done done failed", Some(Api)),
        ("Failed(Configure)", "failed blocked blocked blocked blocked", Some(Configure)),
        ("Failed(Authorize)", "done failed blocked blocked blocked", Some(Authorize)),
        ("Failed(Callback)", "done done failed blocked blocked", Some(Callback)),
        ("Failed(Token)", "done done done failed blocked", Some(Token)),
        ("Recalled(Token, false)", "done done done done blocked", Some(Token)),
        ("Recalled(Api, false)", "done done done done done", Some(Api)),
        ("Recalled(Api, true)", "done done done done failed", Some(Api)),
    ] {
        let (_, flow) = stages().into_iter().find(|(name, _)| name == flow).expect(flow);
        shows(&flow, UNCHANGED, true, states, primary);
    }
}

#[test]
fn a_run_without_an_api_ends_at_its_token() {
    shows(&has_token(), UNCHANGED, false, "done done done done blocked", Some(Step::Token));
}

#[test]
fn another_sign_in_makes_everything_behind_the_form_stale() {
    let changed = Changed { sign_in: true, ..UNCHANGED };
    shows(
        &Flow::Prepared(Box::new(leave(&code_form()))),
        changed,
        true,
        "ready stale blocked blocked blocked",
        Some(Step::Configure),
    );
    shows(&has_token(), changed, true, "ready stale stale stale stale", Some(Step::Configure));
    shows(&answered(true), changed, true, "ready stale stale stale stale", Some(Step::Configure));
    shows(&Flow::Failed(Step::Callback), changed, true, "ready stale stale blocked blocked", Some(Step::Configure));
}

/// C174: the token is bound to the origin that was named before it came.
#[test]
fn c174_another_origin_of_the_api_needs_another_sign_in() {
    let changed = Changed { api_origin: true, api_call: true, ..UNCHANGED };
    shows(&has_token(), changed, true, "ready stale stale stale stale", Some(Step::Configure));
    shows(&answered(false), changed, true, "ready stale stale stale stale", Some(Step::Configure));
}

#[test]
fn another_call_to_the_same_origin_is_ready_at_once() {
    let changed = Changed { api_call: true, ..UNCHANGED };
    for failed in [false, true] {
        shows(&answered(failed), changed, true, "done done done done ready", Some(Step::Api));
    }
    let recalled = Flow::Recalled { reached: Step::Api, failed: false };
    shows(&recalled, changed, true, "done done done done done", Some(Step::Api));
}

#[test]
fn what_is_at_work_stays_so_whatever_is_typed() {
    let changed = Changed { sign_in: true, api_origin: true, api_call: true };
    shows(&Flow::Calling(Box::new(tokens())), changed, true, "ready stale stale stale running", None);
}

#[test]
fn a_form_at_fault_has_the_button_of_an_ended_run() {
    let flow = answered(false);
    let mut states = flow.states(Changed { sign_in: true, ..UNCHANGED }, true);
    states[0] = StepState::Failed;
    assert_eq!(flow.primary(states), Some(Step::Configure));
    states[4] = StepState::Ready;
    assert_eq!(flow.primary(states), Some(Step::Api), "what waits comes first");
}

#[test]
fn the_token_and_the_code_are_in_hand_where_the_stage_has_them() {
    for (name, flow) in stages() {
        let has_token = ["HasToken", "Calling", "Answered", "Answered, failed"].contains(&name.as_str());
        assert_eq!(flow.tokens().is_some(), has_token, "{name}");
        assert_eq!(flow.code_config().is_some(), name == "HasCode", "{name}");
    }
    assert!(matches!(Flow::default(), Flow::Configuring));
}
