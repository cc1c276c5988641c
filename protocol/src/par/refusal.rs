//! Why a pushed request was not taken. Nobody has left the page in any of these, and no sign-in waits for an answer.

use crate::dpop::DpopError;
use crate::http::Failure;
use crate::report::{Report, Who};

/// The errors of this detour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParError {
    /// The server said no in the protocol's words (`as_error`; RFC 9126 §2.3).
    Refused {
        /// The HTTP status.
        status: u16,
        /// The code.
        error: String,
        /// The server's own words; may be empty.
        description: String,
        /// Where it explains them; shown as text.
        uri: String,
    },
    /// A status other than 201 without such an error (`http`).
    Status(u16),
    /// 201 with another media type than JSON (`content`).
    ContentType(String),
    /// No JSON object, or a member twice (`json`).
    Json(String),
    /// `request_uri` is not there, not text or empty (`param`).
    NoRequestUri,
    /// It is no URI that an address can carry (`param`).
    UnfitRequestUri(String),
    /// `expires_in` is there and is no positive whole number (`param`).
    Lifetime(String),
    /// The reference ended before the person left (`param`, `expired`).
    Expired,
    /// A proof was asked for and could not be made, or not be used (`dpop`).
    Dpop(DpopError),
    /// Nothing could be read (`net_or_cors`, `timeout`, `cancelled`, `size`).
    Transport(Failure),
}

const NOTHING_LEFT: &str =
    "Nobody left this page, and nothing was kept. The request was not sent through the address bar instead.";
const SERVER_MENDS: &str = "The authorization server has to mend this.";

impl ParError {
    /// What the person reads. `origin` is this page's, for the server's CORS setting; `endpoint` is where the request went.
    pub fn report(&self, origin: &str, endpoint: &str) -> Report {
        match self {
            Self::Refused { status, error, description, uri } => {
                let (who, headline, mend) = refused(error);
                Report::new("as_error", who, headline, NOTHING_LEFT, mend)
                    .status(*status)
                    .evidence("status", &status.to_string())
                    .evidence("error", error)
                    .evidence("error_description", description)
                    .evidence("error_uri", uri)
            }
            Self::Status(status) => Report::new(
                "http",
                Who::AuthorizationServer,
                "The PAR endpoint did not answer as it has to.",
                &format!("A pushed request that was taken is answered with 201 (RFC 9126 §2.2), and one that was not with an OAuth error. {NOTHING_LEFT}"),
                "Compare the address; a proxy in front of the server can be the one that answered. Its own log says more.",
            )
            .status(*status)
            .evidence("status", &status.to_string()),
            Self::ContentType(media_type) => server("content", "The PAR endpoint answered with something other than JSON.")
                .evidence("content type", if media_type.is_empty() { "none" } else { media_type }),
            Self::Json(why) => {
                server("json", "The PAR endpoint\u{2019}s answer is not one clean JSON object.").evidence("the parser says", why)
            }
            Self::NoRequestUri => server("param", "The PAR endpoint\u{2019}s answer has no request_uri."),
            Self::UnfitRequestUri(uri) => {
                server("param", "The request_uri is no URI that an address can carry.").evidence("request_uri", uri)
            }
            Self::Lifetime(text) => {
                server("param", "The lifetime of the request_uri is no number of seconds above 0.").evidence("expires_in", text)
            }
            Self::Expired => Report::new(
                "param",
                Who::You,
                "The pushed request has expired.",
                "By the lifetime that the server gave it, its time is over. The server would have said so on a page of its own, from which nobody comes back, so nobody was sent there.",
                "Start again: a new request is pushed then.",
            )
            .reason("expired"),
            Self::Dpop(error) => error.report(Who::AuthorizationServer, endpoint),
            Self::Transport(failure) => transport(failure, origin, endpoint),
        }
    }
}

fn server(kind: &str, headline: &str) -> Report {
    Report::new(kind, Who::AuthorizationServer, headline, NOTHING_LEFT, SERVER_MENDS)
}

fn refused(error: &str) -> (Who, &'static str, &'static str) {
    match error {
        "invalid_request" => (
            Who::Client,
            "The server finds the pushed request malformed.",
            "Its own words below name the parameter; a redirect URI that is not registered is among the causes. Extra parameters are the next suspects.",
        ),
        "invalid_client" => (
            Who::Client,
            "The server does not accept this client.",
            "Register it as a public client (token_endpoint_auth_method none): a page in a browser can keep no secret.",
        ),
        "unauthorized_client" | "unsupported_response_type" => (
            Who::Client,
            "This client may not use this flow.",
            "Allow the flow for this client at the authorization server.",
        ),
        "invalid_scope" => {
            (Who::Client, "The server does not give this scope.", "Compare the scope field with what the server lists.")
        }
        "invalid_target" => (
            Who::Client,
            "The server does not know the resource that was named.",
            "Compare the resource parameter (RFC 8707).",
        ),
        "invalid_authorization_details" => (
            Who::Client,
            "The server does not take these authorization_details.",
            "Compare each type and its members with what the server documents (RFC 9396).",
        ),
        "invalid_dpop_proof" => (
            Who::Client,
            "The server does not take the proof.",
            "Compare this machine\u{2019}s clock with the right time first: a proof says when it was made. An address that the server knows by another name is the next suspect.",
        ),
        _ => (
            Who::AuthorizationServer,
            "The PAR endpoint refused, with a code of its own.",
            "Its documentation explains the code below.",
        ),
    }
}

fn transport(failure: &Failure, origin: &str, endpoint: &str) -> Report {
    let report = match failure {
        Failure::NetworkOrCors => Report::new(
            "net_or_cors",
            Who::AuthorizationServer,
            "The browser could not read an answer from the PAR endpoint.",
            &format!("Either the server was not reached, or it redirected, or its CORS headers do not let this page read the answer: a browser does not tell a page which. {NOTHING_LEFT}"),
            "Allow this page\u{2019}s origin (below) for CORS at the PAR endpoint, as at the token endpoint; with DPoP also the request header DPoP.",
        )
        .evidence("origin to allow", origin),
        Failure::Offline => Report::new("net_or_cors", Who::You, "This browser has no network.", NOTHING_LEFT, "Connect again and start over."),
        Failure::Timeout { seconds } => Report::new(
            "timeout",
            Who::AuthorizationServer,
            "The PAR endpoint did not answer in time.",
            &format!("A later answer is dropped. {NOTHING_LEFT}"),
            "Start again; if it persists, ask whoever runs the server.",
        )
        .evidence("waited", &format!("{seconds} s")),
        Failure::Cancelled => Report::new("cancelled", Who::You, "You cancelled the request.", NOTHING_LEFT, "Start again when you like."),
        Failure::TooLarge { limit } => {
            server("size", "The PAR endpoint\u{2019}s answer is too large to be one.").evidence("limit", &format!("{limit} bytes"))
        }
    };
    report.evidence("PAR endpoint", endpoint)
}
