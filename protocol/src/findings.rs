//! What a run left where: the evidence read from the browser and the servers in, one finding a place out.
//!
//! **Invariant:** a finding says whether it was read in this run (*measured*) or is known from elsewhere (*told*), and holds no
//! code and no token.

use crate::json::Json;
use crate::kept::{self, Kept};
use crate::secret::Secret;

/// A place where something can stay behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The address bar at the moment of return.
    AddressBar,
    /// The page's own navigation entries, which outlive the clean-up of the address bar.
    NavigationEntry,
    /// The browser's history list on disk.
    History,
    /// The `Referer` that the API saw.
    Referer,
    /// The request log of the host that serves this page.
    HostLog,
    /// Any script that runs on this page.
    Script,
}

impl Place {
    /// The order of the table.
    pub const ALL: [Self; 6] =
        [Self::AddressBar, Self::NavigationEntry, Self::Script, Self::HostLog, Self::Referer, Self::History];

    /// The stable name, for `data-place`.
    pub fn name(self) -> &'static str {
        match self {
            Self::AddressBar => "address-bar",
            Self::NavigationEntry => "navigation-entry",
            Self::History => "history",
            Self::Referer => "referer",
            Self::HostLog => "host-log",
            Self::Script => "script",
        }
    }
}

/// How it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Read in this run.
    Measured,
    /// Known of browsers in general; a page cannot read it.
    Told,
    /// A page could know it, but here nobody publishes it.
    NotMeasured,
}

impl Basis {
    const ALL: [Self; 3] = [Self::Measured, Self::Told, Self::NotMeasured];

    /// The stable name, for `data-basis`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Told => "told",
            Self::NotMeasured => "not-measured",
        }
    }
}

/// What stayed behind in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Neither code nor token.
    Nothing,
    /// The access token itself.
    Token,
    /// A code that was used and is worth nothing without its verifier.
    SpentCode,
    /// Not known here.
    Unknown,
}

impl Left {
    const ALL: [Self; 4] = [Self::Nothing, Self::Token, Self::SpentCode, Self::Unknown];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Token => "token",
            Self::SpentCode => "spent-code",
            Self::Unknown => "unknown",
        }
    }
}

/// One cell of the side-by-side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// How it is known.
    pub basis: Basis,
    /// What.
    pub left: Left,
}

/// What was read in this run. `None` is "could not be read here".
pub struct Evidence<'a> {
    /// The address as it came back.
    pub arrival: Option<&'a str>,
    /// The names and addresses of the page's own navigation entries, joined.
    pub entries: Option<&'a str>,
    /// The text of the host's request log.
    pub host_log: Option<&'a str>,
    /// The exact body of the API's answer.
    pub api_body: Option<&'a str>,
}

/// What to look for, under the flow that it belongs to.
pub enum Sought<'a> {
    /// The implicit flow's token.
    Token(&'a Secret),
    /// The code of a code flow.
    Code(&'a Secret),
}

/// Judges every place.
pub fn judge(sought: &Sought<'_>, evidence: &Evidence<'_>) -> Vec<Finding> {
    let measured = |place, text: Option<&str>| match text {
        Some(text) => Finding { place, basis: Basis::Measured, left: sought.left_in(text) },
        None => Finding { place, basis: Basis::NotMeasured, left: Left::Unknown },
    };
    let referer = evidence.api_body.and_then(referer);
    Place::ALL
        .into_iter()
        .map(|place| match place {
            Place::AddressBar => measured(place, evidence.arrival),
            // A script of this page reads exactly what the entries hold: one call of `performance`.
            Place::NavigationEntry | Place::Script => measured(place, evidence.entries),
            Place::HostLog => measured(place, evidence.host_log),
            Place::Referer => measured(place, referer.as_deref()),
            Place::History => Finding { place, basis: Basis::Told, left: sought.kind() },
        })
        .collect()
}

impl Sought<'_> {
    fn kind(&self) -> Left {
        match self {
            Self::Token(_) => Left::Token,
            Self::Code(_) => Left::SpentCode,
        }
    }

    fn left_in(&self, text: &str) -> Left {
        let (Self::Token(secret) | Self::Code(secret)) = self;
        let plain = secret.reveal();
        let found = text.contains(plain) || unescaped(text).any(|piece| piece.contains(plain));
        if found { self.kind() } else { Left::Nothing }
    }
}

/// The pieces of a text of addresses, decoded: servers differ in which characters they escape, and how.
fn unescaped(text: &str) -> impl Iterator<Item = String> {
    text.split(['?', '#', '&', '"', ' ', '\n']).filter_map(|piece| crate::urlencoded::decode(piece).ok())
}

/// An API that echoes what it saw writes `headers_seen` at the top of its JSON, names in lower case, as the demo's does. No
/// `referer` among them is the measured absence of one.
fn referer(body: &str) -> Option<String> {
    let object = Json::object(body).ok()?;
    let seen = object.get("headers_seen").filter(|seen| matches!(seen, Json::Object(_)))?;
    Some(seen.get("referer").and_then(Json::text).unwrap_or_default().to_owned())
}

impl Kept for Finding {
    fn to_json(&self) -> Json {
        Json::of([
            ("place", kept::name(self.place.name())),
            ("basis", kept::name(self.basis.name())),
            ("left", kept::name(self.left.name())),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            place: kept::named(json.get("place")?, &Place::ALL, Place::name)?,
            basis: kept::named(json.get("basis")?, &Basis::ALL, Basis::name)?,
            left: kept::named(json.get("left")?, &Left::ALL, Left::name)?,
        })
    }
}
