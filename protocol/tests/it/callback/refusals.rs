//! What a person reads when an answer was refused, and the machine's part of it.

use crate::support::journey::come_back;
use crate::support::{CODE, TOKEN, assert_harmless, assert_report, code_form, kept, token_form, with};
use protocol::callback::CallbackError;
use protocol::form::{ConfigForm, Field};
use protocol::grant::GrantProblem;
use protocol::report::{Report, Who};
use protocol::urlencoded::DecodeError;

#[test]
fn each_refusal_has_its_kind_its_reason_and_who_can_mend_it() {
    use Who::{AuthorizationServer, Browser, Client, Unknown, You};
    let text = |text: &str| text.to_owned();
    for (error, kind, reason, who) in [
        (CallbackError::Size { bytes: 300_000, limit: 262_144 }, "size", None, Unknown),
        (CallbackError::BothParts, "mode", None, Unknown),
        (CallbackError::Repeated { name: "code" }, "param", None, Unknown),
        (CallbackError::Unreadable { name: "code", why: DecodeError::BadEscape }, "param", None, Unknown),
        (CallbackError::StateMissing { response_had_one: false, refuses: false }, "state", Some("missing"), Unknown),
        (CallbackError::StateMissing { response_had_one: true, refuses: false }, "state", Some("missing"), Unknown),
        (CallbackError::StateMismatched, "state", Some("mismatched"), Unknown),
        (CallbackError::StateUsed, "state", Some("used"), You),
        (CallbackError::StateExpired, "state", Some("expired"), You),
        (CallbackError::TransactionUnusable, "storage", None, Browser),
        (CallbackError::Issuer { expected: text("https://a"), actual: text("https://b") }, "iss", None, Unknown),
        (
            CallbackError::Shape {
                expected: text("code in the query"),
                actual: text("token in the query"),
                place_unnamed: false,
            },
            "mode",
            None,
            AuthorizationServer,
        ),
        (CallbackError::OtherPage, "mode", None, Client),
        (CallbackError::NoCode, "param", None, AuthorizationServer),
        (CallbackError::Grant(GrantProblem::NoAccessToken), "param", None, AuthorizationServer),
        (CallbackError::Grant(GrantProblem::UnfitAccessToken), "param", None, AuthorizationServer),
        (CallbackError::Grant(GrantProblem::NoTokenType), "token_type", None, AuthorizationServer),
        (CallbackError::Grant(GrantProblem::TokenType(text("mac"))), "token_type", None, AuthorizationServer),
    ] {
        assert_report(&error.report(), kind, reason, None, who);
    }
}

#[test]
fn the_refusals_of_whole_answers_hold_no_code_and_no_token() {
    for (form, tail, kind, reason, who) in [
        (code_form(), "?code=CODE", "state", Some("missing"), Who::Unknown),
        (code_form(), "?code=CODE&state=CODE", "state", Some("mismatched"), Who::Unknown),
        (code_form(), "?code=CODE&code=CODE&state=STATE", "param", None, Who::Unknown),
        (code_form(), "?code=CODE%&state=STATE", "param", None, Who::Unknown),
        (code_form(), "?code=CODE&state=STATE&iss=https://evil.example", "iss", None, Who::Unknown),
        (code_form(), "#code=CODE&state=STATE", "mode", None, Who::AuthorizationServer),
        (code_form(), "?code=CODE&state=STATE#access_token=TOKEN", "mode", None, Who::Unknown),
        (code_form(), "?code=CODE&error=access_denied&state=STATE", "as_error", None, Who::You),
        (token_form(), "#access_token=TOKEN&state=STATE", "token_type", None, Who::AuthorizationServer),
        (token_form(), "#access_token=TOKEN+x&token_type=Bearer&state=STATE", "param", None, Who::AuthorizationServer),
    ] {
        let judged = come_back(&form, &tail.replace("CODE", CODE).replace("TOKEN", TOKEN));
        let checks = kept(&judged.checks);
        assert!(!checks.contains(CODE) && !checks.contains(TOKEN), "{checks}");
        assert_report(&judged.error().report(), kind, reason, None, who);
    }
}

fn as_error(code: &str) -> Report {
    come_back(&code_form(), &format!("?error={code}&error_description=Because&state=STATE")).error().report()
}

