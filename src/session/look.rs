//! Which exchange of the record is looked at: chosen at an arrow of the picture, or at its row.

use super::{Session, start};
use crate::browser::{clock, keyboard};
use leptos::prelude::*;

impl Session {
    /// Leads to an exchange, by its name in the record (`protocol::exchange::Exchange::index`): the record opens it and brings the
    /// keyboard there.
    pub fn look_at(self, index: usize) {
        self.looked_at.set(Some(index));
    }

    /// No longer looks at it, if it is the one.
    pub fn look_away(self, index: usize) {
        if self.looked_at.get_untracked() == Some(index) {
            self.looked_at.set(None);
        }
    }

    /// Does `work` once a frame, until it says that nothing is left: what takes long must not hold up the page.
    pub fn each_frame(mut work: impl FnMut() -> bool + 'static) {
        start(async move {
            while work() {
                clock::next_frame().await;
            }
        });
    }

    /// Does `work` at the next frame: what measures the page must not have it laid out twice for one change.
    pub fn at_next_frame(work: impl FnOnce() + 'static) {
        start(async move {
            clock::next_frame().await;
            work();
        });
    }

    /// Brings the keyboard to the element of that id, in the record.
    pub fn focus_in_record(self, id: &str) {
        keyboard::focus(id);
    }
}
