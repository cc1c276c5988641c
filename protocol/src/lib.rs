//! Browser-based OAuth as pure values.
//!
//! Read the modules in this order: the first group is the story, one arrow a file, each a pair of *make the request* and
//! *process the response*; the second is what those values are made of.
//!
//! **Invariant:** nothing here sends, stores, reads a clock or rolls dice. Time (milliseconds since 1970) and entropy
//! (bytes) are arguments; requests come out as values and responses go in as values.

pub mod api;
pub mod authorize;
pub mod callback;
pub mod config;
pub mod diagnosis;
pub mod discovery;
pub mod findings;
pub mod flow;
pub mod id_token;
pub mod import;
pub mod initiated;
pub mod introspection;
pub mod link;
pub mod markdown;
pub mod matrix;
pub mod par;
pub mod profiles;
pub mod refresh;
pub mod registration;
pub mod relay;
pub mod resource_metadata;
pub mod revocation;
pub mod runs;
pub mod sign_out;
pub mod step_up;
pub mod token;
pub mod trace;
pub mod transaction;
pub mod userinfo;

pub mod algorithm;
pub mod calendar;
pub mod challenge;
pub mod check;
pub mod copy;
pub mod details;
pub mod dpop;
pub mod drawing;
pub mod endpoint;
pub mod exchange;
pub mod extra;
pub mod form;
pub mod form_post;
pub mod glossary;
pub mod grant;
pub mod har;
pub mod http;
pub mod json;
pub mod jwks;
pub mod jwt;
pub mod kept;
pub mod kept_session;
pub mod language;
pub mod metadata;
pub mod outside;
pub mod pkce;
pub mod preflight;
pub mod preset;
pub mod raw;
pub mod redact;
pub mod report;
pub mod response_type;
pub mod secret;
pub mod server_answer;
pub mod signed;
pub mod urlencoded;
pub mod well_known;
pub mod wire;
