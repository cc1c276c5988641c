//! `callback::read`: one part of the address, each parameter once, every value readable.

use crate::support::{CODE, TOKEN, kept};
use protocol::callback::{self, CallbackError, Response};
use protocol::check::{Checks, Outcome};
use protocol::urlencoded::DecodeError;
use protocol::wire::{Place, Shown};

fn try_read(tail: &str) -> Result<Response, CallbackError> {
    callback::read(&format!("https://client.example.com/cb{tail}"), &mut Checks::planned(&[]))
}

#[track_caller]
fn read(tail: &str) -> Response {
    try_read(tail).map_err(|error| format!("{error:?}")).expect(tail)
}

#[track_caller]
fn refused(tail: &str) -> CallbackError {
    match try_read(tail) {
        Ok(_) => panic!("read: {tail}"),
        Err(error) => error,
    }
}

/// RFC 6749 §4.1.2.
#[test]
fn c023_the_code_example_of_rfc_6749_section_4_1_2() {
    let response = read("?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz");
    assert_eq!(response.place(), Place::Query);
    assert_eq!((response.get("code"), response.get("state")), (Some("SplxlOBeZQQYbYS6WxSbIA"), Some("xyz")));
}

/// RFC 6749 §4.2.2.
#[test]
fn c023_the_token_example_of_rfc_6749_section_4_2_2() {
    let response = read("#access_token=2YotnFZFEjr1zCsicMWpAA&state=xyz&token_type=example&expires_in=3600");
    assert_eq!(response.place(), Place::Fragment);
    let values = ["access_token", "state", "token_type", "expires_in", "scope"].map(|name| response.get(name));
    assert_eq!(values, [Some("2YotnFZFEjr1zCsicMWpAA"), Some("xyz"), Some("example"), Some("3600"), None]);
}

/// RFC 6749 §4.1.2.1.
#[test]
fn the_error_example_of_rfc_6749_section_4_1_2_1() {
    assert_eq!(read("?error=access_denied&state=xyz").get("error"), Some("access_denied"));
}

#[test]
fn c030_a_parameter_that_comes_twice_is_refused_good_first_good_last_or_identical() {
    for name in [
        "state",
        "code",
        "iss",
        "error",
        "access_token",
        "id_token",
        "token_type",
        "scope",
        "response",
        "session_state",
    ] {
        for twice in [
            format!("{name}=good&{name}=evil"),
            format!("{name}=evil&{name}=good"),
            format!("{name}=good&{name}=good"),
            format!("{name}&{name}="),
        ] {
            let beside = if name == "code" { "state=x" } else { "code=x" };
            for mark in ["?", "#"] {
                let error = refused(&format!("{mark}{beside}&{twice}&x=y"));
                assert_eq!(error, CallbackError::Repeated { name: known(name) }, "{mark}{twice}");
            }
        }
    }
}

fn known(name: &str) -> &'static str {
    ["state", "code", "iss", "error", "access_token", "id_token", "token_type", "scope", "response", "session_state"]
        .into_iter()
        .find(|known| *known == name)
        .unwrap()
}

#[test]
fn c030_an_escaped_name_is_the_same_name() {
    assert_eq!(refused("?code=good&%63ode=evil&state=xyz"), CallbackError::Repeated { name: "code" });
    assert_eq!(read("?%63%6Fde=x&state=xyz").get("code"), Some("x"));
    assert_eq!(read("?Code=x&state=xyz").get("code"), None, "another case is another name");
}

#[test]
fn c030_iss_counts_in_both_parts_together() {
    for tail in [
        "?code=x&state=y&iss=a#iss=b",
        "?code=x&state=y#iss=a&iss=b",
        "?iss=a&iss=a#access_token=x&state=y",
        "?iss=a#access_token=x&state=y&iss=a",
        "?code=x&state=y&iss=a#%69ss=b",
    ] {
        assert_eq!(refused(tail), CallbackError::Repeated { name: "iss" }, "{tail}");
    }
}

#[test]
fn an_iss_alone_in_the_other_part_is_read_and_said_to_be_there() {
    for (tail, words) in [
        ("?code=x&state=y#iss=a", "query, and iss alone in the fragment"),
        ("?iss=a#access_token=x&state=y", "fragment, and iss alone in the query"),
        ("?code=x&state=y&iss=a", "query"),
        ("#access_token=x&state=y", "fragment"),
    ] {
        let mut checks = callback::planned("code");
        let response = callback::read(&format!("https://client.example.com/cb{tail}"), &mut checks);
        assert_eq!(response.map(|response| response.get("iss").is_some()).ok(), Some(tail.contains("iss")));
        assert_eq!(checks.finish()[0].actual, words, "{tail}");
    }
}

