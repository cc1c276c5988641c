//! Where `protocol`, the browser and the signals meet: the state of the walk, and what performs the exhibits.
//!
//! A run notes the log's last number, performs, and then reads the lines after it. A run that leaves the page is kept in sessionStorage,
//! found again when the page opens, and goes on by itself.

mod arrive;
mod cors;
mod frame;
mod implicit;
mod jsonp;
mod oauth;
mod own_server;
mod pkce;
mod proof;
mod relay;
mod same_origin;
mod servers;
mod side_by_side;
mod store;

use crate::browser::{place, wait::wait};
use crate::record::{Journey, Run, Stage};
use crate::walk::{Name, Stop};
use grantlens::browser::{clock, location};
use leptos::prelude::*;
use oauth::{Ask, Back};
use protocol::grant::Tokens;
use std::pin::Pin;

/// What the page's title is, unless an exhibit takes it over.
const TITLE: &str = "The lab: OAuth in the browser of 2010";

/// Why a run did not get to its end: the machine's word, and a sentence or two.
pub struct Trouble {
    kind: String,
    sentence: String,
}

impl Trouble {
    fn new(kind: &str, sentence: &str) -> Self {
        Self { kind: kind.to_owned(), sentence: sentence.to_owned() }
    }
}

/// What a part of a run comes to.
enum Turn {
    /// The page has to leave, and the run goes on when it is back.
    Away(Road),
    /// It is over, with this outcome.
    Ended(&'static str),
}

/// Where the page leaves for.
#[derive(Clone, Copy)]
enum Road {
    /// The authorization server, for a code or a token.
    Authorize(Ask),
    /// The client's own server, which sends it on.
    OwnServer,
}

/// The handle on the state of the page.
#[derive(Clone, Copy)]
pub struct Lab(&'static State);

/// The whole state: made once, there as long as the page is.
pub struct State {
    /// The screen.
    pub at: RwSignal<Stop>,
    /// The last run of each exhibit, in the order of `Name::ALL`.
    runs: RwSignal<Vec<Option<Run>>>,
    /// A token that the page has in hand. No view reads it.
    tokens: StoredValue<Option<Tokens>, LocalStorage>,
}

impl std::ops::Deref for Lab {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

impl Lab {
    /// Opens the page, and goes on with the run that it had left for.
    pub fn open(arrival: Option<&str>) -> Self {
        let runs = RwSignal::new(Name::ALL.map(|_| None).to_vec());
        let at = RwSignal::new(Stop::at(&place::fragment()).unwrap_or(Stop::Start));
        let lab = Self(Box::leak(Box::new(State { at, runs, tokens: StoredValue::new_local(None) })));
        location::on_restored(move || lab.come_back());
        place::on_fragment(move || lab.follow_address());
        let arrival = arrival.map(str::to_owned);
        start(async move {
            lab.restore().await;
            lab.resume(arrival).await;
        });
        lab
    }

    /// The last run of an exhibit.
    pub fn run(self, name: Name) -> Option<Run> {
        self.runs.with(|runs| runs.get(name as usize).cloned().flatten())
    }

    /// Whether anything runs.
    pub fn is_busy(self) -> bool {
        self.runs.with(|runs| runs.iter().flatten().any(|run| run.stage == Stage::Running))
    }

    /// Runs an exhibit from its beginning.
    pub fn begin(self, name: Name, variant: u64) {
        if self.is_busy_untracked() {
            return;
        }
        place::heal(TITLE);
        start(self.go_on(Journey::new(name, variant), Back::Nothing));
    }

    /// Ends the session at the client's own server.
    pub fn sign_out(done: impl Fn(String) + 'static) {
        start(async move { done(own_server::sign_out().await) });
    }

    /// What the page's own policy says, as its `<meta>` element has it.
    pub fn policy() -> String {
        place::policy().unwrap_or_default()
    }

    fn is_busy_untracked(self) -> bool {
        untrack(|| self.is_busy())
    }

    async fn go_on(self, mut journey: Journey, back: Back) {
        let name = journey.name;
        self.keep(name, Run { stage: Stage::Running, journey: journey.clone(), entries: Vec::new(), at_ms: 0 });
        match perform(self, &mut journey, back).await {
            Ok(Turn::Away(road)) => {
                journey.phase += 1;
                if let Err(trouble) = oauth::leave(&journey, road) {
                    self.end(journey, Err(trouble)).await;
                }
            }
            Ok(Turn::Ended(outcome)) => self.end(journey, Ok(outcome)).await,
            Err(trouble) => self.end(journey, Err(trouble)).await,
        }
    }

    /// Reads the servers' lines of the run, and shows it.
    async fn end(self, journey: Journey, ending: Result<&'static str, Trouble>) {
        let name = journey.name;
        let entries = match journey.marks.first() {
            Some(mark) => finished_lines(*mark).await,
            None => Vec::new(),
        };
        let stage = match ending {
            Ok(outcome) => Stage::Ended(outcome.to_owned()),
            Err(trouble) => Stage::Failed(trouble.kind, trouble.sentence),
        };
        let mut run = Run { stage, journey, entries, at_ms: clock::now_ms() };
        if run.outcome().is_some_and(|outcome| !proof::holds(&run, outcome)) {
            let sentence = "The run ended, and the servers\u{2019} logs do not show what this exhibit says. That is a fault of the lab.";
            run.stage = Stage::Failed("unproven".to_owned(), sentence.to_owned());
        }
        if let Some(text) = run.to_text() {
            store::keep_run(name, &text);
        }
        self.keep(name, run);
    }

    fn keep(self, name: Name, run: Run) {
        self.runs.update(|runs| {
            if let Some(place) = runs.get_mut(name as usize) {
                *place = Some(run);
            }
        });
    }

    /// Takes a token that is in hand, if it lives long enough yet.
    fn take_tokens(self) -> Option<Tokens> {
        let tokens = self.tokens.try_update_value(Option::take)??;
        let soon = clock::now_ms() + 30_000;
        tokens.expires_at_ms.is_some_and(|end| end > soon).then_some(tokens)
    }

    fn put_tokens(self, tokens: Tokens) {
        self.tokens.set_value(Some(tokens));
    }
}

/// The lines after a mark; a line without a status is waited for, for a second.
async fn finished_lines(mark: u64) -> Vec<crate::log::Entry> {
    let mut lines = Vec::new();
    for _ in 0..10 {
        lines = servers::log_after(mark).await.map(|(_, lines)| lines).unwrap_or_default();
        if lines.iter().all(|entry| entry.status.is_some()) {
            break;
        }
        wait(100).await;
    }
    lines
}

async fn perform(lab: Lab, journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    match journey.name {
        Name::SameOriginPolicy => same_origin::perform(journey).await,
        Name::PkceWithoutCors => pkce::without_cors(journey, back).await,
        Name::Implicit => implicit::perform(lab, journey, back).await,
        Name::Jsonp => jsonp::perform(lab, journey, back).await,
        Name::Relay => relay::perform(lab, journey, back).await,
        Name::Frame => frame::perform(lab, journey, back).await,
        Name::OwnServer => own_server::perform(journey, back).await,
        Name::Cors => cors::perform(lab, journey, back).await,
        Name::PkceWithCors => pkce::with_cors(journey, back).await,
        Name::SideBySide => side_by_side::perform(journey, back).await,
    }
}

/// Starts what waits for the browser. Boxed, so that all of it shares one copy of the machinery.
fn start(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    leptos::task::spawn_local(work);
}
