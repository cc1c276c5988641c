//! Why no sign-in was started. Nothing has left the page in any of these.

use crate::report::{Report, Who};

/// The errors of this arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartError {
    /// Another page frames this one (`env`; RFC 9700 §4.16).
    Framed,
    /// The page came over plain http from another machine (`env`).
    InsecureContext,
    /// The browser gave no random bytes (`env`).
    NoRandomSource,
    /// The browser denies sessionStorage, where the transaction has to wait (`storage`).
    StorageDenied,
    /// sessionStorage is full (`storage`).
    StorageFull,
    /// The browser would not navigate (`env`).
    WouldNotLeave,
}

impl StartError {
    /// What the person reads.
    pub fn report(self) -> Report {
        let (kind, headline, meaning, mend) = match self {
            Self::Framed => (
                "env",
                "This page stands inside another page.",
                "Whoever framed it could lay a bait over its buttons, so no sign-in starts here.",
                "Open it in a tab of its own.",
            ),
            Self::InsecureContext => (
                "env",
                "The connection to this page is not trustworthy.",
                "Over plain http anyone on the way could have changed this page, so no sign-in starts here.",
                "Open it over https, or from localhost.",
            ),
            Self::NoRandomSource => (
                "env",
                "This browser gives no random numbers.",
                "state and code_verifier must not be guessable; without randomness nothing is sent.",
                "Try another browser, or one without extensions.",
            ),
            Self::StorageDenied => (
                "storage",
                "This browser lets the page remember nothing.",
                "While you are at the server, the page is gone; what it needs to check the answer has to wait in sessionStorage. No sign-in was started.",
                "Allow cookies and site data for this page; browsers put storage under the same setting.",
            ),
            Self::StorageFull => (
                "storage",
                "This page's storage is full.",
                "What is needed to check the answer could not be kept, so no sign-in was started.",
                "Press \u{201c}forget everything\u{201d}, or close this tab and open the page anew.",
            ),
            Self::WouldNotLeave => (
                "env",
                "The browser would not open the server's address.",
                "The sign-in was not started, and nothing of it was kept.",
                "Compare the authorization endpoint.",
            ),
        };
        Report::new(kind, Who::Browser, headline, meaning, mend)
    }
}
