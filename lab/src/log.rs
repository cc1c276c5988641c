//! The requests that the lab's servers saw, as `GET /log` gives them.

use protocol::json::Json;
use protocol::kept::Kept;

/// Who noted a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// The host of this page's files.
    Host,
    /// The client's own server, on the host's origin.
    Client,
    /// The authorization server.
    Authorization,
    /// The API.
    Api,
}

impl Server {
    fn named(name: &str) -> Option<Self> {
        match name {
            "host" => Some(Self::Host),
            "client" => Some(Self::Client),
            "authorization_server" => Some(Self::Authorization),
            "api" => Some(Self::Api),
            _ => None,
        }
    }

    /// The words for the page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Host => "this page\u{2019}s host",
            Self::Client => "the client\u{2019}s own server",
            Self::Authorization => "the authorization server",
            Self::Api => "the API",
        }
    }
}

/// A request that a server noted.
#[derive(Clone)]
pub struct Entry {
    /// Its number among the requests to all servers.
    pub n: u64,
    /// Who noted it.
    pub server: Server,
    /// Whether our own server made it; else the browser did.
    pub by_server: bool,
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// `GET`, `POST`, …
    pub method: String,
    /// Path and query, as they came.
    pub url: String,
    /// The status of the answer; `None` while it is not finished.
    pub status: Option<u16>,
    /// The headers of interest, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The fields of the body.
    pub body: Vec<(String, String)>,
    /// The headers of the answer.
    pub answer: Vec<(String, String)>,
    /// What the answer said, where it is small.
    pub answer_body: String,
}

/// Reads the log: its last number, and the entries.
pub fn read(text: &str) -> Option<(u64, Vec<Entry>)> {
    let json = Json::object(text).ok()?;
    let entries = json.get("entries").map(Json::items).unwrap_or_default();
    Some((json.take("last")?, entries.iter().filter_map(entry).collect()))
}

fn entry(json: &Json) -> Option<Entry> {
    let text = |name| json.get(name).and_then(Json::text);
    let pairs = |name| {
        let members = json.get(name).map(Json::members).unwrap_or_default();
        members.iter().map(|(name, value)| (name.clone(), plain(value))).collect()
    };
    Some(Entry {
        n: json.take("n")?,
        server: Server::named(text("server")?)?,
        by_server: text("by") == Some("server"),
        at_ms: json.take("at_ms").unwrap_or_default(),
        method: text("method")?.to_owned(),
        url: text("url")?.to_owned(),
        status: json.get("status").and_then(u16::from_json),
        headers: pairs("headers"),
        body: pairs("body"),
        answer: pairs("answer"),
        answer_body: json.get("answer_body").map(plain).unwrap_or_default(),
    })
}

fn plain(value: &Json) -> String {
    value.text().map_or_else(|| value.to_string(), str::to_owned)
}

impl Entry {
    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.url.split('?').next().unwrap_or_default()
    }

    /// A header of the request.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A header of the answer.
    pub fn answer_header(&self, name: &str) -> Option<&str> {
        self.answer.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is a request of this kind.
    pub fn is(&self, server: Server, method: &str, path: &str) -> bool {
        self.server == server && self.method == method && self.path() == path
    }

    /// Everything that came to the server in it, as one text.
    pub fn came(&self) -> String {
        let pairs = self.headers.iter().chain(&self.body).map(|(name, value)| format!("{name}={value}"));
        [self.url.clone()].into_iter().chain(pairs).collect::<Vec<_>>().join("\n")
    }

    /// Everything that the server answered, as one text.
    pub fn went(&self) -> String {
        let pairs = self.answer.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.chain([self.answer_body.clone()]).collect::<Vec<_>>().join("\n")
    }

    /// Whether the browser went there with its address bar.
    pub fn is_navigation(&self) -> bool {
        self.header("sec-fetch-dest") == Some("document")
    }

    /// Files of this page and pages of the sign-in: of no interest to any exhibit.
    pub fn is_scenery(&self) -> bool {
        let path = self.path();
        match self.server {
            Server::Host => path.contains('.'),
            Server::Authorization => path.starts_with("/interaction") || path.contains('.'),
            Server::Client | Server::Api => false,
        }
    }
}

/// The first value in a text that begins with this word, such as `LAB-TOKEN-`.
pub fn value<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let begun = text.get(text.find(word)?..)?;
    let end = begun.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(begun.len());
    begun.get(..end)
}

/// An access token of the lab.
pub const TOKEN: &str = "LAB-TOKEN-";
/// An authorization code of the lab.
pub const CODE: &str = "LAB-CODE-";
/// The client's secret.
pub const SECRET: &str = "LAB-SECRET-";
