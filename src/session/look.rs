//! Which exchange of the record is looked at: chosen at an arrow of the picture, or at its row.

use super::{Session, start};
use crate::browser::{clock, keyboard};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

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

    /// A call that has `work` done at the next frame, once however often it is called before: what changes several times within a frame
    /// is drawn and measured once.
    pub fn once_a_frame(work: impl Fn() + 'static) -> impl Fn() {
        let (work, waits) = (Rc::new(work), Rc::new(Cell::new(false)));
        move || {
            if !waits.replace(true) {
                let (work, waits) = (work.clone(), waits.clone());
                start(async move {
                    clock::next_frame().await;
                    waits.set(false);
                    work();
                });
            }
        }
    }

    /// Brings the keyboard to the element of that id, in the record.
    pub fn focus_in_record(self, id: &str) {
        keyboard::focus(id);
    }
}
