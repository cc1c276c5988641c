//! The native tests: one binary, a module per source module.
//!
//! A test that covers a known attack or fault bears its number (`c026`); every refusal is asserted by its machine kind, never by "nothing
//! happened".

// A test that meets the unexpected shall stop there and say so; its functions are its documentation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

mod api;
mod authorize;
mod callback;
mod config;
mod discovery;
mod findings;
mod flow;
mod id_token;
mod import;
mod initiated;
mod link;
mod markdown;
mod matrix;
mod metadata;
mod par;
mod profiles;
mod registration;
mod relay;
mod resource_metadata;
mod runs;
mod server_answer;
mod session;
mod step_up;
mod token;
mod trace;
mod transaction;
mod userinfo;

mod algorithm;
mod challenge;
mod check;
mod copy;
mod details;
mod diagnosis;
mod dpop;
mod drawing;
mod endpoint;
mod exchange;
mod extra;
mod form;
mod glossary;
mod grant;
mod har;
mod http;
mod json;
mod jwks;
mod jwt;
mod kept;
mod language;
mod outside;
mod pkce;
mod preflight;
mod preset;
mod raw;
mod report;
mod response_type;
mod secret;
mod texts;
mod urlencoded;
mod well_known;
mod wire;

mod boundaries;
mod life;
mod wycheproof;
