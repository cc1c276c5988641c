//! An ID token: whatever comes is refused in words fit for a person, or says exactly what its sign-in expects.

use crate::support::{CODE, ISSUER, NOW, ORIGIN, TOKEN, checks_fit_for_a_person, fit_for_a_person, whole};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::id_token::{self, CameBy, Expected, IdTokenError};
use protocol::jwt::{self, Jwt};
use protocol::secret::Secret;
use serde_json::Value;

const CLIENT: &str = "s6BhdRkqt3";
const NONCE: &str = "n-0S6_WzA2Mj";
/// `NOW` in seconds.
const NOW_S: f64 = 1_790_000_000.0;

/// One token as it stands; or, where there are lines, one made of header, claims and signature.
pub fn run(data: &[u8]) {
    let text = whole(data);
    let mut lines = text.splitn(3, '\n');
    let token = match (lines.next(), lines.next()) {
        (Some(header), Some(claims)) => {
            [header, claims, lines.next().unwrap_or_default()].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
        }
        _ => text,
    };
    if let Ok(jwt) = Jwt::parse(&token) {
        assert_eq!(token.split('.').count(), 3);
        assert!(token.len() <= jwt::LIMIT && token.starts_with(&jwt.signed));
        assert_eq!(format!("{}.{}", jwt.signed, URL_SAFE_NO_PAD.encode(&jwt.signature)), token, "one way to write it");
    }
    let expected = Expected {
        issuer: ISSUER,
        client_id: CLIENT,
        trusted_audiences: &[],
        nonce: Some(NONCE),
        state: "state",
        access_token: Some(TOKEN),
        code: Some(CODE),
        came_by: CameBy::TokenResponse,
        authorization_params: &[("max_age".to_owned(), "60".to_owned())],
    };
    let mut checks = id_token::planned();
    let judged = id_token::read(&Secret::new(token.as_str()), None, &mut checks)
        .and_then(|unverified| unverified.signed(true, &mut checks))
        .map_err(IdTokenError::Signed)
        .and_then(|signed| signed.identify(&expected, NOW, &mut checks));
    checks_fit_for_a_person(&checks.finish());
    match judged {
        Err(error) => fit_for_a_person(&error.report(ORIGIN, "https://server.example.com/jwks")),
        Ok(identity) => {
            let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).expect("a payload")).expect("base64url");
            let theirs: Value = serde_json::from_slice(&payload).expect("JSON");
            assert_eq!(theirs["iss"], ISSUER);
            assert!(theirs["aud"] == CLIENT || theirs["aud"] == serde_json::json!([CLIENT]));
            assert_eq!(theirs["nonce"], NONCE);
            assert_eq!(theirs["sub"], identity.subject.as_str());
            let seconds = |name: &str| theirs[name].as_f64().expect("a number");
            assert!(seconds("exp") + 60.0 > NOW_S && seconds("iat") <= NOW_S + 60.001);
            assert!(theirs["auth_time"].is_number());
        }
    }
}
