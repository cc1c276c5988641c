//! What the form says is to come.

use super::{Arrow, Entry, Fate, Party, Picture, Way};
use crate::form::{ConfigForm, Field};
use crate::response_type::{ResponseMode, ResponseType};
use crate::trace::Step;
use crate::wire::Place;

/// The stages of a run, in their order: what the record has reached is not planned any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The page has come from its host.
    Loaded,
    /// The server was asked what it is.
    LookedUp,
    /// The request was pushed.
    Pushed,
    /// The browser left for the server.
    Left,
    /// It came back.
    Returned,
    /// The code was exchanged.
    Exchanged,
    /// The API was called.
    Called,
}

impl Stage {
    fn step(self) -> Step {
        match self {
            Self::Loaded | Self::LookedUp => Step::Configure,
            Self::Pushed | Self::Left => Step::Authorize,
            Self::Returned => Step::Callback,
            Self::Exchanged => Step::Token,
            Self::Called => Step::Api,
        }
    }
}

/// The plan of the flow that the form has chosen: the page is here, and the rest is to come.
pub fn plan(form: &ConfigForm, at_hand: Option<Step>) -> Picture {
    let entries = std::iter::once(loaded()).chain(after(form, Stage::Loaded, at_hand)).collect();
    Picture { entries, hosts: Vec::new() }
}

/// The page comes from its host, before anything else.
pub fn loaded() -> Entry {
    let words = "this page and its program";
    one(vec![arrow(Party::Host, Party::Page, Way::Front, words, "").of(Fate::Passed)])
}

/// What is planned after a stage. What belongs to the step `at_hand` is the next.
pub fn after(form: &ConfigForm, reached: Stage, at_hand: Option<Step>) -> impl Iterator<Item = Entry> {
    let left = stages(form).into_iter().filter(move |(stage, _)| *stage > reached);
    left.map(move |(stage, mut entry)| {
        if at_hand == Some(stage.step()) {
            for arrow in &mut entry.arrows {
                arrow.fate = Fate::AtHand;
            }
        }
        entry
    })
}

fn stages(form: &ConfigForm) -> Vec<(Stage, Entry)> {
    let asked = form.response_type().unwrap_or(ResponseType { code: true, token: false, id_token: false });
    let says = |field| !form.trimmed(field).is_empty();
    let openid = form.trimmed(Field::Scope).split(' ').any(|token| token == "openid");
    let (pushed, dpop) = (form.trimmed(Field::Par) == "1", form.trimmed(Field::Dpop) == "1");
    let mut stages = Vec::new();
    if !says(Field::AuthorizationEndpoint) && !says(Field::Metadata) {
        stages.push((Stage::LookedUp, there_and_back(Party::Server, "what are you?", "metadata")));
    }
    if pushed {
        stages.push((Stage::Pushed, there_and_back(Party::Server, "the request itself, pushed", "request_uri")));
    }
    let carries = match (pushed, asked.code) {
        (true, _) => "request_uri".to_owned(),
        (_, code) => {
            let beside = [(true, "state"), (openid, "nonce"), (code, "code_challenge")];
            let names: Vec<&str> = beside.into_iter().filter(|(sent, _)| *sent).map(|(_, name)| name).collect();
            format!("{}, {}", asked.words(), names.join(", "))
        }
    };
    let out = format!("authorize: {carries}");
    stages.push((Stage::Left, one(vec![arrow(Party::Page, Party::Server, Way::Front, &out, ""), sign_in()])));
    let brings = [(asked.code, "code"), (asked.token, "access_token"), (asked.id_token, "id_token"), (true, "state")];
    // A signed answer is one parameter (JARM §2.3).
    let signed = form.trimmed(Field::ResponseMode).ends_with("jwt");
    let brings = if signed { [(true, "response"), (false, ""), (false, ""), (false, "")] } else { brings };
    let names: Vec<&str> = brings.iter().filter(|(brings, _)| *brings).map(|(_, name)| *name).collect();
    let mode = (form.trimmed(Field::ResponseMode) == "fragment").then_some(ResponseMode::Fragment);
    stages.push((Stage::Returned, one(arrival(asked.place(mode), "/", &names.join(", "), asked.code).into())));
    if asked.code {
        let brought = if openid { "access_token, id_token" } else { "access_token" };
        let sent = if dpop { "code, code_verifier, DPoP proof" } else { "code, code_verifier" };
        stages.push((Stage::Exchanged, there_and_back(Party::Server, sent, brought)));
    }
    if asked.code || asked.token {
        let mut call =
            there_and_back(Party::Api, if dpop { "access_token, DPoP proof" } else { "access_token" }, "answer");
        call.arrows.insert(0, preflight(Party::Api));
        stages.push((Stage::Called, call));
    }
    stages
}

/// The person signs in, in the server's own pages.
pub fn sign_in() -> Arrow {
    arrow(Party::Person, Party::Server, Way::Front, "sign in, allow", "")
}

/// The browser asks first (Fetch §4.8).
pub fn preflight(party: Party) -> Arrow {
    arrow(Party::Page, party, Way::Preflight, "preflight, inferred", "")
}

/// The answer to a sign-in: the server sends the browser to the page's address, and the browser asks the page's host for that address,
/// but for what stands after `#` (RFC 9110 §4.2.5, RFC 3986 §3.5).
pub fn arrival(place: Place, path: &str, names: &str, with_code: bool) -> [Arrow; 2] {
    let (back, fetched, note) = match place {
        Place::Fragment => (format!("#{names}"), format!("GET {path}"), "what follows # stays in the browser"),
        _ if with_code => (format!("?{names}"), format!("GET {path}?{names}"), "its log may hold the code, soon spent"),
        _ => (format!("?{names}"), format!("GET {path}?{names}"), ""),
    };
    [
        arrow(Party::Server, Party::Page, Way::Front, &back, ""),
        arrow(Party::Page, Party::Host, Way::Front, &fetched, note),
    ]
}

fn there_and_back(party: Party, sent: &str, answered: &str) -> Entry {
    one(vec![arrow(Party::Page, party, Way::Back, sent, ""), arrow(party, Party::Page, Way::Back, answered, "")])
}

fn one(arrows: Vec<Arrow>) -> Entry {
    Entry { arrows, ..Entry::default() }
}

/// An arrow that is to come.
pub fn arrow(from: Party, to: Party, way: Way, words: &str, note: &str) -> Arrow {
    Arrow { from, to, way, words: words.to_owned(), note: note.to_owned(), fate: Fate::ToCome }
}

impl Arrow {
    /// The same with what became of it.
    #[must_use]
    pub fn of(mut self, fate: Fate) -> Self {
        self.fate = fate;
        self
    }
}
