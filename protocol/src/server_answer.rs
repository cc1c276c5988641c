//! The answer of an endpoint of the authorization server that is asked after the sign-in: one JSON object, or why there is none.

use crate::check::Checks;
use crate::dpop::DpopError;
use crate::http::{Failure, Response};
use crate::json::Json;
use crate::outside::made_visible;
use crate::report::{LONGEST, Report, Who};
use crate::wire::Answer;

/// Why there is no object to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// The server said no in the protocol's words (`as_error`; RFC 6749 §5.2).
    Refused {
        /// The HTTP status.
        status: u16,
        /// The code.
        error: String,
        /// The server's own words; may be empty.
        description: String,
    },
    /// A status that is no success, without such words (`http`).
    Status(u16),
    /// Another media type than JSON (`content`).
    ContentType(String),
    /// No JSON object, or a member twice (`json`).
    Json(String),
    /// A proof was asked for and could not be made, or not be used (`dpop`).
    Dpop(DpopError),
    /// Nothing could be read (`net_or_cors`, `timeout`, `cancelled`, `size`).
    Transport(Failure),
}

/// A refusal in the protocol's words, made visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The code.
    pub error: String,
    /// The server's own words; may be empty.
    pub description: String,
}

/// What a JSON answer says in `error` and `error_description` (RFC 6749 §5.2).
pub fn said(response: &Response) -> Option<Said> {
    let object = Json::object(&response.body).ok().filter(|_| response.says_json())?;
    let text = |name, limit| object.get(name).and_then(Json::text).map(|text| made_visible(text, limit));
    let error = text("error", 100)?;
    Some(Said { error, description: text("error_description", LONGEST).unwrap_or_default() })
}

/// The names of the checks made by `object`.
pub const CHECKS: [&str; 3] = ["status", "content type", "JSON"];

/// The answer as the page shows it, with the exact body: none of these endpoints answers with a token.
pub fn answer(response: &Response) -> Answer {
    Answer::whole(response)
}

/// Whether the status is 200; else what the answer says instead.
pub fn succeeded(response: &Response, checks: &mut Checks) -> Result<(), AnswerError> {
    succeeded_with(response, &[200], checks)
}

/// The same for other good statuses; the first is the one that should come.
fn succeeded_with(response: &Response, good: &[u16], checks: &mut Checks) -> Result<(), AnswerError> {
    let expected = good.first().map(u16::to_string).unwrap_or_default();
    if checks.compare(CHECKS[0], good.contains(&response.status), &expected, &response.status.to_string()) {
        return Ok(());
    }
    Err(match said(response) {
        Some(Said { error, description }) => AnswerError::Refused { status: response.status, error, description },
        None => AnswerError::Status(response.status),
    })
}

/// Reads the object of a good answer.
pub fn object(response: &Response, checks: &mut Checks) -> Result<Json, AnswerError> {
    object_of(response, &[200], checks)
}

/// The same for other good statuses; the first is the one that should come.
pub fn object_of(response: &Response, good: &[u16], checks: &mut Checks) -> Result<Json, AnswerError> {
    succeeded_with(response, good, checks)?;
    let media_type = response.media_type();
    if !checks.compare(CHECKS[1], response.says_json(), "application/json", &made_visible(&media_type, 60)) {
        return Err(AnswerError::ContentType(made_visible(&media_type, 60)));
    }
    match Json::object(&response.body) {
        Ok(object) => {
            let members = format!("{} members", object.members().len());
            checks.compare(CHECKS[2], true, "one object, no member twice", &members);
            Ok(object)
        }
        Err(why) => {
            checks.compare(CHECKS[2], false, "one object, no member twice", &why);
            Err(AnswerError::Json(why))
        }
    }
}

impl AnswerError {
    /// Whether the endpoint wants to know who asks (RFC 6749 §5.2): a page in a browser cannot prove that.
    fn wants_authentication(&self) -> bool {
        match self {
            Self::Status(status) => *status == 401,
            Self::Refused { status, error, .. } => *status == 401 || error == "invalid_client",
            _ => false,
        }
    }

