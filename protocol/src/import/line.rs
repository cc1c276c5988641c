//! Names and values from an archive as lines: what is a secret masked, what was left out of an archive of ours as forgotten.

use crate::outside::made_visible;
use crate::redact::{is_secret, stood_in};
use crate::secret::{Masked, Secret};
use crate::urlencoded;
use crate::wire::{Line, Shown};

/// Longest value shown.
const LONGEST: usize = 2000;

pub fn line(name: &str, value: &str) -> Line {
    let bare = ["Bearer ", "DPoP "].iter().find_map(|scheme| value.strip_prefix(scheme)).unwrap_or(value);
    let shown = match stood_in(bare) {
        Some(characters) => Shown::Masked(Masked::forgotten(characters.saturating_add(value.len() - bare.len()))),
        None if is_secret(name) => Shown::secret(&Secret::new(value)),
        None => Shown::Plain(made_visible(value, LONGEST)),
    };
    Line::new(&made_visible(name, 60), shown)
}

/// The pairs of a query, a fragment or a form, each decoded as far as it can be.
pub fn lines(part: &str) -> Vec<Line> {
    let decoded = |text: &str| urlencoded::decode(text).unwrap_or_else(|_| text.to_owned());
    urlencoded::raw_pairs(part).map(|(name, value)| line(&decoded(name), &decoded(value))).collect()
}