#[test]
fn c039_every_registered_code_has_words_of_its_own() {
    let mut headlines = Vec::new();
    for (code, who) in [
        ("access_denied", Who::You),
        ("invalid_request", Who::Client),
        ("unauthorized_client", Who::Client),
        ("unsupported_response_type", Who::Client),
        ("invalid_scope", Who::Client),
        ("invalid_target", Who::Client),
        ("server_error", Who::AuthorizationServer),
        ("temporarily_unavailable", Who::AuthorizationServer),
        ("login_required", Who::You),
        ("consent_required", Who::You),
        ("interaction_required", Who::You),
        ("unmet_authentication_requirements", Who::You),
        ("request_not_supported", Who::Client),
        ("registered_nowhere", Who::AuthorizationServer),
    ] {
        let report = as_error(code);
        assert_report(&report, "as_error", None, None, who);
        let evidence = [("error".to_owned(), code.to_owned()), ("error_description".to_owned(), "Because".to_owned())];
        assert_eq!(report.evidence, evidence);
        headlines.push(report.headline);
    }
    headlines.sort_unstable();
    headlines.dedup();
    assert_eq!(headlines.len(), 14);
    for (code, like) in [
        ("account_selection_required", "interaction_required"),
        ("request_uri_not_supported", "request_not_supported"),
        ("registration_not_supported", "request_not_supported"),
    ] {
        assert_eq!(as_error(code).headline, as_error(like).headline);
    }
}

#[test]
fn c037_to_decline_is_said_plainly() {
    let report = as_error("access_denied");
    assert_eq!(report.headline, "The sign-in was declined.");
    assert_eq!(report.meaning, "No code and no token came of it, and this sign-in is over.");
}

#[test]
fn c041_c043_the_servers_words_are_inert_cut_and_visible() {
    let hostile = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%22%5C%1B%5B31m%E2%80%AE%7B%7B7*7%7D%7D%C3%A9";
    let tail = format!("?error=bad%22%5C%E2%80%AE&error_description={hostile}{}&state=STATE", "x".repeat(200_000));
    let report = come_back(&code_form(), &tail).error().report();
    assert_report(&report, "as_error", None, None, Who::AuthorizationServer);
    assert_eq!(report.evidence[0].1, "bad\"\\\u{fffd}");
    let said = &report.evidence[1].1;
    assert!(said.starts_with("<img src=x onerror=alert(1)>\"\\␛[31m\u{fffd}{{7*7}}éxxx"), "{said}");
    assert_eq!(said.chars().count(), protocol::report::LONGEST + 1);
    assert!(!report.headline.contains("<img"), "no server's word stands in a sentence of ours");
}

#[test]
fn a_mix_up_shows_both_names_with_their_hidden_characters_visible() {
    let report = come_back(&code_form(), "?code=x&state=STATE&iss=https://evil.example%E2%80%8B").error().report();
    assert_eq!(report.headline, "This answer came from another server than the one you asked.");
    let facts: Vec<&str> = report.evidence.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(facts, ["https://server.example.com", "https://evil.example\u{fffd}"]);
}

#[test]
fn a_used_answer_and_a_foreign_one_are_told_apart() {
    assert_eq!(CallbackError::StateUsed.report().headline, "This answer has been used already.");
    assert_eq!(CallbackError::StateMismatched.report().headline, "This answer belongs to no sign-in of this tab.");
    let missing = |response_had_one| CallbackError::StateMissing { response_had_one, refuses: false }.report().headline;
    assert_eq!(missing(false), "This answer does not say which sign-in it belongs to.");
    assert_eq!(missing(true), "No sign-in is under way in this tab.");
}

#[test]
fn an_unreadable_value_is_named_and_never_shown() {
    for (why, words) in [
        (DecodeError::BadEscape, "a % without two hexadecimal digits after it"),
        (DecodeError::NotUtf8, "bytes that are not UTF-8"),
        (DecodeError::Nul, "a NUL character"),
    ] {
        let report = CallbackError::Unreadable { name: "state", why }.report();
        assert_eq!(report.evidence[1], ("fault".to_owned(), words.to_owned()));
        assert_harmless(&report.meaning);
    }
}

/// RFC 6749 §4.1.2.1: an error has to bring `state`, too.
#[test]
fn an_error_without_state_says_that_the_server_left_it_out() {
    let meaning = |tail: &str| {
        let report = come_back(&code_form(), tail).error().report();
        assert_report(&report, "state", Some("missing"), None, Who::Unknown);
        report.meaning
    };
    assert!(meaning("?error=access_denied").contains("If you have just declined"), "what a person may have done");
    assert!(!meaning("?code=CODE").contains("declined"));
}

/// Some servers take the part from `response_mode` alone.
#[test]
fn an_answer_in_the_query_to_a_request_without_a_mode_may_be_asked_for_by_name() {
    let by_name = |form: &ConfigForm, tail: &str| {
        let report = come_back(form, tail).error().report();
        assert_report(&report, "mode", None, None, Who::AuthorizationServer);
        report.mend.contains("ask for fragment by name")
    };
    let asking = |mode| with(&token_form(), &[(Field::ResponseMode, mode)]);
    let token = "access_token=x&token_type=Bearer&state=STATE";
    assert!(by_name(&token_form(), &format!("?{token}")));
    assert!(!by_name(&asking("fragment"), &format!("?{token}")), "it was");
    assert!(!by_name(&token_form(), "?code=x&state=STATE"), "another type");
    assert!(!by_name(&code_form(), "#code=x&state=STATE"), "the query is meant");
}
