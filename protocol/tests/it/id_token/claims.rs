//! Whose token it is and for whom.

use super::{CLIENT, HEADER, ISSUER, Judged, NOW_S, claims, expected, judge, judge_at, number, text, with};
use crate::support::NOW;
use protocol::check::Outcome;
use protocol::id_token::{CameBy, Expected, IdTokenError, agrees};
use protocol::json::Json;
use protocol::signed::SignedError;

fn list(items: &[&str]) -> Json {
    Json::List(items.iter().map(|item| text(item)).collect())
}

#[track_caller]
#[allow(clippy::needless_pass_by_value)] // a value is written where it is used up
fn refused(name: &str, value: Option<Json>, kind: &str) {
    let shown = format!("{name} {value:?}");
    assert_eq!(judge(with(&[(name, value)])).kind(name), kind, "{shown}");
}

#[test]
fn c143_c144_the_issuer_is_compared_character_by_character() {
    for other in ["https://server.example.com/", "https://SERVER.example.com", "http://server.example.com", "", " "] {
        refused("iss", Some(text(other)), "claim.iss");
    }
    refused("iss", None, "claim.iss");
    refused("iss", Some(list(&[ISSUER])), "json");
    refused("iss", Some(Json::Null), "json");
}

#[test]
fn c145_c146_c165_this_client_is_the_audience() {
    for value in [None, Some(text("another")), Some(text("")), Some(list(&[])), Some(list(&["another"]))] {
        refused("aud", value, "claim.aud");
    }
    for value in [Json::List(vec![list(&[CLIENT])]), number(7), Json::Null, Json::List(vec![text(CLIENT), number(1)])] {
        refused("aud", Some(value), "json");
    }
    assert_eq!(judge(with(&[("aud", Some(list(&[CLIENT])))])).identity().audiences, [CLIENT]);
}

fn with_trusted(claims: Vec<(String, Json)>) -> Judged {
    let trusted = ["other".to_owned()];
    judge_at(HEADER, claims, &Expected { trusted_audiences: &trusted, ..expected() }, NOW)
}

#[test]
fn c148_a_further_audience_has_to_be_trusted_and_azp_has_to_name_this_client() {
    let both = Some(list(&[CLIENT, "other"]));
    let azp = |name: &str| Some(text(name));
    refused("aud", both.clone(), "claim.aud");
    assert_eq!(judge(with(&[("aud", both.clone()), ("azp", azp(CLIENT))])).kind("aud"), "claim.aud");
    assert_eq!(with_trusted(with(&[("aud", Some(list(&[CLIENT, "third"])))])).kind("aud"), "claim.aud");
    assert_eq!(with_trusted(with(&[("aud", Some(text("other")))])).kind("aud"), "claim.aud");
    assert_eq!(with_trusted(with(&[("aud", both.clone())])).kind("azp"), "claim.azp");
    assert_eq!(with_trusted(with(&[("aud", both.clone()), ("azp", azp("other"))])).kind("azp"), "claim.azp");
    assert_eq!(with_trusted(with(&[("aud", both), ("azp", azp(CLIENT))])).identity().audiences, [CLIENT, "other"]);
    refused("azp", azp("other"), "claim.azp");
    refused("azp", Some(list(&[CLIENT])), "json");
    assert_eq!(judge(with(&[("azp", azp(CLIENT))])).outcome_of("azp"), Outcome::Passed);
}

#[test]
fn c154_c165_the_subject_is_a_text_of_some_length() {
    refused("sub", None, "claim.sub");
    refused("sub", Some(text("")), "claim.sub");
    refused("sub", Some(text(&"x".repeat(256))), "claim.sub");
    refused("sub", Some(number(7)), "json");
    refused("sub", Some(list(&["alice"])), "json");
    let longest = "x".repeat(255);
    assert_eq!(judge(with(&[("sub", Some(text(&longest)))])).identity().subject, longest);
}

#[test]
fn c155_c156_c157_the_nonce_is_the_one_that_was_sent() {
    refused("nonce", Some(text("another")), "nonce");
    refused("nonce", Some(text("")), "nonce");
    refused("nonce", None, "nonce");
    refused("nonce", Some(list(&["x"])), "json");
    let none_sent = Expected { nonce: None, ..expected() };
    assert_eq!(judge_at(HEADER, claims(), &none_sent, NOW).kind("nonce"), "nonce");
    assert_eq!(judge_at(HEADER, with(&[("nonce", None)]), &none_sent, NOW).identity().nonce.map(|_| ()), None);
    let refresh = Expected { came_by: CameBy::Refresh, ..expected() };
    assert!(judge_at(HEADER, with(&[("nonce", None)]), &refresh, NOW).outcome.is_ok());
    assert!(judge_at(HEADER, claims(), &refresh, NOW).outcome.is_ok());
    assert_eq!(judge_at(HEADER, with(&[("nonce", Some(text("odd")))]), &refresh, NOW).kind("nonce"), "nonce");
}

#[test]
fn c160_the_class_is_one_of_those_that_were_asked_for() {
    let params = [("acr_values".to_owned(), "phr phrh".to_owned())];
    let asked = Expected { authorization_params: &params, ..expected() };
    let came = |acr: Option<Json>| judge_at(HEADER, with(&[("acr", acr)]), &asked, NOW);
    assert_eq!(came(None).kind("acr"), "claim.acr");
    assert_eq!(came(Some(text("0"))).kind("acr"), "claim.acr");
    assert_eq!(came(Some(text("phr phrh"))).kind("acr"), "claim.acr");
    assert_eq!(came(Some(number(0))).kind("acr"), "json");
    assert!(came(Some(text("phrh"))).outcome.is_ok());
    assert_eq!(judge(with(&[("acr", Some(text("0")))])).outcome_of("acr"), Outcome::NotChecked);
}

#[test]
fn c162_both_tokens_of_a_hybrid_flow_are_about_the_same_person() {
    let front = judge(claims()).identity();
    assert_eq!(agrees(&front, &judge(claims()).identity()), Ok(()));
    let other = judge(with(&[("sub", Some(text("mallory")))])).identity();
    assert!(matches!(agrees(&front, &other), Err(IdTokenError::Signed(SignedError::Claim { name: "sub", .. }))));
    let elsewhere = Expected { issuer: "https://other.example.com", ..expected() };
    let claims = with(&[("iss", Some(text("https://other.example.com")))]);
    let other = judge_at(HEADER, claims, &elsewhere, NOW).identity();
    assert!(matches!(agrees(&front, &other), Err(IdTokenError::Signed(SignedError::Claim { name: "iss", .. }))));
}

#[test]
fn further_claims_are_kept_as_they_are_and_change_nothing() {
    let more = with(&[("picture", Some(text("javascript:alert(1)"))), ("auth_time", Some(number(NOW_S - 5)))]);
    let identity = judge(more).identity();
    assert_eq!(identity.claims.get("picture"), Some(&text("javascript:alert(1)")));
    assert_eq!(identity.auth_time, Some((NOW_S - 5).to_string()));
}
