//! Why a proof could not be made, or was of no use.

use crate::report::{Report, Who};

/// The errors of DPoP itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DpopError {
    /// The browser keeps no key for this page while the person is away (`storage`); nothing left.
    NotKept,
    /// The browser made no key (`dpop`); nothing left.
    NotMade,
    /// The sign-in has a key by its transaction, and it is gone (`dpop`; RFC 9449 §10).
    KeyLost,
    /// The browser did not sign (`dpop`).
    NotSigned,
    /// A nonce is asked for, which the page cannot read (`dpop`; RFC 9449 §8).
    NonceHidden,
    /// A nonce is asked for again, though the proof had the one that was given (`dpop`).
    NonceAgain,
}

impl DpopError {
    /// What the person reads. `server` is whoever runs the server that was asked, and `asked` its address; empty where none was.
    pub fn report(self, server: Who, asked: &str) -> Report {
        let (kind, who, headline, meaning, mend) = self.words(server);
        Report::new(kind, who, headline, meaning, mend).evidence("asked", asked)
    }

    fn words(self, server: Who) -> (&'static str, Who, &'static str, &'static str, &'static str) {
        match self {
            Self::NotKept => (
                "storage",
                Who::Browser,
                "This browser keeps no key for the page.",
                "While you are at the server the page is gone, and its key has to wait in IndexedDB, which is denied here; private windows often do so. Nothing was sent.",
                "Use an ordinary window, or switch DPoP off in the further settings.",
            ),
            Self::NotMade => (
                "dpop",
                Who::Browser,
                "This browser made no key.",
                "DPoP needs a key pair for ECDSA on the curve P-256 that cannot be taken out of the browser. Nothing was sent.",
                "Try another browser, or switch DPoP off in the further settings.",
            ),
            Self::KeyLost => (
                "dpop",
                Who::Browser,
                "The key of this sign-in is gone.",
                "The request named it (dpop_jkt), and the browser has lost it since: site data cleared, or everything forgotten in another tab. The code was not sent, as no other key can redeem it (RFC 9449 §10).",
                "Start again.",
            ),
            Self::NotSigned => (
                "dpop",
                Who::Browser,
                "The browser did not sign the proof.",
                "Without a proof the request would be refused, so it was not sent.",
                "Start again; if it persists, try another browser.",
            ),
            Self::NonceHidden => (
                "dpop",
                server,
                "The server wants a nonce in the proof, and the page cannot read it.",
                "It asks with use_dpop_nonce. The nonce stands in the header DPoP-Nonce, which was not sent, or which CORS keeps from the page. The request was not repeated: without the nonce it would be refused again (RFC 9449 §8).",
                "The server has to send DPoP-Nonce, and to expose it: Access-Control-Expose-Headers: DPoP-Nonce, WWW-Authenticate.",
            ),
            Self::NonceAgain => (
                "dpop",
                server,
                "The server wants a nonce again, though it got its own.",
                "The request was sent a second time with the nonce that came with the first answer. It is not sent a third time, as that might never end.",
                "Whoever runs the server has to look why it does not take the nonce that it gave. Several machines behind one address, each with nonces of its own, look like this.",
            ),
        }
    }
}
