//! Grantlens, the page: what a person sees and does, around the `protocol` crate.
//!
//! Data travels one way: a view calls a verb of `session`; the verb computes with `protocol`, performs through `browser`, and
//! pushes the result into the signals that the views read.

pub mod app;
pub mod browser;
pub mod element;
pub mod later;
pub mod session;
pub mod view;
