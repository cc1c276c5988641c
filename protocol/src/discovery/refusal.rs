//! Why a server could not be looked up, and how the person comes to its addresses all the same.

use crate::endpoint::AddressProblem;
use crate::http::Failure;
use crate::json;
use crate::outside::made_visible;
use crate::report::{Report, Who};

/// The errors of this arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiscoveryError {
    /// A status other than 200 (`http`).
    Status(u16),
    /// Another media type than JSON (`content`; RFC 8414 §3.2).
    ContentType(String),
    /// No JSON object, a member twice, or nested too deeply (`json`, `size`).
    Json(String),
    /// More than is kept (`size`).
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// It is the metadata of another issuer, or of none (`iss`; RFC 8414 §3.3).
    Issuer {
        /// The one asked for, as typed.
        expected: String,
        /// The one it names.
        actual: Option<String>,
    },
    /// An address that no flow can do without is not fit to be used (`config`).
    Endpoint {
        /// The member.
        name: &'static str,
        /// What is wrong with it.
        problem: AddressProblem,
    },
    /// Nothing could be read (`net_or_cors`, `timeout`, `cancelled`, `size`).
    Transport(Failure),
}

/// A try that failed, and where.
#[derive(Debug)]
pub struct Tried {
    /// The address.
    pub address: String,
    /// Why.
    pub error: DiscoveryError,
}

const BY_HAND: &str = "You can go on without it: type the two endpoints, or open an address below in another tab, copy what it shows and paste it as the server's metadata.";

impl DiscoveryError {
    /// Whether the other address is worth a try: at this one there was no document that this page could read. Where there was one and it
    /// is wrong, another must not make up for it.
    pub fn leaves_hope(&self) -> bool {
        matches!(self, Self::Status(_) | Self::ContentType(_) | Self::Transport(Failure::NetworkOrCors))
    }

    /// A few words for the list of what was tried.
    fn words(&self) -> String {
        match self {
            Self::Status(status) => status.to_string(),
            Self::ContentType(media_type) if media_type.is_empty() => "no content type".to_owned(),
            Self::ContentType(media_type) => media_type.clone(),
            Self::Transport(Failure::NetworkOrCors) => "not readable".to_owned(),
            _ => "refused".to_owned(),
        }
    }

    fn report(&self, origin: &str) -> Report {
        let server = Who::AuthorizationServer;
        match self {
            Self::Status(404) => Report::new("http", Who::Client, "There is no metadata at this issuer.", "Neither of the two addresses where it may stand has a document. The issuer may be another one, or the server publishes none.", BY_HAND).status(404),
            Self::Status(status) => Report::new("http", server, "The server did not give out its metadata.", "It answered with a failure where its metadata should stand.", BY_HAND).status(*status),
            Self::ContentType(_) => Report::new("content", server, "What stands in the place of the metadata is no JSON.", "A sign-in page or a network's portal can stand there; a server has to send application/json (RFC 8414 §3.2). It was not read.", BY_HAND),
            Self::Json(why) => Report::new(
                if why.starts_with(json::TOO_DEEP) { "size" } else { "json" },
                server,
                "The metadata is not one clean JSON object.",
                "Cut off, wrapped, nested beyond reason, or with a member that comes twice: nothing of it was used.",
                "The authorization server has to mend this. Until then, type the two endpoints by hand.",
            )
            .evidence("the parser says", why),
            Self::TooLong { limit } => too_large(*limit),
            Self::Issuer { expected, actual } => issuer(expected, actual.as_deref()),
            Self::Endpoint { name, problem } => Report::new(
                "config",
                server,
                &format!("The metadata has an {name} that this page does not use."),
                "Nothing of the metadata was kept.",
                "The authorization server has to name an https address there. Until then, type the two endpoints by hand.",
            )
            .evidence(name, &problem.sentence()),
            Self::Transport(failure) => transport(failure, origin),
        }
    }
}

fn issuer(expected: &str, actual: Option<&str>) -> Report {
    const WHY: &str = "Metadata counts only for the very issuer that it names, character by character: who could answer for another one would choose where the code is sent (RFC 8414 §3.3). Nothing of it was kept.";
    let Some(actual) = actual else {
        return Report::new(
            "iss",
            Who::AuthorizationServer,
            "The metadata does not say whose it is.",
            WHY,
            "The authorization server has to name its issuer there.",
        )
        .reason("missing")
        .evidence("asked for", expected);
    };
    let mend = if actual.trim_end_matches('/') == expected.trim_end_matches('/') {
        "They differ by the slash at the end only. If this is the server that you mean, type the issuer exactly as it writes it."
    } else if actual.contains("{tenantid}") {
        "Microsoft Entra has one address for all tenants and no issuer of that name: {tenantid} stands for a tenant's id. Type the issuer of one tenant, with its id."
    } else {
        "If you trust the server that it names, type that issuer. If not, somebody answers here for somebody else: stop."
    };
    Report::new("iss", Who::Client, "The metadata is that of another issuer.", WHY, mend)
        .reason("mismatched")
        .evidence("asked for", expected)
        .evidence("the metadata names", actual)
}

fn too_large(limit: usize) -> Report {
    Report::new(
        "size",
        Who::AuthorizationServer,
        "The metadata is too large to be one server's.",
        "Reading stopped at the limit and nothing of it was used.",
        "Compare the issuer. If it is right, type the two endpoints by hand.",
    )
    .evidence("limit", &format!("{limit} bytes"))
}

fn transport(failure: &Failure, origin: &str) -> Report {
    let server = Who::AuthorizationServer;
    match failure {
        Failure::NetworkOrCors => Report::new(
            "net_or_cors",
            server,
            "The browser could not read the server's metadata.",
            "Either the server was not reached, or it redirected, or its CORS headers do not let this page read it: a browser does not tell a page which. Metadata is public, so a server can allow every origin there.",
            BY_HAND,
        )
        .evidence("origin to allow", origin),
        Failure::Offline => Report::new("net_or_cors", Who::You, "This browser has no network.", "Nothing was sent.", "Connect again and look once more."),
        Failure::Timeout { seconds } => Report::new("timeout", server, "The server did not give out its metadata in time.", "A later answer is dropped.", BY_HAND)
            .evidence("waited", &format!("{seconds} s")),
        Failure::Cancelled => Report::new("cancelled", Who::You, "You cancelled the look-up.", "A later answer is dropped.", "Look once more when you like, or type the two endpoints by hand."),
        Failure::TooLarge { limit } => too_large(*limit),
    }
}

/// What the person reads when the look-up has failed: the try that says most, and what came of each. `origin` is this page's.
pub fn report(tried: &[Tried], origin: &str) -> Report {
    let telling = tried.iter().find(|one| !one.error.leaves_hope());
    let telling = telling.or_else(|| tried.iter().find(|one| one.error != DiscoveryError::Status(404)));
    let error = telling.or(tried.first()).map_or(DiscoveryError::Status(404), |one| one.error.clone());
    let mut report = error.report(origin);
    for one in tried {
        report = report.evidence("asked", &format!("{}: {}", made_visible(&one.address, 300), one.error.words()));
    }
    report
}
