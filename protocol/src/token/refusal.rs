//! Why the code did not become a token.

use crate::dpop::DpopError;
use crate::grant::GrantProblem;
use crate::http::Failure;
use crate::metadata::ServerMetadata;
use crate::report::{Report, Who};

/// The errors of this arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// The server said no in the protocol's words (`as_error`; RFC 6749 §5.2).
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
    /// A status other than 200 without such an error (`http`).
    Status(u16),
    /// 200 with another media type than JSON (`content`).
    ContentType(String),
    /// No JSON object, or a member twice (`json`).
    Json(String),
    /// The fields are not those of a usable token (`param`, `token_type`, `dpop`).
    Grant(GrantProblem),
    /// A proof was asked for and could not be made, or not be used (`dpop`).
    Dpop(DpopError),
    /// Nothing could be read (`net_or_cors`, `timeout`, `cancelled`, `size`).
    Transport(Failure),
}

/// What the token request carried, and so what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// An authorization code.
    Code,
    /// A refresh token.
    RefreshToken,
}

impl Sent {
    fn aftermath(self) -> &'static str {
        match self {
            Self::Code => "The code counts as spent: it is not sent a second time.",
            Self::RefreshToken => "The session stays as it was.",
        }
    }
}

impl TokenError {
    /// The same as `report`, with what the server's metadata says of clients without a secret where it did not accept this one.
    pub fn report_with(&self, server: &ServerMetadata, sent: Sent, origin: &str, endpoint: &str) -> Report {
        let report = self.report(sent, origin, endpoint);
        let ways = server.ways_in("token_endpoint");
        let is_client = matches!(self, Self::Refused { error, .. } if error == "invalid_client");
        if !is_client || !server.is_known() || ways.as_ref().is_some_and(|ways| ways.contains(&"none")) {
            return report;
        }
        let mend = format!("{} By its metadata, this server may take no public client at all.", report.mend);
        let by_default = || "none listed, which stands for client_secret_basic (RFC 8414 §2)".to_owned();
        let listed = ways.map_or_else(by_default, |ways| ways.join(" "));
        Report { mend, ..report }.evidence("auth methods in its metadata", &listed)
    }

    /// What the person reads. `sent` is what the request carried, `origin` this page's, for the server's CORS setting; `endpoint` is
    /// where the request went.
    pub fn report(&self, sent: Sent, origin: &str, endpoint: &str) -> Report {
        let aftermath = sent.aftermath();
        match self {
            Self::Refused { error, description, .. } if sent == Sent::RefreshToken && error == "invalid_grant" => Report::new(
                "refresh",
                Who::You,
                "The server does not take this refresh token any more.",
                "It has expired, was revoked, or was used before: a server that rotates takes that for a theft and ends the session (RFC 9700 §4.14.2). Nothing of the session is kept here. What you typed is.",
                "Sign in again.",
            )
            .evidence("error", error)
            .evidence("error_description", description),
            Self::Refused { status, error, description, uri } => {
                let (who, headline, mend) = refused(error);
                Report::new("as_error", who, headline, &format!("No token came of it. {aftermath}"), mend)
                    .status(*status)
                    .evidence("status", &status.to_string())
                    .evidence("error", error)
                    .evidence("error_description", description)
                    .evidence("error_uri", uri)
            }
            Self::Status(status) => Report::new(
                "http",
                Who::AuthorizationServer,
                "The token endpoint failed without saying why.",
                &format!("It answered without an OAuth error; what it sent instead is not shown, as it may be a whole page. {aftermath}"),
                "Its own log says more. A proxy in front of it can be the one that answered.",
            )
            .status(*status)
            .evidence("status", &status.to_string()),
            Self::ContentType(media_type) => Report::new(
                "content",
                Who::AuthorizationServer,
                "The token endpoint answered with something other than JSON.",
                &format!("A sign-in page or a network's portal can stand in its place. It was not read. {aftermath}"),
                "Check the token endpoint's address; it must answer with application/json (RFC 6749 §5.1).",
            )
            .evidence("content type", if media_type.is_empty() { "none" } else { media_type }),
            Self::Json(why) => Report::new(
                "json",
                Who::AuthorizationServer,
                "The token endpoint's answer is not one clean JSON object.",
                &format!("Cut off, wrapped, or with a member that comes twice: nothing of it was used. {aftermath}"),
                "The authorization server has to mend this.",
            )
            .evidence("the parser says", why),
            Self::Grant(problem) => Report::new(
                problem.kind(),
                Who::AuthorizationServer,
                &problem.headline(),
                problem.meaning(),
                problem.mend(),
            ),
            Self::Dpop(error) => error.report(Who::AuthorizationServer, endpoint),
            Self::Transport(failure) => transport(failure, aftermath, origin, endpoint),
        }
    }
}

