//! Why an API did not tell who guards it.

use crate::http::Failure;
use crate::json;
use crate::outside::made_visible;
use crate::report::{Report, Who};

/// The errors of this arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceError {
    /// A status other than 200 in the metadata's place (`http`).
    Status(u16),
    /// Another media type than JSON (`content`; RFC 9728 §3.2).
    ContentType(String),
    /// No JSON object, a member twice, or nested too deeply (`json`, `size`).
    Json(String),
    /// It is the metadata of another resource, or of none (`api`; RFC 9728 §3.3).
    Other {
        /// The API that was asked.
        asked: String,
        /// The one that it names.
        named: Option<String>,
    },
    /// It names no authorization server that this page could look up (`api`).
    NoServers,
    /// Nothing could be read (`net_or_cors`, `timeout`, `cancelled`, `size`).
    Transport(Failure),
}

const BY_HAND: &str = "Ask whoever runs the API which authorization server it trusts, and type that server's issuer.";

impl ResourceError {
    /// What the person reads. `origin` is this page's, for the API's CORS setting; `address` is where the metadata was sought, `status`
    /// what the API itself had answered, if that could be read.
    pub fn report(&self, origin: &str, address: &str, status: Option<u16>) -> Report {
        let report = match self {
            Self::Status(status) => Report::new("http", Who::Api, "The API does not say who guards it.", "Where its metadata should stand (RFC 9728) it answered with a failure.", BY_HAND).status(*status),
            Self::ContentType(media_type) => Report::new("content", Who::Api, "What stands in the place of the API\u{2019}s metadata is no JSON.", "It has to be application/json (RFC 9728 §3.2). It was not read.", BY_HAND)
                .evidence("content type", if media_type.is_empty() { "none" } else { media_type }),
            Self::Json(why) => Report::new(
                if why.starts_with(json::TOO_DEEP) { "size" } else { "json" },
                Who::Api,
                "The API\u{2019}s metadata is not one clean JSON object.",
                "Cut off, wrapped, nested beyond reason, or with a member that comes twice: nothing of it was used.",
                BY_HAND,
            )
            .evidence("the parser says", why),
            Self::Other { asked, named } => Report::new(
                "api",
                Who::Api,
                "This is the metadata of another API.",
                "It counts only for the very address that it names (RFC 9728 §3.3): else any API could send its callers to a server of its own choice, in the name of another. Nothing of it was used.",
                "If the API is known by another address, type that one. If not, whoever runs it has to mend its metadata.",
            )
            .reason(if named.is_some() { "mismatched" } else { "missing" })
            .evidence("asked", asked)
            .evidence("the metadata names", &made_visible(named.as_deref().unwrap_or("none"), 300)),
            Self::NoServers => Report::new(
                "api",
                Who::Api,
                "The API names no authorization server.",
                "Its metadata has no authorization_servers, or none whose issuer this page could look up.",
                BY_HAND,
            )
            .reason("missing"),
            Self::Transport(failure) => transport(failure, origin),
        };
        let said = status.map_or_else(|| "no answer that this page may read".to_owned(), |status| status.to_string());
        report.evidence("the API without a token", &said).evidence("its metadata", address)
    }
}

fn transport(failure: &Failure, origin: &str) -> Report {
    match failure {
        Failure::NetworkOrCors => Report::new(
            "net_or_cors",
            Who::Api,
            "The browser could not read who guards this API.",
            "Either it was not reached, or it redirected, or its CORS headers do not let this page read it: a browser does not tell a page which. An API that wants to be found answers 401 with a challenge, exposes WWW-Authenticate to CORS, and lets every origin read its metadata.",
            BY_HAND,
        )
        .evidence("origin to allow", origin),
        Failure::Offline => Report::new("net_or_cors", Who::You, "This browser has no network.", "Nothing was sent.", "Connect again and ask once more."),
        Failure::Timeout { seconds } => Report::new("timeout", Who::Api, "The API did not answer in time.", "A later answer is dropped.", BY_HAND)
            .evidence("waited", &format!("{seconds} s")),
        Failure::Cancelled => Report::new("cancelled", Who::You, "You cancelled the question.", "A later answer is dropped.", "Ask once more when you like."),
        Failure::TooLarge { limit } => Report::new("size", Who::Api, "The API\u{2019}s metadata is too large.", "Reading stopped at the limit and nothing of it was used.", BY_HAND)
            .evidence("limit", &format!("{limit} bytes")),
    }
}