    /// The report of an endpoint where clients authenticate, in words of its own where that is what is missing. `ways` is what the
    /// server's metadata lists to do it with.
    pub fn of_guarded(&self, report: Report, who: &str, mend: &str, ways: Option<&[&str]>) -> Report {
        if !self.wants_authentication() {
            return report;
        }
        let report = Report {
            who: Who::AuthorizationServer,
            headline: format!("The {who} wants the client to authenticate."),
            meaning: format!(
                "A page in a browser has nothing to do that with, as it can keep no secret. {}",
                report.meaning
            ),
            mend: mend.to_owned(),
            ..report
        };
        report.evidence("auth methods in its metadata", &ways.unwrap_or_default().join(" "))
    }

    /// What the person reads. `who` is the endpoint by name ("UserInfo endpoint"), `address` where it is, `origin` this page's;
    /// `aftermath` says in a whole sentence what became of the session.
    pub fn report(&self, who: &str, address: &str, origin: &str, aftermath: &str) -> Report {
        let server = Who::AuthorizationServer;
        let report = match self {
            Self::Refused { status, error, description } => Report::new(
                "as_error",
                Who::Client,
                &format!("The {who} refused."),
                aftermath,
                "Its own words are below. Many servers allow this to some clients only.",
            )
            .status(*status)
            .evidence("status", &status.to_string())
            .evidence("error", error)
            .evidence("error_description", description),
            Self::Status(status) => Report::new(
                "http",
                server,
                &format!("The {who} failed without saying why."),
                aftermath,
                "The server's own log says more. A proxy in front of it can be the one that answered.",
            )
            .status(*status)
            .evidence("status", &status.to_string()),
            Self::ContentType(media_type) => Report::new(
                "content",
                server,
                &format!("The {who} answered with something other than JSON."),
                aftermath,
                "Check its address in the server's metadata.",
            )
            .evidence("content type", if media_type.is_empty() { "none" } else { media_type }),
            Self::Json(why) => Report::new(
                "json",
                server,
                &format!("The answer of the {who} is not one clean JSON object."),
                aftermath,
                "The authorization server has to mend this.",
            )
            .evidence("the parser says", why),
            Self::Dpop(error) => return error.report(server, address),
            Self::Transport(failure) => transport(failure, who, origin, aftermath),
        };
        report.evidence("endpoint", address)
    }
}

fn transport(failure: &Failure, who: &str, origin: &str, aftermath: &str) -> Report {
    match failure {
        Failure::NetworkOrCors => Report::new(
            "net_or_cors",
            Who::AuthorizationServer,
            &format!("The browser could not read an answer from the {who}."),
            &format!("Either it was not reached, or it redirected, or its CORS headers do not let this page read it: a browser does not tell a page which. {aftermath}"),
            "Allow this page's origin (below) for CORS at that endpoint.",
        )
        .evidence("origin to allow", origin),
        Failure::Offline => Report::new(
            "net_or_cors",
            Who::You,
            "This browser has no network.",
            &format!("Nothing was sent. {aftermath}"),
            "Connect again and try once more.",
        ),
        Failure::Timeout { seconds } => Report::new(
            "timeout",
            Who::AuthorizationServer,
            &format!("The {who} did not answer in time."),
            &format!("A later answer is dropped. {aftermath}"),
            "Try again; if it persists, ask whoever runs the server.",
        )
        .evidence("waited", &format!("{seconds} s")),
        Failure::Cancelled => {
            Report::new("cancelled", Who::You, "You cancelled the request.", aftermath, "Try again when you like.")
        }
        Failure::TooLarge { limit } => Report::new(
            "size",
            Who::AuthorizationServer,
            &format!("The answer of the {who} is too large to be one."),
            &format!("Reading stopped at the limit and nothing of it was used. {aftermath}"),
            "The authorization server has to mend this.",
        )
        .evidence("limit", &format!("{limit} bytes")),
    }
}
