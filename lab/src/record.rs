//! What is known of a run: what the page got to see, and which lines of the servers' logs belong to it.
//!
//! Kept in sessionStorage without the lines: they are read again from the servers.

use crate::log::{Entry, Server};
use crate::walk::Name;
use protocol::json::Json;
use protocol::kept::{self, Kept};

/// How a thing that the page saw is to be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    Plain,
    /// There was nothing.
    Nothing,
    /// Kept from the page, or taken from it.
    Bad,
    /// Read.
    Good,
}

impl Tone {
    const ALL: [Self; 4] = [Self::Plain, Self::Nothing, Self::Bad, Self::Good];

    /// The name, for records and classes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain-fact",
            Self::Nothing => "nothing",
            Self::Bad => "bad",
            Self::Good => "good",
        }
    }
}

/// Something that the page really got to see in this run.
#[derive(Clone)]
pub struct Seen {
    /// Where.
    pub label: String,
    /// What.
    pub text: String,
    /// How it is to be taken.
    pub tone: Tone,
}

impl Kept for Seen {
    fn to_json(&self) -> Json {
        Json::List(vec![self.label.to_json(), self.text.to_json(), kept::name(self.tone.name())])
    }

    fn from_json(json: &Json) -> Option<Self> {
        match json.items() {
            [label, text, tone] => Some(Self {
                label: Kept::from_json(label)?,
                text: Kept::from_json(text)?,
                tone: kept::named(tone, &Tone::ALL, Tone::name)?,
            }),
            _ => None,
        }
    }
}

/// A run under way: it survives a redirect in sessionStorage.
#[derive(Clone)]
pub struct Journey {
    /// Whose run.
    pub name: Name,
    /// Which of the exhibit's runs, where it has more than one.
    pub variant: u64,
    /// How often the page has left and come back.
    pub phase: u64,
    /// The numbers of the log's last lines when a part began; the first is the run's beginning.
    pub marks: Vec<u64>,
    /// What the page has seen so far.
    pub seen: Vec<Seen>,
    /// Short facts for a table: who, and what it saw.
    pub facts: Vec<(String, String)>,
}

impl Journey {
    /// A run that begins.
    pub fn new(name: Name, variant: u64) -> Self {
        Self { name, variant, phase: 0, marks: Vec::new(), seen: Vec::new(), facts: Vec::new() }
    }

    /// Notes something that the page saw.
    pub fn see(&mut self, tone: Tone, label: &str, text: &str) {
        self.seen.push(Seen { label: label.to_owned(), text: text.to_owned(), tone });
    }

    /// Notes a fact.
    pub fn fact(&mut self, name: &str, text: &str) {
        self.facts.push((name.to_owned(), text.to_owned()));
    }
}

impl Kept for Journey {
    fn to_json(&self) -> Json {
        Json::of([
            ("name", kept::name(self.name.name())),
            ("variant", self.variant.to_json()),
            ("phase", self.phase.to_json()),
            ("marks", self.marks.to_json()),
            ("seen", self.seen.to_json()),
            ("facts", self.facts.to_json()),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            name: kept::named(json.get("name")?, &Name::ALL, Name::name)?,
            variant: json.take("variant")?,
            phase: json.take("phase")?,
            marks: json.take("marks")?,
            seen: json.take("seen")?,
            facts: json.take("facts")?,
        })
    }
}

/// Where a run stands.
#[derive(Clone, PartialEq, Eq)]
pub enum Stage {
    /// It runs.
    Running,
    /// It ended as the exhibit says.
    Ended(String),
    /// It did not get so far: the machine's word for it, and a sentence.
    Failed(String, String),
}

/// The last run of an exhibit.
#[derive(Clone)]
pub struct Run {
    /// How far.
    pub stage: Stage,
    /// What was seen in it.
    pub journey: Journey,
    /// The servers' log lines of it.
    pub entries: Vec<Entry>,
    /// When it ended, in milliseconds since 1970.
    pub at_ms: u64,
}

impl Run {
    /// How it ended, if it ended as it should.
    pub fn outcome(&self) -> Option<&str> {
        match &self.stage {
            Stage::Ended(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// The lines that a person reads, in their order; their numbers on the page count from 1.
    pub fn lines(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.is_scenery())
    }

    /// The number on the page of the first line that is wanted.
    pub fn number(&self, wanted: impl FnMut(&Entry) -> bool) -> Option<usize> {
        self.lines().position(wanted).map(|index| index + 1)
    }

    /// The same, for a request of this kind.
    pub fn number_of(&self, server: Server, method: &str, path: &str) -> Option<usize> {
        self.number(|entry| entry.is(server, method, path))
    }

    /// The entries of one part of the run, counted from 0.
    pub fn part(&self, index: usize) -> impl Iterator<Item = &Entry> {
        let mark = |index: usize| self.journey.marks.get(index).copied();
        let (from, to) = (mark(index).unwrap_or(u64::MAX), mark(index + 1).unwrap_or(u64::MAX));
        self.entries.iter().filter(move |entry| entry.n > from && entry.n <= to)
    }

    /// The number of the last line of the run.
    pub fn last(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.n)
    }

    /// A fact by its name.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.journey.facts.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// The text for storage, of a run that ended well.
    pub fn to_text(&self) -> Option<String> {
        let record = Json::of([
            ("outcome", kept::name(self.outcome()?)),
            ("journey", self.journey.to_json()),
            ("last", self.last().to_json()),
            ("at_ms", self.at_ms.to_json()),
        ]);
        Some(record.to_string())
    }

    /// Takes it back, and its lines out of those that the servers still have; `None` where these are no longer there.
    pub fn from_text(text: &str, log: &[Entry]) -> Option<Self> {
        let json = Json::object(text).ok()?;
        let journey: Journey = json.take("journey")?;
        let (first, last): (u64, u64) = (journey.marks.first().copied()?, json.take("last")?);
        let at_ms: u64 = json.take("at_ms")?;
        let of_run = |entry: &&Entry| entry.n > first && entry.n <= last;
        let entries: Vec<Entry> = log.iter().filter(of_run).cloned().collect();
        // Servers that were started anew count from the beginning: lines of that number are then others'.
        let whole = last == 0 || entries.last().is_some_and(|entry| entry.n == last && entry.at_ms <= at_ms);
        whole.then(|| Self { stage: Stage::Ended(json.take("outcome").unwrap_or_default()), journey, entries, at_ms })
    }
}
