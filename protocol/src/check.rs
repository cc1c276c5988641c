//! One line of "what was expected, what came".

use crate::json::Json;
use crate::kept::{self, Kept};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Expected and actual agree.
    Passed,
    /// They do not, and the flow stopped here.
    Failed,
    /// An earlier check failed first.
    NotLookedAt,
    /// There is nothing to check against, and the page says so.
    NotChecked,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Passed, Self::Failed, Self::NotLookedAt, Self::NotChecked];

    /// The stable name, for `data-outcome`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotLookedAt => "not-looked-at",
            Self::NotChecked => "not-checked",
        }
    }
}

/// A named comparison. Values are fit to be shown: no secret stands in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is compared, in the protocol's word where it has one.
    pub name: String,
    /// What we asked for or know.
    pub expected: String,
    /// What came.
    pub actual: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// The checks of one arrow, in the order in which they are made.
///
/// Made with all names at once, so that a check which was never reached still has its line.
pub struct Checks(Vec<Check>);

impl Checks {
    /// Every check of the arrow, none looked at yet.
    pub fn planned(names: &[&str]) -> Self {
        let line = |name: &&str| Check {
            name: (*name).to_owned(),
            expected: String::new(),
            actual: String::new(),
            outcome: Outcome::NotLookedAt,
        };
        Self(names.iter().map(line).collect())
    }

    /// Plans further checks, where they are not planned yet.
    pub fn plan(&mut self, names: &[&str]) {
        let new: Vec<&str> =
            names.iter().copied().filter(|name| self.0.iter().all(|check| check.name != *name)).collect();
        self.0.extend(Self::planned(&new).0);
    }

    /// Notes how the check `name` ended.
    pub fn note(&mut self, name: &str, outcome: Outcome, expected: &str, actual: &str) {
        if let Some(check) = self.0.iter_mut().find(|check| check.name == name) {
            *check = Check { name: name.to_owned(), expected: expected.to_owned(), actual: actual.to_owned(), outcome };
        }
    }

    /// Notes a check that only some runs have, after those that were planned.
    pub fn add(&mut self, name: &str, outcome: Outcome, expected: &str, actual: &str) {
        self.0.extend(Self::planned(&[name]).0);
        self.note(name, outcome, expected, actual);
    }

    /// Notes a comparison, and says whether it passed.
    pub fn compare(&mut self, name: &str, passed: bool, expected: &str, actual: &str) -> bool {
        self.note(name, if passed { Outcome::Passed } else { Outcome::Failed }, expected, actual);
        passed
    }

    /// The lines, for the trace.
    pub fn finish(self) -> Vec<Check> {
        self.0
    }
}

impl Kept for Check {
    fn to_json(&self) -> Json {
        Json::of([
            ("name", self.name.to_json()),
            ("expected", self.expected.to_json()),
            ("actual", self.actual.to_json()),
            ("outcome", kept::name(self.outcome.name())),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            name: json.take("name")?,
            expected: json.take("expected")?,
            actual: json.take("actual")?,
            outcome: kept::named(json.get("outcome")?, &Outcome::ALL, Outcome::name)?,
        })
    }
}
