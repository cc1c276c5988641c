//! How a trace is kept: the newest of it that fits.

use super::{Event, Step, Trace, What};
use crate::exchange;
use crate::json::Json;
use crate::kept::{self, Kept};

/// How much of a trace is kept, in bytes of JSON: a tab's storage holds about five million characters, and each of up to seven flows
/// may have a record there.
const ROOM: usize = 128 * 1024;

impl Kept for Trace {
    fn to_json(&self) -> Json {
        let (kept, missing) = self.newest(ROOM);
        // A step's events begin where they did, less those before that are gone.
        let begins = self.begins.map(|begin| kept.iter().filter(|(index, _)| *index < begin).count());
        Json::of([
            ("form", self.form.to_json()),
            ("begins", begins.to_vec().to_json()),
            ("left_out", (self.left_out + missing).to_json()),
            ("events", Json::List(kept.into_iter().map(|(_, event)| event).collect())),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        let (events, begins): (Vec<Event>, Vec<usize>) = (json.take("events")?, json.take("begins")?);
        if begins.iter().any(|begin| *begin > events.len()) {
            return None;
        }
        let (begins, left_out) = (begins.try_into().ok()?, json.take("left_out")?);
        Some(Self { form: json.take("form")?, events, begins, left_out, secrets: Vec::new() })
    }
}

impl Trace {
    /// The events that fit into so many bytes, each with its place, and how many exchanges do not. The oldest make room, as far as they
    /// are set aside: what answers for a step is kept in any case.
    fn newest(&self, room: usize) -> (Vec<(usize, Json)>, usize) {
        // Of the session's, those of its last exchange answer for it.
        let session_begins = self.events.len() - self.last_exchange(Step::Session).len();
        let answers_for_its_step = |index: usize, step: Step| match step {
            Step::Session => index >= session_begins,
            _ => self.begins.get(step as usize).is_none_or(|begin| index >= *begin),
        };
        let (mut room, mut kept) = (Some(room), Vec::new());
        for (index, event) in self.events.iter().enumerate().rev() {
            let stays = answers_for_its_step(index, event.step);
            if !stays && room.is_none() {
                continue;
            }
            let json = event.to_json();
            room = room.and_then(|room| room.checked_sub(json.to_string().len()));
            if stays || room.is_some() {
                kept.push((index, json));
            }
        }
        kept.reverse();
        let is_missing = |index: usize| kept.binary_search_by_key(&index, |(index, _)| *index).is_err();
        let missing = exchange::exchanges(self).iter().filter(|exchange| is_missing(exchange.index)).count();
        (kept, missing)
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
