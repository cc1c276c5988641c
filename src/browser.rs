//! Thin adapters to the browser: plain values in, plain values out, one file a capability.
//!
//! **Invariant:** nothing here decides anything, and nothing here knows Leptos or the protocol's verbs.

pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod crypto;
pub mod dom;
pub mod download;
pub mod entropy;
pub mod environment;
pub mod fetch;
pub mod files;
pub mod frame;
pub mod image;
pub mod keyboard;
pub mod keys;
pub mod later;
pub mod limit;
pub mod location;
pub mod locks;
pub mod popup;
pub mod probe;
pub mod residue;
pub mod saved;
pub mod scroll;
pub mod storage;
pub mod upload;
pub mod url;
