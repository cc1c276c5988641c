//! An address as words: a line ends after one of its separators, and inside a name only where nothing else is left.

use crate::element::{Element, el};
use protocol::outside::made_visible;

/// Fills `place` with an address of at most `length` characters.
pub fn address(place: Element, href: &str, length: usize) -> Element {
    let shown = made_visible(href, length);
    shown.split_inclusive(['/', '?', '&']).fold(place, |place, part| place.text(part).child(el("wbr")))
}
