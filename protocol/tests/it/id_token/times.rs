//! The clock: what is out of its time, and what the person is told of it.

use super::{HEADER, NOW_S, expected, judge, judge_at, number, text, with};
use crate::support::NOW;
use protocol::id_token::{Expected, IdTokenError};
use protocol::json::Json;
use protocol::signed::SignedError;

fn good(name: &str, value: Json) -> bool {
    judge(with(&[(name, Some(value))])).outcome.is_ok()
}

#[test]
fn c149_the_end_is_sixty_seconds_after_exp() {
    for (offset, is_good) in
        [(300, true), (1, true), (0, true), (-59, true), (-60, false), (-61, false), (-86_400, false)]
    {
        let exp = number(NOW_S.checked_add_signed(offset).unwrap());
        assert_eq!(good("exp", exp.clone()), is_good, "{offset}");
        if !is_good {
            assert_eq!(judge(with(&[("exp", Some(exp))])).kind("exp"), "claim.exp");
        }
    }
    assert_eq!(judge(with(&[("exp", None)])).kind("exp"), "claim.exp");
}

#[test]
fn c151_c152_iat_has_to_be_there_and_near() {
    let week = 7 * 86_400;
    for (offset, is_good) in [(0, true), (60, true), (61, false), (86_400, false), (-(week - 1), true), (-week, false)]
    {
        let iat = number(NOW_S.checked_add_signed(offset).unwrap());
        assert_eq!(good("iat", iat.clone()), is_good, "{offset}");
        if !is_good {
            assert_eq!(judge(with(&[("iat", Some(iat))])).kind("iat"), "claim.iat");
        }
    }
    assert_eq!(judge(with(&[("iat", None)])).kind("iat"), "claim.iat");
}

#[test]
fn c153_nbf_may_not_be_in_the_future() {
    assert!(good("nbf", number(NOW_S + 60)) && good("nbf", number(0)));
    assert_eq!(judge(with(&[("nbf", Some(number(NOW_S + 61)))])).kind("nbf"), "claim.nbf");
}

#[test]
fn a_time_is_a_number_that_every_reader_reads_alike() {
    for name in ["exp", "iat", "nbf", "auth_time"] {
        for value in [text("1790000000"), Json::Null, Json::List(Vec::new()), Json::Number("1e400".to_owned())] {
            assert_eq!(judge(with(&[(name, Some(value.clone()))])).kind(name), "json", "{name} {value:?}");
        }
    }
    assert!(good("exp", Json::Number(format!("{NOW_S}.5"))) && good("exp", Json::Number("1.9e9".to_owned())));
    assert!(!good("exp", Json::Number("-1".to_owned())) && !good("iat", Json::Number("-5e9".to_owned())));
}

#[test]
fn c159_max_age_asks_for_a_recent_sign_in() {
    let params = |age: &str| [("max_age".to_owned(), age.to_owned())];
    let judge = |age: &str, auth_time: Option<Json>| {
        let params = params(age);
        let asked = Expected { authorization_params: &params, ..expected() };
        judge_at(HEADER, with(&[("auth_time", auth_time)]), &asked, NOW)
    };
    assert_eq!(judge("300", None).kind("auth_time"), "claim.auth_time");
    assert_eq!(judge("300", Some(number(NOW_S - 361))).kind("auth_time"), "claim.auth_time");
    assert_eq!(judge("0", Some(number(NOW_S - 61))).kind("auth_time"), "claim.auth_time");
    assert_eq!(judge("300", Some(number(NOW_S + 61))).kind("auth_time"), "claim.auth_time");
    assert_eq!(judge("300", Some(text("now"))).kind("auth_time"), "json");
    assert!(judge("300", Some(number(NOW_S - 360))).outcome.is_ok());
    assert!(judge("0", Some(number(NOW_S))).outcome.is_ok());
    assert!(judge("99999999999999999999999", Some(number(0))).outcome.is_ok());
}

#[test]
fn c168_a_wrong_clock_is_said_to_be_one_with_how_far_it_is_off() {
    let day = 86_400_000;
    for (now_ms, name, offset) in [
        (NOW + day, "exp", "1 d ahead"),
        (NOW + 2 * 3_600_000, "exp", "2 h ahead"),
        (NOW + 400_000, "exp", "6.7 min ahead"),
        (NOW - day, "iat", "1 d behind"),
        (NOW - 90_000, "iat", "1.5 min behind"),
    ] {
        let judged = judge_at(HEADER, super::claims(), &expected(), now_ms);
        let Err(error @ IdTokenError::Signed(SignedError::Clock { .. })) = judged.outcome else { panic!("{offset}") };
        let report = error.report("https://client.example.com", "https://server.example.com/jwks");
        assert_eq!(report.kind, format!("claim.{name}"));
        assert!(report.headline.contains("Check your clock"), "{}", report.headline);
        assert!(report.meaning.contains(offset), "{} in {}", offset, report.meaning);
        assert!(report.mend.contains("same clock"), "no endless loop");
    }
}

#[test]
fn a_token_that_was_made_just_now_and_is_over_is_no_clock_s_fault() {
    let judged = judge(with(&[("exp", Some(number(NOW_S - 600)))]));
    assert!(matches!(judged.outcome, Err(IdTokenError::Signed(SignedError::Claim { name: "exp", .. }))));
}
