//! Why a request has no answer that the page could read: which probes to send, in which order, and what they prove.
//!
//! A browser tells a page nothing of such a failure. What can be learned is learned by further requests, each a little different from
//! the one that failed. They carry no token, code, verifier or cookie, cannot succeed, and go to the address of that request.
//!
//! **Invariant:** a verdict claims no more than the evidence proves (verdict.rs).

pub mod clock;
pub mod knowledge;
mod place;
mod probe;
mod record;
pub mod refused;
pub mod rule;
pub mod server;
pub mod values;
mod verdict;

pub use probe::{Planned, Probe};
pub use verdict::Verdict;

use self::values::Values;
use crate::endpoint::ParseUrl;
use crate::exchange::{Exchange, Travel, exchanges};
use crate::http::Seen;
use crate::preflight;
use crate::trace::{Step, Trace};
use crate::well_known;
use crate::wire::{Channel, Message};

/// Longest wait for the answer to a probe, in seconds.
pub const SECONDS: u32 = 8;

/// What the request was for, as far as it decides what a probe may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// It read something: GET or HEAD.
    Read,
    /// A form for the authorization server. The same without a grant is refused by every server.
    Form,
    /// JSON for the authorization server. What is no JSON is refused by every server.
    Json,
    /// A call of an API that may change something there: not even an empty one is sent with that method.
    Write,
}

/// A request that failed without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Whose story it belongs to.
    pub step: Step,
    /// Its method.
    pub method: String,
    /// Its address.
    pub url: String,
    /// Its headers for which the browser asks the server first, in small letters (Fetch, "CORS-unsafe request-header names").
    pub headers: Vec<String>,
    /// What it was for.
    pub sort: Sort,
    /// The public name of the client, where it named one: servers allow origins by client.
    pub client_id: Option<String>,
}

/// The headers with which a server lets a page read its answers, as names and values.
#[derive(Debug, PartialEq, Eq)]
pub struct Wanted {
    /// On the answer to OPTIONS; none where the browser does not ask first.
    pub on_options: Vec<(String, String)>,
    /// On every other answer.
    pub on_answers: Vec<(String, String)>,
}

/// Whether the browser lets this page reach addresses of its own network (the Local Network Access specification).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// The person has allowed it.
    Granted,
    /// The person or a policy has forbidden it.
    Denied,
    /// The browser asks.
    Asks,
    /// The browser knows no such permission.
    NotAsked,
}

/// What can be known without sending anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// This page's origin.
    pub page: String,
    /// Whether the browser says that it has a network.
    pub online: bool,
    /// Whether it lets this page reach its own network.
    pub leave: Leave,
}

/// What came of one probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which.
    pub probe: Probe,
    /// What the page saw.
    pub seen: Seen,
    /// From sending to seeing it, in milliseconds.
    pub elapsed_ms: u64,
}

/// A failure, what surrounds it, and what the probes have shown so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The request that failed.
    pub failed: Failed,
    /// What could be known without sending anything.
    pub around: Surroundings,
    /// What came of each probe, in the order in which they were sent.
    pub evidence: Vec<Evidence>,
}

/// The request of a step that failed without an answer, where the step was refused for that.
pub fn failed(trace: &Trace, step: Step) -> Option<Failed> {
    let (report, _) = trace.last_refused(step)?;
    if !matches!(report.kind.as_str(), "net_or_cors" | "timeout") {
        return None;
    }
    let all = exchanges(trace);
    let of_step = || all.iter().rev().filter(|one| one.step == step && one.travel != Travel::Probed);
    // What a frame or a popup waited for in vain is no request of the page's.
    if of_step().next().is_none_or(|last| last.message.channel == Channel::Front) {
        return None;
    }
    let unanswered = |one: &&Exchange<'_>| matches!(one.travel, Travel::Sent | Travel::Fetched) && one.answer.is_none();
    let last = of_step().find(unanswered)?;
    // A server has its metadata at one of two addresses, the likelier one first. One that was too slow ended the look-up.
    let in_vain =
        |one: &&Exchange<'_>| unanswered(one) && !one.set_aside && well_known::is_of_server(&one.message.target);
    let first = of_step().take_while(in_vain).last().filter(|_| report.kind == "net_or_cors");
    Some(Failed::of(step, first.unwrap_or(last).message))
}

impl Failed {
    /// A request by its message.
    pub fn of(step: Step, message: &Message) -> Self {
        let asked = preflight::of(message).map(|preflight| preflight.headers).unwrap_or_default();
        let reads = matches!(message.method.as_str(), "GET" | "HEAD");
        let sort = match () {
            () if reads => Sort::Read,
            () if step == Step::Api => Sort::Write,
            () if message.body.is_some() => Sort::Json,
            () => Sort::Form,
        };
        Self {
            step,
            method: message.method.clone(),
            url: message.target.clone(),
            headers: asked,
            sort,
            client_id: message.get("client_id").filter(|_| sort == Sort::Form).map(str::to_owned),
        }
    }

    /// Whether the browser asks the server before it sends such a request.
    pub fn is_preflighted(&self) -> bool {
        !self.headers.is_empty() || !is_simple(&self.method)
    }

