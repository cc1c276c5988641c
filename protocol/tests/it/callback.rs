//! The way back, by behaviour: what is read of an address, whose answer it is, what is accepted, and what the refusals say.

mod accepting;
mod binding;
mod implicit;
mod jarm;
mod promised_issuer;
mod properties;
mod reading;
mod refusals;
