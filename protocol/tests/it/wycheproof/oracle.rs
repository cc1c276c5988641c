//! The browser's part, done by the crate `ring`: a public key, a text and a signature in, whether it holds out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::algorithm::{Algorithm, Family, Hash};
use protocol::json::Json;
use ring::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey};

/// `jwk` is what the page would import.
pub fn holds(algorithm: Algorithm, jwk: &str, text: &str, signature: &[u8]) -> bool {
    let jwk = Json::object(jwk).expect("a key");
    let member = |name| URL_SAFE_NO_PAD.decode(jwk.get(name).and_then(Json::text).expect(name)).expect(name);
    if let Some(parameters) = rsa(algorithm) {
        let key = RsaPublicKeyComponents { n: without_zeros(member("n")), e: without_zeros(member("e")) };
        return key.verify(parameters, text.as_bytes(), signature).is_ok();
    }
    assert_eq!(algorithm.curve(), Some("P-256"), "no other curve comes this far");
    let point = [vec![4], member("x"), member("y")].concat();
    UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).verify(text.as_bytes(), signature).is_ok()
}

fn rsa(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    match (algorithm.family, algorithm.hash) {
        (Family::Pkcs1, Hash::Sha256) => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
        (Family::Pkcs1, Hash::Sha384) => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        (Family::Pkcs1, Hash::Sha512) => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
        (Family::Pss, Hash::Sha256) => Some(&signature::RSA_PSS_2048_8192_SHA256),
        (Family::Pss, Hash::Sha384) => Some(&signature::RSA_PSS_2048_8192_SHA384),
        (Family::Pss, Hash::Sha512) => Some(&signature::RSA_PSS_2048_8192_SHA512),
        (Family::Ecdsa | Family::Ed25519, _) => None,
    }
}

/// `ring` takes a number in its shortest form only.
fn without_zeros(mut number: Vec<u8>) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.split_off(zeros)
}