#[test]
fn c032_an_answer_in_both_parts_is_used_in_neither() {
    for tail in [
        "?code=x&state=y#access_token=z&state=y",
        "?code=x#state=y",
        "?error=access_denied#code=x&state=y",
        "?error=access_denied&code=x&state=y#error=access_denied",
        "?state=y#id_token=x",
        "?%63ode=x#access_tok%65n=y",
    ] {
        assert_eq!(refused(tail), CallbackError::BothParts, "{tail}");
    }
    assert_eq!(read("?code=x&state=y#_=_").place(), Place::Query, "some servers add an empty fragment of their own");
}

#[test]
fn c054_a_value_that_cannot_be_decoded_is_never_guessed() {
    for (value, why) in [
        ("%", DecodeError::BadEscape),
        ("%zz", DecodeError::BadEscape),
        ("%C3%28", DecodeError::NotUtf8),
        ("%C0%AF", DecodeError::NotUtf8),
        ("%ED%A0%80", DecodeError::NotUtf8),
        ("a%00b", DecodeError::Nul),
    ] {
        for name in ["code", "state", "error_description"] {
            assert!(
                matches!(refused(&format!("?{name}={value}&iss=x&error=y")), CallbackError::Unreadable { why: got, .. } if got == why),
                "{name}={value}"
            );
        }
    }
    assert_eq!(read("?code=x&state=y&other=%zz&%zz=1").get("code"), Some("x"), "what is ignored need not be readable");
}

#[test]
fn c056_ten_thousand_parameters_and_odd_names_are_passed_over() {
    let many = (0..10_000).map(|at| format!("&p{at}={at}")).collect::<Vec<_>>().concat();
    let response = read(&format!("?code=x&state=y&__proto__=1&constructor=2&=3&==4&toString&hasOwnProperty=5{many}"));
    assert_eq!(response.get("code"), Some("x"));
    for name in ["__proto__", "constructor", "", "p1", "toString"] {
        assert_eq!(response.get(name), None, "{name}");
    }
    assert_eq!(response.message().lines.len(), 2, "and are not shown as part of the answer");
}

#[test]
fn c057_a_part_of_64_kib_is_read_and_one_of_a_mebibyte_is_refused_by_its_size() {
    let filled = |bytes: usize| format!("#access_token={}&state=y", "t".repeat(bytes));
    assert_eq!(read(&filled(64 * 1024)).get("access_token").map(str::len), Some(64 * 1024));
    for tail in [
        filled(1 << 20),
        format!("?code=x&state=y#{}", "z".repeat(1 << 20)),
        format!("?x={}#access_token=x", "z".repeat(1 << 20)),
    ] {
        assert!(
            matches!(refused(&tail), CallbackError::Size { bytes, limit } if bytes >= 1 << 20 && limit == 256 * 1024)
        );
    }
}

#[test]
fn c058_a_token_of_16_kib_and_a_code_of_4_kib_are_read_whole() {
    for (mark, name, length) in [("#", "access_token", 16 * 1024), ("?", "code", 4 * 1024)] {
        let value = "aB3-".repeat(length / 4);
        assert_eq!(read(&format!("{mark}{name}={value}&state=y")).get(name), Some(value.as_str()));
    }
}

#[test]
fn the_arrival_is_shown_line_by_line_with_its_secrets_masked() {
    let response = read(&format!("?code={CODE}&state=xyz&error_description=a%1B%E2%80%AEb&id_token=e.y.J&scope=a+b"));
    let message = response.message();
    assert_eq!(message.target, "https://client.example.com/cb");
    let masked: Vec<&str> = message
        .lines
        .iter()
        .filter(|line| matches!(line.value, Shown::Masked(_)))
        .map(|line| line.name.as_str())
        .collect();
    assert_eq!(masked, ["code", "id_token"]);
    assert_eq!(message.get("error_description"), Some("a␛\u{fffd}b"));
    let text = kept(&message);
    assert!(!text.contains(CODE) && !text.contains("e.y.J"), "{text}");
    let token = read(&format!("#access_token={TOKEN}&state=xyz")).message();
    assert!(!kept(&token).contains(TOKEN));
}

#[test]
fn both_checks_tell_how_far_it_came() {
    for (tail, outcomes) in [
        ("?code=x&state=y", [Outcome::Passed, Outcome::Passed]),
        ("?code=x&code=y", [Outcome::Passed, Outcome::NotLookedAt]),
        ("?code=x#code=y", [Outcome::NotLookedAt, Outcome::NotLookedAt]),
    ] {
        let mut checks = callback::planned("code");
        drop(callback::read(&format!("https://client.example.com/cb{tail}"), &mut checks));
        let ended: Vec<Outcome> = checks.finish().iter().take(2).map(|check| check.outcome).collect();
        assert_eq!(ended, outcomes, "{tail}");
    }
}
