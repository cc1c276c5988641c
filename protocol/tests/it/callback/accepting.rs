//! `callback::accept`: the answer is of the type and in the place that was asked for; then error or success.

use crate::support::journey::{Judged, come_back, come_back_to, leave};
use crate::support::{CODE, METADATA, NOW, VERIFIER, code_form, page, parse, token_form, with};
use protocol::callback::{self, CallbackError};
use protocol::check::{Checks, Outcome};
use protocol::form::Field;

#[test]
fn c023_a_code_is_accepted_with_its_verifier_and_every_check_passed() {
    let judged = come_back(&code_form(), &format!("?code={CODE}&state=STATE&iss=https%3A%2F%2Fserver.example.com"));
    assert_eq!(judged.not_passed(), []);
    assert!(!format!("{:?}", judged.checks).contains(CODE), "a check shows no code");
    let grant = judged.code();
    assert_eq!((grant.code.reveal(), grant.verifier.reveal()), (CODE, VERIFIER));
    assert_eq!(grant.asked.config.client_id, "s6BhdRkqt3");
}

#[test]
fn c058_a_code_of_4_kib_is_accepted() {
    let code = "c".repeat(4096);
    assert_eq!(come_back(&code_form(), &format!("?code={code}&state=STATE")).code().code.reveal(), code);
}

#[test]
fn c053_a_code_is_decoded_once() {
    let grant = come_back(&code_form(), "?code=a%2Bb%2Fc%3D%2541&state=STATE").code();
    assert_eq!(grant.code.reveal(), "a+b/c=%41");
}

#[test]
fn an_answer_of_another_type_is_refused() {
    for (form, tail, came) in [
        (code_form(), "?state=STATE", " in the query"),
        (code_form(), "?access_token=x&token_type=Bearer&state=STATE", "token in the query"),
        (code_form(), "?code=x&id_token=y&state=STATE", "code and id_token in the query"),
        (code_form(), "?code=x&access_token=y&state=STATE", "code and token in the query"),
        (token_form(), "#state=STATE", " in the fragment"),
        (token_form(), "#code=x&state=STATE", "code in the fragment"),
        (
            token_form(),
            "#access_token=x&token_type=Bearer&id_token=y&state=STATE",
            "token and id_token in the fragment",
        ),
    ] {
        let expected = if form == code_form() { "code in the query" } else { "token in the fragment" };
        let error = come_back(&form, tail).error();
        let (expected, actual) = (expected.to_owned(), came.to_owned());
        assert_eq!(error, CallbackError::Shape { expected, actual, place_unnamed: false }, "{tail}");
    }
}

#[test]
fn an_answer_in_the_other_part_is_refused() {
    for (form, tail) in
        [(code_form(), "#code=x&state=STATE"), (token_form(), "?access_token=x&token_type=Bearer&state=STATE")]
    {
        assert!(matches!(come_back(&form, tail).error(), CallbackError::Shape { .. }), "{tail}");
    }
}

#[test]
fn a_code_in_the_fragment_is_right_where_it_was_asked_for() {
    let form = with(&code_form(), &[(Field::AuthorizationParams, "response_mode=fragment")]);
    come_back(&form, "#code=x&state=STATE").code();
    assert!(matches!(come_back(&form, "?code=x&state=STATE").error(), CallbackError::Shape { .. }));
    let form = with(&code_form(), &[(Field::AuthorizationParams, "response_mode=query")]);
    come_back(&form, "?code=x&state=STATE").code();
}

#[test]
fn c059_an_answer_at_another_page_is_not_used() {
    for elsewhere in [
        "https://client.example.com/other?code=x&state=STATE",
        "https://client.example.com/cb/?code=x&state=STATE",
        "https://client.example.com/?code=x&state=STATE",
        "https://client.example.com/other?error=access_denied&state=STATE",
        "http://client.example.com/cb?code=x&state=STATE",
    ] {
        assert_eq!(come_back_to(&code_form(), elsewhere, NOW).error(), CallbackError::OtherPage, "{elsewhere}");
    }
}

