use crate::support::journey::{leave, state};
use crate::support::{NOW, VERIFIER, cases, code_form, kept, texts, token_form, with};
use proptest::prelude::*;
use protocol::form::Field;
use protocol::trace::Step;
use protocol::transaction::{LIFETIME_MS, Pending};

#[track_caller]
fn there_and_back(pending: &Pending) -> Pending {
    Pending::from_text(&pending.to_text()).expect("its own text")
}

#[test]
fn a_transaction_survives_storage_with_everything_that_the_answer_is_checked_against() {
    let form = with(&code_form(), &[(Field::Scope, "openid")]);
    let pending = there_and_back(&leave(&form).pending);
    assert_eq!(pending.state, state());
    assert_eq!(pending.created_ms, NOW);
    assert_eq!(pending.verifier.as_ref().map(protocol::pkce::CodeVerifier::reveal), Some(VERIFIER));
    assert!(pending.nonce.is_some_and(|nonce| nonce.len() == 43));
    assert_eq!(pending.trace.form(), &form);
    assert_eq!(pending.trace.of(Step::Authorize).count(), 1);
}

#[test]
fn the_implicit_flow_remembers_no_verifier() {
    let pending = there_and_back(&leave(&token_form()).pending);
    assert!(pending.verifier.is_none());
    assert_eq!(pending.nonce, None);
}

/// Its own text is the one place in storage where the verifier stands: it has to survive the journey.
#[test]
fn the_verifier_stands_in_the_record_once_and_not_in_its_trace() {
    let pending = leave(&code_form()).pending;
    assert_eq!(pending.to_text().matches(VERIFIER).count(), 1);
    assert!(!kept(&pending.trace).contains(VERIFIER));
}

/// boot.js reads these three, before the program is there, to open connections to the servers of the answer.
#[test]
fn the_form_of_a_kept_transaction_can_be_read_by_any_json_reader() {
    for (form, response_type) in [(code_form(), "code"), (token_form(), "token")] {
        let kept: serde_json::Value = serde_json::from_str(&leave(&form).pending.to_text()).unwrap();
        let form = &kept["trace"]["form"];
        assert_eq!(form["response_type"], response_type);
        assert_eq!(form["token_endpoint"], "https://server.example.com/token");
        assert_eq!(form["api"], "https://api.example.com/resource");
        assert_eq!(kept["state"], state());
    }
    let bare = with(&code_form(), &[(Field::Api, "")]);
    let kept: serde_json::Value = serde_json::from_str(&leave(&bare).pending.to_text()).unwrap();
    assert!(kept["trace"]["form"].get("api").is_none(), "what was not typed is not there, and no text of an address");
}

#[test]
fn c029_a_transaction_lives_for_fifteen_minutes() {
    let pending = leave(&code_form()).pending;
    for (now, expired) in [(NOW, false), (NOW + LIFETIME_MS, false), (NOW + LIFETIME_MS + 1, true), (u64::MAX, true)] {
        assert_eq!(pending.expired(now), expired, "{now}");
    }
}

#[test]
fn c029_a_clock_that_was_set_back_makes_nothing_young_again() {
    let pending = leave(&code_form()).pending;
    assert!(pending.expired(NOW - 1));
    assert!(pending.expired(0));
}

#[test]
fn what_is_no_such_record_is_no_transaction() {
    let text = leave(&code_form()).pending.to_text();
    for bad in [
        "",
        "null",
        "{}",
        "[]",
        &text[1..],
        &text[..text.len() - 1],
        &text.replacen("state", "State", 1),
        &format!("{text}x"),
    ] {
        assert!(Pending::from_text(bad).is_none(), "{bad}");
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_text_in_storage_makes_it_panic(
        junk in prop_oneof![texts::lossy(), texts::jsonish()],
        at in any::<proptest::sample::Index>(),
        put in any::<char>(),
    ) {
        prop_assert!(Pending::from_text(&junk).is_none());
        let mut text: Vec<char> = leave(&code_form()).pending.to_text().chars().collect();
        let at = at.index(text.len());
        text[at] = put;
        if let Some(pending) = Pending::from_text(&String::from_iter(text)) {
            prop_assert!(Pending::from_text(&pending.to_text()).is_some());
        }
    }
}
