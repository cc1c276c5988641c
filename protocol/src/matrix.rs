//! "Check this server": what CORS lets a page of this origin read of a server and of an API, without a sign-in. The form in, the list of
//! requests out; then their answers in, the table out.
//!
//! **Invariant:** none of these requests carries a credential of anybody's, and none can succeed in anything. What they are answered with
//! is mostly a refusal; whether this page may read it is all that counts. The preflight proves nothing by itself, since many servers
//! answer every one and judge the request alone: so each request is really sent (Fetch §3.3 and §4.8).

mod reading;
mod request;
mod summary;

pub use reading::{Cell, Heard, Verdict};
pub use request::PROBE;

use crate::discovery;
use crate::endpoint::{AddressProblem, Endpoint, ParseUrl};
use crate::form::{ConfigForm, Field};
use crate::http::{Failure, Response};
use crate::metadata::ServerMetadata;
use crate::resource_metadata;
use crate::trace::{Step, Trace, What};

/// A row of the table: what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names are the protocol's words
pub enum Row {
    Discovery,
    Jwks,
    Token,
    UserInfo,
    Revocation,
    Registration,
    Par,
    Api,
}

impl Row {
    /// Every row, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Discovery,
        Self::Jwks,
        Self::Token,
        Self::UserInfo,
        Self::Revocation,
        Self::Registration,
        Self::Par,
        Self::Api,
    ];

    /// The stable name, for `data-endpoint`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Jwks => "jwks",
            Self::Token => "token",
            Self::UserInfo => "userinfo",
            Self::Revocation => "revocation",
            Self::Registration => "registration",
            Self::Par => "par",
            Self::Api => "api",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Discovery => "Discovery",
            Self::Jwks => "JWKS",
            Self::Token => "Token",
            Self::UserInfo => "UserInfo",
            Self::Revocation => "Revocation",
            Self::Registration => "Registration",
            Self::Par => "PAR",
            Self::Api => "API",
        }
    }

    /// The metadata's member that names it (RFC 8414 §2, OpenID Connect Discovery §3, RFC 9126 §5).
    fn member(self) -> Option<&'static str> {
        match self {
            Self::Discovery | Self::Api => None,
            Self::Jwks => Some("jwks_uri"),
            Self::Token => Some("token_endpoint"),
            Self::UserInfo => Some("userinfo_endpoint"),
            Self::Revocation => Some("revocation_endpoint"),
            Self::Registration => Some("registration_endpoint"),
            Self::Par => Some("pushed_authorization_request_endpoint"),
        }
    }
}

/// A column of the table: in which way it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// As the protocol has it, without a header more.
    Simple,
    /// With a header `Authorization`.
    Authorization,
    /// With a header `DPoP`.
    Dpop,
    /// Nothing is sent for this one: which headers could be read in the answers to the others.
    Exposed,
}

impl Column {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Simple, Self::Authorization, Self::Dpop, Self::Exposed];
    /// Those for which a request is sent, in the order in which they are.
    pub const SENT: [Self; 3] = [Self::Simple, Self::Authorization, Self::Dpop];

    /// The stable name, for `data-column`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Authorization => "authorization",
            Self::Dpop => "dpop",
            Self::Exposed => "exposed",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Simple => "Simple",
            Self::Authorization => "With Authorization",
            Self::Dpop => "With DPoP",
            Self::Exposed => "Exposed headers",
        }
    }

    /// The header that makes it.
    fn header(self) -> Option<&'static str> {
        match self {
            Self::Authorization => Some("Authorization"),
            Self::Dpop => Some("DPoP"),
            Self::Simple | Self::Exposed => None,
        }
    }
}

/// Where a row's requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// There.
    At(Endpoint),
    /// Nowhere, and why: a sentence.
    Nowhere(&'static str),
}

const NO_ISSUER: &str = "No issuer is typed.";
const NO_API: &str = "No API is typed.";
const NOT_NAMED: &str = "Not named by the server.";
const NOT_LOOKED_UP: &str = "Not known: the server has not been looked up.";
const UNFIT: &str = "What stands there is no address that this page sends anything to: https, or http on this machine.";

/// What is going to be asked, as the form and the server's metadata have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    origin: String,
    client_id: String,
    targets: Vec<(Row, Target)>,
    /// Whether there is metadata, and none of it is about DPoP (RFC 9449 §5.1).
    names_no_dpop: bool,
}

impl Plan {
    /// Reads the form. `server` is the metadata that counts for it, `trace` knows at which of its two addresses that was found, and `origin`
    /// is this page's.
    pub fn of(form: &ConfigForm, server: &ServerMetadata, trace: &Trace, origin: &str, parse: ParseUrl) -> Self {
        let target = |row: Row| match row.member() {
            Some(member) => named(form, server, member, parse),
            None if row == Row::Api => api(form, parse),
            None => document(form, server, trace, parse),
        };
        Self {
            origin: origin.to_owned(),
            client_id: form.trimmed(Field::ClientId).to_owned(),
            targets: Row::ALL.into_iter().map(|row| (row, target(row))).collect(),
            names_no_dpop: server.is_known() && server.list("dpop_signing_alg_values_supported").is_none(),
        }
    }