/// The server sends the browser to what it was told; the browser shows the normalised form of that.
#[test]
fn c059_the_page_is_the_registered_one_however_it_was_typed() {
    for (typed, arrived) in [
        ("https://client.example.com", "https://client.example.com/?code=x&state=STATE"),
        ("https://Client.Example.com:443/cb", "https://client.example.com/cb?code=x&state=STATE"),
        ("https://client.example.com/a b", "https://client.example.com/a%20b?code=x&state=STATE"),
        ("https://client.example.com/cb?from=as", "https://client.example.com/cb?from=as&code=x&state=STATE"),
    ] {
        let form = with(&code_form(), &[(Field::RedirectUri, typed.replace("a b", "a%20b").as_str())]);
        come_back_to(&form, arrived, NOW).code();
    }
}

#[test]
fn c035_an_error_beside_a_code_or_token_is_an_error() {
    for (form, tail) in [
        (code_form(), format!("?error=access_denied&code={CODE}&state=STATE")),
        (code_form(), format!("?code={CODE}&state=STATE&error=access_denied")),
        (token_form(), "#access_token=x&token_type=Bearer&error=access_denied&state=STATE".to_owned()),
    ] {
        let error = come_back(&form, &tail).error();
        assert!(matches!(error, CallbackError::Refused { ref error, .. } if error == "access_denied"), "{tail}");
    }
}

/// Servers put an error where the request, not the type, made them.
#[test]
fn c037_a_refusal_is_read_in_either_part() {
    for form in [code_form(), token_form()] {
        for mark in ["?", "#"] {
            let tail = format!("{mark}error=access_denied&error_description=No+thanks&state=STATE");
            let expected = CallbackError::Refused {
                error: "access_denied".to_owned(),
                description: "No thanks".to_owned(),
                uri: None,
                unsigned: false,
            };
            assert_eq!(come_back(&form, &tail).error(), expected);
        }
    }
}

#[test]
fn c042_only_an_https_error_uri_is_kept() {
    for (uri, kept) in [
        ("https%3A%2F%2FAS.example%2Fwhy%3Fa%3Db%23c", Some("https://as.example/why?a=b#c")),
        ("javascript%3Aalert(1)", None),
        ("JaVaScRiPt%3Aalert(1)", None),
        ("%01javascript%3Aalert(1)", None),
        ("data%3Atext%2Fhtml%2Cx", None),
        ("http%3A%2F%2Fas.example%2F", None),
        ("http%3A%2F%2Flocalhost%2F", None),
        ("https%3A%2F%2Fgood%40evil.example%2F", None),
        ("%2Frelative", None),
        ("", None),
    ] {
        let error = come_back(&code_form(), &format!("?error=server_error&error_uri={uri}&state=STATE")).error();
        let CallbackError::Refused { uri: got, .. } = error else { panic!("{error:?}") };
        assert_eq!(got.as_deref(), kept, "{uri}");
    }
}

#[test]
fn an_empty_code_is_no_code() {
    assert_eq!(come_back(&code_form(), "?code=&state=STATE").error(), CallbackError::NoCode);
    assert_eq!(come_back(&code_form(), "?code&state=STATE").error(), CallbackError::NoCode);
}

#[test]
fn a_transaction_that_was_tampered_with_is_unusable() {
    for (field, text) in [
        (Field::TokenEndpoint, "http://evil.example/"),
        (Field::RedirectUri, "https://evil.example/"),
        (Field::ClientId, ""),
    ] {
        let mut pending = leave(&code_form()).pending;
        let tampered = pending.trace.form().clone();
        pending.trace = protocol::trace::Trace::of_run(&with(&tampered, &[(field, text)]));
        assert_eq!(accept(pending), CallbackError::TransactionUnusable);
    }
    let mut pending = leave(&code_form()).pending;
    pending.verifier = None;
    assert_eq!(accept(pending), CallbackError::TransactionUnusable, "a code without its verifier is worth nothing");
}

