//! Where a document about a server or an API stands (RFC 8615): the parts of its identifier in, the document's address out.
//!
//! Two specifications put the same suffix into two places. Neither makes a double slash of a path that ends in one.

use crate::endpoint::UrlParts;

/// The names of a server's metadata, in the order in which they are tried.
pub const SERVERS: [&str; 2] = ["openid-configuration", "oauth-authorization-server"];

/// Behind the path (OpenID Connect Discovery §4.1).
pub fn appended(identifier: &UrlParts, name: &str) -> String {
    format!("{}{}/.well-known/{name}", identifier.origin, path(identifier))
}

/// Between host and path (RFC 8414 §3.1, RFC 9728 §3.1).
pub fn inserted(identifier: &UrlParts, name: &str) -> String {
    format!("{}/.well-known/{name}{}", identifier.origin, path(identifier))
}

/// Whether an address is one where a server's metadata may stand.
pub fn is_of_server(address: &str) -> bool {
    SERVERS.iter().any(|name| address.contains(&format!("/.well-known/{name}")))
}

/// The path without a slash at its end; empty for the root.
fn path(identifier: &UrlParts) -> &str {
    let rest = identifier.href.strip_prefix(identifier.origin.as_str()).unwrap_or_default();
    rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}
