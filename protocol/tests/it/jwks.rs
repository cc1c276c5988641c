//! A key set, and which of its keys verifies a token.

use crate::support::ORIGIN;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::algorithm::{ALL, Algorithm};
use protocol::http::Response;
use protocol::json::Json;
use protocol::jwks::{self, Jwks, JwksError, KeyProblem, MOST_KEYS, VerificationKey};

fn bytes(length: usize) -> String {
    URL_SAFE_NO_PAD.encode(vec![0x81; length])
}

/// The members of a key for an algorithm.
fn members(algorithm: Algorithm) -> String {
    match (algorithm.curve(), algorithm.coordinate()) {
        (Some("Ed25519"), _) => format!(r#""kty":"OKP","crv":"Ed25519","x":"{}""#, bytes(32)),
        (Some(curve), Some(length)) => {
            format!(r#""kty":"EC","crv":"{curve}","x":"{0}","y":"{0}""#, bytes(length))
        }
        _ => format!(r#""kty":"RSA","n":"{}","e":"AQAB""#, bytes(256)),
    }
}

fn named(name: &str) -> Algorithm {
    Algorithm::named(name).expect(name)
}

fn set(keys: &[String]) -> Jwks {
    Jwks::parse(&format!(r#"{{"keys":[{}]}}"#, keys.join(","))).expect("a key set")
}

#[track_caller]
fn choose(keys: &[String], name: &str, kid: Option<&str>) -> Result<VerificationKey, KeyProblem> {
    set(keys).choose(named(name), kid)
}

fn rsa(further: &str) -> String {
    format!("{{{}{further}}}", members(named("RS256")))
}

#[test]
fn c122_without_a_kid_the_one_key_that_fits_is_chosen() {
    for algorithm in ALL {
        let chosen = set(&[format!("{{{}}}", members(algorithm))]).choose(algorithm, None).expect(algorithm.name);
        let jwk = Json::object(&chosen.jwk).expect("a key");
        assert_eq!(jwk.get("kty").and_then(Json::text), Some(algorithm.key_type()));
        assert_eq!(jwk.get("crv").and_then(Json::text), algorithm.curve());
        assert_eq!(chosen.kid, None);
    }
}

#[test]
fn what_is_imported_has_the_public_members_and_nothing_else() {
    let key =
        rsa(r#","kid":"k","use":"sig","alg":"RS256","ext":false,"x5u":"https://evil.example","key_ops":["verify"]"#);
    let chosen = choose(&[key], "RS256", Some("k")).expect("a key");
    let names: Vec<String> =
        Json::object(&chosen.jwk).expect("a key").members().iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names, ["kty", "n", "e"]);
    assert_eq!(chosen.kid.as_deref(), Some("k"));
}

#[test]
fn c124_an_unknown_kid_is_told_from_a_key_that_does_not_fit() {
    let keys = [rsa(r#","kid":"a""#), rsa(r#","kid":"b""#)];
    assert_eq!(choose(&keys, "RS256", Some("c")), Err(KeyProblem::UnknownKid));
    assert_eq!(
        choose(&[rsa("")], "RS256", Some("c")),
        Err(KeyProblem::UnknownKid),
        "a key without kid is not that one"
    );
    assert_eq!(choose(&keys, "RS256", None), Err(KeyProblem::Several(2)));
    assert_eq!(choose(&keys, "RS256", Some("b")).expect("one").kid.as_deref(), Some("b"));
    assert_eq!(choose(&keys, "ES256", Some("b")), Err(KeyProblem::NoneFits));
    assert_eq!(choose(&[rsa(r#","kid":7"#)], "RS256", Some("7")), Err(KeyProblem::UnknownKid));
}

#[test]
fn c130_a_key_for_something_else_does_not_fit() {
    for further in [
        r#","use":"enc""#,
        r#","use":7"#,
        r#","key_ops":["sign"]"#,
        r#","key_ops":[]"#,
        r#","key_ops":"verify""#,
        r#","alg":"RS512""#,
        r#","alg":"PS256""#,
        r#","alg":"RSA-OAEP""#,
        r#","alg":7"#,
    ] {
        assert_eq!(choose(&[rsa(further)], "RS256", None), Err(KeyProblem::NoneFits), "{further}");
    }
    for (has, asked) in
        [("ES256", "ES384"), ("ES384", "ES512"), ("EdDSA", "ES256"), ("ES256", "EdDSA"), ("ES256", "RS256")]
    {
        let key = format!("{{{}}}", members(named(has)));
        assert_eq!(choose(&[key], asked, None), Err(KeyProblem::NoneFits), "{has} for {asked}");
    }
    assert_eq!(choose(&[r#"{"kty":"oct","k":"AAAA"}"#.to_owned()], "RS256", None), Err(KeyProblem::NoneFits));
    let two = format!(r#"{{{},"alg":"EdDSA"}}"#, members(named("EdDSA")));
    assert!(choose(&[two], "Ed25519", None).is_ok(), "two names of one algorithm");
}

#[test]
fn c133_a_weak_or_broken_key_is_not_trusted() {
    let rsa = |n: String, e: &str| format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"}}"#);
    let ec = |x: String, y: String| format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#);
    let mut shorter = vec![0x81; 256];
    shorter[0] = 0x7f; // 2047 bits
    let shorter = URL_SAFE_NO_PAD.encode(shorter);
    let mut padded = vec![0; 8];
    padded.extend([0x81; 255]); // 2040 bits behind zeros
    let padded = URL_SAFE_NO_PAD.encode(padded);
    for (case, key, name) in [
        ("1024 bits", rsa(bytes(128), "AQAB"), "RS256"),
        ("2047 bits", rsa(shorter, "AQAB"), "PS256"),
        ("zeros before", rsa(padded, "AQAB"), "RS256"),
        ("too long", rsa(bytes(2049), "AQAB"), "RS256"),
        ("no modulus", rsa(String::new(), "AQAB"), "RS256"),
        ("exponent 1", rsa(bytes(256), "AQ"), "RS256"),
        ("exponent 3", rsa(bytes(256), "Aw"), "RS256"),
        ("exponent 3 behind zeros", rsa(bytes(256), "AAAAAw"), "RS256"),
        ("even exponent", rsa(bytes(256), "AQAA"), "RS256"),
        ("no exponent", rsa(bytes(256), ""), "RS256"),
        ("no base64url", rsa("+/+/".to_owned(), "AQAB"), "RS256"),
        ("short x", ec(bytes(31), bytes(32)), "ES256"),
        ("long y", ec(bytes(32), bytes(33)), "ES256"),
        ("no y", format!(r#"{{"kty":"EC","crv":"P-256","x":"{}"}}"#, bytes(32)), "ES256"),
        ("private", format!(r#"{{{},"d":"AAAA"}}"#, members(named("ES256"))), "ES256"),
    ] {
        assert!(matches!(choose(&[key], name, None), Err(KeyProblem::Unfit(_))), "{case}");
    }
    assert!(choose(&[rsa(bytes(256), "AQAB")], "RS256", None).is_ok());
}

#[test]
fn c137_a_document_that_is_no_key_set_is_refused() {
    for text in ["", "[]", "7", r#"{"keys":{}"#, r#"{"keys":[],"keys":[]}"#] {
        assert!(matches!(Jwks::parse(text), Err(JwksError::Json(_))), "{text}");
    }
    for text in ["{}", r#"{"keys":[]}"#, r#"{"keys":{}}"#, r#"{"keys":"x"}"#, r#"{"keys":null}"#] {
        assert!(matches!(Jwks::parse(text), Err(JwksError::NoKeys)), "{text}");
    }
    let many = format!(r#"{{"keys":[{}]}}"#, vec!["{}"; 10_000].join(","));
    assert!(matches!(Jwks::parse(&many), Err(JwksError::TooMany(10_000))));
    let most = vec!["{}".to_owned(); MOST_KEYS];
    assert_eq!(set(&most).count(), MOST_KEYS);
    let long = format!(r#"{{"keys":[{{}}],"x":"{}"}}"#, "x".repeat(5_000_000));
    assert!(matches!(Jwks::parse(&long), Err(JwksError::TooLong(_))));
    assert_eq!(choose(&["7".to_owned(), "null".to_owned(), rsa("")], "RS256", None).expect("one").kid, None);
}

#[test]
fn the_request_is_simple_and_the_answer_has_a_line_a_key() {
    let request = jwks::request("https://server.example.com/jwks");
    assert_eq!((request.method.as_str(), request.url.as_str()), ("GET", "https://server.example.com/jwks"));
    assert_eq!(request.headers, [("Accept".to_owned(), "application/json".to_owned())]);
    assert!(request.body.is_none());
    let message = jwks::message("https://server.example.com/jwks", ORIGIN);
    assert_eq!(message.target, request.url);
    let body = format!(r#"{{"keys":[{},{}]}}"#, rsa(r#","kid":"k\u202e","use":"sig""#), rsa(""));
    let mut response = Response { status: 200, headers: Vec::new(), bytes: body.len(), body, elapsed_ms: 1 };
    let lines = jwks::answer(&response).lines;
    let lines: Vec<(&str, Option<&str>)> = lines.iter().map(|line| (line.name.as_str(), line.value.text())).collect();
    assert_eq!(lines, [("key k\u{fffd}", Some("RSA sig")), ("key without kid", Some("RSA"))]);
    assert_eq!(jwks::process(&response).expect("keys").count(), 2);
    response.status = 404;
    assert!(matches!(jwks::process(&response), Err(JwksError::Status(404))));
}
