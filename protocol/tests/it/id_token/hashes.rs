//! What a token vouches for.

use super::{STATE, claims, expected, judge, judge_at, text, with};
use crate::support::{CODE, NOW, TOKEN};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::algorithm::{ALL, Algorithm};
use protocol::check::Outcome;
use protocol::id_token::{CameBy, Expected};
use protocol::json::Json;

#[allow(clippy::unnecessary_wraps)] // a claim is there or not, and here it is
fn hash(name: &str, of: &str) -> Option<Json> {
    let half = Algorithm::named(name).expect(name).left_half(of);
    Some(text(&URL_SAFE_NO_PAD.encode(half)))
}

fn from_address() -> Expected<'static> {
    Expected { came_by: CameBy::AuthorizationResponse, ..expected() }
}

#[test]
fn c072_c161_through_the_address_bar_both_hashes_are_needed() {
    let (at_hash, c_hash) = (hash("RS256", TOKEN), hash("RS256", CODE));
    let judge = |changed: &[(&str, Option<Json>)]| judge_at(super::HEADER, with(changed), &from_address(), NOW);
    assert_eq!(judge(&[("c_hash", c_hash.clone())]).kind("at_hash"), "hash");
    assert_eq!(judge(&[("at_hash", at_hash.clone())]).kind("c_hash"), "hash");
    let good = judge(&[("at_hash", at_hash), ("c_hash", c_hash)]);
    assert_eq!(
        ["at_hash", "c_hash", "s_hash"].map(|row| good.outcome_of(row)),
        [Outcome::Passed, Outcome::Passed, Outcome::NotChecked]
    );
    assert!(good.outcome.is_ok());
    let alone = Expected { access_token: None, code: None, ..from_address() };
    assert!(
        judge_at(super::HEADER, claims(), &alone, NOW).outcome.is_ok(),
        "an ID token alone vouches for nothing else"
    );
}

#[test]
fn c073_c163_c161_a_hash_of_something_else_is_refused_wherever_it_is() {
    for (name, own) in [("at_hash", TOKEN), ("c_hash", CODE), ("s_hash", STATE)] {
        for wrong in [hash("RS256", "injected"), hash("RS512", own), Some(text("")), Some(text("AA"))] {
            assert_eq!(judge(with(&[(name, wrong)])).kind(name), "hash", "{name}");
        }
        assert_eq!(judge(with(&[(name, Some(Json::Null))])).kind(name), "json");
        assert!(judge(with(&[(name, hash("RS256", own))])).outcome.is_ok(), "{name}");
    }
}

#[test]
fn c074_the_hash_is_the_algorithm_s_own() {
    for algorithm in ALL {
        let header = format!(r#"{{"alg":"{}"}}"#, algorithm.name);
        for other in ALL {
            let claims = with(&[("at_hash", hash(other.name, TOKEN))]);
            let good = judge_at(&header, claims, &expected(), NOW).outcome.is_ok();
            assert_eq!(good, other.hash == algorithm.hash, "{} with the hash of {}", algorithm.name, other.name);
        }
    }
}
