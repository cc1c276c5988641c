//! What an exchange of an archive is, told by what it says and not by where it goes.

use crate::har::Entry;
use crate::json::Json;
use crate::urlencoded;

/// The exchanges of OAuth that are told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Metadata of a server or of an API (RFC 8414, RFC 9728, OpenID Connect Discovery).
    Metadata,
    /// A server's keys (RFC 7517 §5).
    Keys,
    /// RFC 9126 §2.1.
    PushedRequest,
    /// RFC 6749 §4.1.1, §4.2.1.
    AuthorizationRequest,
    /// RFC 6749 §4.1.2, §4.2.2.
    AuthorizationResponse,
    /// RFC 6749 §4.1.3, §6, and any other grant.
    TokenRequest,
    /// The body alone (RFC 6749 §5.1).
    TokenResponse,
    /// RFC 7662 §2.1.
    Introspection,
    /// RFC 7009 §2.1.
    Revocation,
    /// OpenID Connect Core §5.3.
    UserInfo,
    /// RFC 6750 §2, RFC 9449 §7.
    ApiCall,
    /// What the browser asked before one of these (Fetch §4.8).
    Preflight,
    /// A token alone.
    Token,
}

impl Sort {
    /// The stable name, for `data-read`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Keys => "keys",
            Self::PushedRequest => "pushed-request",
            Self::AuthorizationRequest => "authorization-request",
            Self::AuthorizationResponse => "authorization-response",
            Self::TokenRequest => "token-request",
            Self::TokenResponse => "token-response",
            Self::Introspection => "introspection",
            Self::Revocation => "revocation",
            Self::UserInfo => "userinfo",
            Self::ApiCall => "api-call",
            Self::Preflight => "preflight",
            Self::Token => "token",
        }
    }

    /// The words for the page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Metadata => "Metadata",
            Self::Keys => "The server\u{2019}s keys",
            Self::PushedRequest => "Pushed authorization request",
            Self::AuthorizationRequest => "Authorization request",
            Self::AuthorizationResponse => "Authorization response",
            Self::TokenRequest => "Token request",
            Self::TokenResponse => "Token response",
            Self::Introspection => "Introspection",
            Self::Revocation => "Revocation",
            Self::UserInfo => "UserInfo",
            Self::ApiCall => "Call of an API with a token",
            Self::Preflight => "Preflight",
            Self::Token => "Token",
        }
    }
}

/// The query of an address, without its fragment.
pub(super) fn query(url: &str) -> &str {
    url.split('#').next().unwrap_or_default().split_once('?').map_or("", |(_, query)| query)
}

/// The value of a parameter, decoded.
pub(super) fn param(part: &str, name: &str) -> Option<String> {
    let mut pairs = urlencoded::raw_pairs(part);
    pairs
        .find(|(key, _)| urlencoded::decode(key).is_ok_and(|key| key == name))
        .and_then(|(_, value)| urlencoded::decode(value).ok())
}

/// Whether the body of a request is a form (RFC 6749 Appendix B).
pub(super) fn is_form(entry: &Entry) -> bool {
    entry.headers.iter().any(|(name, value)| {
        name == "content-type" && value.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
    })
}

/// What it is, where it is any of these. A preflight is told by what follows it: see `archive`.
pub(super) fn of(entry: &Entry, is_asked_with_token: bool) -> Option<Sort> {
    let path = entry.url.split(['?', '#']).next().unwrap_or_default();
    let says = |part: &str, name: &str| param(part, name).is_some();
    if entry.method == "POST" && is_form(entry) {
        let body = entry.body.as_deref().unwrap_or_default();
        if says(body, "grant_type") {
            return Some(Sort::TokenRequest);
        }
        if says(body, "response_type") && says(body, "client_id") {
            return Some(Sort::PushedRequest);
        }
        let last = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        if says(body, "token") {
            let asks =
                last.contains("introspect") || entry.content.as_deref().is_some_and(|body| body.contains("\"active\""));
            return Some(if asks { Sort::Introspection } else { Sort::Revocation });
        }
    }
    let query = query(&entry.url);
    // A deep link to this page has such parameters too, and names the endpoint beside them.
    let asks = says(query, "response_type") || says(query, "request_uri");
    if says(query, "client_id") && asks && !says(query, "authorization_endpoint") {
        return Some(Sort::AuthorizationRequest);
    }
    let tells = |part: &str| {
        (says(part, "code") && says(part, "state"))
            || (says(part, "error") && (says(part, "state") || says(part, "error_description")))
    };
    if entry.method == "GET" && (tells(query) || entry.fragment.is_some()) {
        return Some(Sort::AuthorizationResponse);
    }
    if path.contains("/.well-known/o") {
        return Some(Sort::Metadata);
    }
    if entry.method == "GET" && entry.content.as_deref().is_some_and(has_keys) {
        return Some(Sort::Keys);
    }
    let schemes = ["bearer ", "dpop "];
    let with_token = entry.headers.iter().any(|(name, value)| {
        name == "authorization" && schemes.iter().any(|scheme| value.to_ascii_lowercase().starts_with(scheme))
    });
    if with_token || is_asked_with_token {
        return Some(if path.to_ascii_lowercase().ends_with("userinfo") { Sort::UserInfo } else { Sort::ApiCall });
    }
    None
}

/// A document of keys is short, and begins with its one member more often than not; a long one is not parsed for it.
fn has_keys(body: &str) -> bool {
    let short = body.len() <= 256 * 1024 && body.contains("\"keys\"") && body.contains("\"kty\"");
    short && Json::object(body).is_ok_and(|json| !json.get("keys").map(Json::items).unwrap_or_default().is_empty())
}
