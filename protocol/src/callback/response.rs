//! An authorization response taken apart: an address in, its parameters by name out.

use super::CallbackError;
use super::jarm::{Sealed, ToFind};
use crate::check::Checks;
use crate::config::ClientConfig;
use crate::endpoint::ParseUrl;
use crate::response_type::ResponseMode;
use crate::secret::Secret;
use crate::signed::{SignedError, Unverified};
use crate::urlencoded;
use crate::wire::{Line, Message, Place, Shown};

/// The parameters that a response can have (RFC 6749 §4.1.2, §4.1.2.1, §4.2.2; RFC 9207; OpenID Connect Core §3.2.2.5, Session
/// Management §2; JARM). Any other name is ignored, as RFC 6749 §4.1.2 asks.
pub(super) const KNOWN: [&str; 13] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id_token",
    "response",
    "session_state",
];

/// The parameters that make a response of an address: each says what it is an answer to.
const TELLING: [&str; 6] = ["code", "error", "access_token", "id_token", "response", "state"];

/// What must not be shown before the person asks.
const SECRET: [&str; 4] = ["code", "access_token", "id_token", "response"];

/// Longest part read, in bytes: sixteen times a token of 16 KiB.
const LIMIT: usize = 256 * 1024;

/// A response in one part of the address, its known parameters decoded.
pub struct Response {
    page: String,
    place: Place,
    raw: String,
    /// Each `iss` that stood in the other part, still encoded.
    iss_apart: Vec<String>,
    params: Vec<(&'static str, String)>,
    /// The JWT that it came as; `params` are what it says, once it is opened.
    sealed: Option<Sealed>,
}

impl Response {
    /// Finds the part that holds the response. A lone `iss` beside it is let through: real servers misplace it so.
    pub(super) fn split(href: &str) -> Result<Self, CallbackError> {
        let (rest, fragment) = href.split_once('#').unwrap_or((href, ""));
        let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
        if query.len() > LIMIT || fragment.len() > LIMIT {
            return Err(CallbackError::Size { bytes: query.len().max(fragment.len()), limit: LIMIT });
        }
        let place = match (tells(query), tells(fragment)) {
            (true, true) => return Err(CallbackError::BothParts),
            (false, true) => Place::Fragment,
            (_, false) => Place::Query,
        };
        let (raw, other) = if place == Place::Fragment { (fragment, query) } else { (query, fragment) };
        let iss_apart = urlencoded::raw_pairs(other)
            .filter(|(name, _)| names("iss", name))
            .map(|(_, iss)| iss.to_owned())
            .collect();
        Ok(Self { page: page.to_owned(), place, raw: raw.to_owned(), iss_apart, params: Vec::new(), sealed: None })
    }

    /// Decodes the known parameters and refuses one that comes twice. Returns how many there are.
    pub(super) fn decode_once(&mut self) -> Result<usize, CallbackError> {
        let apart = self.iss_apart.iter().map(|iss| ("iss", iss.as_str()));
        for (name, value) in urlencoded::raw_pairs(&self.raw).chain(apart) {
            let Some(known) = KNOWN.iter().find(|known| names(known, name)) else { continue };
            if self.params.iter().any(|(seen, _)| seen == known) {
                return Err(CallbackError::Repeated { name: known });
            }
            let value = urlencoded::decode(value).map_err(|why| CallbackError::Unreadable { name: known, why })?;
            self.params.push((known, value));
        }
        self.seal()?;
        Ok(self.params.len())
    }

    /// A JWT is the whole answer: what stands beside it nobody signed.
    fn seal(&mut self) -> Result<(), CallbackError> {
        match self.params.as_slice() {
            [("response", text)] => {
                self.sealed = Some(Sealed::read(text).map_err(CallbackError::unread)?);
                self.params.clear();
                Ok(())
            }
            all if all.iter().any(|(name, _)| *name == "response") => Err(CallbackError::SignedAndPlain),
            _ => Ok(()),
        }
    }

