//! What is kept and taken back: every record as it was, less what it must forget, and nothing out of a text that is none.

mod damage;

use crate::support::records::{self, BASES, CHANNELS, LEFT, OUTCOMES, PLACES, WHO};
use crate::support::{CODE, NOW, TOKEN, cases, kept, taken, texts};
use proptest::prelude::*;
use protocol::findings::{Finding, Place};
use protocol::form::{ConfigForm, Field};
use protocol::json::Json;
use protocol::kept::{Kept, name, named};
use protocol::pkce::CodeVerifier;
use protocol::runs::Runs;
use protocol::secret::{Masked, Secret};
use protocol::trace::{Step, Trace, What};
use protocol::transaction::Pending;
use protocol::wire::{Answer, Message, Shown};
use std::fmt::Debug;

/// Taken back it is `remembered`: `value` less what it forgets.
#[track_caller]
fn survives_as<T: Kept + Debug>(value: &T, remembered: &T) {
    let text = kept(value);
    let back: T = taken(&text).expect(&text);
    assert_eq!(format!("{back:?}"), format!("{remembered:?}"));
    assert_eq!(kept(&back), text, "kept again it is the same");
    assert!(!text.contains(CODE) && !text.contains(TOKEN) && !text.contains("private"), "{text}");
}

#[track_caller]
fn survives<T: Kept + Debug>(value: &T) {
    survives_as(value, value);
}

fn forgotten(message: &Message) -> Message {
    let mut message = message.clone();
    message.forget();
    message
}

#[test]
fn every_variant_is_taken_back_as_itself() {
    for outcome in OUTCOMES {
        survives(&records::check("x", outcome));
    }
    for who in WHO {
        survives(&records::report("x", who));
    }
    for (channel, place) in CHANNELS.into_iter().flat_map(|channel| PLACES.map(|place| (channel, place))) {
        let message = records::message("x", channel, place);
        survives_as(&message, &forgotten(&message));
    }
    for finding in records::findings() {
        survives(&finding);
    }
    assert_eq!(records::findings().len(), BASES.len() * LEFT.len() * Place::ALL.len());
    for step in Step::ALL {
        let mut trace = Trace::default();
        trace.push(step, NOW, What::Checked(Vec::new()));
        survives(&trace);
    }
    for field in Field::ALL {
        let mut form = ConfigForm::default();
        form.set(field, "x");
        survives(&form);
    }
}

#[test]
fn a_report_without_reason_and_status_has_neither_again() {
    let mut report = records::report("x", WHO[0]);
    (report.reason, report.status) = (None, None);
    survives(&report);
}

#[test]
fn a_masked_secret_is_taken_back_as_its_length() {
    let mut masked = Masked::of(&Secret::new(TOKEN));
    let text = kept(&Shown::Masked(masked.clone()));
    assert_eq!(text, kept(&masked));
    masked.forget();
    survives(&masked);
    survives(&Shown::Masked(masked));
}

#[test]
fn the_largest_numbers_are_taken_back_as_they_were() {
    for number in [0, 1, (1 << 53) + 1, u64::MAX] {
        survives(&number);
    }
    survives(&usize::MAX);
    survives(&u16::MAX);
    survives(&vec![Some(1_u64), None]);
}

#[test]
fn what_is_no_whole_number_that_fits_is_no_number() {
    for text in ["-1", "-0", "1.0", "1e3", "18446744073709551616", "\"1\"", "null", "true", "[1]", "{}"] {
        assert_eq!(taken::<u64>(text), None, "{text}");
        assert_eq!(taken::<usize>(text), None, "{text}");
        assert_eq!(taken::<u16>(text), None, "{text}");
    }
    assert_eq!((taken::<u16>("65535"), taken::<u16>("65536")), (Some(65535), None));
}

#[test]
fn a_pair_has_two_texts_and_a_line_a_name_and_a_value() {
    assert_eq!(taken::<(String, String)>(r#"["a","b"]"#), Some(("a".to_owned(), "b".to_owned())));
    for text in ["[]", r#"["a"]"#, r#"["a","b","c"]"#, r#"["a",1]"#, r#"[null,"b"]"#, r#""ab""#, r#"{"a":"b"}"#] {
        assert_eq!(taken::<(String, String)>(text), None, "{text}");
    }
    for text in
        ["[]", r#"["a"]"#, r#"["a","b",null]"#, r#"["a",1]"#, r#"["a",true]"#, r#"["a",["b"]]"#, r#"[null,"b"]"#]
    {
        assert!(taken::<protocol::wire::Line>(text).is_none(), "{text}");
    }
}

#[test]
fn a_list_is_taken_whole_or_not_at_all() {
    assert_eq!(taken::<Vec<u64>>("[1,2]"), Some(vec![1, 2]));
    assert_eq!(taken::<Vec<u64>>("[]"), Some(Vec::new()));
    for text in ["[1,null]", "[1,\"2\"]", "{}", "null", "\"\"", "1"] {
        assert_eq!(taken::<Vec<u64>>(text), None, "{text}");
    }
}

#[test]
fn a_member_is_taken_by_its_name() {
    let json = Json::of([("a", name("x")), ("b", Json::Null)]);
    assert_eq!(json.take::<String>("a"), Some("x".to_owned()));
    assert_eq!((json.take::<u64>("a"), json.take::<String>("c")), (None, None));
    assert_eq!(json.take::<Option<String>>("b"), Some(None), "null is none");
    assert_eq!(json.take::<Option<String>>("c"), None, "what is not there is no null");
    assert_eq!(named(&name("token"), &Step::ALL, Step::name), Some(Step::Token));
    for other in [name("Token"), name(""), Json::Null] {
        assert_eq!(named(&other, &Step::ALL, Step::name), None);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_record_survives_whatever_is_written_in_it(text in texts::anything()) {
        survives(&records::form(&text));
        survives(&records::check(&text, OUTCOMES[0]));
        survives(&records::report(&text, WHO[0]));
        survives(&text);
        let message = records::message(&text, CHANNELS[0], PLACES[2]);
        survives_as(&message, &forgotten(&message));
        let mut answer: Answer = records::answer(&text);
        answer.forget();
        survives_as(&records::answer(&text), &answer);
        let mut trace = records::trace(&text);
        trace.forget();
        survives_as(&records::trace(&text), &trace);
    }

    #[test]
    fn so_do_a_transaction_and_the_last_runs(text in texts::anything()) {
        let back = Pending::from_text(&records::pending(&text).to_text()).expect("its own text");
        prop_assert_eq!((&back.state, back.nonce.as_ref(), back.created_ms), (&text, Some(&text), NOW));
        prop_assert_eq!(back.verifier.as_ref().map(CodeVerifier::reveal), Some(text.as_str()));
        prop_assert_eq!(kept(&back.trace), kept(&records::trace(&text)));
        let runs = records::runs(&text);
        let back = Runs::from_text(&runs.to_text());
        for flow in ["code", "token"] {
            let (mut run, back) = (runs.of(flow).unwrap().clone(), back.of(flow).unwrap());
            run.trace.forget();
            prop_assert_eq!(format!("{back:?}"), format!("{run:?}"));
        }
        let none: Option<Finding> = back.finding("token", Place::Script);
        prop_assert_eq!(none, None);
    }
}
