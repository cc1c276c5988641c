//! What the person sees: one file a step, then the parts that the steps share.
//!
//! **Invariant:** a view reads the session's signals and calls its verbs. It never touches the browser itself, and no text from
//! outside ever becomes markup.

pub mod bar;
pub mod lead;
pub mod configure;
pub mod authorize;
pub mod callback;
pub mod token;
pub mod api;
pub mod picture;
pub mod beside;

pub mod step;
pub mod field;
pub mod register;
pub mod wire;
pub mod answer;
pub mod checks;
pub mod problem;
pub mod secret;
pub mod copy;
pub mod countdown;
pub mod announce;