#[track_caller]
fn accept(pending: protocol::transaction::Pending) -> CallbackError {
    let mut checks = Checks::planned(&[]);
    let response = callback::read("https://client.example.com/cb?code=x&state=y", &mut checks);
    let response = response.map_err(|error| format!("{error:?}")).unwrap();
    callback::accept(pending, &response, &page(), parse, NOW, &mut checks).err().expect("it is refused")
}

#[test]
fn the_checks_are_made_in_their_order_and_stop_at_the_first_that_fails() {
    let judged = come_back(&code_form(), "?access_token=x&state=STATE");
    let told: Vec<(&str, Outcome)> = judged.checks.iter().map(|check| (check.name.as_str(), check.outcome)).collect();
    assert_eq!(
        told,
        [
            ("one part", Outcome::Passed),
            ("each parameter once", Outcome::Passed),
            ("state", Outcome::Passed),
            ("age", Outcome::Passed),
            ("iss", Outcome::NotChecked),
            ("response type", Outcome::Failed),
            ("access_token", Outcome::NotLookedAt),
            ("token_type", Outcome::NotLookedAt),
            ("expires_in", Outcome::NotLookedAt),
            ("scope", Outcome::NotLookedAt),
        ]
    );
    assert_eq!(judged.check("age").actual, "0 min 30 s");
}

/// What a hybrid answer holds (OpenID Connect Core §3.3.2.5), and what of it is missing.
fn hybrid(response_type: &str, tail: &str) -> Judged {
    let typed = [(Field::ResponseType, response_type), (Field::Scope, "openid read"), (Field::Metadata, METADATA)];
    come_back(&with(&code_form(), &typed), &format!("#state=STATE&iss=https%3A%2F%2Fserver.example.com&{tail}"))
}

#[test]
fn each_part_of_a_hybrid_answer_is_taken_for_itself() {
    let token = "access_token=2YotnFZFEjr1zCsicMWpAA&token_type=bearer";
    for (response_type, tail, parts) in [
        ("code id_token", "code=c&id_token=a.b.c".to_owned(), (true, false, true)),
        ("code token", format!("code=c&{token}"), (true, true, false)),
        ("code id_token token", format!("code=c&id_token=a.b.c&{token}"), (true, true, true)),
        ("id_token token", format!("id_token=a.b.c&{token}"), (false, true, true)),
        ("id_token", "id_token=a.b.c".to_owned(), (false, false, true)),
    ] {
        let judged = hybrid(response_type, &tail);
        let Ok(accepted) = judged.outcome else { panic!("{response_type} was refused") };
        let got = (accepted.code.is_some(), accepted.tokens.is_some(), accepted.id_token.is_some());
        assert_eq!(got, parts, "{response_type}");
        assert!(accepted.asked.nonce.is_some(), "openid is asked for");
    }
}

#[test]
fn a_hybrid_answer_that_lacks_a_part_is_refused() {
    for (response_type, tail) in [
        ("code id_token", "code=c"),
        ("code id_token", "id_token=a.b.c"),
        ("id_token", "code=c"),
        ("code token", "code=c&id_token=a.b.c"),
        ("code id_token", "code=c&id_token=a.b.c&access_token=t"),
    ] {
        let kind = hybrid(response_type, tail).error().report().kind;
        assert_eq!(kind, "mode", "{response_type}: {tail}");
    }
    for (response_type, tail) in [("code id_token", "code=c&id_token="), ("code id_token", "code=&id_token=a.b.c")] {
        let kind = hybrid(response_type, tail).error().report().kind;
        assert_eq!(kind, "param", "{response_type}: {tail}");
    }
}
