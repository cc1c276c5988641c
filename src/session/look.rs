//! Which exchange of the record is looked at: chosen at an arrow of the picture, or at its row.

use super::Session;
use leptos::prelude::*;

impl Session {
    /// Leads to an exchange, by its name in the record (`protocol::exchange::Exchange::index`).
    pub fn look_at(self, index: usize) {
        self.looked_at.set(Some(index));
    }
}
