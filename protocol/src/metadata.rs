//! What an authorization server says of itself (RFC 8414 §2, OpenID Connect Discovery §3): JSON text in, the members that we use out.
//!
//! It is kept as the document it is, and read by name: every member is optional, and a server may lack any of them.

use crate::endpoint::{Endpoint, ParseUrl};
use crate::json::Json;

/// The document, and its usable addresses. The default is that of a server of which nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerMetadata {
    document: Option<Json>,
    endpoints: Vec<(&'static str, Endpoint)>,
}

/// The addresses that the page may send requests or the person to. Without the first two no flow can run.
pub const ENDPOINTS: [&str; 9] = [
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "userinfo_endpoint",
    "introspection_endpoint",
    "revocation_endpoint",
    "end_session_endpoint",
    "pushed_authorization_request_endpoint",
    "registration_endpoint",
];

impl ServerMetadata {
    /// Reads the document. An address that is not fit (https, or http on this machine; no user name, no fragment) is left out of
    /// `endpoint`, so that only what depends on it is refused. The error is a sentence about the JSON.
    pub fn read(text: &str, parse: ParseUrl) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let document = Json::object(text)?;
        let endpoint = |name: &'static str| {
            let text = document.get(name).and_then(Json::text)?;
            Endpoint::parse(text, parse).ok().map(|endpoint| (name, endpoint))
        };
        let endpoints = ENDPOINTS.into_iter().filter_map(endpoint).collect();
        Ok(Self { document: Some(document), endpoints })
    }

    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        self.document.is_some()
    }

    /// The member `issuer`, exactly as it stands there.
    pub fn issuer(&self) -> Option<&str> {
        self.text("issuer")
    }

    /// A member that is text, unchecked.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.document.as_ref()?.get(name)?.text()
    }

    /// A checked address.
    pub fn endpoint(&self, name: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|(known, _)| *known == name).map(|(_, endpoint)| endpoint)
    }

    /// Whether a member is `true`.
    pub fn says(&self, name: &str) -> bool {
        self.document.as_ref().and_then(|document| document.get(name)) == Some(&Json::Bool(true))
    }

    /// The texts of a member that is an array; `None` where the document has no such array.
    pub fn list(&self, name: &str) -> Option<Vec<&str>> {
        match self.document.as_ref()?.get(name)? {
            Json::List(items) => Some(items.iter().filter_map(Json::text).collect()),
            _ => None,
        }
    }

    /// The ways that are listed to authenticate at an endpoint (RFC 8414 §2).
    pub fn ways_in(&self, endpoint: &str) -> Option<Vec<&str>> {
        self.list(&format!("{endpoint}_auth_methods_supported"))
    }

    /// Whether they are listed and none is for a client without a secret: `none`, or, at the introspection endpoint, a type of access
    /// token. Where nothing is listed that would mean `client_secret_basic`, but servers list less than they do.
    pub fn shuts_out_public(&self, endpoint: &str) -> bool {
        let open = |way: &&str| ["none", "bearer", "dpop"].iter().any(|open| way.eq_ignore_ascii_case(open));
        self.ways_in(endpoint).is_some_and(|ways| !ways.is_empty() && !ways.iter().any(open))
    }

    /// Whether an array names a value.
    pub fn lists(&self, name: &str, value: &str) -> bool {
        self.list(name).is_some_and(|items| items.contains(&value))
    }
}
