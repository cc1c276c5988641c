//! What is known of servers' settings and errors: a data file of this page's host, fetched when somebody wants it.

use super::presets::data_file;
use super::{Session, start};
use crate::browser::{files, location, url};
use leptos::prelude::*;
use protocol::diagnosis::knowledge::{self, Knowledge};
use protocol::diagnosis::refused::{self, Refused};
use protocol::trace::Step;

/// How far it has come.
pub enum Known {
    /// Nobody has asked for it.
    Away,
    /// On its way.
    Coming,
    /// It could not be had. The next press tries again.
    Missing,
    /// There.
    Here(Knowledge),
}

impl Session {
    /// It as it stands, for those who show it.
    pub fn with_knowledge<T>(self, show: impl FnOnce(&Known) -> T) -> T {
        self.knowledge.with(show)
    }

    /// Has it come, unless it is there.
    pub fn want_knowledge(self) {
        if self.knowledge.with_untracked(|known| matches!(known, Known::Away | Known::Missing)) {
            self.knowledge.set(Known::Coming);
            start(self.fetch_knowledge());
        }
    }

    async fn fetch_knowledge(self) {
        let text = data_file(files::diagnosis()).await;
        let read = text.and_then(|text| knowledge::read(&text, url::parse).ok());
        self.knowledge.set(read.map_or(Known::Missing, Known::Here));
    }

    /// The last refusal of a step, as the rules look at it.
    pub fn refused(self, step: Step) -> Option<Refused> {
        self.trace.with(|trace| refused::of(trace, step, &location::origin(), url::parse))
    }

    /// The name of the kind of server that an address is of, where it shows.
    pub fn kind_of_server<'a>(self, knowledge: &'a Knowledge, address: &str) -> Option<&'a str> {
        knowledge.server_at(address, url::parse).map(|server| server.name.as_str())
    }
}
