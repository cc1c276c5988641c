//! `callback::find` and the transaction: whose answer it is, once, in time, and from which server.

use crate::support::journey::{Judged, come_back, come_back_to, leave, state};
use crate::support::{CODE, NOW, code_form, token_form, with};
use protocol::authorize::{self, Entropy};
use protocol::callback::{self, CallbackError, Lookup};
use protocol::check::{Checks, Outcome};
use protocol::form::Field;
use protocol::pkce::fingerprint;
use protocol::transaction::{LIFETIME_MS, Pending};
use std::collections::{BTreeMap, BTreeSet};

/// What a tab's storage holds, by the same keys.
#[derive(Default)]
struct Storage {
    pending: BTreeMap<String, String>,
    used: BTreeSet<String>,
}

impl Storage {
    fn keep(&mut self, pending: &Pending) {
        self.pending.insert(pending.state.clone(), pending.to_text());
    }

    fn take(&mut self, state: &str) -> Lookup {
        let Some(text) = self.pending.remove(state) else {
            return Lookup::NotFound {
                used: self.used.contains(&fingerprint(state)),
                others: !self.pending.is_empty(),
            };
        };
        self.used.insert(fingerprint(state));
        Lookup::Found(Box::new(Pending::from_text(&text).unwrap()))
    }

    /// Whose answer is this?
    fn find(&mut self, tail: &str) -> Result<Pending, CallbackError> {
        let mut checks = Checks::planned(&[]);
        let response = callback::read(&format!("https://client.example.com/cb{tail}"), &mut checks)?;
        callback::find(&response, |state| self.take(state), &mut checks)
    }
}

#[track_caller]
fn error(found: Result<Pending, CallbackError>) -> CallbackError {
    found.err().expect("no transaction is found")
}

fn waiting() -> Storage {
    let mut storage = Storage::default();
    storage.keep(&leave(&code_form()).pending);
    storage
}

#[test]
fn c024_an_answer_without_state_is_refused_and_the_sign_in_under_way_is_untouched() {
    let mut storage = waiting();
    for tail in [format!("?code={CODE}"), "?error=access_denied".to_owned(), format!("?code={CODE}&iss=x")] {
        let refuses = tail.contains("error=");
        assert_eq!(error(storage.find(&tail)), CallbackError::StateMissing { response_had_one: false, refuses });
    }
    assert_eq!(storage.pending.len(), 1);
}

#[test]
fn c025_a_state_that_is_almost_right_is_wrong() {
    let state = state();
    let last = state.chars().last().unwrap();
    for almost in [
        state.to_lowercase(),
        state.to_uppercase(),
        format!("{state}%20"),
        format!("+{state}"),
        format!("{state}="),
        state[..42].to_owned(),
        format!("{}{}", &state[..42], if last == 'A' { 'B' } else { 'A' }),
        format!("{state}%CC%81"),
        format!("%25{:X}{}", state.as_bytes()[0], &state[1..]),
        String::new(),
    ] {
        let mut storage = waiting();
        assert_eq!(
            error(storage.find(&format!("?code={CODE}&state={almost}"))),
            CallbackError::StateMismatched,
            "{almost}"
        );
        assert_eq!(storage.pending.len(), 1, "the sign-in under way is untouched");
    }
}

#[test]
fn c025_an_escaped_state_is_the_same_state_once_decoded() {
    let state = state();
    let escaped = format!("%{:X}{}", state.as_bytes()[0], &state[1..]);
    assert!(waiting().find(&format!("?code={CODE}&state={escaped}")).is_ok());
}

/// Composed and decomposed, é looks the same and is not.
#[test]
fn c025_a_careless_storage_does_not_make_unequal_equal() {
    let mut pending = leave(&code_form()).pending;
    pending.state = "caf\u{e9}".to_owned();
    let response = callback::read("https://client.example.com/cb?code=x&state=cafe%CC%81", &mut Checks::planned(&[]));
    let response = response.map_err(|error| format!("{error:?}")).unwrap();
    let found = callback::find(&response, |_| Lookup::Found(Box::new(pending)), &mut Checks::planned(&[]));
    assert_eq!(error(found), CallbackError::StateMismatched);
}

#[test]
fn c026_callback_opened_twice_is_refused_as_used() {
    let mut storage = waiting();
    let tail = format!("?code={CODE}&state={}", state());
    assert!(storage.find(&tail).is_ok());
    assert_eq!(error(storage.find(&tail)), CallbackError::StateUsed);
    assert_eq!(error(storage.find(&tail)), CallbackError::StateUsed);
}

#[test]
fn c027_an_attackers_own_answer_is_refused_while_the_victims_sign_in_waits() {
    let form = code_form();
    let other = Entropy { state: [66; 32], nonce: [66; 32], verifier: [66; 32] };
    let attackers = authorize::start(&form, &crate::support::checked(&form), false, other, NOW).pending.state;
    let mut storage = waiting();
    assert_eq!(error(storage.find(&format!("?code={CODE}&state={attackers}"))), CallbackError::StateMismatched);
    assert!(storage.find(&format!("?code={CODE}&state={}", state())).is_ok());
}

