//! The signature algorithms that an ID token may have (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2): a name in, what it asks of key,
//! signature and hash out.
//!
//! **Invariant:** the list is closed. `none` is on it in no spelling, and no `HS…`: a page can keep no secret to share with a server, so
//! whoever reads the public key could sign with it (RFC 8725 §2.1). What a server says that it supports never widens it.

use sha2::{Digest, Sha256, Sha384, Sha512};

/// One algorithm of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// Its name in `alg`.
    pub name: &'static str,
    /// What signs.
    pub family: Family,
    /// What is hashed with, for the signature and for `at_hash`, `c_hash` and `s_hash` (OpenID Connect Core §3.1.3.6).
    pub hash: Hash,
}

/// The kind of signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// RSASSA-PKCS1-v1_5 (RFC 7518 §3.3).
    Pkcs1,
    /// RSASSA-PSS, with a salt as long as the hash (RFC 7518 §3.5).
    Pss,
    /// ECDSA, r and s side by side (RFC 7518 §3.4).
    Ecdsa,
    /// Ed25519 (RFC 8037 §3.1).
    Ed25519,
}

/// A hash of the SHA-2 family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// 32 bytes.
    Sha256,
    /// 48 bytes.
    Sha384,
    /// 64 bytes.
    Sha512,
}

const fn algorithm(name: &'static str, family: Family, hash: Hash) -> Algorithm {
    Algorithm { name, family, hash }
}

/// Every algorithm that is taken.
pub const ALL: [Algorithm; 11] = [
    algorithm("RS256", Family::Pkcs1, Hash::Sha256),
    algorithm("RS384", Family::Pkcs1, Hash::Sha384),
    algorithm("RS512", Family::Pkcs1, Hash::Sha512),
    algorithm("PS256", Family::Pss, Hash::Sha256),
    algorithm("PS384", Family::Pss, Hash::Sha384),
    algorithm("PS512", Family::Pss, Hash::Sha512),
    algorithm("ES256", Family::Ecdsa, Hash::Sha256),
    algorithm("ES384", Family::Ecdsa, Hash::Sha384),
    algorithm("ES512", Family::Ecdsa, Hash::Sha512),
    algorithm("EdDSA", Family::Ed25519, Hash::Sha512),
    algorithm("Ed25519", Family::Ed25519, Hash::Sha512), // the same by its later name (RFC 9864)
];

impl Algorithm {
    /// The algorithm of that name, written exactly so (RFC 7515 §4.1.1: the case counts).
    pub fn named(name: &str) -> Option<Self> {
        ALL.into_iter().find(|algorithm| algorithm.name == name)
    }

    /// The `kty` of its keys (RFC 7518 §6.1, RFC 8037 §2).
    pub fn key_type(self) -> &'static str {
        match self.family {
            Family::Pkcs1 | Family::Pss => "RSA",
            Family::Ecdsa => "EC",
            Family::Ed25519 => "OKP",
        }
    }

    /// The `crv` of its keys; an RSA key has none.
    pub fn curve(self) -> Option<&'static str> {
        match (self.family, self.hash) {
            (Family::Pkcs1 | Family::Pss, _) => None,
            (Family::Ed25519, _) => Some("Ed25519"),
            (Family::Ecdsa, Hash::Sha256) => Some("P-256"),
            (Family::Ecdsa, Hash::Sha384) => Some("P-384"),
            (Family::Ecdsa, Hash::Sha512) => Some("P-521"),
        }
    }

    /// The bytes of one coordinate of its curve, and of each half of its signature; `None` for RSA.
    pub fn coordinate(self) -> Option<usize> {
        match (self.family, self.hash) {
            (Family::Pkcs1 | Family::Pss, _) => None,
            (Family::Ed25519, _) | (Family::Ecdsa, Hash::Sha256) => Some(32),
            (Family::Ecdsa, Hash::Sha384) => Some(48),
            (Family::Ecdsa, Hash::Sha512) => Some(66),
        }
    }

    /// The left half of the hash of `text` (OpenID Connect Core §3.1.3.6), before it is encoded.
    pub fn left_half(self, text: &str) -> Vec<u8> {
        let bytes = text.as_bytes();
        let mut hash = match self.hash {
            Hash::Sha256 => Sha256::digest(bytes).to_vec(),
            Hash::Sha384 => Sha384::digest(bytes).to_vec(),
            Hash::Sha512 => Sha512::digest(bytes).to_vec(),
        };
        hash.truncate(hash.len() / 2);
        hash
    }
}

impl Hash {
    /// Its length in bytes.
    pub fn bytes(self) -> u32 {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Its name in FIPS 180-4, which the browser knows too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}
