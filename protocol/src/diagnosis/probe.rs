//! The probes: what each sends, and what its outcome means.

use super::{Diagnosis, Evidence, Failed, SECONDS, Sort};
use crate::http::Seen;
use crate::wire::{Channel, Line, Message, Place};

/// A request that is sent to learn why another one failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// GET without any header of ours.
    SimpleGet,
    /// The same, of which the page wants to see only whether somebody answers.
    NoCors,
    /// POST that needs no preflight, and that no server can grant.
    SimplePost,
    /// With the headers of the request that failed, their values made up.
    Preflighted,
    /// With this one of them.
    Header(String),
    /// OPTIONS, which changes nothing (RFC 9110 §9.2.1).
    Options,
}

/// A probe, and when it is sent.
pub struct Planned {
    /// Which.
    pub probe: Probe,
    /// The condition in words; empty where there is none.
    pub only_if: &'static str,
}

/// The most headers that are asked about one by one.
const MOST_HEADERS: usize = 4;

/// All probes that may be sent, in their order.
pub(super) fn plan(failed: &Failed) -> Vec<Planned> {
    let planned = |probe, only_if| Planned { probe, only_if };
    let mut all = vec![
        planned(Probe::SimpleGet, ""),
        planned(Probe::NoCors, "Only if the first brings no answer that the page may see."),
    ];
    if matches!(failed.sort, Sort::Form | Sort::Json) {
        all.push(planned(Probe::SimplePost, "Only if somebody answers."));
    }
    if !failed.headers.is_empty() {
        all.push(planned(Probe::Preflighted, "Only if somebody answers."));
    }
    if failed.headers.len() > 1 {
        let one_by_one = failed.headers.iter().take(MOST_HEADERS).cloned();
        let only_if = "Only if the same without headers can be read, and with all of them cannot.";
        all.extend(one_by_one.map(|name| planned(Probe::Header(name), only_if)));
    }
    all.push(planned(Probe::Options, "Only if somebody answers, and nothing could be read so far."));
    all
}

impl Failed {
    /// All probes that may be sent for it, in their order.
    pub fn plan(&self) -> Vec<Planned> {
        plan(self)
    }

    /// The probe that is nearest to it and needs no preflight.
    pub(super) fn simple(&self) -> Probe {
        match self.sort {
            Sort::Form | Sort::Json => Probe::SimplePost,
            Sort::Read | Sort::Write => Probe::SimpleGet,
        }
    }

    /// What a probe sends, as the page shows it. `origin` is this page's.
    pub fn message(&self, probe: &Probe, origin: &str) -> Message {
        let posts = matches!(self.sort, Sort::Form | Sort::Json)
            && matches!(probe, Probe::SimplePost | Probe::Preflighted | Probe::Header(_));
        let asks_for: &[String] = match probe {
            Probe::Preflighted => &self.headers,
            Probe::Header(name) => std::slice::from_ref(name),
            _ => &[],
        };
        let mut headers: Vec<Line> = asks_for.iter().map(|name| Line::plain(name, made_up(name))).collect();
        let mut message = Message { channel: Channel::Back, ..Message::navigation(&self.url, Place::Body, Vec::new()) };
        if posts {
            "POST".clone_into(&mut message.method);
            let typed = asks_for.iter().any(|name| name == "content-type");
            match self.sort {
                Sort::Json if !typed => headers.push(Line::plain("Content-Type", "text/plain")),
                Sort::Json => {}
                _ => headers.push(Line::plain("Content-Type", "application/x-www-form-urlencoded")),
            }
            if self.sort == Sort::Json {
                message.body = Some("[".to_owned());
            } else {
                message.lines.extend(self.client_id.iter().map(|id| Line::plain("client_id", id)));
            }
        } else if *probe == Probe::Options {
            "OPTIONS".clone_into(&mut message.method);
        }
        message.headers = headers;
        if *probe != Probe::NoCors {
            message.added_by_browser.push(Line::plain("Origin", origin));
        }
        message.foreseen()
    }
}

/// A value that no server has issued.
fn made_up(header: &str) -> &'static str {
    match header {
        "authorization" => "Bearer probe-without-a-token",
        "content-type" => "application/json",
        _ => "probe",
    }
}

