//! How a diagnosis is kept.

use super::{Diagnosis, Evidence, Failed, Leave, Probe, Sort, Surroundings};
use crate::http::Seen;
use crate::json::Json;
use crate::kept::{self, Kept};
use crate::trace::Step;

const SORTS: [Sort; 4] = [Sort::Read, Sort::Form, Sort::Json, Sort::Write];
const LEAVES: [Leave; 4] = [Leave::Granted, Leave::Denied, Leave::Asks, Leave::NotAsked];

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Read => "read",
        Sort::Form => "form",
        Sort::Json => "json",
        Sort::Write => "write",
    }
}

fn leave(leave: Leave) -> &'static str {
    match leave {
        Leave::Granted => "granted",
        Leave::Denied => "denied",
        Leave::Asks => "asks",
        Leave::NotAsked => "not-asked",
    }
}

impl Kept for Seen {
    fn to_json(&self) -> Json {
        match self {
            Self::Status(status) => status.to_json(),
            Self::Redirect => kept::name("redirect"),
            Self::Opaque => kept::name("opaque"),
            Self::Nothing => kept::name("nothing"),
            Self::Late => kept::name("late"),
            Self::Forbidden => kept::name("forbidden"),
        }
    }

    fn from_json(json: &Json) -> Option<Self> {
        match json.text() {
            None => Kept::from_json(json).map(Self::Status),
            Some("redirect") => Some(Self::Redirect),
            Some("opaque") => Some(Self::Opaque),
            Some("nothing") => Some(Self::Nothing),
            Some("late") => Some(Self::Late),
            Some("forbidden") => Some(Self::Forbidden),
            Some(_) => None,
        }
    }
}

impl Kept for Evidence {
    fn to_json(&self) -> Json {
        let name = Json::Text(self.probe.name());
        Json::of([("probe", name), ("seen", self.seen.to_json()), ("elapsed_ms", self.elapsed_ms.to_json())])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            probe: Probe::named(json.get("probe")?.text()?)?,
            seen: json.take("seen")?,
            elapsed_ms: json.take("elapsed_ms")?,
        })
    }
}

impl Kept for Diagnosis {
    fn to_json(&self) -> Json {
        let Failed { step, method, url, headers, sort: of_sort, client_id } = &self.failed;
        Json::of([
            ("step", kept::name(step.name())),
            ("method", method.to_json()),
            ("url", url.to_json()),
            ("headers", headers.to_json()),
            ("sort", kept::name(sort(*of_sort))),
            ("client_id", client_id.to_json()),
            ("page", self.around.page.to_json()),
            ("online", Json::Bool(self.around.online)),
            ("leave", kept::name(leave(self.around.leave))),
            ("evidence", self.evidence.to_json()),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        let steps = [&Step::ALL[..], &[Step::Session]].concat();
        let failed = Failed {
            step: kept::named(json.get("step")?, &steps, Step::name)?,
            method: json.take("method")?,
            url: json.take("url")?,
            headers: json.take("headers")?,
            sort: kept::named(json.get("sort")?, &SORTS, sort)?,
            client_id: json.take("client_id")?,
        };
        let around = Surroundings {
            page: json.take("page")?,
            online: *json.get("online")? == Json::Bool(true),
            leave: kept::named(json.get("leave")?, &LEAVES, leave)?,
        };
        Some(Self { failed, around, evidence: json.take("evidence")? })
    }
}
