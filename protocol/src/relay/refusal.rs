//! Why a popup or a hidden frame brought nothing.

use crate::callback::CallbackError;
use crate::report::{Report, Who};

/// The errors of a sign-in whose answer was to come by the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayError {
    /// The browser opened no window (`popup`).
    Blocked,
    /// The browser has no channel between the pages of one origin, or no frame to give (`env`).
    NoChannel,
    /// Nothing came out of the frame in time (`timeout`).
    Timeout {
        /// How long it was waited, in seconds.
        seconds: u32,
        /// Whether the frame had loaded anything by then.
        loaded: bool,
    },
    /// The person gave up a popup (`cancelled`).
    Cancelled,
    /// The answer of a renewal was not accepted (`as_error`, and the kinds of `callback`).
    Answer(CallbackError),
}

const STAYS: &str = "The session stays as it was.";
const ADDRESS_BAR: &str =
    "Renew through the address bar: there the server can use its own cookies and ask what it has to.";
const NOT_THERE_EITHER: &str = "The address bar would bring the same refusal and end this session. Look in the server\u{2019}s words for what it misses in the request, or sign in again.";

impl RelayError {
    /// What the person reads. `server` is the authorization server's origin, `redirect_uri` the relay's address.
    pub fn report(&self, server: &str, redirect_uri: &str) -> Report {
        match self {
            Self::Blocked => Report::new(
                "popup",
                Who::Browser,
                "The browser opened no window.",
                "It blocks popups of this page, or a popup of this page was closed by an extension. Nothing was sent.",
                "Allow popups for this page, or sign in without one: the other button leads through this window\u{2019}s address bar.",
            ),
            Self::NoChannel => Report::new(
                "env",
                Who::Browser,
                "This browser lets two pages of one origin not talk to each other.",
                "Without a BroadcastChannel no answer could be handed over, so nothing was sent.",
                "Use the address bar instead, or another browser.",
            ),
            Self::Timeout { seconds, loaded } => Report::new(
                "timeout",
                Who::AuthorizationServer,
                "No answer came out of the hidden frame.",
                &format!("It was taken away. A server that forbids to be framed (X-Frame-Options, frame-ancestors), one that shows a page instead of an answer, as when it does not know the redirect URI below, and one that is slow look the same from here; the browser\u{2019}s console may say more. {STAYS}"),
                &format!("Register the redirect URI below at the server. {ADDRESS_BAR}"),
            )
            .evidence("waited", &format!("{seconds} s"))
            .evidence("the frame", if *loaded { "loaded something, which was no answer" } else { "loaded nothing" })
            .evidence("redirect URI", redirect_uri),
            Self::Cancelled => Report::new(
                "cancelled",
                Who::You,
                "You gave up the sign-in in the other window.",
                "Whatever still comes from there is dropped.",
                "Close that window if it is still open, and start again when you like.",
            ),
            Self::Answer(CallbackError::Refused { error, description, uri, .. }) => {
                let (who, headline, meaning) = refused(error, is_elsewhere(server, redirect_uri));
                let mend = if is_of_the_request(error) { NOT_THERE_EITHER } else { ADDRESS_BAR };
                Report::new("as_error", who, headline, &format!("{meaning} {STAYS}"), mend)
                    .evidence("error", error)
                    .evidence("error_description", description)
                    .evidence("error_uri", uri.as_deref().unwrap_or_default())
                    .evidence("the server", server)
                    .evidence("this page", redirect_uri)
            }
            Self::Answer(error) => error.report(),
        }
    }
}

/// What the refusal of a request with `prompt=none` means in a frame (OpenID Connect Core §3.1.2.6).
fn refused(error: &str, elsewhere: bool) -> (Who, &'static str, &'static str) {
    match error {
        "login_required" if elsewhere => (
            Who::Browser,
            "The server does not see in the frame who is signed in there.",
            "The frame stands in a page of another host. If the two hosts below are two sites, most browsers keep a server\u{2019}s cookies from such a frame (third-party cookies); else nobody is signed in there.",
        ),
        "login_required" => (
            Who::You,
            "Nobody is signed in there any more.",
            "The server has no session of yours, and the request forbade to ask.",
        ),
        "consent_required" => (
            Who::You,
            "The server wants to ask whether this page may have what it asks for.",
            "Nobody can answer in a hidden frame, and the request forbade to ask.",
        ),
        "interaction_required" | "account_selection_required" => (
            Who::You,
            "The server has to ask something.",
            "Nobody can answer in a hidden frame, and the request forbade to ask.",
        ),
        _ if is_of_the_request(error) => (
            Who::AuthorizationServer,
            "The authorization server refused the request itself.",
            "Its own words are below.",
        ),
        _ => (Who::AuthorizationServer, "The authorization server refused to renew.", "Its own words are below."),
    }
}

/// Whether the request itself was refused (RFC 6749 §4.1.2.1), so that it would be refused wherever it comes from.
fn is_of_the_request(error: &str) -> bool {
    matches!(error, "invalid_request" | "unauthorized_client" | "unsupported_response_type" | "invalid_scope")
}

/// Whether two addresses are of two hosts. Of two sites or of one, no page can tell: that takes the list of public suffixes.
fn is_elsewhere(one: &str, other: &str) -> bool {
    let host = |address: &str| {
        let authority = address.split('/').nth(2).unwrap_or_default();
        authority.split(':').next().unwrap_or_default().to_owned()
    };
    host(one) != host(other)
}
