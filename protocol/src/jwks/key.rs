//! One key of a set: whether it is for an algorithm, whether it is strong enough, and its public members alone.

use super::roca;
use crate::algorithm::{Algorithm, Family};
use crate::json::Json;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// A key that may verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationKey {
    /// The JSON that `WebCrypto` imports: `kty` and the public members, nothing else.
    pub jwk: String,
    /// Its `kid`.
    pub kid: Option<String>,
}

/// Whether a key says of itself that it verifies this algorithm's signatures (RFC 7517 §4, RFC 7518 §6).
pub(super) fn fits(key: &Json, algorithm: Algorithm) -> bool {
    let text = |name| key.get(name).and_then(Json::text);
    let says = |name, word| key.get(name).is_none_or(|value| value.text() == Some(word));
    // Two names of one algorithm (RFC 9864 §2.2).
    let its_own = |name: &str| {
        Algorithm::named(name).is_some_and(|named| (named.family, named.hash) == (algorithm.family, algorithm.hash))
    };
    text("kty") == Some(algorithm.key_type())
        && algorithm.curve().is_none_or(|curve| text("crv") == Some(curve))
        && says("use", "sig")
        && key.get("alg").is_none_or(|alg| alg.text().is_some_and(its_own))
        && key.get("key_ops").is_none_or(|ops| ops.items().iter().any(|op| op.text() == Some("verify")))
}

impl VerificationKey {
    /// Its public members, once they are what they have to be; else what is wrong with them.
    pub(super) fn of(key: &Json, algorithm: Algorithm) -> Result<Self, &'static str> {
        if key.get("d").is_some() {
            return Err("its private half stands beside it, so anyone can sign with it");
        }
        let names: &[&str] = match algorithm.family {
            Family::Pkcs1 | Family::Pss => &["kty", "n", "e"],
            Family::Ecdsa => &["kty", "crv", "x", "y"],
            Family::Ed25519 => &["kty", "crv", "x"],
        };
        let mut public = Vec::new();
        for name in names {
            let text = key.get(name).and_then(Json::text).ok_or("a member of it is missing")?;
            public.push(((*name).to_owned(), Json::Text(text.to_owned())));
        }
        match algorithm.coordinate() {
            None => rsa(&bytes(key, "n")?, &bytes(key, "e")?)?,
            Some(length) => {
                let whole = |name| bytes(key, name).map(|bytes| bytes.len() == length);
                if !whole("x")? || (algorithm.family == Family::Ecdsa && !whole("y")?) {
                    return Err("a coordinate of it has the wrong length");
                }
            }
        }
        let kid = key.get("kid").and_then(Json::text).map(str::to_owned);
        Ok(Self { jwk: Json::Object(public).to_string(), kid })
    }
}

fn bytes(key: &Json, name: &str) -> Result<Vec<u8>, &'static str> {
    let text = key.get(name).and_then(Json::text).unwrap_or_default();
    URL_SAFE_NO_PAD.decode(text).map_err(|_| "a member of it is no base64url")
}

/// RFC 7518 §3.3 wants 2048 bits or more, FIPS 186-5 §5.4 an exponent that is odd and over 2^16. Over 16384 bits a browser would count
/// for long.
fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<(), &'static str> {
    let (modulus, exponent) = (without_zeros(modulus), without_zeros(exponent));
    let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
    if bits < 2048 {
        return Err("it is an RSA key of fewer than 2048 bits");
    }
    if bits > 16384 {
        return Err("it is an RSA key of more than 16384 bits");
    }
    let odd = exponent.last().is_some_and(|last| last % 2 == 1);
    if exponent.len() < 3 || !odd {
        return Err("its RSA exponent is too small or even");
    }
    if roca::is_of_the_faulty_generator(modulus) {
        return Err("its RSA primes come of a faulty generator (ROCA), so anyone can sign with it");
    }
    Ok(())
}

fn without_zeros(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.get(zeros..).unwrap_or_default()
}
