//! The last run of each flow, to look back on and to compare: redacted traces in, one text for storage out, and back.

use crate::findings::{Finding, Place};
use crate::json::Json;
use crate::kept::Kept;
use crate::trace::Trace;

/// A finished run as it is kept in storage.
#[derive(Clone, Debug)]
pub struct RunRecord {
    /// When it ended, in milliseconds since 1970.
    pub at_ms: u64,
    /// What happened, redacted.
    pub trace: Trace,
    /// What it left where; those of the run before, for one that was refused.
    pub findings: Vec<Finding>,
}

/// The last run of each flow, by `response_type`.
#[derive(Clone, Debug, Default)]
pub struct Runs(Vec<(String, RunRecord)>);

/// The JSON form of a run, whoever holds its trace.
fn json(at_ms: u64, trace: &Trace, findings: &[Finding]) -> Json {
    Json::of([("at_ms", at_ms.to_json()), ("trace", trace.to_json()), ("findings", findings.to_vec().to_json())])
}

impl Kept for RunRecord {
    fn to_json(&self) -> Json {
        json(self.at_ms, &self.trace, &self.findings)
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self { at_ms: json.take("at_ms")?, trace: json.take("trace")?, findings: json.take("findings")? })
    }
}

impl Runs {
    /// The text for storage.
    pub fn to_text(&self) -> String {
        Json::Object(self.0.iter().map(|(flow, run)| (flow.clone(), run.to_json())).collect()).to_string()
    }

    /// The same with a run in place of the last one of its flow; `at_ms` is when it ended, in milliseconds since 1970.
    pub fn text_with(&self, response_type: &str, at_ms: u64, trace: &Trace, findings: &[Finding]) -> String {
        let others = self.0.iter().filter(|(flow, _)| flow != response_type);
        let others = others.map(|(flow, run)| (flow.clone(), run.to_json()));
        Json::Object(others.chain([(response_type.to_owned(), json(at_ms, trace, findings))]).collect()).to_string()
    }

    /// Reads it back; no runs for anything else than such a text.
    pub fn from_text(text: &str) -> Self {
        let run = |(flow, json): &(String, Json)| Some((flow.clone(), RunRecord::from_json(json)?));
        let runs = Json::object(text).ok().and_then(|json| json.members().iter().map(run).collect());
        Self(runs.unwrap_or_default())
    }

    /// Keeps a run in place of the last one of its flow.
    pub fn keep(&mut self, response_type: &str, record: RunRecord) {
        self.0.retain(|(flow, _)| flow != response_type);
        self.0.push((response_type.to_owned(), record));
    }

    /// The last run of a flow.
    pub fn of(&self, response_type: &str) -> Option<&RunRecord> {
        self.0.iter().find(|(flow, _)| flow == response_type).map(|(_, record)| record)
    }

    /// What the last run of a flow left in a place.
    pub fn finding(&self, response_type: &str, place: Place) -> Option<Finding> {
        self.of(response_type)?.findings.iter().find(|finding| finding.place == place).copied()
    }

    /// The newest run and its flow.
    pub fn newest(&self) -> Option<(&str, &RunRecord)> {
        self.0.iter().max_by_key(|(_, record)| record.at_ms).map(|(flow, record)| (flow.as_str(), record))
    }
}
