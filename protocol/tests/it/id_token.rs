//! The checks of an ID token. Whether a signature holds is the browser's to say; here it is said for it.

mod claims;
mod continuing;
mod hashes;
mod refusals;
mod times;

use crate::support::{CODE, NOW, TOKEN};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::check::{Check, Outcome};
use protocol::id_token::{self, CameBy, Expected, IdTokenError, Identity};
use protocol::json::Json;
use protocol::secret::Secret;

const ISSUER: &str = "https://server.example.com";
const CLIENT: &str = "s6BhdRkqt3";
const NONCE: &str = "n-0S6_WzA2Mj";
const STATE: &str = "af0ifjsldkj";
const HEADER: &str = r#"{"alg":"RS256","kid":"k"}"#;
/// `NOW` in seconds.
const NOW_S: u64 = NOW / 1000;

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn number(seconds: u64) -> Json {
    Json::Number(seconds.to_string())
}

/// Claims that are as they should be.
fn claims() -> Vec<(String, Json)> {
    [
        ("iss", text(ISSUER)),
        ("aud", text(CLIENT)),
        ("sub", text("alice")),
        ("exp", number(NOW_S + 300)),
        ("iat", number(NOW_S)),
        ("nonce", text(NONCE)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

/// The same with other values for some; `None` leaves one out.
fn with(changed: &[(&str, Option<Json>)]) -> Vec<(String, Json)> {
    let mut claims = claims();
    for (name, value) in changed {
        claims.retain(|(other, _)| other != name);
        claims.extend(value.clone().map(|value| ((*name).to_owned(), value)));
    }
    claims
}

fn token(header: &str, claims: Vec<(String, Json)>) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", part(header), part(&Json::Object(claims).to_string()), part("a signature"))
}

/// What the sign-in expects of an ID token from the token endpoint.
fn expected() -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        client_id: CLIENT,
        trusted_audiences: &[],
        nonce: Some(NONCE),
        state: STATE,
        access_token: Some(TOKEN),
        code: Some(CODE),
        came_by: CameBy::TokenResponse,
        authorization_params: &[],
    }
}

/// One judged.
struct Judged {
    outcome: Result<Identity, IdTokenError>,
    checks: Vec<Check>,
}

fn judge_at(header: &str, claims: Vec<(String, Json)>, expected: &Expected<'_>, now_ms: u64) -> Judged {
    let mut checks = id_token::planned();
    let outcome = id_token::read(&Secret::new(token(header, claims)), None, &mut checks)
        .and_then(|unverified| unverified.signed(true, &mut checks))
        .map_err(IdTokenError::Signed)
        .and_then(|signed| signed.identify(expected, now_ms, &mut checks));
    Judged { outcome, checks: checks.finish() }
}

fn judge(claims: Vec<(String, Json)>) -> Judged {
    judge_at(HEADER, claims, &expected(), NOW)
}

impl Judged {
    #[track_caller]
    fn identity(self) -> Identity {
        match self.outcome {
            Ok(identity) => identity,
            Err(error) => panic!("refused: {error:?}"),
        }
    }

    /// The kind of the refusal. Its row failed, and none after it was looked at.
    #[track_caller]
    fn kind(self, row: &str) -> String {
        let Err(error) = self.outcome else { panic!("believed") };
        let mut rows = self.checks.iter().skip_while(|check| check.name != row);
        assert_eq!(rows.next().map(|check| check.outcome), Some(Outcome::Failed), "{row} in {:?}", self.checks);
        assert!(rows.all(|check| check.outcome == Outcome::NotLookedAt), "after {row}: {:?}", self.checks);
        error.report("https://client.example.com", "https://server.example.com/jwks").kind
    }

    #[track_caller]
    fn outcome_of(&self, row: &str) -> Outcome {
        self.checks.iter().find(|check| check.name == row).expect("a planned check").outcome
    }
}

#[test]
fn a_good_token_says_who_signed_in() {
    let judged = judge(claims());
    assert_eq!(judged.outcome_of("iss"), Outcome::Passed);
    assert_eq!(judged.outcome_of("at_hash"), Outcome::NotChecked);
    let identity = judged.identity();
    assert_eq!((identity.issuer.as_str(), identity.subject.as_str()), (ISSUER, "alice"));
    assert_eq!(identity.audiences, [CLIENT]);
    assert_eq!(identity.nonce.as_ref().map(Secret::reveal), Some(NONCE));
    assert_eq!(identity.issued_at, NOW_S.to_string());
    assert_eq!(identity.auth_time, None);
    assert_eq!(identity.header.get("kid"), Some(&text("k")));
    assert_eq!(identity.token.reveal(), token(HEADER, claims()));
}

#[test]
fn the_rows_have_their_order() {
    let names: Vec<String> = id_token::planned().finish().into_iter().map(|check| check.name).collect();
    assert_eq!(names, id_token::CHECKS);
}

#[test]
fn c126_c127_c128_only_the_listed_algorithms_are_taken() {
    for alg in ["none", "None", "nOnE", "HS256", "HS512", "ES256K", ""] {
        assert_eq!(judge_at(&format!(r#"{{"alg":"{alg}"}}"#), claims(), &expected(), NOW).kind("alg"), "alg", "{alg}");
    }
    assert_eq!(judge_at("{}", claims(), &expected(), NOW).kind("alg"), "alg");
    let read = |alg: &str, supported: &[&str]| {
        let token = Secret::new(token(&format!(r#"{{"alg":"{alg}"}}"#), claims()));
        id_token::read(&token, Some(supported), &mut id_token::planned()).is_ok()
    };
    assert!(read("RS256", &["RS256"]) && read("ES256", &["RS256", "ES256"]));
    assert!(!read("PS256", &["RS256"]), "another than those that the server uses");
}

#[test]
fn c118_what_the_server_says_it_supports_never_widens_the_list() {
    for alg in ["none", "HS256", "RS256"] {
        let mut checks = id_token::planned();
        let token = Secret::new(token(&format!(r#"{{"alg":"{alg}"}}"#), claims()));
        assert!(id_token::read(&token, Some(&["none", "HS256"]), &mut checks).is_err(), "{alg}");
        assert_eq!(checks.finish()[0].expected, "none that its metadata names is safe");
    }
}

#[test]
fn c129_a_signature_that_does_not_hold_ends_it_before_any_claim_is_read() {
    let mut checks = id_token::planned();
    let outcome = id_token::read(&Secret::new(token(HEADER, Vec::new())), None, &mut checks)
        .and_then(|unverified| unverified.signed(false, &mut checks))
        .map_err(IdTokenError::Signed)
        .and_then(|signed| signed.identify(&expected(), NOW, &mut checks));
    assert_eq!(Judged { outcome, checks: checks.finish() }.kind("signature"), "sig");
}

#[test]
fn c134_a_signature_of_another_length_is_not_even_verified() {
    let fits = |alg: &str, length: usize| {
        let signature = URL_SAFE_NO_PAD.encode(vec![1; length]);
        let header = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"{alg}"}}"#));
        let token = Secret::new(format!("{header}.e30.{signature}"));
        let read = id_token::read(&token, None, &mut id_token::planned());
        read.is_ok_and(|unverified| unverified.to_verify().is_some())
    };
    for (alg, length) in [("ES256", 64), ("ES384", 96), ("ES512", 132), ("EdDSA", 64)] {
        assert!(fits(alg, length), "{alg}");
        for other in [0, 1, length - 1, length + 1, length + 6, length + 8, 2 * length] {
            assert!(!fits(alg, other), "{alg} {other}");
        }
    }
    assert!(!fits("RS256", 0) && fits("RS256", 256));
}
