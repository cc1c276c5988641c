//! Where a run stops: what it left where, and the record for looking back.

use super::Session;
use crate::browser::residue;
use leptos::prelude::*;
use protocol::findings::{self, Evidence, Sought};
use protocol::form::Field;
use protocol::secret::Secret;
use protocol::trace::Step;
use protocol::wire::Message;

impl Session {
    /// Gathers the evidence and keeps the run, redacted. The answer is on the screen before this starts.
    pub(super) async fn finish(self) {
        let found = self.trace.with_untracked(|trace| {
            let returned = trace.returned()?;
            let secret = |name| returned.get(name).map(Secret::new);
            let arrival: Vec<&str> = returned.lines.iter().filter_map(|line| line.value.text()).collect();
            // A signed answer is no sealed one: whoever has its text reads the code or token in it, so that text is what is looked for.
            let signed = secret("response");
            let sought = |name| secret(name).map(|bare| signed.clone().unwrap_or(bare));
            Some((sought("code"), sought("access_token"), arrival.join("\n"), state_of(returned)))
        });
        let (code, token, arrival, state) = found.unwrap_or_default();
        let sought = match (&code, &token) {
            (_, Some(token)) => Sought::Token(token),
            (Some(code), None) => Sought::Code(code),
            // Loaded anew since: what it left where was judged then, and the record goes on.
            (None, None) => return self.keep_run(None),
        };
        // Only the demo's own link says that this host publishes its log; no other host is ever asked for one.
        let publishes = self.trace.with_untracked(|trace| trace.form().trimmed(Field::HostLog) == "1");
        let host_log = if publishes { residue::host_log().await } else { None };
        // Another run may have begun meanwhile: what is found is not of that one.
        if self.trace.with_untracked(|trace| trace.returned().and_then(state_of)) != state {
            return;
        }
        let findings = self.trace.with_untracked(|trace| {
            findings::judge(
                &sought,
                &Evidence {
                    arrival: Some(&arrival),
                    entries: residue::navigation_entries().as_deref(),
                    host_log: host_log.as_deref(),
                    api_body: trace.answer(Step::Api).and_then(|answer| answer.body.as_deref()),
                },
            )
        });
        self.keep_run(Some(findings));
    }
}

fn state_of(returned: &Message) -> Option<String> {
    returned.get("state").map(str::to_owned)
}
