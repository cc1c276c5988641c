//! What the lab needs of the browser beyond the app's adapters: plain values in and out, and no decisions.

pub mod ask;
pub mod frame;
pub mod jsonp;
pub mod place;
pub mod reach;
pub mod wait;