    /// The permission that a browser may ask for before it reaches this address, by its names, the newest first.
    pub fn permissions(&self, parse: ParseUrl) -> &'static [&'static str] {
        match parse(&self.url).map(|parts| place::of(&parts.host)) {
            Some(place::Place::Loopback) => &["loopback-network", "local-network-access"],
            _ => &["local-network", "local-network-access"],
        }
    }

    /// The headers with which the server would let this page read the answer. `origin` is this page's.
    pub fn wanted_headers(&self, origin: &str) -> Wanted {
        let allow = ("Access-Control-Allow-Origin".to_owned(), origin.to_owned());
        let mut asked = Vec::new();
        if self.is_preflighted() {
            asked.push(allow.clone());
            if !is_simple(&self.method) {
                asked.push(("Access-Control-Allow-Methods".to_owned(), self.method.clone()));
            }
            if !self.headers.is_empty() {
                asked.push(("Access-Control-Allow-Headers".to_owned(), self.headers.join(", ")));
            }
        }
        let mut every = vec![allow];
        let proves = self.has("dpop");
        let exposed = [("WWW-Authenticate", self.has("authorization")), ("DPoP-Nonce", proves)];
        let exposed: Vec<&str> = exposed.into_iter().filter(|(_, wanted)| *wanted).map(|(name, _)| name).collect();
        if !exposed.is_empty() {
            every.push(("Access-Control-Expose-Headers".to_owned(), exposed.join(", ")));
        }
        every.push(("Vary".to_owned(), "Origin".to_owned()));
        Wanted { on_options: asked, on_answers: every }
    }

    /// What stands in braces in the data files, as far as this request tells.
    pub fn values(&self, origin: &str, parse: ParseUrl) -> Values {
        let mut methods = vec![self.method.clone()];
        if self.method != "OPTIONS" {
            methods.push("OPTIONS".to_owned());
        }
        let named = self.headers.clone();
        // None would allow none, and a later one of ours would fail.
        let headers = if named.is_empty() { vec!["authorization".to_owned(), "dpop".to_owned()] } else { named };
        let endpoint_origin = parse(&self.url).map(|parts| parts.origin).unwrap_or_default();
        Values::default()
            .with("origin", origin)
            .with("endpoint_origin", &endpoint_origin)
            .with("headers", &headers.join(", "))
            .with("headers_quoted", &values::quoted(&headers))
            .with("methods", &methods.join(", "))
            .with("methods_quoted", &values::quoted(&methods))
    }

    fn has(&self, header: &str) -> bool {
        self.headers.iter().any(|name| name == header)
    }
}

impl Leave {
    /// By the state that the browser tells of the permission, where it knows it.
    pub fn of(state: Option<&str>) -> Self {
        match state {
            Some("granted") => Self::Granted,
            Some("denied") => Self::Denied,
            Some(_) => Self::Asks,
            None => Self::NotAsked,
        }
    }
}

impl Diagnosis {
    /// Nothing sent yet.
    pub fn new(failed: Failed, around: Surroundings) -> Self {
        Self { failed, around, evidence: Vec::new() }
    }

    /// What was seen of a probe, if it was sent.
    pub fn seen(&self, probe: &Probe) -> Option<Seen> {
        self.evidence.iter().find(|one| one.probe == *probe).map(|one| one.seen)
    }

    /// The probe to send next; `None` when no other could say more.
    pub fn next(&self, parse: ParseUrl) -> Option<Probe> {
        if verdict::known_beforehand(self, parse).is_some() {
            return None;
        }
        let forbidden = self.evidence.iter().any(|one| one.seen == Seen::Forbidden);
        let unreached = self.seen(&Probe::NoCors).is_some_and(|seen| !seen.is_answer());
        if forbidden || unreached {
            return None;
        }
        let planned = probe::plan(&self.failed);
        planned.into_iter().map(|planned| planned.probe).find(|probe| self.seen(probe).is_none() && self.wants(probe))
    }

    fn wants(&self, probe: &Probe) -> bool {
        match probe {
            Probe::SimpleGet | Probe::SimplePost | Probe::Preflighted => true,
            Probe::NoCors => self.seen(&Probe::SimpleGet).is_some_and(|seen| !seen.is_answer()),
            // Which of several headers it is can be told only where the rest is in order.
            Probe::Header(_) => {
                let refused = self.seen(&Probe::Preflighted) == Some(Seen::Nothing);
                refused && self.seen(&self.failed.simple()).is_some_and(Seen::is_readable)
            }
            Probe::Options => !self.evidence.iter().any(|one| matches!(one.seen, Seen::Status(_) | Seen::Redirect)),
        }
    }
}

/// Methods for which the browser does not ask (Fetch, "CORS-safelisted method").
fn is_simple(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// The time of day of a moment, in hours of UTC. `ms` is in milliseconds since 1970.
pub fn time_of_day(ms: u64) -> String {
    let seconds = ms / 1000;
    format!("{:02}:{:02}:{:02} UTC", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}
