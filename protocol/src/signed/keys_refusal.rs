//! Why a server's keys were of no use.

use super::Sort;
use super::refusal::SERVER_MENDS;
use crate::http::Failure;
use crate::jwks::{JwksError, KeyProblem, LIMIT, MOST_KEYS};
use crate::report::{Report, Who};

impl KeyProblem {
    /// In a few words.
    pub fn words(&self) -> String {
        match self {
            Self::UnknownKid => "none of the published keys has this kid".to_owned(),
            Self::NoneFits => "none of the published keys is for this".to_owned(),
            Self::Several(count) => format!("{count} keys fit, and the token does not say which"),
            Self::Unfit(why) => (*why).to_owned(),
        }
    }
}

pub(super) fn malformed(sort: Sort, error: &JwksError) -> Report {
    let (it, dropped) = (sort.noun(), sort.dropped());
    let what = match error {
        JwksError::Status(status) => format!("status {status}"),
        JwksError::TooLong(bytes) => format!("it has {bytes} bytes, at most {LIMIT} are read"),
        JwksError::Json(why) => why.clone(),
        JwksError::NoKeys => "there is no list keys with a key in it".to_owned(),
        JwksError::TooMany(count) => format!("it has {count} keys, at most {MOST_KEYS} are read"),
    };
    let report = Report::new(
        "key",
        Who::AuthorizationServer,
        "The server's keys cannot be read.",
        &format!(
            "What stands at jwks_uri is no JSON Web Key Set (RFC 7517 §5), so the {it} could not be verified. {dropped}"
        ),
        "Check jwks_uri in the server's metadata, and what it answers.",
    )
    .evidence("fault", &what);
    match error {
        JwksError::Status(status) => report.status(*status),
        _ => report,
    }
}

pub(super) fn unreachable(sort: Sort, failure: &Failure, origin: &str) -> Report {
    let (it, dropped) = (sort.noun(), sort.dropped());
    let (kind, who, headline, mend) = match failure {
        Failure::NetworkOrCors => (
            "net_or_cors",
            Who::AuthorizationServer,
            "The browser could not read the server's keys.",
            "Allow this page's origin (below) for CORS at jwks_uri; keys are public, so * is right there. A redirect is not followed.",
        ),
        Failure::Offline => ("net_or_cors", Who::You, "This browser has no network.", "Connect again and start over."),
        Failure::Timeout { .. } => (
            "timeout",
            Who::AuthorizationServer,
            "The server's keys did not come in time.",
            "Start again; if it persists, ask whoever runs the server.",
        ),
        Failure::Cancelled => {
            ("cancelled", Who::You, "You cancelled the fetching of the keys.", "Start again when you like.")
        }
        Failure::TooLarge { .. } => {
            ("key", Who::AuthorizationServer, "The server's keys are too large to be keys.", SERVER_MENDS)
        }
    };
    let report = Report::new(
        kind,
        who,
        headline,
        &format!(
            "Without them the {it} cannot be verified: either the server was not reached, or it redirected, or its CORS headers do not let this page read the answer. {dropped}"
        ),
        mend,
    );
    match failure {
        Failure::NetworkOrCors => report.evidence("origin to allow", origin),
        Failure::Timeout { seconds } => report.evidence("waited", &format!("{seconds} s")),
        Failure::TooLarge { limit } => report.evidence("limit", &format!("{limit} bytes")),
        Failure::Offline | Failure::Cancelled => report,
    }
}
