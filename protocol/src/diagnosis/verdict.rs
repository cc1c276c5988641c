//! What the evidence proves, and no more.

use super::place::{self, Place};
use super::{Diagnosis, Leave, Probe, SECONDS, Sort};
use crate::endpoint::ParseUrl;
use crate::http::Seen;
use crate::report::{Report, Who};
use crate::trace::Step;

/// What can be said of a request that failed without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The browser has no network. Nothing was sent.
    Offline,
    /// A page of https asks for plain http, which browsers do not send. Nothing was sent.
    MixedContent,
    /// This page's own policy forbids the address.
    Policy,
    /// The browser was told not to let this page reach its own network.
    LocalNetwork,
    /// Nobody answered, and nothing says why.
    Unreachable {
        /// Whether the browser may have asked for leave to reach its own network.
        asks: bool,
    },
    /// No answer in time.
    TimedOut,
    /// The server sends such a request elsewhere.
    Redirected,
    /// Somebody answers, and no answer could be read.
    Cors,
    /// Some answers can be read, the one to such a request cannot.
    ErrorsUnreadable,
    /// It can be read without these headers and not with them.
    Preflight(Vec<String>),
    /// All but the method can be read; the method was not tried.
    MethodUntried,
    /// Such a request can be read now.
    ReadableNow,
}

/// What needs no request to be known.
pub(super) fn known_beforehand(diagnosis: &Diagnosis, parse: ParseUrl) -> Option<Verdict> {
    if diagnosis.is_mixed(parse) {
        return Some(Verdict::MixedContent);
    }
    // Without any network this machine's own servers can still be reached.
    let near = place_of(&diagnosis.failed.url, parse) == Place::Loopback;
    (!diagnosis.around.online && !near).then_some(Verdict::Offline)
}

/// That of an address that cannot be read is anywhere.
fn place_of(url: &str, parse: ParseUrl) -> Place {
    parse(url).map_or(Place::Anywhere, |parts| place::of(&parts.host))
}

impl Diagnosis {
    /// The verdict, once there is no further probe to send.
    pub fn verdict(&self, parse: ParseUrl) -> Verdict {
        if let Some(known) = known_beforehand(self, parse) {
            return known;
        }
        let any = |wanted: fn(Seen) -> bool| self.evidence.iter().any(|one| wanted(one.seen));
        if any(|seen| seen == Seen::Forbidden) {
            return Verdict::Policy;
        }
        if !any(Seen::is_answer) {
            return self.unanswered(parse);
        }
        let (simple, failed) = (self.seen(&self.failed.simple()), self.nearest());
        let readable = |seen: Option<Seen>| seen.is_some_and(Seen::is_readable);
        match failed {
            Some(Seen::Redirect) => Verdict::Redirected,
            Some(Seen::Late) => Verdict::TimedOut,
            Some(Seen::Status(_)) if self.failed.sort == Sort::Write => Verdict::MethodUntried,
            Some(Seen::Status(_)) => Verdict::ReadableNow,
            _ if readable(simple) => Verdict::Preflight(self.refused_headers()),
            _ if any(Seen::is_readable) => Verdict::ErrorsUnreadable,
            _ => Verdict::Cors,
        }
    }

    /// What was seen of the probe that is nearest to the request that failed.
    fn nearest(&self) -> Option<Seen> {
        let probe = if self.failed.headers.is_empty() { self.failed.simple() } else { Probe::Preflighted };
        self.seen(&probe)
    }

    /// Whether a page of https asks for plain http. To a near address browsers let it, by leave of the person.
    pub fn is_mixed(&self, parse: ParseUrl) -> bool {
        let is = |url: &str, scheme: &str| parse(url).is_some_and(|parts| parts.scheme == scheme);
        let near = place_of(&self.failed.url, parse) != Place::Anywhere;
        is(&self.around.page, "https") && is(&self.failed.url, "http") && !near
    }

    fn unanswered(&self, parse: ParseUrl) -> Verdict {
        if self.evidence.iter().any(|one| one.seen == Seen::Late) {
            return Verdict::TimedOut;
        }
        let place = |url: &str| place_of(url, parse);
        let inwards = place(&self.failed.url) != Place::Anywhere && place(&self.around.page) != Place::Loopback;
        match self.around.leave {
            Leave::Denied if inwards => Verdict::LocalNetwork,
            leave => Verdict::Unreachable { asks: inwards && leave != Leave::Granted },
        }
    }

    /// The headers that are refused one by one; all of them where each alone is allowed, or was not tried.
    fn refused_headers(&self) -> Vec<String> {
        let is_refused = |name: &&String| self.seen(&Probe::Header((*name).clone())) == Some(Seen::Nothing);
        let refused: Vec<String> = self.failed.headers.iter().filter(is_refused).cloned().collect();
        if refused.is_empty() { self.failed.headers.clone() } else { refused }
    }
}

