//! A signed answer (JARM): whatever comes is refused in words fit for a person, or brings the code of exactly the sign-in, issuer and
//! client that it names. Of what stands in it, nothing but `state` is used before the signature holds, and that to look up only.

use crate::support::{
    ISSUER, NOW, ORIGIN, PAGE, checked, checks_fit_for_a_person, code_form, fit_for_a_person, leave, page, parse,
    state, whole,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::callback::{self, CallbackError, Lookup};
use protocol::form::Field;
use serde_json::Value;

const CLIENT: &str = "s6BhdRkqt3";
const METADATA: &str = r#"{"issuer":"https://server.example.com","jwks_uri":"https://server.example.com/jwks"}"#;
/// `NOW` in seconds.
const NOW_S: f64 = 1_790_000_000.0;

/// One answer made of header, claims and signature, a line each; or a text as it stands.
pub fn run(data: &[u8]) {
    let text = whole(data);
    let mut lines = text.splitn(3, '\n');
    let jwt = match (lines.next(), lines.next()) {
        (Some(header), Some(claims)) => {
            [header, claims, lines.next().unwrap_or_default()].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
        }
        _ => text,
    };
    let mut form = code_form();
    form.set(Field::ResponseMode, "jwt");
    form.set(Field::Metadata, METADATA);
    let config = checked(&form);
    let pending = leave(&form, &config).pending;
    let address = format!("{PAGE}?response={jwt}");
    let mut checks = callback::planned(&address);
    let accepted = callback::read(&address, &mut checks).and_then(|mut response| {
        for name in ["code", "state", "iss", "error"] {
            assert!(!response.is_signed() || response.get(name).is_none(), "{name} before the signature holds");
        }
        let none = Lookup::NotFound { used: false, others: true };
        let look_up = |asked: &str| if asked == state() { Lookup::Found(Box::new(pending)) } else { none };
        let pending = callback::find(&response, look_up, &mut checks)?;
        let matched = callback::in_time(pending, &page(), parse, NOW, &mut checks)?;
        if let Some(unverified) = response.unverified(&matched.config, &mut checks) {
            unverified
                .and_then(|unverified| unverified.signed(true, &mut checks))
                .and_then(|signed| response.open(&signed, &matched.config, NOW, &mut checks))
                .map_err(|error| matched.unopened(error, ORIGIN))?;
        }
        matched.accept(&response, parse, NOW, &mut checks)
    });
    checks_fit_for_a_person(&checks.finish());
    match accepted {
        Ok(accepted) => deserved(&jwt, accepted.code.expect("a code").code.reveal()),
        Err(error) => {
            assert!(!matches!(error, CallbackError::Refused { unsigned: true, .. }) || !jwt.contains('.'));
            fit_for_a_person(&error.report());
        }
    }
}

/// Judged anew by another reader of JSON.
fn deserved(jwt: &str, code: &str) {
    let Some(payload) = jwt.split('.').nth(1) else { return };
    // What stood beside it in the address was an answer of its own.
    let Ok(payload) = URL_SAFE_NO_PAD.decode(payload) else { return };
    let theirs: Value = serde_json::from_slice(&payload).expect("JSON");
    assert_eq!(theirs["iss"], ISSUER);
    let aud = &theirs["aud"];
    assert!(aud == CLIENT || aud.as_array().is_some_and(|all| all.iter().any(|one| one == CLIENT)), "{aud}");
    assert_eq!(theirs["state"], state());
    assert_eq!(theirs["code"], code);
    let exp = theirs["exp"].as_f64().expect("a number");
    assert!(exp + 60.0 > NOW_S && exp < NOW_S + 86_401.0, "{exp}");
    for name in ["error", "access_token", "id_token"] {
        assert!(theirs.get(name).is_none(), "{name} beside a code");
    }
}
