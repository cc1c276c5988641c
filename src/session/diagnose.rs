//! Why a request failed without an answer: probes, by the person's press, and what they prove.

use super::{Session, start};
use crate::browser::probe::{self, Sight};
use crate::browser::{environment, keyboard, location, url};
use leptos::prelude::*;
use protocol::diagnosis::{self, Diagnosis, Evidence, Failed, Leave, Probe, SECONDS, Surroundings, Verdict};
use protocol::trace::{Step, What};

/// A refusal that is being looked into.
pub struct Diagnosing {
    /// Whose.
    step: Step,
    /// Which: when it came, in milliseconds since 1970.
    refused_ms: u64,
    /// What has been found so far; nothing before the probes are sent.
    found: Option<Diagnosis>,
}

/// How far the diagnosis of a refusal has come.
pub enum Stage {
    /// It can be looked into.
    Offered,
    /// The person reads what would be sent.
    Planned,
    /// The probes are on their way.
    Probing(Diagnosis),
    /// They are over, since that time.
    Over(Diagnosis, u64),
}

impl Session {
    /// The request of a step that failed without an answer, and how far its diagnosis has come.
    pub fn diagnosis(self, step: Step) -> Option<(Failed, Stage)> {
        let (failed, refused_ms, over) = self.trace.with(|trace| {
            let over = trace.diagnosis(step).map(|(diagnosis, at_ms)| (diagnosis.clone(), at_ms));
            Some((diagnosis::failed(trace, step)?, trace.last_refused(step)?.1, over))
        })?;
        let stage = self.diagnosing.with(|diagnosing| match diagnosing {
            Some(this) if (this.step, this.refused_ms) == (step, refused_ms) => {
                Some(this.found.clone().map_or(Stage::Planned, Stage::Probing))
            }
            _ => None,
        });
        let otherwise = || over.map_or(Stage::Offered, |(diagnosis, at_ms)| Stage::Over(diagnosis, at_ms));
        Some((failed, stage.unwrap_or_else(otherwise)))
    }

    /// What a diagnosis proves.
    pub fn verdict(self, diagnosis: &Diagnosis) -> Verdict {
        diagnosis.verdict(url::parse)
    }

    /// Whether a page of https asks for plain http.
    pub fn is_mixed(self, diagnosis: &Diagnosis) -> bool {
        diagnosis.is_mixed(url::parse)
    }

    /// Shows what would be sent.
    pub fn plan_probes(self, step: Step) {
        let refused_ms = self.trace.with_untracked(|trace| trace.last_refused(step).map(|(_, at_ms)| at_ms));
        if let Some(refused_ms) = refused_ms {
            self.diagnosing.set(Some(Diagnosing { step, refused_ms, found: None }));
            start(bring_keyboard(step));
        }
    }

    /// Leaves it, also in the middle.
    pub fn leave_probes(self, step: Step) {
        self.diagnosing.set(None);
        start(bring_keyboard(step));
    }

    /// Sends the probes, one after the other.
    pub fn send_probes(self, step: Step) {
        self.want_knowledge();
        start(self.probe(step));
    }

    async fn probe(self, step: Step) {
        let Some(failed) = self.trace.with_untracked(|trace| diagnosis::failed(trace, step)) else { return };
        let leave = Leave::of(probe::permission(failed.permissions(url::parse)).await.as_deref());
        let around = Surroundings { page: location::origin(), online: environment::is_online(), leave };
        let mut found = Diagnosis::new(failed, around);
        if !self.has_found(step, None, &found) {
            return;
        }
        while let Some(probe) = found.next(url::parse) {
            let message = found.message(&probe);
            let sight = if probe == Probe::NoCors { Sight::NoCors } else { Sight::Cors };
            self.push(step, What::Probing(message.clone()));
            let (seen, elapsed_ms) = probe::send(&message.request(), sight, SECONDS).await;
            let evidence = Evidence { probe, seen, elapsed_ms };
            let before = found.clone();
            found.evidence.push(evidence.clone());
            if !self.has_found(step, Some(&before), &found) {
                return;
            }
            self.push(step, What::Probed(evidence));
        }
        self.push(step, What::Diagnosed(Box::new(found)));
        self.keep_run(None);
        self.diagnosing.set(None);
        bring_keyboard(step).await;
    }

    /// Shows what has been found, if the person still waits for it: for this refusal, and where the last probe left it.
    fn has_found(self, step: Step, before: Option<&Diagnosis>, now: &Diagnosis) -> bool {
        let refused_ms = self.trace.with_untracked(|trace| trace.last_refused(step).map(|(_, at_ms)| at_ms));
        let waits = self.diagnosing.with_untracked(|diagnosing| {
            let this = diagnosing.as_ref().filter(|this| this.step == step && Some(this.refused_ms) == refused_ms);
            this.is_some_and(|this| this.found.as_ref() == before)
        });
        if waits {
            self.diagnosing.update(|diagnosing| {
                if let Some(this) = diagnosing {
                    this.found = Some(now.clone());
                }
            });
        }
        waits
    }
}

/// The element that the keyboard goes to, as the button that was pressed is gone.
pub fn title_id(step: Step) -> String {
    format!("diagnosis-{}", step.name())
}

/// Once the page shows what has changed.
async fn bring_keyboard(step: Step) {
    leptos::task::tick().await;
    keyboard::catch(&title_id(step));
}
