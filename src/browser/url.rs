//! The browser's own URL parser, for `protocol`.

use protocol::endpoint::UrlParts;

/// Parses an absolute address as `new URL(text)` does; `None` where that throws.
pub fn parse(text: &str) -> Option<UrlParts> {
    let url = web_sys::Url::new(text).ok()?;
    Some(UrlParts {
        href: url.href(),
        scheme: url.protocol().trim_end_matches(':').to_owned(),
        host: url.hostname(),
        origin: url.origin(),
        has_userinfo: !url.username().is_empty() || !url.password().is_empty(),
        query: part(&url.search()),
        fragment: part(&url.hash()),
    })
}

/// Without the sign that begins it.
fn part(text: &str) -> String {
    text.get(1..).unwrap_or_default().to_owned()
}
