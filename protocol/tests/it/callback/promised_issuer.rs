//! RFC 9207: `iss` where the server's metadata promises it.

use crate::support::journey::come_back;
use crate::support::{CODE, METADATA, TOKEN, assert_report, code_form, with};
use protocol::callback::CallbackError;
use protocol::check::Outcome;
use protocol::form::{ConfigForm, Field};
use protocol::report::Who;

const ISSUER: &str = "https://server.example.com";
const ISS: &str = "iss=https%3A%2F%2Fserver.example.com";

fn promising(response_type: &str) -> ConfigForm {
    let promise = r#"{"authorization_response_iss_parameter_supported":true,"#;
    let metadata = METADATA.replacen('{', promise, 1);
    let typed = [(Field::Metadata, metadata.as_str()), (Field::ResponseType, response_type), (Field::Scope, "openid")];
    with(&code_form(), &typed)
}

#[test]
fn c045_an_answer_without_the_promised_iss_is_refused() {
    for (response_type, tail) in [
        ("code", format!("?code={CODE}&state=STATE")),
        ("code", "?error=access_denied&state=STATE".to_owned()),
        ("token", format!("#access_token={TOKEN}&token_type=Bearer&state=STATE")),
        ("id_token token", "#error=access_denied&state=STATE".to_owned()),
    ] {
        let judged = come_back(&promising(response_type), &tail);
        assert_eq!(judged.check("iss").outcome, Outcome::Failed, "{tail}");
        let error = judged.error();
        assert_eq!(error, CallbackError::IssuerMissing { expected: ISSUER.to_owned() });
        assert_report(&error.report(), "iss", Some("missing"), None, Who::Unknown);
    }
}

#[test]
fn c045_with_the_promised_iss_it_is_accepted() {
    come_back(&promising("code"), &format!("?code={CODE}&state=STATE&{ISS}")).code();
}

#[test]
fn c045_a_success_with_an_id_token_carries_the_issuer_in_that() {
    let tail = format!("#access_token={TOKEN}&token_type=Bearer&id_token=a.b.c&state=STATE");
    let judged = come_back(&promising("id_token token"), &tail);
    let check = judged.check("iss");
    assert_eq!((check.outcome, check.actual.as_str()), (Outcome::NotChecked, "carried by the ID token"));
    judged.token();
}

#[test]
fn c045_where_nothing_is_promised_nothing_is_missed() {
    let judged = come_back(&code_form(), &format!("?code={CODE}&state=STATE"));
    assert_eq!(judged.check("iss").outcome, Outcome::NotChecked);
    judged.code();
}

/// What another issuer promised does not bind this one.
#[test]
fn c121_the_promise_of_another_issuer_does_not_count() {
    let form = with(&promising("code"), &[(Field::Issuer, "https://other.example.com")]);
    come_back(&form, &format!("?code={CODE}&state=STATE")).code();
}

#[test]
fn c115_the_metadata_of_the_request_counts_whatever_it_is_later() {
    let mut form = promising("code");
    let judged = come_back(&form, &format!("?code={CODE}&state=STATE&{ISS}"));
    form.set(Field::Metadata, "");
    let config = judged.code().asked.config;
    assert!(config.server.says("authorization_response_iss_parameter_supported"));
}