    /// What to look the sign-in up by.
    pub(super) fn to_find(&self) -> Option<ToFind> {
        match &self.sealed {
            Some(sealed) => sealed.state.clone(),
            None => self.get("state").map(ToFind::new),
        }
    }

    /// The JWT to be verified, where the answer came as one and was asked for as one.
    pub fn unverified(&self, config: &ClientConfig, checks: &mut Checks) -> Option<Result<Unverified, SignedError>> {
        let asked = config.response_mode.is_some_and(ResponseMode::is_signed);
        self.sealed.as_ref().filter(|_| asked && !self.is_open()).map(|sealed| sealed.unverified(config, checks))
    }

    pub(super) fn opened(&mut self, params: Vec<(&'static str, String)>) {
        self.params = params;
    }

    /// Whether it came as a JWT.
    pub fn is_signed(&self) -> bool {
        self.sealed.is_some()
    }

    /// Whether its parameters can be read: those of a JWT once that is opened.
    pub(super) fn is_open(&self) -> bool {
        self.sealed.is_none() || !self.params.is_empty()
    }

    /// The decoded value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Which part of the address holds it.
    pub fn place(&self) -> Place {
        self.place
    }

    pub(super) fn place_words(&self) -> &'static str {
        match (self.place, self.iss_was_apart()) {
            (Place::Fragment, false) => "fragment",
            (Place::Fragment, true) => "fragment, and iss alone in the query",
            (_, false) => "query",
            (_, true) => "query, and iss alone in the fragment",
        }
    }

    pub(super) fn iss_was_apart(&self) -> bool {
        !self.iss_apart.is_empty()
    }

    /// What it is: `error` if it has one, whatever else it has; else each of `code`, `token`, `id_token`; `response` for a JWT that is not open.
    pub(super) fn kinds(&self) -> Vec<&'static str> {
        if !self.is_open() {
            return vec!["response"];
        }
        if self.get("error").is_some() {
            return vec!["error"];
        }
        let kinds = [("code", "code"), ("access_token", "token"), ("id_token", "id_token")];
        kinds.into_iter().filter(|(name, _)| self.get(name).is_some()).map(|(_, kind)| kind).collect()
    }

    /// Whether it arrived at the `redirect_uri` of its transaction (whose own query the page may have kept). What the browser went
    /// to is the normalised form of what was sent: `https://app.example` comes back as `https://app.example/`.
    pub(super) fn is_at(&self, redirect_uri: &str, parse: ParseUrl) -> bool {
        parse(redirect_uri).is_some_and(|parts| parts.href.split('?').next() == Some(self.page.as_str()))
    }

    /// The arrival as the page shows it; codes and tokens masked. A JWT comes first, and after it what it says, once it is open.
    pub fn message(&self) -> Message {
        let line = |(name, value): &(&'static str, String)| {
            let shown = if SECRET.contains(name) {
                Shown::secret(&Secret::new(value.as_str()))
            } else {
                Shown::Plain(crate::outside::made_visible(value, 600))
            };
            Line::new(name, shown)
        };
        let sealed = self.sealed.iter().map(|sealed| Line::new("response", Shown::secret(&sealed.text)));
        Message::navigation(self.page.as_str(), self.place, sealed.chain(self.params.iter().map(line)).collect())
    }
}

/// Whether an address has a parameter of that name in either part.
pub(super) fn has(href: &str, known: &str) -> bool {
    href.split(['?', '#']).skip(1).flat_map(urlencoded::raw_pairs).any(|(name, _)| names(known, name))
}

fn tells(part: &str) -> bool {
    urlencoded::raw_pairs(part).any(|(name, _)| TELLING.iter().any(|known| names(known, name)))
}

/// Compares decoded, so that `%63ode` is `code` here as it is for everyone else.
fn names(known: &str, raw: &str) -> bool {
    raw == known || (raw.contains(['%', '+']) && urlencoded::decode(raw).is_ok_and(|name| name == known))
}
