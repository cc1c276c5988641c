//! Why the API's answer is not the one that was hoped for, or why nothing was sent.

use crate::challenge::Challenge;
use crate::dpop::DpopError;
use crate::http::Failure;
use crate::report::{Report, Who};
use crate::server_answer::Said;

/// The errors of this arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The API lives at another origin than the one named before the token came; nothing was sent (`config`; RFC 9700 §4.9.1).
    OtherOrigin {
        /// The only origin that may have the token; empty when none was named.
        bound_to: String,
        /// The origin asked for.
        asked: String,
    },
    /// The token's lifetime is over; nothing was sent (`api`).
    Expired,
    /// 401 or 403 (`api`; RFC 6750 §3.1).
    Challenged {
        /// Which.
        status: u16,
        /// The challenge of a scheme that we use, where CORS let the page read it.
        challenge: Option<Challenge>,
        /// What the body says, where it is JSON in the words of OAuth.
        said: Option<Said>,
    },
    /// Any other status that is no success (`http`).
    Status(u16),
    /// A proof was asked for and could not be made, or not be used (`dpop`; RFC 9449 §9).
    Dpop(DpopError),
    /// Nothing could be read (`net_or_cors`, `timeout`, `cancelled`, `size`).
    Transport(Failure),
}

impl ApiError {
    /// What the person reads. `origin` is this page's, for the API's CORS setting; `endpoint` is where the request went.
    pub fn report(&self, origin: &str, endpoint: &str) -> Report {
        match self {
            Self::OtherOrigin { bound_to, asked } => Report::new(
                "config",
                Who::You,
                "The token is not for this origin.",
                "It was issued while another API was named, and a token shown to a stranger can be used by the stranger. Nothing was sent.",
                "Sign in again with the new address, or go back to the old one.",
            )
            .evidence("the token may go to", if bound_to.is_empty() { "no API was named" } else { bound_to })
            .evidence("asked for", asked),
            Self::Expired => Report::new(
                "api",
                Who::You,
                "The token has expired.",
                "By the lifetime that the server gave it, its time is over. It was not sent.",
                "Sign in again for a new one.",
            )
            .reason("expired"),
            Self::Challenged { status, challenge, said } => challenged(*status, challenge.as_ref(), said.as_ref()),
            Self::Status(status) => Report::new(
                "http",
                Who::Api,
                "The API answered with a failure.",
                "The token reached it; what it says is below, as text.",
                "Check address, method, headers and body of the call.",
            )
            .status(*status)
            .evidence("status", &status.to_string()),
            Self::Dpop(error) => error.report(Who::Api, endpoint),
            Self::Transport(failure) => transport(failure, origin, endpoint),
        }
    }
}

/// `said` is what the body says: it counts where the challenge names no error.
fn challenged(status: u16, challenge: Option<&Challenge>, said: Option<&Said>) -> Report {
    let get = |name: &str| challenge.and_then(|challenge| challenge.get(name)).unwrap_or_default();
    let said = said.filter(|_| get("error").is_empty());
    let (error, description) = match said {
        Some(said) => (said.error.as_str(), said.description.as_str()),
        None => (get("error"), get("error_description")),
    };
    let (who, headline, mend) = why(status, error, get("scope"));
    let meaning = match (said, challenge) {
        (Some(_), Some(_)) => {
            "The sign-in stays as it is; the API's own words are below, the error from the body of its answer."
        }
        (Some(_), None) => {
            "The sign-in stays as it is; the API's own words below are from the body of its answer. The page could read no challenge: the header WWW-Authenticate has to be sent, and to be exposed to CORS."
        }
        (None, Some(_)) => "The sign-in stays as it is; the API's own words are below.",
        (None, None) => {
            "The page could read no challenge. An API that wants to say why has to send one, and expose the header WWW-Authenticate to CORS."
        }
    };
    Report::new("api", who, headline, meaning, mend)
        .status(status)
        .evidence("status", &status.to_string())
        .evidence("error", error)
        .evidence("error_description", description)
        .evidence("scope", get("scope"))
        .evidence("realm", get("realm"))
}

/// Who can mend it, what it is, and how.
fn why(status: u16, error: &str, scope: &str) -> (Who, &'static str, &'static str) {
    match error {
        "insufficient_scope" => (
            Who::Client,
            "The token is good, but not for this.",
            if scope.is_empty() {
                "The API does not name the scope that is missing: its documentation may. Add it to the scope field and sign in again; the server must grant it."
            } else {
                "Add the scope that the API names to the scope field and sign in again; the server must grant it."
            },
        ),
        "invalid_request" => {
            (Who::Client, "The API finds the request malformed.", "Check method, headers and body of the call.")
        }
        "invalid_dpop_proof" => (
            Who::Client,
            "The API does not take the proof.",
            "Compare this machine\u{2019}s clock with the right time first: a proof says when it was made. An address that the API knows by another name is the next suspect.",
        ),
        // Without a code that says so, it proves nothing about the token (RFC 6750 §3.1).
        _ if status == 403 && error != "invalid_token" => (
            Who::Unknown,
            if error.is_empty() {
                "The API refused (403) without saying why."
            } else {
                "The API refused (403), with a code of its own."
            },
            "It may want another scope, or not know this token, or something in front of it refused. The API's documentation or its log says more.",
        ),
        _ => (
            Who::Client,
            "The API does not accept this token.",
            "It may be expired, revoked or issued for another audience. Sign in again; if it persists, compare issuer and audience at the API.",
        ),
    }
}

fn transport(failure: &Failure, origin: &str, endpoint: &str) -> Report {
    let report = match failure {
        Failure::NetworkOrCors => Report::new(
            "net_or_cors",
            Who::Api,
            "The browser could not read an answer from the API.",
            "Either the API was not reached, or it redirected (which is never followed: the token must not travel on), or its CORS headers do not let this page read it. A browser does not tell a page which.",
            "Allow the origin below and the header Authorization at the API: Access-Control-Allow-Origin on every answer, and on the preflight Access-Control-Allow-Headers: Authorization by name, as * does not cover it.",
        )
        .evidence("origin to allow", origin),
        Failure::Offline => {
            Report::new("net_or_cors", Who::You, "This browser has no network.", "Nothing was sent.", "Connect again and call once more.")
        }
        Failure::Timeout { seconds } => Report::new(
            "timeout",
            Who::Api,
            "The API did not answer in time.",
            "A later answer is dropped.",
            "Call once more; if it persists, ask whoever runs the API.",
        )
        .evidence("waited", &format!("{seconds} s")),
        Failure::Cancelled => Report::new("cancelled", Who::You, "You cancelled the call.", "A later answer is dropped.", "Call once more when you like."),
        Failure::TooLarge { limit } => Report::new(
            "size",
            Who::Api,
            "The API's answer is larger than this page shows.",
            "Reading stopped at the limit, and the rest was not fetched.",
            "Ask the API for less at a time.",
        )
        .evidence("limit", &format!("{limit} bytes")),
    };
    report.evidence("API", endpoint)
}
