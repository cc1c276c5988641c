//! A sign-in in a window of its own. This page waits for its answer, for as long as the person does: nothing tells a page that the other
//! window was closed (`closed` proves nothing under Cross-Origin-Opener-Policy).

use super::relayed::{self, Relayed};
use super::{Session, depart, start, store};
use crate::browser::channel::Ear;
use crate::browser::clock;
use crate::browser::limit::Cancel;
use crate::browser::popup::Popup;
use leptos::prelude::*;
use protocol::authorize::{Departure, StartError};
use protocol::config::ClientConfig;
use protocol::flow::Flow;
use protocol::relay::RelayError;
use protocol::report::Report;
use protocol::trace::{Step, What};
use protocol::transaction::Pending;

impl Session {
    /// Sends the window to the server; `None` is one that the browser did not open.
    pub(super) fn go_in_popup(self, config: &ClientConfig, popup: Option<Popup>) {
        self.cancel();
        store::drop_session();
        self.new_trace();
        match self.sent(config, popup) {
            Ok((departure, ear, cancel)) => {
                self.push(Step::Authorize, What::Left(departure.message));
                self.flow.set(Flow::InPopup);
                start(self.wait_for_popup(departure.pending, ear, cancel));
            }
            Err(report) => self.refuse(Step::Configure, *report),
        }
    }

    fn sent(self, config: &ClientConfig, popup: Option<Popup>) -> Result<(Departure, Ear, Cancel), Box<Report>> {
        let unable = |error: RelayError| Box::new(error.report("", ""));
        let popup = popup.ok_or_else(|| unable(RelayError::Blocked))?;
        let entropy = depart::entropy().map_err(|error| Box::new(error.report()))?;
        let form = self.form.get_untracked();
        let (departure, ear) = relayed::begin(&form, config, entropy).map_err(unable)?;
        let cancel = Cancel::new().ok_or_else(|| unable(RelayError::NoChannel))?;
        if !popup.go(&departure.url) {
            return Err(Box::new(StartError::WouldNotLeave.report()));
        }
        Ok((departure, ear, cancel))
    }

    async fn wait_for_popup(self, pending: Pending, ear: Ear, cancel: Cancel) {
        let state = pending.state.clone();
        self.cancel.set_value(Some(cancel.clone()));
        let heard = self.relayed(pending, &ear, &cancel).await;
        if !self.waits_for(&state) {
            return;
        }
        self.cancel.set_value(None);
        match heard {
            Some(Ok(Relayed { response, pending, checks })) => {
                let away_ms = clock::now_ms().saturating_sub(pending.created_ms);
                self.push(Step::Callback, What::Returned(response.message(), away_ms));
                self.flow.set(Flow::Returning);
                self.accept(response, pending, checks).await;
            }
            Some(Err(error)) => self.refuse(Step::Callback, error.report()),
            None => self.refuse(Step::Authorize, RelayError::Cancelled.report("", "")),
        }
    }

    /// Whether it is the sign-in of that `state` whose popup is waited for: another may have taken its place.
    fn waits_for(self, state: &str) -> bool {
        let left_with = |what: &What| matches!(what, What::Left(message) if message.get("state") == Some(state));
        self.flow.with_untracked(|flow| matches!(flow, Flow::InPopup))
            && self.trace.with_untracked(|trace| trace.of(Step::Authorize).any(|event| left_with(&event.what)))
    }
}
