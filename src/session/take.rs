//! What a person takes along, and what they bring: requests to copy, the record as a file, and a text that is read here and nowhere else.

use super::{Session, page, store};
use crate::browser::{clock, download, environment, location, url};
use leptos::prelude::*;
use protocol::copy::{self, Form};
use protocol::exchange;
use protocol::har::{self, About};
use protocol::import::{self, Here, Imported};
use protocol::markdown;
use protocol::redact::Secrets;
use protocol::report::Report;
use protocol::wire::Message;

impl Session {
    /// The message of an exchange, by its name in the record.
    fn message(self, index: usize) -> Option<Message> {
        self.trace.with_untracked(|trace| exchange::named(trace, index).map(|exchange| exchange.message.clone()))
    }

    /// Whether an exchange of the record is a request that can be made again elsewhere; and whether it has secrets that are known.
    pub fn is_copied(self, index: usize) -> Option<bool> {
        let message = self.message(index).filter(|message| copy::is_copied(message, url::parse))?;
        let text = |secrets| copy::text(&message, Form::Fetch, secrets);
        Some(text(Secrets::LeftOut) != text(Secrets::Shown))
    }

    /// An exchange of the record as text that makes the same request elsewhere.
    pub fn copied(self, index: usize, form: Form, secrets: Secrets) -> Option<String> {
        self.message(index).map(|message| copy::text(&message, form, secrets))
    }

    /// Saves the record as a HAR file. Whether the browser took it.
    pub fn save_archive(self, secrets: Secrets) -> bool {
        let text = self.trace.with_untracked(|trace| about(|about| har::archive(trace, secrets, about).to_string()));
        download::text("grantlens.har", "application/json", &text)
    }

    /// Saves the record as Markdown, always without secrets. Whether the browser took it.
    pub fn save_report(self) -> bool {
        let text = self.trace.with_untracked(|trace| about(|about| markdown::report(trace, about)));
        download::text("grantlens.md", "text/markdown", &text)
    }

    /// Reads what a person brought. Nothing is sent, nothing is kept, and no sign-in that waits is touched.
    pub fn read_brought(self, text: &str) -> Result<Imported, Box<Report>> {
        let page = page();
        let here = Here { now_ms: clock::now_ms(), page: &page, parse: url::parse, waiting: &store::look_at_pending };
        import::read(text, &here).map_err(|error| Box::new(error.report()))
    }
}

fn about<T>(with: impl FnOnce(&About<'_>) -> T) -> T {
    let (browser, page) = (environment::user_agent(), location::address());
    with(&About { version: env!("CARGO_PKG_VERSION"), browser: &browser, page: &page })
}
