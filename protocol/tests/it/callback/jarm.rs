//! An answer as one signed JWT (JARM). Whether a signature holds is the browser's to say; here it is said for it.

use crate::support::journey::{Judged, come_back, leave};
use crate::support::{CODE, METADATA, NOW, TOKEN, code_form, page, parse, with};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::callback::{self, CallbackError, Lookup};
use protocol::check::{Checks, Outcome};
use protocol::form::{ConfigForm, Field};
use protocol::json::Json;
use protocol::signed::SignedError;
use protocol::wire::Shown;

const HEADER: &str = r#"{"alg":"RS256","kid":"k"}"#;
/// `NOW` in seconds.
const NOW_S: u64 = NOW / 1000;

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn number(seconds: u64) -> Json {
    Json::Number(seconds.to_string())
}

/// Claims of a good answer with a code; `None` in `changed` leaves one out. `STATE` stands for the state.
fn claims(changed: &[(&str, Option<Json>)]) -> Vec<(String, Json)> {
    let mut claims = [
        ("iss", text("https://server.example.com")),
        ("aud", text("s6BhdRkqt3")),
        ("exp", number(NOW_S + 120)),
        ("code", text(CODE)),
        ("state", text("STATE")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec();
    for (name, value) in changed {
        claims.retain(|(other, _)| other != name);
        claims.extend(value.clone().map(|value| ((*name).to_owned(), value)));
    }
    claims
}

fn jwt(header: &str, payload: &str) -> String {
    [header, payload, "a signature"].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

fn asking(mode: &str) -> ConfigForm {
    with(&code_form(), &[(Field::ResponseMode, mode), (Field::Metadata, METADATA)])
}

/// Leaves with `form` and comes back half a minute later with this JWT after `mark`.
fn judge(form: &ConfigForm, mark: &str, header: &str, payload: &str, holds: bool) -> Judged {
    let pending = leave(form).pending;
    let address = format!(
        "https://client.example.com/cb{mark}response={}",
        jwt(header, &payload.replace("STATE", &pending.state))
    );
    let (now, mut checks) = (NOW + 30_000, callback::planned(&address));
    let outcome = callback::read(&address, &mut checks).and_then(|mut response| {
        let lookup = |state: &str| {
            let none = Lookup::NotFound { used: false, others: true };
            if state == pending.state { Lookup::Found(Box::new(pending)) } else { none }
        };
        let pending = callback::find(&response, lookup, &mut checks)?;
        let matched = callback::in_time(pending, &page(), parse, now, &mut checks)?;
        if let Some(unverified) = response.unverified(&matched.config, &mut checks) {
            let opened = unverified
                .and_then(|unverified| unverified.signed(holds, &mut checks))
                .and_then(|signed| response.open(&signed, &matched.config, now, &mut checks));
            opened.map_err(|error| matched.unopened(error, "https://client.example.com"))?;
        }
        matched.accept(&response, parse, now, &mut checks)
    });
    Judged { outcome, checks: checks.finish() }
}

fn came(changed: &[(&str, Option<Json>)]) -> Judged {
    judge(&asking("jwt"), "?", HEADER, &Json::Object(claims(changed)).to_string(), true)
}

/// The kind of a refusal. Its row failed, and no row after it was looked at.
#[track_caller]
fn refused(judged: Judged, row: &str) -> String {
    let mut rows = judged.checks.iter().skip_while(|check| check.name != row);
    assert_eq!(rows.next().map(|check| check.outcome), Some(Outcome::Failed), "{row} in {:?}", judged.checks);
    assert!(rows.all(|check| check.outcome == Outcome::NotLookedAt), "after {row}: {:?}", judged.checks);
    judged.error().report().kind
}

#[test]
fn a_good_one_brings_its_code() {
    for (mode, mark) in [("jwt", "?"), ("query.jwt", "?"), ("fragment.jwt", "#")] {
        let judged = judge(&asking(mode), mark, HEADER, &Json::Object(claims(&[])).to_string(), true);
        assert_eq!(judged.not_passed(), [("kid", Outcome::NotLookedAt), ("nbf", Outcome::NotChecked)], "{mode}");
        assert_eq!(judged.check("iss").actual, "https://server.example.com");
        assert_eq!(judged.code().code.reveal(), CODE);
    }
    let among = Json::List(vec![text("another"), text("s6BhdRkqt3")]);
    assert_eq!(came(&[("aud", Some(among))]).code().code.reveal(), CODE);
    assert_eq!(came(&[("exp", Some(number(NOW_S + 30 - 59)))]).code().code.reveal(), CODE);
}

#[test]
fn a_good_one_brings_its_token_with_a_lifetime_as_text_or_number() {
    let form = with(&asking("jwt"), &[(Field::ResponseType, "token")]);
    for lifetime in [text("3600"), number(3600)] {
        let payload = Json::Object(claims(&[
            ("code", None),
            ("access_token", Some(text(TOKEN))),
            ("token_type", Some(text("Bearer"))),
            ("expires_in", Some(lifetime)),
        ]));
        let judged = judge(&form, "#", HEADER, &payload.to_string(), true);
        assert_eq!(judged.check("expires_in").outcome, Outcome::Passed);
        let tokens = judged.token();
        assert_eq!((tokens.access_token.reveal(), tokens.expires_at_ms), (TOKEN, Some(NOW + 30_000 + 3_600_000)));
    }
}

#[test]
fn c052_fapi2_client_test_ensure_jarm_alg_none_and_others_of_no_proof() {
    for alg in ["none", "nOnE", "HS256", ""] {
        let judged =
            judge(&asking("jwt"), "?", &format!(r#"{{"alg":"{alg}"}}"#), &Json::Object(claims(&[])).to_string(), true);
        assert_eq!(refused(judged, "alg"), "alg", "{alg}");
    }
    let metadata = METADATA.replace('}', r#","authorization_signing_alg_values_supported":["ES256","none"]}"#);
    let form = with(&asking("jwt"), &[(Field::Metadata, &metadata)]);
    let judged = judge(&form, "?", HEADER, &Json::Object(claims(&[])).to_string(), true);
    assert_eq!(judged.check("alg").expected, "ES256");
    assert_eq!(refused(judged, "alg"), "alg");
}

#[test]
fn c052_fapi2_client_test_ensure_jarm_bad_signature() {
    let judged = judge(&asking("jwt"), "?", HEADER, &Json::Object(claims(&[])).to_string(), false);
    assert_eq!(refused(judged, "signature"), "sig");
}

#[test]
fn c052_fapi2_client_test_ensure_jarm_missing_or_wrong_iss() {
    for iss in [None, Some(text("https://server.example.com/")), Some(text("https://evil.example.com"))] {
        assert_eq!(refused(came(&[("iss", iss)]), "iss"), "claim.iss");
    }
    assert_eq!(refused(came(&[("iss", Some(Json::Null))]), "iss"), "json");
}

#[test]
fn c052_fapi2_client_test_ensure_jarm_missing_or_wrong_aud() {
    let others = Json::List(vec![text("another"), text("s6BhdRkqt3x")]);
    for aud in [None, Some(text("another")), Some(others), Some(Json::List(Vec::new()))] {
        assert_eq!(refused(came(&[("aud", aud)]), "aud"), "claim.aud");
    }
    assert_eq!(refused(came(&[("aud", Some(number(1)))]), "aud"), "json");
}

#[test]
fn c052_fapi2_client_test_ensure_jarm_missing_or_expired_exp() {
    for exp in [None, Some(number(NOW_S + 30 - 60)), Some(number(0)), Some(number(NOW_S + 2 * 86_400))] {
        assert_eq!(refused(came(&[("exp", exp)]), "exp"), "claim.exp");
    }
    assert_eq!(refused(came(&[("exp", Some(text("soon")))]), "exp"), "json");
    assert_eq!(refused(came(&[("nbf", Some(number(NOW_S + 200)))]), "nbf"), "claim.nbf");
}

#[test]
fn what_is_inside_goes_the_way_of_a_plain_answer() {
    let error = came(&[("code", None), ("error", Some(text("access_denied")))]).error();
    assert!(matches!(error, CallbackError::Refused { unsigned: false, .. }), "{error:?}");
    assert!(matches!(came(&[("code", Some(text("")))]).error(), CallbackError::NoCode));
    for (name, value) in [("id_token", "a.b.c"), ("access_token", "x")] {
        assert_eq!(refused(came(&[(name, Some(text(value)))]), "response type"), "mode", "{name}");
    }
    let error = came(&[("code", Some(Json::List(vec![text("x")])))]).error();
    let CallbackError::Signed { error, .. } = error else { panic!("{error:?}") };
    assert_eq!(*error, SignedError::ClaimType { name: "code" });
}

#[test]
fn a_state_inside_finds_its_sign_in_and_no_other() {
    let state = |value| came(&[("state", value)]);
    assert_eq!(refused(state(None), "state"), "state");
    assert_eq!(refused(state(Some(text("another"))), "state"), "state");
    assert_eq!(refused(state(Some(number(1))), "state"), "state");
}

#[test]
fn another_form_than_a_signed_jwt_is_named() {
    for (response, kind) in [("a.b.c.d.e", "jwt"), ("a.b", "jwt"), ("", "jwt"), ("x", "jwt")] {
        let error = come_back(&asking("jwt"), &format!("?response={response}")).error();
        assert_eq!(error.report().kind, kind, "{response}");
    }
    let encrypted = come_back(&asking("jwt"), "?response=a.b.c.d.e").error();
    assert_eq!(encrypted.report().headline, "The signed answer is encrypted.");
    let twice = jwt(HEADER, r#"{"state":"a","state":"b"}"#);
    assert_eq!(come_back(&asking("jwt"), &format!("?response={twice}")).error().report().kind, "json");
}

#[test]
fn what_stands_beside_a_signed_answer_is_not_taken_with_it() {
    let response = jwt(HEADER, &Json::Object(claims(&[])).to_string());
    for beside in ["code=x", "state=STATE", "iss=https://server.example.com", "error=access_denied", "scope=read"] {
        let error = come_back(&asking("jwt"), &format!("?response={response}&{beside}")).error();
        assert_eq!(error, CallbackError::SignedAndPlain, "{beside}");
    }
    let error = come_back(&asking("jwt"), &format!("?response={response}#code=x")).error();
    assert_eq!(error, CallbackError::BothParts);
    let error = come_back(&asking("jwt"), &format!("?response={response}&response={response}")).error();
    assert_eq!(error, CallbackError::Repeated { name: "response" });
}

#[test]
fn a_signed_answer_comes_where_one_was_asked_for_and_nowhere_else() {
    let known = with(&code_form(), &[(Field::Metadata, METADATA)]);
    let payload = Json::Object(claims(&[])).to_string();
    assert_eq!(refused(judge(&known, "?", HEADER, &payload, true), "response type"), "mode");
    assert_eq!(refused(judge(&asking("query.jwt"), "#", HEADER, &payload, true), "response type"), "mode");
    let judged = come_back(&asking("jwt"), "?code=x&state=STATE");
    assert_eq!(judged.check("response type").expected, "signed, code in the query");
    assert_eq!(refused(judged, "response type"), "mode");
}

#[test]
fn a_plain_error_in_place_of_a_signed_answer_is_shown_as_nobody_s_word() {
    let error = come_back(&asking("jwt"), "?error=invalid_request&state=STATE").error();
    assert!(matches!(error, CallbackError::Refused { unsigned: true, .. }), "{error:?}");
    let report = error.report();
    assert_eq!(report.kind, "as_error");
    assert!(report.evidence.iter().any(|(label, _)| label == "signature"), "{report:?}");
}

#[test]
fn a_signed_answer_is_shown_masked_and_what_it_says_once_it_is_open() {
    let address = format!(
        "https://client.example.com/cb?response={}",
        jwt(HEADER, &Json::Object(claims(&[("state", Some(text("af0ifjsldkj")))])).to_string())
    );
    let mut response = callback::read(&address, &mut Checks::planned(&[])).unwrap();
    let names = |response: &callback::Response| -> Vec<String> {
        response.message().lines.into_iter().map(|line| line.name).collect()
    };
    assert_eq!(names(&response), ["response"]);
    assert!(matches!(response.message().lines[0].value, Shown::Masked(_)));
    assert!(response.get("state").is_none() && response.get("code").is_none(), "nothing is read before it is open");
    let config = crate::support::checked(&asking("jwt"));
    let unverified = response.unverified(&config, &mut Checks::planned(&[])).expect("a JWT").unwrap();
    let signed = unverified.signed(true, &mut Checks::planned(&[])).unwrap();
    response.open(&signed, &config, NOW, &mut Checks::planned(&[])).unwrap();
    assert_eq!(names(&response), ["response", "code", "state", "iss"]);
    assert!(matches!(response.message().lines[1].value, Shown::Masked(_)));
    assert!(response.unverified(&config, &mut Checks::planned(&[])).is_none(), "it is opened once");
}
