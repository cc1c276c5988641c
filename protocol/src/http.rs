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

/// What a page sees of a request that it sent to learn whether, and not what, the other side answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// An answer that CORS lets the page read, with its status.
    Status(u16),
    /// A redirect, not followed. The browser tells of one only where its answer allows this page by CORS (Fetch §4.4: the CORS check
    /// comes before the redirect is looked at); any other is `Nothing`.
    Redirect,
    /// An answer that is kept from the page.
    Opaque,
    /// Neither an answer nor a reason.
    Nothing,
    /// No answer within the limit.
    Late,
    /// The page's own content security policy forbids the address; nothing was sent.
    Forbidden,
}

impl Seen {
    /// Whether somebody answered.
    pub fn is_answer(self) -> bool {
        matches!(self, Self::Status(_) | Self::Redirect | Self::Opaque)
    }

    /// In words, for a line of the record.
    pub fn words(self) -> String {
        match self {
            Self::Status(status) => status.to_string(),
            Self::Redirect => "redirect".to_owned(),
            Self::Opaque => "kept from the page".to_owned(),
            Self::Nothing => "nothing seen".to_owned(),
            Self::Late => "no answer".to_owned(),
            Self::Forbidden => "not sent".to_owned(),
        }
    }

    /// Whether the page may read what was answered.
    pub fn is_readable(self) -> bool {
        matches!(self, Self::Status(_))
    }
}
