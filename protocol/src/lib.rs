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
pub mod findings;
pub mod flow;
pub mod introspection;
pub mod link;
pub mod refresh;
pub mod relay;
pub mod revocation;
pub mod runs;
pub mod sign_out;
pub mod token;
pub mod trace;
pub mod transaction;
pub mod userinfo;

pub mod challenge;
pub mod check;
pub mod endpoint;
pub mod extra;
pub mod form;
pub mod form_post;
pub mod glossary;
pub mod grant;
pub mod http;
pub mod json;
pub mod kept;
pub mod kept_session;
pub mod metadata;
pub mod outside;
pub mod pkce;
pub mod report;
pub mod response_type;
pub mod secret;
pub mod server_answer;
pub mod urlencoded;
pub mod wire;
