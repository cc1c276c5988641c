//! Signatures by the browser's own cryptography (WebCrypto): a public key, a text and a signature in, whether it holds out.

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use protocol::algorithm::{Algorithm, Family};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// Why the browser said neither yes nor no.
pub enum Trouble {
    /// It has no cryptography for this page.
    Absent,
    /// It does not take this key or does not know this algorithm.
    KeyRefused,
}

/// Verifies `signature` over `text` with the public key `jwk`, a JSON Web Key of nothing but its public members.
pub async fn verify(algorithm: Algorithm, jwk: &str, text: &str, signature: &[u8]) -> Result<bool, Trouble> {
    // Undefined where the page came neither by https nor from this machine.
    let subtle = web_sys::window().and_then(|window| window.crypto().ok()).map(|crypto| crypto.subtle());
    let subtle = subtle.filter(|subtle| !subtle.is_undefined()).ok_or(Trouble::Absent)?;
    let told = told(algorithm).map_err(|_| Trouble::KeyRefused)?;
    let key = import(&subtle, &told, jwk).await.map_err(|_| Trouble::KeyRefused)?;
    let (signature, text) = (Uint8Array::from(signature), Uint8Array::from(text.as_bytes()));
    let promise = subtle.verify_with_object_and_js_u8_array_and_js_u8_array(&told, &key, &signature, &text);
    let verdict = JsFuture::from(promise.map_err(|_| Trouble::KeyRefused)?).await.map_err(|_| Trouble::KeyRefused)?;
    Ok(verdict == JsValue::TRUE)
}

async fn import(subtle: &SubtleCrypto, told: &Object, jwk: &str) -> Result<CryptoKey, JsValue> {
    let jwk: Object = JSON::parse(jwk)?.unchecked_into();
    let usages = Array::of1(&"verify".into());
    let key = JsFuture::from(subtle.import_key_with_object("jwk", &jwk, told, false, &usages)?).await?;
    Ok(key.unchecked_into())
}

/// The algorithm in the browser's words: one object that serves both the import and the verification.
fn told(algorithm: Algorithm) -> Result<Object, JsValue> {
    let told = Object::new();
    let say = |name: &str, value: JsValue| Reflect::set(&told, &name.into(), &value).map(|_| ());
    let name = match algorithm.family {
        Family::Pkcs1 => "RSASSA-PKCS1-v1_5",
        Family::Pss => "RSA-PSS",
        Family::Ecdsa => "ECDSA",
        Family::Ed25519 => "Ed25519",
    };
    say("name", name.into())?;
    if algorithm.family != Family::Ed25519 {
        say("hash", algorithm.hash.name().into())?;
    }
    if algorithm.family == Family::Pss {
        say("saltLength", algorithm.hash.bytes().into())?;
    }
    if let (Family::Ecdsa, Some(curve)) = (algorithm.family, algorithm.curve()) {
        say("namedCurve", curve.into())?;
    }
    Ok(told)
}
