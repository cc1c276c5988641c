//! HAR 1.2, the archive format of browsers' developer tools: a trace in, one JSON value out; and the entries of such a file in, plain
//! values out.
//!
//! An archive says what was observed. What a page cannot see (the answer to a navigation, a preflight) is no entry or has status 0, and
//! what it infers stands in members of our own, which begin with `_` as the format asks.

mod read;
mod time;
mod write;

pub use read::{Entry, HarError, LIMIT, entries};
pub use time::{from_iso, iso};
pub use write::{About, archive};
