//! The second half of the program: fetched when it is first wanted, and what waits for it.

use super::look_up::Then;
use super::{Session, start};
use crate::browser::{self, popup::Popup};
use crate::later::{self, Later};
use leptos::prelude::*;
use protocol::config::{Ask, ClientConfig};
use protocol::flow::Flow;
use std::cell::Cell;

/// How far the second half has come.
#[derive(Clone, Copy)]
pub enum Half {
    /// Nobody has wanted it yet.
    Away,
    /// On its way.
    Coming,
    /// It could not be had. The next press tries again.
    Missing,
    /// There.
    Here(&'static Later),
}

/// What is to be done once it is there: one thing, the last that was wanted, so that two presses are one.
pub type Waiting = Cell<Option<Box<dyn FnOnce(&'static Verbs)>>>;

/// The verbs of the second half that the first half calls.
pub struct Verbs {
    /// Reads an answer and carries it on.
    pub arrive: fn(Session, &str),
    /// Looks back at the last run, and drops what is out of date.
    pub recall: fn(Session),
    /// Makes the authorization request of a checked form; `true` asks for the password again.
    pub prepare: fn(Session, &ClientConfig, bool),
    /// Asks the server or the API of the form what it is.
    pub look_up: fn(Session, Ask, Then),
    /// Shows or folds away the kinds of servers that are known.
    pub presets: fn(Session),
    /// Shows what would be sent to check the server.
    pub check_server: fn(Session),
    /// Asks about a sign-in that another site began.
    pub invite: fn(Session),
    /// The same, for a window that has been opened, or was to be.
    pub go_in_popup: fn(Session, &ClientConfig, Option<Popup>),
    /// The address that fills the form as it is.
    pub link: fn(Session) -> String,
    /// Finds out whether a key could be kept.
    pub probe_keys: fn(Session),
}

impl Verbs {
    /// All of them.
    pub const ALL: Self = Self {
        arrive: Session::arrive,
        recall: Session::recall,
        prepare: Session::prepare,
        look_up: Session::look_up,
        presets: Session::toggle_presets,
        check_server: Session::list_check,
        invite: Session::invite,
        go_in_popup: Session::go_in_popup,
        link: Session::link,
        probe_keys: Session::probe_keys,
    };
}

impl Session {
    /// The second half of the program, once it is there.
    pub fn later(self) -> Option<&'static Later> {
        match self.half.get() {
            Half::Here(later) => Some(later),
            _ => None,
        }
    }

    /// Whether it was wanted and could not be had.
    pub fn is_half_missing(self) -> bool {
        matches!(self.half.get(), Half::Missing)
    }

    /// Carries an answer on, with which the browser came back.
    pub(super) fn come_back_with(self, href: &str) {
        self.flow.set(Flow::Returning);
        self.read_answer(href);
    }

    /// Takes an answer that came into the address of the running page. While one is being read, no other is.
    pub(super) fn read_answer_meanwhile(self, href: &str) {
        if !self.flow.with_untracked(|flow| matches!(flow, Flow::Returning)) {
            self.read_answer(href);
        }
    }

    fn read_answer(self, href: &str) {
        let href = href.to_owned();
        self.with_later(move |verbs| (verbs.arrive)(self, &href));
    }

    /// Has the second half come, where nobody has wanted it yet: what a server offers is shown by it.
    pub(super) fn want_half(self) {
        if matches!(self.half.get_untracked(), Half::Away) {
            self.with_later(|_| {});
        }
    }

    /// Does `work` with the second half, once that is there.
    pub(super) fn with_later(self, work: impl FnOnce(&'static Verbs) + 'static) {
        self.waiting.set(Some(Box::new(work)));
        match self.half.get_untracked() {
            Half::Here(later) => self.do_what_waits(later),
            Half::Coming => {}
            Half::Away | Half::Missing => {
                self.half.set(Half::Coming);
                start(self.fetch_half());
            }
        }
    }

    async fn fetch_half(self) {
        if !browser::later::load().await {
            self.waiting.take();
            self.half.set(Half::Missing);
            // An answer that was waiting is lost with its code or token: the person starts again.
            self.flow.set(Flow::Configuring);
            return;
        }
        let later = later::enter();
        self.half.set(Half::Here(later));
        (later.verbs.probe_keys)(self);
        self.do_what_waits(later);
    }

    fn do_what_waits(self, later: &'static Later) {
        if let Some(work) = self.waiting.take() {
            work(&later.verbs);
        }
    }
}