impl Verdict {
    /// The stable name, for `data-verdict`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::MixedContent => "mixed-content",
            Self::Policy => "csp",
            Self::LocalNetwork => "local-network",
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut => "timeout",
            Self::Redirected => "redirect",
            Self::Cors => "cors",
            Self::ErrorsUnreadable => "errors-unreadable",
            Self::Preflight(_) => "preflight",
            Self::MethodUntried => "method",
            Self::ReadableNow => "readable-now",
        }
    }

    /// Whether headers of the server's would mend it.
    pub fn is_of_headers(&self) -> bool {
        matches!(self, Self::Cors | Self::ErrorsUnreadable | Self::Preflight(_) | Self::MethodUntried)
    }

    /// What the person reads: whose setting it is, what is proved, what is not, and what to do. The evidence is shown beside it.
    pub fn report(&self, diagnosis: &Diagnosis) -> Report {
        let failed = &diagnosis.failed;
        let server = if failed.step == Step::Api { Who::Api } else { Who::AuthorizationServer };
        let (page, method) = (&diagnosis.around.page, &failed.method);
        let report =
            |who, headline: &str, meaning: &str, mend: &str| Report::new(self.name(), who, headline, meaning, mend);
        match self {
            Self::Offline => report(
                Who::You,
                "This browser has no network.",
                "It says so itself, so nothing was sent to find out more. A network that leads nowhere does not count as none.",
                "Connect, then look again.",
            ),
            Self::MixedContent => report(
                Who::Host,
                "This page came by https, and the address is plain http.",
                "Browsers do not send such a request (Mixed Content §4.4), so nothing was sent to find out more. Whether anybody answers there is not known.",
                "Give the server https, or open this page from this machine by http.",
            ),
            Self::Policy => report(
                Who::Host,
                "This page\u{2019}s own content security policy forbids the address.",
                "The browser reported it as the probe was made: nothing left it, and the server has no part in it.",
                "Add the origin of that address to connect-src in the policy with which this page is served.",
            ),
            Self::LocalNetwork => report(
                Who::Browser,
                "This browser was told not to let this page reach your own network.",
                "The address is on this machine or in its network, this page is not, and the permission is denied. No probe came through. Whether somebody answers there is not known.",
                "In the settings of this site, beside the address bar, allow access to the local network; or open this page from this machine.",
            ),
            Self::Unreachable { asks } => {
                let may_ask = " It may also be that the browser did not get the leave that it asks for before a page from elsewhere reaches your own network.";
                let meaning = format!(
                    "Not even a request came through of which the page would see nothing. Its name, its port, its certificate or a firewall: a page cannot tell which. Seldom, a server is there and forbids this very sort of request (Cross-Origin-Resource-Policy), or redirects it to where nobody is.{}",
                    if *asks { may_ask } else { "" }
                );
                let mend = "Open the address in a tab of its own: the browser says there what it keeps from pages. Compare host and port letter by letter.";
                report(Who::Unknown, "Nobody was reached at this address.", &meaning, mend)
            }
            Self::TimedOut => report(
                server,
                "No answer came in time.",
                &format!("A probe waited {SECONDS} s. The server may be slow or stuck, or a firewall may drop what is sent there without a word: a page cannot tell which."),
                "Look whether the server is up, and what its log says of these requests.",
            ),
            Self::Redirected => report(
                server,
                "The server redirects this request.",
                "It was seen as a redirect and not followed: a page that followed would take codes or tokens along to a place that nobody named. Where it leads, browsers do not tell.",
                "Compare the address with the one that the server documents: a slash at the end, http for https or another host are the usual causes.",
            ),
            Self::Cors => report(
                server,
                "Somebody answers, and this page may not read it.",
                &format!("The server is reached, and none of its answers to these probes lets {page} read it: its CORS setting does not name this origin, or the address redirects without such leave. A page cannot tell which. A server that leaves the headers out of errors only looks the same, since every probe is an error to it."),
                "Allow this page\u{2019}s origin at that server, with the headers below.",
            ),
            Self::ErrorsUnreadable => report(
                server,
                "Some answers of this address can be read, the one to such a request cannot.",
                &format!("The server does allow {page}, but not on the answer to a {method} that it refuses. So an ordinary refusal, which would say what is wrong, may be hidden behind it. It may also be a redirect of this method alone."),
                "Send the headers below with every answer, errors too. Until then the server\u{2019}s log says what it had to say.",
            ),
            Self::Preflight(names) => report(
                server,
                "The server does not let this page send these headers.",
                &format!("Without them its answer can be read, with {} it cannot. The preflight, which asks for leave, comes first and is the likely place; the other is an answer to a made-up value that leaves its headers out.", names.join(", ")),
                "Name each of these headers in the answer to OPTIONS. A * there does not cover Authorization.",
            ),
            Self::MethodUntried => report(
                server,
                &format!("All but the method was tried, and can be read: {method} is what is left."),
                &format!("GET with the same headers can be read. {method} was not tried, as it might have done something. Either the preflight does not allow it, or the answer to it leaves its headers out, or it was the connection."),
                &format!("Name {method} in the answer to OPTIONS, and send the headers below with every answer."),
            ),
            Self::ReadableNow => report(
                Who::Unknown,
                "Such a request can be read now.",
                "CORS lets this page read the answer to a request like it, so it was something else then: the connection, a server that was just not there, a redirect of good requests only, or an answer of another part of the server that leaves its headers out.",
                "Try once more. If it fails again, compare the server\u{2019}s log of that minute.",
            ),
        }
        .evidence("request", &format!("{method} {}", failed.url))
    }
}
