//! Why a text was not read.

use crate::har::{HarError, LIMIT};
use crate::report::{Report, Who};

/// The errors of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// Nothing was given (`config`).
    Empty,
    /// Longer than is read, in bytes (`size`).
    TooLong(usize),
    /// JSON that is no archive or no JSON at all, or that is nested too deeply (`json`, `size`).
    Har(HarError),
    /// Nothing that is known (`config`).
    Unknown,
}

impl ImportError {
    /// What the person reads.
    pub fn report(&self) -> Report {
        const NOTHING: &str = "Nothing was sent and nothing was kept.";
        const KNOWN: &str =
            "Paste the address that a server sent you back to, a token response, a token, or choose a HAR file.";
        let you = |kind, headline, mend| Report::new(kind, Who::You, headline, NOTHING, mend);
        match self {
            Self::Empty => you("config", "There is nothing to read.", KNOWN),
            Self::TooLong(bytes) | Self::Har(HarError::TooLong(bytes)) => you(
                "size",
                "This is too long to be read here.",
                "Save an archive of fewer requests, or one without contents.",
            )
            .evidence("length", &format!("{bytes} bytes, at most {LIMIT} are read")),
            Self::Har(HarError::TooDeep) => {
                you("size", "This nests deeper than anything of OAuth does.", "At most 100 levels are read.")
            }
            Self::Har(HarError::Json(why)) => {
                you("json", "This begins like JSON and is none.", "Copy it whole, from the first brace to the last.")
                    .evidence("the parser says", why)
            }
            Self::Har(HarError::NoEntries) => you(
                "json",
                "This has a log, but no list of entries.",
                "Save the archive anew from the developer tools.",
            ),
            Self::Unknown => you("config", "This is nothing that can be read here.", KNOWN),
        }
    }
}
