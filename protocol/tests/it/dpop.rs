//! Proofs of possession, held against the examples of RFC 9449 and RFC 7638; and the nonces that servers ask for.

mod bound;

use crate::support::{NOW, TOKEN, assert_all_harmless, assert_report, cases, kept, texts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use protocol::dpop::{self, Demand, DpopError, Nonces, Proof, Proven, PublicKey};
use protocol::http::Response;
use protocol::json::Json;
use protocol::report::Who;
use protocol::secret::Secret;
use protocol::wire::{Channel, Line, Message, Place, Shown};
use std::collections::HashSet;

/// The key of RFC 9449 §4.1.
const X: &str = "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs";
const Y: &str = "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA";

fn key() -> PublicKey {
    let half = |text| URL_SAFE_NO_PAD.decode(text).unwrap();
    PublicKey::from_point(&[&[4][..], &half(X), &half(Y)].concat()).expect("a point")
}

fn proof(proven: &Proven<'_>) -> Proof {
    dpop::prepare(&key(), proven, [9; 32], NOW).signed(&[1; 64]).expect("a whole signature")
}

/// The POST to the token endpoint of RFC 9449 §5.
const AT_TOKEN: Proven<'_> =
    Proven { method: "POST", url: "https://server.example.com/token", nonce: None, access_token: None };

/// The line of a proof with every claim.
pub fn whole_proof() -> Line {
    let token = Secret::new(TOKEN);
    proof(&Proven { nonce: Some("n-1"), access_token: Some(&token), ..AT_TOKEN }).line()
}

/// The three parts of a proof, header and claims read as JSON.
fn read(proof: &Proof) -> (Json, Json, Vec<u8>) {
    let compact = proof.line().secret().unwrap().to_owned();
    let parts: Vec<Vec<u8>> = compact.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
    let [header, claims, signature] = parts.try_into().unwrap();
    let json = |bytes| Json::object(&String::from_utf8(bytes).unwrap()).unwrap();
    (json(header), json(claims), signature)
}

fn names(json: &Json) -> Vec<&str> {
    json.members().iter().map(|(name, _)| name.as_str()).collect()
}

/// The first part of the proof of RFC 9449 §5, to the letter.
#[test]
fn c200_the_header_is_that_of_rfc_9449() {
    let unsigned = dpop::prepare(&key(), &AT_TOKEN, [9; 32], NOW);
    let expected = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";
    assert_eq!(unsigned.signing_input().split('.').next(), Some(expected));
}

#[test]
fn c200_the_key_has_its_public_members_and_no_other() {
    let (header, ..) = read(&proof(&AT_TOKEN));
    assert_eq!(names(&header), ["typ", "alg", "jwk"]);
    assert_eq!(names(header.get("jwk").unwrap()), ["kty", "x", "y", "crv"]);
    let point = [&[4][..], &[1; 64]].concat();
    for wrong in [&[][..], &point[..64], &[&point[..], &[0]].concat(), &[&[2][..], &[1; 32]].concat(), &[0; 65]] {
        assert_eq!(PublicKey::from_point(wrong), None, "{wrong:?}");
    }
}

/// The `jkt` of RFC 9449 §6.1, which is the thumbprint of RFC 7638.
#[test]
fn c209_the_thumbprint_is_that_of_rfc_9449() {
    assert_eq!(key().thumbprint(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

#[test]
fn c200_at_the_token_endpoint_there_are_four_claims() {
    let (_, claims, signature) = read(&proof(&AT_TOKEN));
    assert_eq!(names(&claims), ["jti", "htm", "htu", "iat"]);
    assert_eq!(claims.get("htm").and_then(Json::text), Some("POST"));
    assert_eq!(claims.get("htu").and_then(Json::text), Some("https://server.example.com/token"));
    assert_eq!(claims.get("iat"), Some(&Json::Number((NOW / 1000).to_string())), "seconds, not milliseconds");
    assert_eq!(signature, [1; 64]);
}

/// The token and the `ath` of RFC 9449 §7.1.
#[test]
fn c200_at_the_api_the_token_is_named_by_its_hash_and_the_nonce_repeated() {
    let token = Secret::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    let proven = Proven {
        method: "GET",
        url: "https://resource.example.org/protectedresource?page=2#top",
        nonce: Some("eyJ7S_zG.eyJH0-Z.HX4w-7v"),
        access_token: Some(&token),
    };
    let (_, claims, _) = read(&proof(&proven));
    assert_eq!(names(&claims), ["jti", "htm", "htu", "iat", "nonce", "ath"]);
    assert_eq!(claims.get("ath").and_then(Json::text), Some("fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"));
    assert_eq!(claims.get("nonce").and_then(Json::text), Some("eyJ7S_zG.eyJH0-Z.HX4w-7v"));
    assert_eq!(claims.get("htu").and_then(Json::text), Some("https://resource.example.org/protectedresource"));
}

#[test]
fn c200_the_jti_has_256_bits_of_its_own() {
    let jti = |bits| {
        let (_, claims, _) = read(&dpop::prepare(&key(), &AT_TOKEN, bits, NOW).signed(&[0; 64]).unwrap());
        claims.get("jti").and_then(Json::text).unwrap().to_owned()
    };
    let all: HashSet<String> = (0..100).map(|byte| jti([byte; 32])).collect();
    assert!(all.len() == 100 && all.iter().all(|jti| jti.len() == 43));
}

#[test]
fn a_signature_of_another_length_makes_no_proof() {
    for length in [0, 63, 65, 70, 72, 128] {
        assert!(dpop::prepare(&key(), &AT_TOKEN, [9; 32], NOW).signed(&vec![1; length]).is_none(), "{length}");
    }
}

#[test]
fn the_line_masks_the_proof_and_says_what_is_in_it() {
    let line = whole_proof();
    assert!(matches!(line.value, Shown::Masked(_)) && line.name == "DPoP");
    let parts: Vec<&str> = line.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(parts, ["typ", "alg", "jwk", "jti", "htm", "htu", "iat", "nonce", "ath"]);
    let text = kept(&line);
    assert!(!text.contains(TOKEN) && !text.contains(line.secret().unwrap()), "{text}");
    let back: Line = crate::support::taken(&text).unwrap();
    assert_eq!(kept(&back), text);
}

#[test]
fn a_message_carries_one_proof_and_says_that_the_browser_asks_first() {
    let mut message = Message::navigation("https://server.example.com/token", Place::Body, Vec::new());
    message.channel = Channel::Back;
    message.added_by_browser.push(Line::plain("Origin", "https://client.example.com"));
    message.prove(None);
    assert!(message.headers.is_empty() && message.added_by_browser.len() == 1);
    message.prove(Some(dpop::later()));
    message.prove(Some(proof(&AT_TOKEN).line()));
    assert_eq!(message.headers.len(), 1);
    assert_eq!(message.added_by_browser.len(), 2);
    let sent = message.request().headers;
    assert!(sent.len() == 1 && sent[0].0 == "DPoP" && sent[0].1.starts_with("eyJ"), "{}", sent.len());
}

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}

const ASKS: &str =
    r#"{"error":"use_dpop_nonce","error_description":"Authorization server requires nonce in DPoP proof"}"#;
const NONCE: (&str, &str) = ("dpop-nonce", "eyJ7S_zG.eyJH0-Z.HX4w-7v");

/// RFC 9449 §8.
#[test]
fn c201_the_server_asks_with_400_and_the_nonce_is_read() {
    let demand = |status, headers: &[_], body| dpop::demanded_by_server(&response(status, headers, body));
    assert_eq!(demand(400, &[NONCE], ASKS), Demand::Nonce(NONCE.1.to_owned()));
    assert_eq!(demand(400, &[], ASKS), Demand::Hidden);
    assert_eq!(demand(400, &[NONCE], r#"{"error":"invalid_grant"}"#), Demand::Nothing);
    assert_eq!(demand(400, &[NONCE], "<html>use_dpop_nonce"), Demand::Nothing);
    assert_eq!(demand(200, &[NONCE], ASKS), Demand::Nothing);
}

/// RFC 9449 §9.
#[test]
fn c203_the_api_asks_with_401_and_a_challenge_in_any_case_of_letters() {
    fn demand(status: u16, headers: &[(&str, &str)]) -> Demand {
        dpop::demanded_by_api(&response(status, headers, ""))
    }
    for scheme in ["DPoP", "dpop", "DPOP", "dPoP"] {
        let challenge = format!("Bearer realm=\"x\", {scheme} error=\"use_dpop_nonce\", algs=\"ES256\"");
        let challenge = ("www-authenticate", challenge.as_str());
        assert_eq!(demand(401, &[challenge, NONCE]), Demand::Nonce(NONCE.1.to_owned()), "{scheme}");
        assert_eq!(demand(401, &[challenge]), Demand::Hidden, "{scheme}");
        assert_eq!(demand(403, &[challenge, NONCE]), Demand::Nothing, "{scheme}");
    }
    let other = ("www-authenticate", "DPoP error=\"invalid_token\"");
    assert_eq!(demand(401, &[other, NONCE]), Demand::Nothing);
    assert_eq!(demand(401, &[("www-authenticate", "Bearer error=\"use_dpop_nonce\""), NONCE]), Demand::Nothing);
    assert_eq!(demand(401, &[NONCE]), Demand::Nothing);
}

/// C201, C203 and C205: never a third sending, and none that could not help.
#[test]
fn c201_c205_once_more_and_never_again() {
    let nonce = || Demand::Nonce("n".to_owned());
    assert_eq!(dpop::judge(Demand::Nothing, false), Ok(None));
    assert_eq!(dpop::judge(nonce(), false), Ok(Some("n".to_owned())));
    assert_eq!(dpop::judge(nonce(), true), Err(DpopError::NonceAgain));
    assert_eq!(dpop::judge(Demand::Nothing, true), Ok(None));
    for again in [false, true] {
        assert_eq!(dpop::judge(Demand::Hidden, again), Err(DpopError::NonceHidden));
    }
}

#[test]
fn a_nonce_is_of_its_characters_or_none() {
    let long = "n".repeat(1025);
    for wrong in ["", "a b", "a\"b", "a\\b", "é", "a\tb", long.as_str()] {
        assert_eq!(dpop::offered(&response(200, &[("dpop-nonce", wrong)], "")), None, "{wrong:?}");
    }
    for good in ["n", "!#[]~", &long[..1024]] {
        assert_eq!(dpop::offered(&response(200, &[("dpop-nonce", good)], "")).as_deref(), Some(good));
    }
}

#[test]
fn each_server_has_its_own_last_nonce() {
    let mut nonces = Nonces::default();
    nonces.note("https://as.example", &response(200, &[("dpop-nonce", "one")], ""));
    nonces.note("https://api.example", &response(401, &[("dpop-nonce", "two")], ""));
    nonces.note("https://as.example", &response(400, &[("dpop-nonce", "three")], ""));
    nonces.note("https://as.example", &response(200, &[], ""));
    assert_eq!(nonces.of("https://as.example"), Some("three"));
    assert_eq!(nonces.of("https://api.example"), Some("two"));
    assert_eq!(nonces.of("https://other.example"), None);
}

#[test]
fn the_refusals() {
    for (error, kind, who) in [
        (DpopError::NotKept, "storage", Who::Browser),
        (DpopError::NotMade, "dpop", Who::Browser),
        (DpopError::KeyLost, "dpop", Who::Browser),
        (DpopError::NotSigned, "dpop", Who::Browser),
        (DpopError::NonceHidden, "dpop", Who::Api),
        (DpopError::NonceAgain, "dpop", Who::Api),
    ] {
        assert_report(&error.report(Who::Api, "https://api.example.com/me"), kind, None, None, who);
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn whatever_a_server_says_nothing_of_it_hides(header in texts::anything(), body in texts::anything(), status in 200u16..600) {
        let response = response(status, &[("dpop-nonce", &header), ("www-authenticate", &body)], &body);
        let _ = (dpop::demanded_by_server(&response), dpop::demanded_by_api(&response));
        if let Some(nonce) = dpop::offered(&response) {
            assert_all_harmless(&proof(&Proven { nonce: Some(&nonce), ..AT_TOKEN }).line());
        }
    }
}
