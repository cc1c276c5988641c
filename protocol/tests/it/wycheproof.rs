//! All vectors of Project Wycheproof for signatures and keys (wycheproof/README.md), through every step that an ID token takes: its form,
//! its algorithm, its key, its signature. `ring` verifies in the browser's place; `tests/e2e/wycheproof.spec.mjs` has the browser do it.

mod oracle;
mod vectors;

use protocol::check::{Check, Outcome};
use protocol::id_token;
use protocol::jwks::Jwks;
use protocol::secret::Secret;
use protocol::signed::{SignedError, Sort};
use std::collections::BTreeMap;
use vectors::Vector;

/// A kind or a reason, and the numbers of vectors.
type Ends = [(&'static str, &'static str)];

/// Where each of `json_web_signature.json` ends: the kind of its refusal, or `holds`.
const SIGNATURES: &Ends = &[
    // HS256 and none: before a key is looked at.
    ("alg", "1-3 5-6 8 16 31 341-344 348 352 357-359 367 370 376-377"),
    // Another number of parts, JSON serialization, base64url that is none or has stray bits.
    ("jwt", "4 7 10 12-15 17 21 24 27 29-30 36 39 42 44-45 360-366 368-369 371-375"),
    // No header.
    ("json", "9 11 26 28 41 43"),
    // Another kid, another algorithm than the key's, a key for something else.
    ("key", "25 40 332 334 336 338 340 346-347 350-351 353-356"),
    ("sig", "19-20 22-23 32 34-35 37-38 46-258 276-286 289-319 324 329-331 333 335 337 339 379-401"),
    ("holds", "18 33 259-275 287-288 320-323 325-328 345 349 378"),
];

/// The same of `json_web_key.json`. The point of 22 is not on its curve: `ring` refuses it when it verifies, a browser when it imports (`key`).
const KEYS: &Ends = &[("alg", "1-4 10-18 25-26"), ("key", "6-9 19-21 23-24"), ("sig", "22"), ("holds", "5")];

/// Those that are called valid and are refused all the same, and why that is right.
const STRICTER: &Ends = &[
    // A page can keep no secret to share with a server (RFC 8725 §2.1). 372 and 373 have a character besides that base64url has not.
    ("HS256", "1 348 352 357-359 372-373 376-377"),
    // RFC 7520 §4.2: signed with PS384, while its key says that it is for PS256 (RFC 7517 §4.4).
    ("the key is for another algorithm", "346 350"),
    // RFC 7520 §4.3: signed with ES512, while its key says ES521, which is no algorithm (RFC 7518 §3.1).
    ("the key is for no algorithm", "347 351"),
];
const STRICTER_KEYS: &Ends = &[("HS256, HS384, HS512", "2 13-15")];

/// Every step up to the claims, and the rows of the checks.
fn judge(vector: &Vector) -> (Result<(), SignedError>, Vec<Check>) {
    let mut checks = id_token::planned();
    let mut steps = || {
        let unverified = id_token::read(&Secret::new(vector.jws.clone()), None, &mut checks)?;
        let jwks = Jwks::parse(&vector.jwks).map_err(SignedError::Keys)?;
        let key = unverified.note_key(unverified.choose(&jwks), &mut checks)?;
        let asked = unverified.to_verify();
        let holds =
            asked.is_some_and(|(algorithm, text, signature)| oracle::holds(algorithm, &key.jwk, text, signature));
        unverified.signed(holds, &mut checks).map(|_| ())
    };
    let outcome = steps();
    (outcome, checks.finish())
}

fn end(vector: &Vector) -> String {
    judge(vector).0.map_or_else(|error| error.report(Sort::IdToken, "", "").kind, |()| "holds".to_owned())
}

/// The names under which a number stands.
fn names_of(ends: &Ends, id: u64) -> Vec<&'static str> {
    let holds_it = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        (first.parse().unwrap()..=last.parse().unwrap()).contains(&id)
    };
    ends.iter().filter(|(_, numbers)| numbers.split(' ').any(holds_it)).map(|(name, _)| *name).collect()
}

#[track_caller]
fn assert_ends(vectors: &[Vector], expected: &Ends, stricter: &Ends) {
    let mut wrong = BTreeMap::new();
    for vector in vectors {
        let (end, said) = (end(vector), names_of(expected, vector.id));
        // What is called invalid never holds; what is called valid does, unless we say why not, and then it does not.
        let excused = !names_of(stricter, vector.id).is_empty();
        if said != [end.as_str()] || (end == "holds") != (vector.valid && !excused) || (excused && !vector.valid) {
            wrong.insert(vector.id, format!("{}: {end}, said {said:?}", vector.comment));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_signature_ends_where_it_has_to() {
    assert_ends(&vectors::of_signatures(), SIGNATURES, STRICTER);
}

#[test]
fn every_key_ends_where_it_has_to() {
    assert_ends(&vectors::of_keys(), KEYS, STRICTER_KEYS);
}

/// A key of the faulty generator, one of 1024 bits and an exponent of 1: each is refused for its own fault, and no signature is looked at.
#[test]
fn c133_a_weak_key_is_refused_for_what_is_wrong_with_it() {
    let vectors = vectors::of_keys();
    for (id, words) in [(7, "ROCA"), (8, "fewer than 2048 bits"), (9, "exponent")] {
        let (outcome, checks) = judge(vectors.iter().find(|vector| vector.id == id).unwrap());
        let Err(SignedError::Key(problem)) = outcome else { panic!("{id}: {outcome:?}") };
        assert!(problem.words().contains(words), "{id}: {}", problem.words());
        let row = checks.iter().find(|check| check.name == "signature").unwrap();
        assert_eq!(row.outcome, Outcome::NotLookedAt, "{id}");
    }
}

/// `jwk` in the header is the attacker's own key, and the signature holds with it: it is never looked at.
#[test]
fn the_key_in_the_header_is_not_the_key() {
    let vectors = vectors::of_signatures();
    let embedded = vectors.iter().find(|vector| vector.comment == "rejectsAttackerProvidedEmbeddedJwk").unwrap();
    let (outcome, checks) = judge(embedded);
    assert_eq!(outcome, Err(SignedError::Signature));
    let row = checks.iter().find(|check| check.name == "kid").unwrap();
    assert_eq!((row.outcome, row.actual.as_str()), (Outcome::Passed, "kid kid-ec-sign"));
}
