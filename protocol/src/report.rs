//! A refusal as a person reads it. Every error enum of this crate becomes one of these.

use crate::json::Json;
use crate::kept::{self, Kept};

/// Who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person in front of the page.
    You,
    /// Whoever filled in this form or registered the client.
    Client,
    /// Whoever runs the authorization server.
    AuthorizationServer,
    /// Whoever runs the API.
    Api,
    /// The browser or its settings.
    Browser,
    /// Whoever hosts this page.
    Host,
    /// It cannot be told: a fault, or an attack.
    Unknown,
}

impl Who {
    const ALL: [Self; 7] =
        [Self::You, Self::Client, Self::AuthorizationServer, Self::Api, Self::Browser, Self::Host, Self::Unknown];

    /// The words for the page.
    pub fn words(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Client => "the settings on this page, or the client's registration",
            Self::AuthorizationServer => "whoever runs the authorization server",
            Self::Api => "whoever runs the API",
            Self::Browser => "this browser's settings",
            Self::Host => "whoever hosts this page",
            Self::Unknown => "not to be told from here",
        }
    }
}

/// Longest text of a server that a report keeps, in characters. A page shows its beginning, and the whole where somebody asks for it.
pub const LONGEST: usize = 8_000;

/// One refusal.
///
/// `kind`, `reason` and `status` are the stable machine part; the rest is for the person. Text from outside has been made
/// visible and cut (`outside::made_visible`) and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Stable: `config`, `state`, `iss`, `mode`, `param`, `size`, `as_error`, `net_or_cors`, `http`, `content`, `json`,
    /// `token_type`, `jwt`, `alg`, `key`, `sig`, `claim.` and a claim's name, `nonce`, `hash`, `api`, `dpop`, `storage`, `env`, `popup`,
    /// `timeout`, `cancelled`, `userinfo`, `refresh`.
    pub kind: String,
    /// A finer reason, where the kind has one: `missing`, `mismatched`, `used`, `expired`.
    pub reason: Option<String>,
    /// The HTTP status, where there was one.
    pub status: Option<u16>,
    /// Who can mend it.
    pub who: Who,
    /// What happened, one sentence.
    pub headline: String,
    /// What it means and what was or was not done because of it.
    pub meaning: String,
    /// The raw facts: a label and what came.
    pub evidence: Vec<(String, String)>,
    /// What to do now.
    pub mend: String,
}

impl Report {
    /// A report with its machine kind and its three sentences; evidence and details are added by the methods below.
    pub fn new(kind: &str, who: Who, headline: &str, meaning: &str, mend: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            reason: None,
            status: None,
            who,
            headline: headline.to_owned(),
            meaning: meaning.to_owned(),
            evidence: Vec::new(),
            mend: mend.to_owned(),
        }
    }

    /// Adds the finer reason.
    #[must_use]
    pub fn reason(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }

    /// Adds the HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds a fact; an empty one is left out.
    #[must_use]
    pub fn evidence(mut self, label: &str, text: &str) -> Self {
        let text = crate::outside::made_visible(text, LONGEST);
        if !text.is_empty() {
            self.evidence.push((label.to_owned(), text));
        }
        self
    }
}

impl Kept for Report {
    fn to_json(&self) -> Json {
        Json::of([
            ("kind", self.kind.to_json()),
            ("reason", self.reason.to_json()),
            ("status", self.status.to_json()),
            ("who", kept::name(self.who.words())),
            ("headline", self.headline.to_json()),
            ("meaning", self.meaning.to_json()),
            ("evidence", self.evidence.to_json()),
            ("mend", self.mend.to_json()),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            kind: json.take("kind")?,
            reason: json.take("reason")?,
            status: json.take("status")?,
            who: kept::named(json.get("who")?, &Who::ALL, Who::words)?,
            headline: json.take("headline")?,
            meaning: json.take("meaning")?,
            evidence: json.take("evidence")?,
            mend: json.take("mend")?,
        })
    }
}
