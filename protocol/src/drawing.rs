//! Who talks to whom, as a sequence diagram: what is planned of a run, and what its record says, as one and the same drawing.
//!
//! A [`Picture`] is said in words by [`Picture::sentences`] and drawn by [`Picture::drawing`], whose marks the page makes elements of
//! and [`file`] makes an SVG of: there is one geometry. Nothing here holds a value that is secret: words name parameters.

pub mod file;
pub mod geometry;
pub mod plan;
pub mod record;
mod words;

pub use geometry::Drawing;

/// Who sends or gets a message: the columns, from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The person in front of the browser.
    Person,
    /// This page, in the browser.
    Page,
    /// The static host that the page comes from.
    Host,
    /// The authorization server.
    Server,
    /// The API.
    Api,
    /// Any other host. There is a column only where a message needs it.
    Other,
}

impl Party {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 6] = [Self::Person, Self::Page, Self::Host, Self::Server, Self::Api, Self::Other];

    /// The name at the head of the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "you",
            Self::Page => "this page",
            Self::Host => "its host",
            Self::Server => "server",
            Self::Api => "API",
            Self::Other => "others",
        }
    }

    /// The name in a sentence.
    fn spoken(self) -> &'static str {
        match self {
            Self::Person => "you",
            Self::Page => "this page",
            Self::Host => "the host of this page",
            Self::Server => "the authorization server",
            Self::Api => "the API",
            Self::Other => "another host",
        }
    }
}

/// By which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Through the address bar: the browser navigates.
    Front,
    /// Sent by the page itself, or answered to it.
    Back,
    /// Sent by the browser before a request of the page's. No page can observe it: it is inferred.
    Preflight,
}

impl Way {
    /// The class in a drawing.
    pub fn name(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
            Self::Preflight => "preflight",
        }
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is planned.
    ToCome,
    /// It is under way, or is the next.
    AtHand,
    /// It arrived.
    Passed,
    /// It never arrived, or its answer could not be read.
    Broken,
    /// It arrived and was refused.
    Refused,
}

impl Fate {
    /// The class in a drawing.
    pub fn name(self) -> &'static str {
        match self {
            Self::ToCome => "todo",
            Self::AtHand => "now",
            Self::Passed => "then",
            Self::Broken => "broken",
            Self::Refused => "refused",
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Who sends.
    pub from: Party,
    /// Who is to get it.
    pub to: Party,
    /// By which way.
    pub way: Way,
    /// What it carries, in a few words. Text from outside has been made visible and cut.
    pub words: String,
    /// What there is to say about it, below it; may be empty.
    pub note: String,
    /// What became of it.
    pub fate: Fate,
}

/// What belongs together: an exchange with all of its messages, or what is planned of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The exchange of the record that it shows (`exchange::Exchange::index`).
    pub index: Option<usize>,
    /// The first and the last exchange that are left out in its place, where it is a fold.
    pub folded: Option<(usize, usize)>,
    /// Where it happens, where that is not this page's own window; or what is folded away. May be empty.
    pub title: String,
    /// Its messages, from top to bottom.
    pub arrows: Vec<Arrow>,
}

impl Entry {
    /// Whether it shows that exchange, or holds it folded away.
    pub fn shows(&self, index: usize) -> bool {
        self.index == Some(index) || self.folded.is_some_and(|(first, last)| (first..=last).contains(&index))
    }

    /// Whether anything of it is under way, or is the next.
    pub fn is_at_hand(&self) -> bool {
        self.arrows.iter().any(|arrow| arrow.fate == Fate::AtHand)
    }
}

/// The whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// From top to bottom.
    pub entries: Vec<Entry>,
    /// The hosts behind the columns: whose, and which. Empty before anything is known.
    pub hosts: Vec<(Party, String)>,
}

impl Picture {
    /// The columns that are there.
    fn parties(&self) -> &'static [Party] {
        let mut arrows = self.entries.iter().flat_map(|entry| &entry.arrows);
        let others = arrows.any(|arrow| arrow.from == Party::Other || arrow.to == Party::Other);
        Party::ALL.get(..if others { 6 } else { 5 }).unwrap_or_default()
    }

    /// The same in words, a sentence an arrow, with the entry that it belongs to.
    pub fn sentences(&self) -> impl Iterator<Item = (&Entry, String)> {
        self.entries.iter().flat_map(|entry| {
            let fold = entry.arrows.is_empty().then(|| entry.title.clone());
            let said = entry.arrows.iter().map(|arrow| arrow.sentence(&entry.title));
            fold.into_iter().chain(said).map(move |sentence| (entry, sentence))
        })
    }
}

impl Arrow {
    fn sentence(&self, place: &str) -> String {
        let way = match self.way {
            Way::Front => ", through the address bar",
            Way::Back => "",
            Way::Preflight => ", by the browser itself",
        };
        let fate = match self.fate {
            Fate::ToCome => " Still to come.",
            Fate::AtHand => " At hand.",
            Fate::Passed => "",
            Fate::Broken => " It failed.",
            Fate::Refused => " It was refused.",
        };
        let aside = |text: &str| if text.is_empty() { String::new() } else { format!(", {text}") };
        let (from, to, words) = (self.from.spoken(), self.to.spoken(), &self.words);
        format!("From {from} to {to}{way}{}: {words}{}.{fate}", aside(place), aside(&self.note))
    }
}
