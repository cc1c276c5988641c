//! UserInfo as a JWT that the server signed (OpenID Connect Core §5.3.2, row c172). Whether the signature holds is the browser's to say;
//! here it is said for it. Plain UserInfo is among the questions of `session.rs`.

use crate::support::{METADATA, NOW, ORIGIN, checked, code_form, with};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::check::{Check, Outcome};
use protocol::config::ClientConfig;
use protocol::form::Field;
use protocol::http::Response;
use protocol::json::Json;
use protocol::userinfo::{self, Came, UserInfoError};

const GOOD: &str = r#"{"iss":"https://server.example.com","aud":["s6BhdRkqt3","another"],"sub":"alice","name":"A"}"#;

fn config() -> ClientConfig {
    checked(&with(&code_form(), &[(Field::Metadata, METADATA)]))
}

fn answer(body: String) -> Response {
    let headers = vec![("content-type".to_owned(), "application/jwt; charset=utf-8".to_owned())];
    Response { status: 200, headers, bytes: body.len(), body, elapsed_ms: 5 }
}

fn jwt(header: &str, payload: &str) -> String {
    [header, payload, "a signature"].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

fn judged(body: String, holds: bool) -> (Result<Json, UserInfoError>, Vec<Check>) {
    let (config, response) = (config(), answer(body));
    let mut checks = userinfo::planned(Some(&response));
    let read = userinfo::read(&response, &config, &mut checks).and_then(|came| match came {
        Came::Plain(_) => panic!("it is signed"),
        Came::Signed(unverified) => {
            let signed = unverified.signed(holds, &mut checks).map_err(UserInfoError::Signed)?;
            let claims = userinfo::open(&signed, &config, NOW, &mut checks)?;
            userinfo::judge(claims, Some("alice"), &mut checks)
        }
    });
    (read, checks.finish())
}

#[track_caller]
fn refused(body: String, holds: bool, row: Option<&str>) -> String {
    let (read, checks) = judged(body, holds);
    let failed = checks.iter().find(|check| check.outcome == Outcome::Failed).map(|check| check.name.as_str());
    assert_eq!(failed, row, "{checks:?}");
    read.expect_err("believed").report("https://server.example.com/me", ORIGIN, "https://server.example.com/jwks").kind
}

fn rs256(payload: &str) -> String {
    jwt(r#"{"alg":"RS256"}"#, payload)
}

#[test]
fn c172_a_signed_answer_is_read_once_its_signature_holds() {
    let (read, checks) = judged(rs256(GOOD), true);
    assert_eq!(read.expect("good").get("name"), Some(&Json::Text("A".to_owned())));
    let names: Vec<&str> = checks.iter().map(|check| check.name.as_str()).collect();
    assert_eq!(names, ["status", "content type", "alg", "kid", "signature", "iss", "aud", "exp", "sub"]);
    let (read, checks) = judged(rs256(r#"{"sub":"alice"}"#), true);
    assert!(read.is_ok(), "iss and aud need not be there");
    assert!(checks.iter().filter(|check| check.name == "iss").all(|check| check.outcome == Outcome::NotChecked));
}

#[test]
fn c172_one_that_is_not_the_issuer_s_for_this_client_is_dropped() {
    assert_eq!(refused(rs256(GOOD), false, Some("signature")), "sig");
    for alg in ["none", "HS256"] {
        assert_eq!(refused(jwt(&format!(r#"{{"alg":"{alg}"}}"#), GOOD), true, Some("alg")), "alg");
    }
    for (payload, row, kind) in [
        (GOOD.replace("server.example.com", "evil.example.com"), "iss", "claim.iss"),
        (GOOD.replace("s6BhdRkqt3", "other"), "aud", "claim.aud"),
        (GOOD.replace("alice", "mallory"), "sub", "userinfo"),
        (r#"{"sub":"alice","exp":1}"#.to_owned(), "exp", "claim.exp"),
    ] {
        assert_eq!(refused(rs256(&payload), true, Some(row)), kind, "{payload}");
    }
    assert_eq!(refused("a.b.c.d.e".to_owned(), true, None), "jwt");
    assert_eq!(refused(GOOD.to_owned(), true, None), "jwt");
    assert_eq!(refused(rs256(r#"{"sub":"alice","sub":"mallory"}"#), true, None), "json");
}

#[test]
fn a_signed_answer_without_known_keys_says_so() {
    let report = UserInfoError::NoKeys.report("https://server.example.com/me", ORIGIN, "");
    assert_eq!(report.kind, "key");
}

#[test]
fn a_401_shows_the_server_s_own_words_and_guesses_at_the_audience_where_there_are_none() {
    let report = |challenge: Option<&str>, content_type: &str, body: &str| {
        let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
        headers.extend(challenge.map(|challenge| ("www-authenticate".to_owned(), challenge.to_owned())));
        let response = Response { status: 401, headers, bytes: body.len(), body: body.to_owned(), elapsed_ms: 5 };
        let read = userinfo::read(&response, &config(), &mut userinfo::planned(Some(&response)));
        read.err().expect("refused").report("https://server.example.com/me", ORIGIN, "")
    };
    let words = r#"Bearer error="invalid_token", error_description="it was revoked""#;
    let json = r#"{"error":"invalid_token","error_description":"it was revoked"}"#;
    for said in [
        report(None, "application/json", json),
        report(Some(words), "text/html", "<h1>"),
        report(Some(words), "application/jwt", ""),
        report(Some("Bearer error=\"other\""), "application/json", json),
    ] {
        assert_eq!((said.kind.as_str(), said.status), ("userinfo", Some(401)));
        assert_eq!(said.headline, "The UserInfo endpoint does not accept this token.");
        let facts: Vec<&str> = said.evidence.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(facts, ["invalid_token", "it was revoked", "401", "https://server.example.com/me"]);
        assert!(!said.meaning.contains("audience") && !said.mend.contains("openid"), "{said:?}");
    }
    let proof = report(Some("DPoP error=\"invalid_dpop_proof\""), "text/html", "");
    assert_eq!(proof.headline, "The UserInfo endpoint refused (401).");
    for bare in [report(None, "text/html", ""), report(Some("Bearer realm=\"r\""), "application/json", "{}")] {
        assert_eq!(bare.headline, "The UserInfo endpoint does not accept this token.");
        assert!(bare.meaning.contains("did not say why") && bare.meaning.contains("audience"), "{}", bare.meaning);
    }
}
