use crate::support::{VERIFIER, VERIFIER_OCTETS};
use protocol::pkce::{CodeVerifier, fingerprint, random_text};
use std::collections::HashSet;

#[test]
fn c002_the_vector_of_rfc_7636_appendix_b() {
    let verifier = CodeVerifier::from_entropy(VERIFIER_OCTETS);
    assert_eq!(verifier.reveal(), VERIFIER);
    assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[test]
fn a_verifier_that_waited_in_storage_gives_the_same_challenge() {
    let restored = CodeVerifier::restore(VERIFIER.to_owned());
    assert_eq!(restored.challenge(), CodeVerifier::from_entropy(VERIFIER_OCTETS).challenge());
}

/// 43 characters of the alphabet of RFC 7636 §4.1 carry the 256 bits that §7.1 recommends.
#[test]
fn c003_a_hundred_thousand_verifiers_have_the_alphabet_and_length_and_no_two_are_equal() {
    const SAMPLES: usize = 100_000;
    let mut pool = vec![0; SAMPLES * 32];
    getrandom::fill(&mut pool).unwrap();
    let mut seen = HashSet::with_capacity(SAMPLES);
    let mut alphabet = HashSet::new();
    for entropy in pool.chunks_exact(32) {
        let text = random_text(entropy.try_into().unwrap());
        assert_eq!(text.len(), 43);
        alphabet.extend(text.bytes());
        assert!(seen.insert(text), "a repeat");
    }
    let unreserved = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    assert!(alphabet.iter().all(unreserved));
    assert_eq!(alphabet.len(), 64, "some characters never came: the bits are not spread");
}

#[test]
fn every_bit_of_the_entropy_counts() {
    let zero = random_text([0; 32]);
    for bit in 0..256 {
        let mut entropy = [0; 32];
        entropy[bit / 8] = 1 << (bit % 8);
        assert_ne!(random_text(entropy), zero, "bit {bit}");
    }
}

/// FIPS 180-4's example `abc`.
#[test]
fn a_fingerprint_is_sha_256_in_hexadecimal() {
    assert_eq!(fingerprint("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
