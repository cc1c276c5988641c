//! How a trace is kept.

use super::{Event, Step, Trace, What};
use crate::json::Json;
use crate::kept::{self, Kept};

impl Kept for Trace {
    fn to_json(&self) -> Json {
        Json::of([("form", self.form.to_json()), ("events", self.events.to_json())])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self { form: json.take("form")?, events: json.take("events")? })
    }
}

impl Kept for Event {
    fn to_json(&self) -> Json {
        let (name, value) = match &self.what {
            What::Left(message) => ("left", message.to_json()),
            What::Returned(message, _) => ("returned", message.to_json()),
            What::Sent(message) => ("sent", message.to_json()),
            What::Answered(answer) => ("answered", answer.to_json()),
            What::Fetching(message) => ("fetching", message.to_json()),
            What::Fetched(answer) => ("fetched", answer.to_json()),
            What::Checked(checks) => ("checked", checks.to_json()),
            What::Validated(checks) => ("validated", checks.to_json()),
            What::Refused(report) => ("refused", report.to_json()),
            What::Ignored(report) => ("ignored", report.to_json()),
            What::Probing(message) => ("probing", message.to_json()),
            What::Probed(evidence) => ("probed", evidence.to_json()),
            What::Diagnosed(diagnosis) => ("diagnosed", diagnosis.to_json()),
        };
        let away_ms = match self.what {
            What::Returned(_, away_ms) => Some(away_ms),
            _ => None,
        };
        Json::of([
            ("step", kept::name(self.step.name())),
            ("at_ms", self.at_ms.to_json()),
            (name, value),
            ("away_ms", away_ms.to_json()),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        let what = json.members().iter().find_map(|(name, value)| match name.as_str() {
            "left" => Kept::from_json(value).map(What::Left),
            "returned" => Some(What::Returned(Kept::from_json(value)?, json.take("away_ms")?)),
            "sent" => Kept::from_json(value).map(What::Sent),
            "answered" => Kept::from_json(value).map(What::Answered),
            "fetching" => Kept::from_json(value).map(What::Fetching),
            "fetched" => Kept::from_json(value).map(What::Fetched),
            "validated" => Kept::from_json(value).map(What::Validated),
            "checked" => Kept::from_json(value).map(What::Checked),
            "refused" => Kept::from_json(value).map(What::Refused),
            "ignored" => Kept::from_json(value).map(What::Ignored),
            "probing" => Kept::from_json(value).map(What::Probing),
            "probed" => Kept::from_json(value).map(What::Probed),
            "diagnosed" => Kept::from_json(value).map(|diagnosis| What::Diagnosed(Box::new(diagnosis))),
            _ => None,
        });
        Some(Self {
            step: kept::named(json.get("step")?, &[&Step::ALL[..], &[Step::Session]].concat(), Step::name)?,
            at_ms: json.take("at_ms")?,
            what: what?,
        })
    }
}
