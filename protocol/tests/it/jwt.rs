//! The form of a signed token.

use crate::support::cases;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use protocol::json::Json;
use protocol::jwt::{self, Jwt, JwtError, LIMIT, Look};

const HEADER: &str = r#"{"alg":"RS256","kid":"k"}"#;

fn part(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn token(header: &str, payload: &str) -> String {
    format!("{}.{}.{}", part(header), part(payload), part([1, 2, 3]))
}

#[track_caller]
fn error(text: &str) -> JwtError {
    match Jwt::parse(text).and_then(|jwt| jwt.claims()) {
        Ok(_) => panic!("taken: {text}"),
        Err(error) => error,
    }
}

#[test]
fn header_claims_signed_text_and_signature_come_out() {
    let text = token(HEADER, r#"{"sub":"Grüße"}"#);
    let jwt = Jwt::parse(&text).map_err(|error| format!("{error:?}")).expect("a token");
    assert_eq!((jwt.alg(), jwt.kid()), ("RS256", Some("k")));
    assert_eq!(jwt.claims().expect("claims").get("sub").and_then(Json::text), Some("Grüße"));
    assert_eq!(Some(jwt.signed.as_str()), text.rsplit_once('.').map(|(signed, _)| signed));
    assert_eq!(jwt.signature, [1, 2, 3]);
}

#[test]
fn c135_another_number_of_parts_is_no_signed_token() {
    let [a, b] = [part(HEADER), part("{}")];
    for (text, count) in [
        (String::new(), 1),
        (a.clone(), 1),
        (format!("{a}.{b}"), 2),
        (format!("{a}.{b}.AA.AA"), 4),
        (format!("{a}.{b}.AA."), 4),
        (format!("{a}.{b}.AA.AA.AA.AA"), 6),
    ] {
        assert_eq!(error(&text), JwtError::Parts(count), "{text}");
    }
    assert_eq!(error(&format!("{a}.{b}.AA.AA.AA")), JwtError::Encrypted);
}

#[test]
fn c135_base64url_is_read_strictly() {
    let [a, b] = [part(HEADER), part("{}")];
    for (header, payload, signature, name) in [
        (format!("{a}="), b.clone(), "AA".to_owned(), "header"),
        (a.clone(), format!("{b}="), "AA".to_owned(), "payload"),
        (a.clone(), b.clone(), "AA==".to_owned(), "signature"),
        (a.clone(), b.clone(), "A+A/".to_owned(), "signature"),
        (a.clone(), b.clone(), "AA ".to_owned(), "signature"),
        (a.clone(), b.clone(), "A\nA".to_owned(), "signature"),
        (a.clone(), b.clone(), "AB".to_owned(), "signature"), // stray bits: a second way to write the same bytes
        (a.clone(), b.clone(), "A".to_owned(), "signature"),
        (format!(" {a}"), b.clone(), "AA".to_owned(), "header"),
    ] {
        assert_eq!(error(&format!("{header}.{payload}.{signature}")), JwtError::Base64(name));
    }
}

#[test]
fn c135_c165_header_and_claims_are_clean_objects() {
    let [a, b] = [part(HEADER), part("{}")];
    let bad = part([b'{', 0xff, b'}']);
    assert_eq!(error(&format!("{bad}.{b}.AA")), JwtError::NotUtf8("header"));
    assert_eq!(error(&format!("{a}.{bad}.AA")), JwtError::NotUtf8("payload"));
    for json in ["[]", "\"text\"", "7", "null", "true"] {
        assert_eq!(error(&token(json, "{}")), JwtError::NotAnObject("header"), "{json}");
        assert_eq!(error(&token(HEADER, json)), JwtError::NotAnObject("payload"), "{json}");
    }
    for json in ["", "{", "{}x", r#"{"sub":"a","sub":"b"}"#, r#"{"a":{"b":1,"b":1}}"#, "\u{feff}{}"] {
        assert!(matches!(error(&token(json, "{}")), JwtError::Json("header", _)), "{json}");
        assert!(matches!(error(&token(HEADER, json)), JwtError::Json("payload", _)), "{json}");
    }
}

#[test]
fn a_header_that_asks_for_more_than_we_do_is_refused() {
    for (header, expected) in [
        (r#"{"alg":"RS256","crit":["exp"]}"#, JwtError::Critical),
        (r#"{"alg":"RS256","crit":["b64"],"b64":false}"#, JwtError::Critical),
        (r#"{"alg":["RS256"]}"#, JwtError::HeaderMember("alg")),
        (r#"{"alg":"RS256","kid":7}"#, JwtError::HeaderMember("kid")),
        (r#"{"alg":"RS256","typ":null}"#, JwtError::HeaderMember("typ")),
        (r#"{"alg":"RS256","typ":"at+jwt"}"#, JwtError::Type("at+jwt".to_owned())),
        (r#"{"alg":"RS256","typ":"application/AT+JWT"}"#, JwtError::Type("application/at+jwt".to_owned())),
        (r#"{"alg":"RS256","typ":"logout+jwt"}"#, JwtError::Type("logout+jwt".to_owned())),
    ] {
        assert_eq!(error(&token(header, "{}")), expected, "{header}");
    }
    for typ in ["JWT", "jwt", "application/jwt"] {
        assert!(Jwt::parse(&token(&format!(r#"{{"alg":"RS256","typ":"{typ}"}}"#), "{}")).is_ok(), "{typ}");
    }
}

#[test]
fn c058_a_long_token_is_read_and_an_endless_one_is_not() {
    let filler = |length: usize| token(HEADER, &format!(r#"{{"a":"{}"}}"#, "x".repeat(length)));
    assert!(Jwt::parse(&filler(16 * 1024)).is_ok());
    assert!(matches!(error(&filler(LIMIT)), JwtError::TooLong(_)));
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn whatever_comes_is_taken_apart_or_refused(text in "[A-Za-z0-9_=+/.{}\"-]{0,80}") {
        if let Ok(jwt) = Jwt::parse(&text) {
            prop_assert_eq!(text.split('.').count(), 3);
            prop_assert!(matches!(jwt.header, Json::Object(_)));
            prop_assert!(text.starts_with(&jwt.signed));
        }
    }
}

/// What a token is seen as: its sort, and a claim or a length.
fn seen(token: &str) -> String {
    match jwt::look(token) {
        Look::Signed(_, claims) => format!("signed {claims}"),
        Look::Encrypted(header) => format!("encrypted {header}"),
        Look::Opaque(characters) => format!("opaque {characters}"),
    }
}

#[test]
fn an_access_token_is_a_jwt_to_look_at_or_opaque() {
    let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let (header, claims) = (encoded(r#"{"alg":"none","typ":"at+jwt"}"#), encoded(r#"{"sub":"a"}"#));
    assert_eq!(seen(&format!("{header}.{claims}.")), r#"signed {"sub":"a"}"#);
    assert_eq!(seen(&format!("{header}.x.x.x.x")), r#"encrypted {"alg":"none","typ":"at+jwt"}"#);
    for opaque in
        ["", "2YotnFZFEjr1zCsicMWpAA", "a.b.c", "....", "é", &format!("{header}.{header}"), &format!("{header}.[].x")]
    {
        assert_eq!(seen(opaque), format!("opaque {}", opaque.chars().count()), "{opaque}");
    }
}
