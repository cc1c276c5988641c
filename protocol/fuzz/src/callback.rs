//! An address that came back: who may make a code or a token of it, and what a refusal says.

use crate::support::{
    CODE, ISSUER, NOW, PAGE, TOKEN, checked, checks_fit_for_a_person, chosen, code_form, fit_for_a_person, harmless,
    keeps_quiet, leave, named, page, parse, parts, state, verifier,
};
use protocol::callback::{self, Accepted, CallbackError, Lookup, Response};
use protocol::config::ClientConfig;
use protocol::form::Field;
use protocol::pkce::CodeVerifier;
use protocol::trace::{Step, Trace, What};
use protocol::transaction::{LIFETIME_MS, Pending};
use protocol::wire::{Place, Shown};
use std::sync::OnceLock;

const SECRET: [&str; 4] = ["code", "access_token", "id_token", "response"];

/// One answer to one sign-in. The bits of the first byte choose the sign-in and the time.
pub fn run(data: &[u8]) {
    let Some((how, address)) = chosen(data) else { return };
    let away = [0, 30_000, LIFETIME_MS, LIFETIME_MS + 1][usize::from(how >> 6)];
    let (config, pending) = sign_in(how);
    let mut trace = Trace::default();
    let mut checks = callback::planned(&address);
    let outcome = callback::read(&address, &mut checks).and_then(|response| {
        lines_are_fit(&response);
        trace.push(Step::Callback, NOW, What::Returned(response.message(), away));
        let pending = callback::find(&response, |state| whose(state, pending), &mut checks)?;
        let accepted = callback::accept(pending, &response, &page(), parse, NOW + away, &mut checks)?;
        Ok((response, accepted))
    });
    let checks = checks.finish();
    checks_fit_for_a_person(&checks);
    trace.push(Step::Callback, NOW, What::Checked(checks));
    match outcome {
        Ok((response, accepted)) => {
            assert!(away <= LIFETIME_MS, "accepted after its time");
            deserved(&address, &response, how);
            match accepted {
                Accepted { code: Some(grant), tokens: None, id_token: None, asked } => {
                    assert!(how & 1 == 0, "a code without having asked for one");
                    assert_eq!(asked, grant.asked);
                    assert_eq!(Some(grant.code.reveal()), response.get("code"));
                    assert_eq!(grant.verifier.reveal(), verifier());
                    assert_eq!(grant.asked.config, config);
                }
                Accepted { tokens: Some(tokens), code: None, id_token: None, .. } => {
                    assert!(how & 1 == 1, "a token without having asked for one");
                    assert_eq!(Some(tokens.access_token.reveal()), response.get("access_token"));
                    assert!(tokens.access_token.reveal().bytes().all(|byte| byte.is_ascii_graphic()));
                    assert_eq!(tokens.bound_to.as_deref(), Some("https://api.example.com"));
                    assert!(response.get("token_type").is_some_and(|name| name.eq_ignore_ascii_case("bearer")));
                }
                Accepted { .. } => panic!("neither a code alone nor a token alone"),
            }
        }
        Err(error) => {
            let report = error.report();
            fit_for_a_person(&report);
            if let CallbackError::Refused { uri: Some(uri), .. } = &error {
                assert!(uri.starts_with("https://"), "{uri}");
            }
            trace.push(Step::Callback, NOW, What::Refused(report));
        }
    }
    stays_quiet(trace);
}

/// The sign-in that the lower bits choose. Each is begun once, and copied by hand for every input.
fn sign_in(how: u8) -> (ClientConfig, Pending) {
    static BEGUN: [OnceLock<(ClientConfig, Pending)>; 16] = [const { OnceLock::new() }; 16];
    let (config, pending) = BEGUN[usize::from(how & 15)].get_or_init(|| {
        let mut form = code_form();
        for (bit, field, text) in [
            (1, Field::ResponseType, "token"),
            (2, Field::Issuer, ""),
            (4, Field::AuthorizationParams, "response_mode=fragment"),
            (8, Field::Scope, "openid"),
        ] {
            if how & bit != 0 {
                form.set(field, text);
            }
        }
        let config = checked(&form);
        let pending = leave(&form, &config).pending;
        (config, pending)
    });
    let verifier = pending.verifier.as_ref().map(|verifier| CodeVerifier::restore(verifier.reveal().to_owned()));
    let (state, nonce, trace) = (pending.state.clone(), pending.nonce.clone(), pending.trace.clone());
    (config.clone(), Pending { state, nonce, verifier, created_ms: pending.created_ms, trace })
}

/// The storage. One that takes too much for a match is among them: what it finds for `x…` is not this sign-in.
fn whose(asked: &str, pending: Pending) -> Lookup {
    if asked == pending.state || asked.starts_with('x') {
        Lookup::Found(Box::new(pending))
    } else {
        Lookup::NotFound { used: asked.starts_with('u'), others: asked.len().is_multiple_of(2) }
    }
}

fn lines_are_fit(response: &Response) {
    for line in response.message().lines {
        match &line.value {
            Shown::Plain(text) => {
                assert!(!SECRET.contains(&line.name.as_str()), "{} is shown", line.name);
                harmless(text);
                assert!(text.chars().count() <= 601);
            }
            Shown::Masked(_) => assert!(SECRET.contains(&line.name.as_str())),
            Shown::Later | Shown::Missing => panic!("what came is there"),
        }
    }
}

/// Judged anew by another decoder: the right page and part, one state, one issuer, one answer, no error.
fn deserved(address: &str, response: &Response, how: u8) {
    let (at, query, fragment) = parts(address);
    assert_eq!(at, PAGE);
    let in_fragment = response.place() == Place::Fragment;
    let asks_token = how & 1 == 1;
    assert_eq!(in_fragment, asks_token || how & 4 != 0, "the wrong part");
    let (own, other) = if in_fragment { (fragment, query) } else { (query, fragment) };
    let wanted = if asks_token { "access_token" } else { "code" };
    assert_eq!(named(own, "state"), [state()]);
    assert_eq!(named(own, wanted), [response.get(wanted).unwrap()]);
    for name in ["error", "code", "access_token", "id_token", "response"] {
        if name != wanted {
            assert!(named(own, name).is_empty(), "{name} beside {wanted}");
        }
    }
    for name in ["state", "error", "code", "access_token", "id_token", "response"] {
        assert!(named(other, name).is_empty(), "{name} in the other part");
    }
    let issuers = [named(own, "iss"), named(other, "iss")].concat();
    assert!(issuers.len() < 2);
    assert!(how & 2 != 0 || issuers.iter().all(|iss| iss == ISSUER), "a mix-up: {issuers:?}");
}

/// Whatever stood in a place of secrets is nowhere else, if it is a secret at all.
fn stays_quiet(trace: Trace) {
    let Some(returned) = trace.returned() else { return };
    let there = |secret: &&str| SECRET.iter().any(|name| returned.get(name) == Some(secret));
    let secrets: Vec<&str> = [CODE, TOKEN].into_iter().filter(there).collect();
    keeps_quiet(trace, &secrets);
}
