//! Coming to a screen: by a link, by a redirect, or by the browser's way back.

use super::oauth::{self, Back};
use super::{Lab, Trouble, servers, start, store};
use crate::browser::{place, wait::wait};
use crate::record::{Run, Stage};
use crate::walk::Stop;
use grantlens::browser::keyboard;
use leptos::prelude::*;

impl Lab {
    /// The address names another screen: a link was followed, or the person went back.
    pub(super) fn follow_address(self) {
        let fragment = place::fragment();
        let Some(stop) = Stop::at(&fragment).or_else(|| fragment.is_empty().then_some(Stop::Start)) else { return };
        self.at.set(stop);
        let name = if fragment.is_empty() { stop.name() } else { &fragment };
        start(bring(format!("{name}-title")));
    }

    /// The runs of this tab, with their lines as the servers still have them.
    pub(super) async fn restore(self) {
        let texts = store::runs();
        if texts.is_empty() {
            return;
        }
        let Ok((_, log)) = servers::log_after(0).await else { return };
        for (name, text) in texts {
            match Run::from_text(&text, &log) {
                Some(run) => self.keep(name, run),
                None => store::drop_run(name),
            }
        }
    }

    /// Back from a redirect, or opened anew while one was under way.
    pub(super) async fn resume(self, arrival: Option<String>) {
        let Some(journey) = store::take_journey() else {
            let fragment = place::fragment();
            if Stop::at(&fragment).is_some() {
                bring(format!("{fragment}-title")).await;
            }
            return;
        };
        let name = journey.name;
        let here = Stop::of(name);
        let from_own_server = place::fragment().starts_with("lab=client");
        place::set_fragment(name.name());
        self.at.set(here);
        bring(format!("{}-title", name.name())).await;
        match arrival {
            Some(href) if href.contains("#lab=client") => {
                let sentence = "The sign-in was declined. The client\u{2019}s server got no code and no token.";
                self.end(journey, Err(Trouble::new("as_error", sentence))).await;
            }
            Some(href) => match oauth::arrive(&href) {
                Ok(back) => self.go_on(journey, back).await,
                Err(trouble) => self.end(journey, Err(trouble)).await,
            },
            None if from_own_server => self.go_on(journey, Back::OwnServer).await,
            None => {
                let trouble =
                    Trouble::new("cancelled", "The page was opened anew while this run was away. Run it again.");
                self.end(journey, Err(trouble)).await;
            }
        }
        wait(0).await;
        keyboard::focus(&format!("{}-outcome", name.name()));
    }

    /// The browser shows this page again as it was when it left.
    pub(super) fn come_back(self) {
        drop(store::take_journey());
        let running = |run: &Run| (run.stage == Stage::Running).then(|| run.journey.clone());
        let journey = self.runs.with_untracked(|runs| runs.iter().flatten().find_map(running));
        if let Some(journey) = journey {
            let trouble = Trouble::new("cancelled", "You came back to the page as it was when it left. Run it again.");
            start(async move { self.end(journey, Err(trouble)).await });
        }
    }
}

/// Brings a heading into sight, once the screen that it stands on is made.
async fn bring(id: String) {
    wait(0).await;
    place::bring(&id);
}
