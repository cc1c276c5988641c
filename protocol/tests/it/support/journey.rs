//! There and back: a sign-in begun with fixed bits, and an answer to it.

use super::{NOW, VERIFIER_OCTETS, checked, page, parse};
use protocol::authorize::{self, Departure, Entropy};
use protocol::callback::{self, Accepted, CallbackError, CodeGrant, Lookup};
use protocol::check::{Check, Outcome};
use protocol::form::ConfigForm;
use protocol::grant::Tokens;
use protocol::pkce::random_text;

pub fn entropy() -> Entropy {
    Entropy { state: [7; 32], nonce: [8; 32], verifier: VERIFIER_OCTETS }
}

/// The `state` of `leave`.
pub fn state() -> String {
    random_text([7; 32])
}

pub fn leave(form: &ConfigForm) -> Departure {
    authorize::start(form, &checked(form), false, entropy(), NOW)
}

/// An answer as it was judged, and the checks made of it.
pub struct Judged {
    pub outcome: Result<Accepted, CallbackError>,
    pub checks: Vec<Check>,
}

/// Leaves with `form` and comes back half a minute later to the registered page with `tail`, in which `STATE` stands for the state.
pub fn come_back(form: &ConfigForm, tail: &str) -> Judged {
    come_back_to(form, &format!("https://client.example.com/cb{tail}"), NOW + 30_000)
}

/// The same, to any address at any time.
pub fn come_back_to(form: &ConfigForm, address: &str, now_ms: u64) -> Judged {
    let pending = leave(form).pending;
    let address = address.replace("STATE", &pending.state);
    let mut checks = callback::planned(&address);
    let outcome = callback::read(&address, &mut checks).and_then(|response| {
        let lookup = |state: &str| {
            let none = Lookup::NotFound { used: false, others: true };
            if state == pending.state { Lookup::Found(Box::new(pending)) } else { none }
        };
        let pending = callback::find(&response, lookup, &mut checks)?;
        callback::accept(pending, &response, &page(), parse, now_ms, &mut checks)
    });
    Judged { outcome, checks: checks.finish() }
}

impl Judged {
    #[track_caller]
    pub fn error(self) -> CallbackError {
        match self.outcome {
            Ok(_) => panic!("the answer was accepted"),
            Err(error) => error,
        }
    }

    #[track_caller]
    pub fn code(self) -> CodeGrant {
        match self.outcome {
            Ok(accepted) => *accepted.code.expect("a code"),
            Err(error) => panic!("refused: {error:?}"),
        }
    }

    #[track_caller]
    pub fn token(self) -> Tokens {
        match self.outcome {
            Ok(accepted) => {
                assert!(accepted.code.is_none(), "a code came instead of a token");
                accepted.tokens.expect("a token")
            }
            Err(error) => panic!("refused: {error:?}"),
        }
    }

    /// The check of that name.
    #[track_caller]
    pub fn check(&self, name: &str) -> &Check {
        self.checks.iter().find(|check| check.name == name).expect("a planned check")
    }

    /// Each check that was not passed, by name.
    pub fn not_passed(&self) -> Vec<(&str, Outcome)> {
        let all = self.checks.iter().map(|check| (check.name.as_str(), check.outcome));
        all.filter(|(_, outcome)| *outcome != Outcome::Passed).collect()
    }
}
