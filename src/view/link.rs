//! A link that leads out of the page: into a tab of its own, which learns nothing of this one.

use crate::element::{Element, el};

/// The link. `href` has been checked to be an address of http or https by whoever brings it.
pub fn link(words: &str, href: &str) -> Element {
    el("a").attr("href", href).attr("target", "_blank").attr("rel", "noopener noreferrer").text(words)
}