impl Probe {
    /// The stable name, for `data-probe`.
    pub fn name(&self) -> String {
        match self {
            Self::SimpleGet => "simple-get".to_owned(),
            Self::NoCors => "no-cors".to_owned(),
            Self::SimplePost => "simple-post".to_owned(),
            Self::Preflighted => "preflighted".to_owned(),
            Self::Header(name) => format!("header.{name}"),
            Self::Options => "options".to_owned(),
        }
    }

    /// The probe of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "simple-get" => Some(Self::SimpleGet),
            "no-cors" => Some(Self::NoCors),
            "simple-post" => Some(Self::SimplePost),
            "preflighted" => Some(Self::Preflighted),
            "options" => Some(Self::Options),
            _ => name.strip_prefix("header.").map(|name| Self::Header(name.to_owned())),
        }
    }

    /// What it is for.
    pub fn purpose(&self) -> &'static str {
        match self {
            Self::SimpleGet => "Can the page read anything at this address?",
            Self::NoCors => {
                "Does anybody answer at all? In this mode the page sees nothing of an answer but that there is one. It is the one mode in which browsers follow redirects without being told not to."
            }
            Self::SimplePost => "Can the page read the answer to a POST that cannot be granted?",
            Self::Preflighted => "Can it with the headers of the request that failed? Their values are made up.",
            Self::Header(_) => "Can it with this header alone?",
            Self::Options => "Does the server allow this page on any answer? OPTIONS changes nothing there.",
        }
    }
}

impl Evidence {
    /// What came, in words.
    pub fn came(&self) -> String {
        match self.seen {
            Seen::Status(status) => format!("status {status}, readable"),
            Seen::Redirect => "a redirect, not followed".to_owned(),
            Seen::Opaque => "an answer, kept from the page".to_owned(),
            Seen::Nothing => "nothing that the page may see".to_owned(),
            Seen::Late => format!("no answer within {SECONDS} s"),
            Seen::Forbidden => "the page\u{2019}s own policy: not sent".to_owned(),
        }
    }

    /// The stable name of what came, for `data-seen`.
    pub fn name(&self) -> &'static str {
        match self.seen {
            Seen::Status(_) => "readable",
            Seen::Redirect => "redirect",
            Seen::Opaque => "opaque",
            Seen::Nothing => "nothing",
            Seen::Late => "late",
            Seen::Forbidden => "forbidden",
        }
    }

    /// What it means, as far as it goes by itself.
    pub fn means(&self) -> &'static str {
        match (&self.probe, self.seen) {
            (_, Seen::Forbidden) => "The content security policy of this page does not name that address.",
            (Probe::NoCors, Seen::Opaque) => {
                "Somebody answers: the name resolves, the connection stands, the certificate is good."
            }
            (Probe::NoCors, Seen::Nothing) => {
                "Nobody was reached, or the answer forbids even this (Cross-Origin-Resource-Policy, or a redirect to where nobody is)."
            }
            (_, Seen::Late) => "Whoever is there takes too long, or nobody is and nothing says so.",
            (Probe::SimpleGet, Seen::Status(_)) => "Somebody answers, and lets this page read an answer to GET.",
            (Probe::SimplePost, Seen::Status(_)) => "The page may read what the server says to a POST that it refuses.",
            (Probe::Preflighted, Seen::Status(_)) => "The preflight allows these headers, and the answer can be read.",
            (Probe::Header(_), Seen::Status(_)) => "The preflight allows this header, and the answer can be read.",
            (Probe::Options, Seen::Status(_)) => "The server does allow this page: on this answer.",
            (_, Seen::Redirect) => "The server sends the browser elsewhere, and allows this page to know it.",
            (Probe::SimpleGet, _) => "Not reached, or redirected, or without leave by CORS: the next probe tells more.",
            (Probe::SimplePost, _) => "The answer to a POST carries no leave for this page.",
            (Probe::Preflighted | Probe::Header(_), _) => {
                "The preflight does not allow it, or the answer to a made-up value carries no leave for this page."
            }
            (Probe::Options, _) => "No proof either way: few servers let OPTIONS itself be sent.",
            (Probe::NoCors, Seen::Status(_)) => "Somebody answers.",
        }
    }
}

impl Diagnosis {
    /// The message of a probe.
    pub fn message(&self, probe: &Probe) -> Message {
        self.failed.message(probe, &self.around.page)
    }
}