fn refused(error: &str) -> (Who, &'static str, &'static str) {
    match error {
        "invalid_grant" => (
            Who::Client,
            "The server does not take this code.",
            "It was used or is too old, it was issued to another client, or redirect_uri or code_verifier are not those of the request. Start again; if it persists, compare the redirect URI at the server.",
        ),
        "invalid_client" => (
            Who::Client,
            "The server does not accept this client.",
            "Register it as a public client (token_endpoint_auth_method none): a page in a browser can keep no secret.",
        ),
        "unauthorized_client" | "unsupported_grant_type" => (
            Who::Client,
            "This client may not exchange codes.",
            "Allow the grant type authorization_code for this client at the authorization server.",
        ),
        "invalid_request" => (
            Who::Client,
            "The server finds the token request malformed.",
            "Its own words below name the parameter. Extra token parameters are the first suspects.",
        ),
        "invalid_scope" => {
            (Who::Client, "The server does not give this scope.", "Compare the scope field with what the server lists.")
        }
        "invalid_dpop_proof" => (
            Who::Client,
            "The server does not take the proof.",
            "Compare this machine\u{2019}s clock with the right time first: a proof says when it was made. An address that the server knows by another name is the next suspect.",
        ),
        "invalid_authorization_details" => (
            Who::Client,
            "The server does not take these authorization_details.",
            "Compare each type and its members with what the server documents (RFC 9396).",
        ),
        "invalid_target" => (
            Who::Client,
            "The server does not know the resource that was named.",
            "Compare the resource parameter (RFC 8707).",
        ),
        _ => (
            Who::AuthorizationServer,
            "The token endpoint refused, with a code of its own.",
            "Its documentation explains the code below.",
        ),
    }
}

fn transport(failure: &Failure, aftermath: &str, origin: &str, endpoint: &str) -> Report {
    let report = match failure {
        Failure::NetworkOrCors => Report::new(
            "net_or_cors",
            Who::AuthorizationServer,
            "The browser could not read an answer from the token endpoint.",
            &format!("Either the server was not reached, or it redirected, or it answered and its CORS headers do not let this page read it: a browser does not tell a page which. The server may have issued a token all the same. {aftermath}"),
            "Allow this page's origin (below) for CORS at the token endpoint. Many servers have the setting with the client: allowed web origins.",
        )
        .evidence("origin to allow", origin),
        Failure::Offline => Report::new(
            "net_or_cors",
            Who::You,
            "This browser has no network.",
            &format!("Nothing was sent. {aftermath}"),
            "Connect again and start over.",
        ),
        Failure::Timeout { seconds } => Report::new(
            "timeout",
            Who::AuthorizationServer,
            "The token endpoint did not answer in time.",
            &format!("A later answer is dropped. {aftermath}"),
            "Start again; if it persists, ask whoever runs the server.",
        )
        .evidence("waited", &format!("{seconds} s")),
        Failure::Cancelled => Report::new("cancelled", Who::You, "You cancelled the exchange.", aftermath, "Start again when you like."),
        Failure::TooLarge { limit } => Report::new(
            "size",
            Who::AuthorizationServer,
            "The token endpoint's answer is too large to be one.",
            &format!("Reading stopped at the limit and nothing of it was used. {aftermath}"),
            "The authorization server has to mend this.",
        )
        .evidence("limit", &format!("{limit} bytes")),
    };
    report.evidence("token endpoint", endpoint)
}
