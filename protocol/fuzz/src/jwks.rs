//! A key set: what is chosen of it is one key of the right kind, strong enough, with its public members alone.

use crate::support::{ORIGIN, fit_for_a_person, harmless, whole};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::algorithm::ALL;
use protocol::http::Response;
use protocol::jwks::{self, Jwks, MOST_KEYS};
use protocol::signed::{SignedError, Sort};
use serde_json::Value;

/// One document. `$R` stands for a modulus of 2048 bits, `$X` for a coordinate of 32 bytes.
pub fn run(data: &[u8]) {
    let [modulus, coordinate] = [256, 32].map(|length| URL_SAFE_NO_PAD.encode(vec![0xa5; length]));
    let body = whole(data).replace("$R", &modulus).replace("$X", &coordinate);
    let response = Response { status: 200, headers: Vec::new(), bytes: body.len(), body, elapsed_ms: 1 };
    for line in jwks::answer(&response).lines {
        harmless(&line.name);
        harmless(line.value.text().unwrap_or_default());
    }
    let jwks = match Jwks::parse(&response.body) {
        Ok(jwks) => jwks,
        Err(error) => {
            return fit_for_a_person(&SignedError::Keys(error).report(
                Sort::IdToken,
                ORIGIN,
                "https://server.example.com/jwks",
            ));
        }
    };
    assert!((1..=MOST_KEYS).contains(&jwks.count()));
    let theirs: Value = serde_json::from_str(&response.body).expect("JSON");
    for algorithm in ALL {
        for kid in [None, Some("k")] {
            match jwks.choose(algorithm, kid) {
                Err(problem) => fit_for_a_person(&SignedError::Key(problem).report(Sort::IdToken, ORIGIN, "")),
                Ok(key) => {
                    let chosen: Value = serde_json::from_str(&key.jwk).expect("JSON");
                    let members = chosen.as_object().expect("an object");
                    assert!(members.keys().all(|name| ["kty", "crv", "x", "y", "n", "e"].contains(&name.as_str())));
                    assert_eq!(chosen["kty"], algorithm.key_type());
                    assert!(kid.is_none() || key.kid.as_deref() == kid);
                    let bytes =
                        |name: &str| URL_SAFE_NO_PAD.decode(chosen[name].as_str().expect("a text")).expect("base64url");
                    match algorithm.coordinate() {
                        None => assert!(bytes("n").len() >= 256 && bytes("e").len() >= 3),
                        Some(length) => assert_eq!(bytes("x").len(), length),
                    }
                    let same = |other: &Value| members.iter().all(|(name, value)| other.get(name) == Some(value));
                    assert!(theirs["keys"].as_array().expect("keys").iter().any(same), "a key of the set");
                }
            }
        }
    }
}