    /// This page's origin, which the answers have to name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where the requests of a row go.
    pub fn target(&self, row: Row) -> &Target {
        self.targets.iter().find(|(of, _)| *of == row).map_or(&Target::Nowhere(NOT_NAMED), |(_, target)| target)
    }

    /// The rows that are asked.
    pub fn rows(&self) -> impl Iterator<Item = (Row, &Endpoint)> {
        self.targets.iter().filter_map(|(row, target)| match target {
            Target::At(endpoint) => Some((*row, endpoint)),
            Target::Nowhere(_) => None,
        })
    }

    /// How many requests that makes, preflights not counted.
    pub fn requests(&self) -> usize {
        self.rows().count() * Column::SENT.len()
    }

    /// The origins that they go to, with the number of each, in the order in which they come.
    pub fn hosts(&self) -> Vec<(&str, usize)> {
        let mut hosts: Vec<(&str, usize)> = Vec::new();
        for (_, endpoint) in self.rows() {
            match hosts.iter_mut().find(|(origin, _)| *origin == endpoint.origin) {
                Some((_, count)) => *count += Column::SENT.len(),
                None => hosts.push((&endpoint.origin, Column::SENT.len())),
            }
        }
        hosts
    }
}

/// An endpoint of the server: what is typed wins.
fn named(form: &ConfigForm, server: &ServerMetadata, member: &str, parse: ParseUrl) -> Target {
    let typed = Field::named(member).map(|field| form.trimmed(field)).filter(|typed| !typed.is_empty());
    if let Some(typed) = typed {
        return Endpoint::parse(typed, parse).map_or(Target::Nowhere(UNFIT), Target::At);
    }
    match server.endpoint(member) {
        Some(endpoint) => Target::At(endpoint.clone()),
        None if server.text(member).is_some() => Target::Nowhere(UNFIT),
        None if server.is_known() => Target::Nowhere(NOT_NAMED),
        None => Target::Nowhere(NOT_LOOKED_UP),
    }
}

/// The API, without the query: it belongs to a call, and may hold a key.
fn api(form: &ConfigForm, parse: ParseUrl) -> Target {
    match resource_metadata::identify(form.trimmed(Field::Api), parse) {
        Ok(resource) => Endpoint::parse(&resource.address, parse).map_or(Target::Nowhere(UNFIT), Target::At),
        Err(AddressProblem::Missing) => Target::Nowhere(NO_API),
        Err(_) => Target::Nowhere(UNFIT),
    }
}

/// The metadata document: at the first of its two addresses, unless it was found at the second.
fn document(form: &ConfigForm, server: &ServerMetadata, trace: &Trace, parse: ParseUrl) -> Target {
    match discovery::addresses(form.trimmed(Field::Issuer), parse) {
        Ok([first, second]) => {
            let asked = |what: &What| matches!(what, What::Sent(message) if message.target == second);
            let at_second = server.is_known() && trace.of(Step::Configure).any(|event| asked(&event.what));
            let address = if at_second { second } else { first };
            Endpoint::parse(&address, parse).map_or(Target::Nowhere(UNFIT), Target::At)
        }
        Err(AddressProblem::Missing) => Target::Nowhere(NO_ISSUER),
        Err(_) => Target::Nowhere(UNFIT),
    }
}

/// The table: a plan, and what was heard so far.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What is asked.
    pub plan: Plan,
    heard: Vec<(Row, Column, Heard)>,
}

impl Matrix {
    /// An empty one.
    pub fn new(plan: Plan) -> Self {
        Self { plan, heard: Vec::new() }
    }

    /// Writes down what came of a request.
    pub fn hear(&mut self, row: Row, column: Column, came: Result<&Response, Failure>) {
        self.heard.push((row, column, Heard::of(came)));
    }

    /// What came of a request, once it is over.
    pub fn heard(&self, row: Row, column: Column) -> Option<&Heard> {
        self.heard.iter().find(|(of, at, _)| (*of, *at) == (row, column)).map(|(_, _, heard)| heard)
    }

    /// How many requests are over.
    pub fn over(&self) -> usize {
        self.heard.len()
    }

    /// Whether the rest of a row is left out: an endpoint that let the time limit pass once will do it again.
    pub fn gives_up(&self, row: Row) -> bool {
        self.heard.iter().any(|(of, _, heard)| *of == row && matches!(heard, Heard::Nothing(Failure::Timeout { .. })))
    }
}