#[test]
fn c028_without_any_sign_in_the_answer_belongs_to_none() {
    let found = Storage::default().find(&format!("?code={CODE}&state={}", state()));
    assert_eq!(error(found), CallbackError::StateMissing { response_had_one: true, refuses: false });
}

#[test]
fn c006_two_sign_ins_under_way_are_both_answered() {
    let form = code_form();
    let other = authorize::start(
        &form,
        &crate::support::checked(&form),
        false,
        Entropy { state: [1; 32], nonce: [2; 32], verifier: [3; 32] },
        NOW,
    );
    let mut storage = waiting();
    storage.keep(&other.pending);
    for state in [other.pending.state, state()] {
        assert_eq!(storage.find(&format!("?code={CODE}&state={state}")).map(|pending| pending.state).ok(), Some(state));
    }
}

#[test]
fn c029_an_answer_after_fifteen_minutes_is_expired() {
    let address = format!("https://client.example.com/cb?code={CODE}&state=STATE");
    for (late, expired) in [(0, false), (LIFETIME_MS, false), (LIFETIME_MS + 1, true), (1 << 60, true)] {
        let judged = come_back_to(&code_form(), &address, NOW + late);
        assert_eq!(judged.outcome.err(), expired.then_some(CallbackError::StateExpired), "{late}");
    }
    let early = come_back_to(&code_form(), &address, NOW - 1);
    assert_eq!(early.error(), CallbackError::StateExpired, "a clock set back is no excuse");
}

#[test]
fn c038_an_error_with_a_wrong_state_is_not_believed_and_destroys_nothing() {
    let mut storage = waiting();
    assert_eq!(error(storage.find("?error=access_denied&state=forged")), CallbackError::StateMismatched);
    assert!(storage.find(&format!("?error=access_denied&state={}", state())).is_ok());
}

/// Without an issuer to compare with, or without an `iss`, the page says so instead of claiming a check (RFC 9207 §2.4).
#[test]
fn c044_iss_is_compared_character_by_character_with_the_issuer_of_the_sign_in() {
    let wrong = |judged: Judged| {
        assert_eq!(judged.check("iss").outcome, Outcome::Failed);
        assert_eq!(judged.check("response type").outcome, Outcome::NotLookedAt);
        assert!(matches!(judged.error(), CallbackError::Issuer { .. }));
    };
    for iss in [
        "https://evil.example",
        "https://server.example.com/",
        "https://SERVER.example.com",
        "https://server.example.com:443",
        "",
        "%20https://server.example.com",
    ] {
        wrong(come_back(&code_form(), &format!("?code={CODE}&state=STATE&iss={iss}")));
        wrong(come_back(&code_form(), &format!("?error=access_denied&state=STATE&iss={iss}")));
        wrong(come_back(&code_form(), &format!("?code={CODE}&state=STATE#iss={iss}")));
        wrong(come_back(&token_form(), &format!("#access_token=x&token_type=Bearer&state=STATE&iss={iss}")));
    }
}

#[test]
fn an_iss_that_agrees_is_passed_wherever_it_stands() {
    for tail in [
        "?code=x&state=STATE&iss=https%3A%2F%2Fserver.example.com",
        "?code=x&state=STATE#iss=https://server.example.com",
    ] {
        let judged = come_back(&code_form(), tail);
        assert_eq!(judged.check("iss").outcome, Outcome::Passed);
        assert_eq!(judged.check("iss").actual.contains("other part"), tail.contains('#'), "{tail}");
        judged.code();
    }
}

#[test]
fn what_cannot_be_compared_is_called_not_checked() {
    for (form, tail, actual) in [
        (code_form(), "?code=x&state=STATE", "none came"),
        (with(&code_form(), &[(Field::Issuer, "")]), "?code=x&state=STATE", "none"),
        (
            with(&code_form(), &[(Field::Issuer, "")]),
            "?code=x&state=STATE&iss=https://as.example",
            "https://as.example",
        ),
    ] {
        let judged = come_back(&form, tail);
        assert_eq!((judged.check("iss").outcome, judged.check("iss").actual.as_str()), (Outcome::NotChecked, actual));
        judged.code();
    }
}

/// The form that the page shows may have changed meanwhile; what counts is the one of the transaction (RFC 9700 §4.4.2).
#[test]
fn c049_the_endpoints_are_those_of_the_transaction() {
    let grant = come_back(&code_form(), &format!("?code={CODE}&state=STATE")).code();
    let (request, _) = protocol::token::request(grant);
    assert_eq!(request.url, "https://server.example.com/token");
}
