//! Generators of text from outside: anything at all, and things that look almost right.

use proptest::prelude::*;
use proptest::sample::select;

/// Any characters, controls and noncharacters included (proptest's own `String` has no controls).
pub fn anything() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter)
}

/// Bytes of a body, decoded as the page decodes them.
pub fn lossy() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<u8>(), 0..200).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Pieces of `vocabulary` in any order, with some junk between them.
pub fn made_of(vocabulary: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => select(vocabulary).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Addresses that may or may not be answers.
pub fn urlish() -> impl Strategy<Value = String> {
    made_of(&URL_PIECES)
}

#[rustfmt::skip] // rows of words
const URL_PIECES: [&str; 31] = [
    "https://client.example.com/cb", "?", "#", "&", "&", "&", "=", "=", "=", "%", "%63", "%zz", "%00", "%C3%28", "+",
    "code", "state", "iss", "error", "access_token", "token_type", "bearer", "expires_in", "id_token", "response", "__proto__", "x", "7", "é",
    "https://client.example.com/cb?code=x&state=STATE", "https://client.example.com/cb#access_token=x&token_type=bearer&state=STATE",
];

/// Bodies that may or may not be JSON.
pub fn jsonish() -> impl Strategy<Value = String> {
    made_of(&JSON_PIECES)
}

#[rustfmt::skip] // rows of words
const JSON_PIECES: [&str; 27] = [
    "{", "}", "[", "]", ",", ":", "{", "}", ",", ":", "\"access_token\"", "\"token_type\"", "\"bearer\"", "\"expires_in\"", "\"error\"",
    "\"scope\"", "\"\\ud800\"", "\"", "\\", "null", "true", "1e999", "-1", "3600", "\u{feff}", " ", "\n",
];
