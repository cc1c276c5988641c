//! Proof Key for Code Exchange (RFC 7636): 32 random bytes in, verifier and challenge out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// The secret that proves who began (RFC 7636 §4.1). Not `Clone`: it is used once, by the exchange that consumes it.
pub struct CodeVerifier(String);

impl CodeVerifier {
    /// 256 bits of entropy as 43 characters of base64url.
    pub fn from_entropy(entropy: [u8; 32]) -> Self {
        Self(random_text(entropy))
    }

    /// Takes back a verifier that waited in storage while the person was away.
    pub fn restore(text: String) -> Self {
        Self(text)
    }

    /// The text, for the token request.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `BASE64URL(SHA256(ASCII(code_verifier)))`, the `code_challenge` of method S256 (RFC 7636 §4.2).
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.0.as_bytes()))
    }
}

/// 32 random bytes as 43 characters that need no escaping in a URL: `state` and `nonce` too.
pub fn random_text(entropy: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(entropy)
}

/// SHA-256 as 64 lower-case hexadecimal digits: how a used `state` is remembered without being kept.
pub fn fingerprint(text: &str) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    Sha256::digest(text.as_bytes()).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
