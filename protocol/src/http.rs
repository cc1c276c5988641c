//! Requests and responses as plain values. `session` performs them; nothing here does.
//!
//! No `Debug`: a request carries codes and tokens.

/// A request that the page itself sends, exactly as handed to `fetch`.
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// Absolute address.
    pub url: String,
    /// The headers that we set; what the browser adds is not among them.
    pub headers: Vec<(String, String)>,
    /// Body text, UTF-8.
    pub body: Option<String>,
}

/// What the page was allowed to read of an answer.
#[derive(Clone)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// The headers that CORS let the page read, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body decoded as UTF-8, bad bytes replaced.
    pub body: String,
    /// Size of the body in bytes, before decoding.
    pub bytes: usize,
    /// From the call of `fetch` to the last byte, in milliseconds.
    pub elapsed_ms: u64,
}

impl Response {
    /// The first header of that lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The media type without parameters, in lower case; empty when none was readable.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Whether the media type is JSON: `application/json` or a `+json` type (RFC 6839 §3.1).
    pub fn says_json(&self) -> bool {
        let media_type = self.media_type();
        media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"))
    }
}

/// Why there is no response to read. The browser tells no more than this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection, a redirect (which we forbid) or no leave by CORS: the browser makes these indistinguishable.
    NetworkOrCors,
    /// The browser said that it has no network at all, so nothing was sent. Never said of a server on this machine.
    Offline,
    /// No whole answer within the limit.
    Timeout {
        /// The limit, in seconds.
        seconds: u32,
    },
    /// The person cancelled.
    Cancelled,
    /// The body went past the limit and was cut off.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}
