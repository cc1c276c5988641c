//! Text that must not be shown, logged or stored by accident.
//!
//! **Invariant:** no formatting and no JSON form of these types ever yields the text; only `reveal` does.

use crate::json::Json;
use crate::kept::Kept;
use std::fmt;

/// A code, token or verifier. `Debug` prints its length only.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Takes the text over.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself: for the wire, and for the person who asked to see it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Secret({} characters)", self.0.chars().count())
    }
}

/// A secret as the trace shows it: the length always, the text only while it is remembered.
///
/// Kept in storage it is the length alone, so that a trace there is redacted by construction.
#[derive(Clone, Debug)]
pub struct Masked {
    /// Length in characters.
    pub characters: usize,
    text: Option<Secret>,
}

impl Masked {
    /// Masks a copy of `secret`.
    pub fn of(secret: &Secret) -> Self {
        Self { characters: secret.reveal().chars().count(), text: Some(secret.clone()) }
    }

    /// One of that length whose text nobody here knows.
    pub fn forgotten(characters: usize) -> Self {
        Self { characters, text: None }
    }

    /// The text, unless it was forgotten.
    pub fn reveal(&self) -> Option<&str> {
        self.text.as_ref().map(Secret::reveal)
    }

    /// Drops the text and keeps the length.
    pub fn forget(&mut self) {
        self.text = None;
    }
}

impl Kept for Masked {
    fn to_json(&self) -> Json {
        Json::of([("characters", self.characters.to_json())])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self { characters: json.take("characters")?, text: None })
    }
}
