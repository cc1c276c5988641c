//! What the person sees. A view reads the lab's signals and calls its verbs; it never touches the browser itself.

pub mod bar;
pub mod frame;
pub mod log;
pub mod policy;
pub mod seen;
pub mod side;
pub mod start;
