//! Every parser of outside text, fed with whatever a fuzzer thinks of.
//!
//! A target is a function of bytes that panics when a promise is broken, one module each. `fuzz_targets/` hands it to libFuzzer;
//! `tests/kept.rs` hands it the kept corpus, and guesses of its own, without one. A target never panics on what is merely malformed: it
//! says what must hold whatever came, and where it can it asks another implementation of the same rules.

// A target that meets the unexpected shall stop there and say so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::missing_panics_doc)]

pub mod support;

pub mod api_response;
pub mod callback;
pub mod challenge;
pub mod config;
pub mod endpoint;
pub mod extra;
pub mod findings;
pub mod json;
pub mod jwks;
pub mod jwt;
pub mod link;
pub mod look_up;
pub mod outside;
pub mod par_response;
pub mod records;
pub mod response_jwt;
pub mod token_error;
pub mod token_response;
pub mod urlencoded;

/// A target.
pub type Target = fn(&[u8]);

/// All of them by name, which is that of the module, of the file in `fuzz_targets/` and of the folder in `corpus/`.
pub const TARGETS: [(&str, Target); 19] = [
    ("api_response", api_response::run),
    ("callback", callback::run),
    ("challenge", challenge::run),
    ("config", config::run),
    ("endpoint", endpoint::run),
    ("extra", extra::run),
    ("findings", findings::run),
    ("json", json::run),
    ("jwks", jwks::run),
    ("jwt", jwt::run),
    ("link", link::run),
    ("look_up", look_up::run),
    ("outside", outside::run),
    ("par_response", par_response::run),
    ("records", records::run),
    ("response_jwt", response_jwt::run),
    ("token_error", token_error::run),
    ("token_response", token_response::run),
    ("urlencoded", urlencoded::run),
];
