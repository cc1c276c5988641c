//! The closed list of signature algorithms.

use protocol::algorithm::{ALL, Algorithm};

#[test]
fn c126_c127_unsigned_and_symmetric_algorithms_are_on_no_list() {
    for name in ["none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "hs256", "A256GCM", "RSA1_5", "ES256K"]
    {
        assert_eq!(Algorithm::named(name), None, "{name}");
    }
}

#[test]
fn the_case_of_a_name_counts() {
    for algorithm in ALL {
        assert_eq!(Algorithm::named(algorithm.name), Some(algorithm));
        assert_eq!(Algorithm::named(&algorithm.name.to_lowercase()), None);
        assert_eq!(Algorithm::named(&format!(" {}", algorithm.name)), None);
    }
}

#[test]
fn c074_each_algorithm_has_its_hash_its_curve_and_its_lengths() {
    let row = |name: &str| {
        let algorithm = Algorithm::named(name).expect(name);
        let hash = (algorithm.hash.name(), algorithm.hash.bytes());
        (hash, algorithm.key_type(), algorithm.curve(), algorithm.coordinate(), algorithm.left_half("x").len())
    };
    let (sha256, sha384, sha512) = (("SHA-256", 32), ("SHA-384", 48), ("SHA-512", 64));
    for family in ["RS", "PS"] {
        assert_eq!(row(&format!("{family}256")), (sha256, "RSA", None, None, 16));
        assert_eq!(row(&format!("{family}384")), (sha384, "RSA", None, None, 24));
        assert_eq!(row(&format!("{family}512")), (sha512, "RSA", None, None, 32));
    }
    assert_eq!(row("ES256"), (sha256, "EC", Some("P-256"), Some(32), 16));
    assert_eq!(row("ES384"), (sha384, "EC", Some("P-384"), Some(48), 24));
    assert_eq!(row("ES512"), (sha512, "EC", Some("P-521"), Some(66), 32));
    for name in ["EdDSA", "Ed25519"] {
        assert_eq!(row(name), (sha512, "OKP", Some("Ed25519"), Some(32), 32));
    }
}

/// OpenID Connect Core Appendix A.3 has this pair of token and hash.
#[test]
fn c074_the_hash_of_the_specification_s_own_example() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let half = Algorithm::named("RS256").expect("RS256").left_half("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
    assert_eq!(URL_SAFE_NO_PAD.encode(half), "77QmUPtjPfzWtF2AnpK9RQ");
}
