//! Thin adapters to the browser: plain values in, plain values out, one file a capability.
//!
//! **Invariant:** nothing here decides anything, and nothing here knows Leptos or the protocol's verbs.

pub mod clock;
pub mod entropy;
pub mod location;
pub mod url;
pub mod storage;
pub mod fetch;
pub mod locks;
pub mod residue;
pub mod clipboard;
pub mod environment;
pub mod crash;
