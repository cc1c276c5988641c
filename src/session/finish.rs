//! Where a run stops: what it left where, and the record for looking back.

use super::{Session, store};
use crate::browser::residue;
use leptos::prelude::*;
use protocol::findings::{self, Evidence, Sought};
use protocol::form::Field;
use protocol::secret::Secret;
use protocol::trace::{Step, Trace};

impl Session {
    /// Gathers the evidence and keeps the run, redacted. The answer is on the screen before this starts.
    pub(super) async fn finish(self) {
        let trace = self.trace.with_untracked(Trace::clone);
        let Some(returned) = trace.returned() else { return };
        let secret = |name| returned.get(name).map(Secret::new);
        let (code, token) = (secret("code"), secret("access_token"));
        // A signed answer is no sealed one: whoever has its text reads the code or token in it, so that text is what is looked for.
        let signed = secret("response");
        let sought = match (&code, &token) {
            (_, Some(token)) => Sought::Token(signed.as_ref().unwrap_or(token)),
            (Some(code), None) => Sought::Code(signed.as_ref().unwrap_or(code)),
            (None, None) => return,
        };
        // Only the demo's own link says that this host publishes its log; no other host is ever asked for one.
        let publishes = trace.form().trimmed(Field::HostLog) == "1";
        let host_log = if publishes { residue::host_log().await } else { None };
        let arrival: Vec<&str> = returned.lines.iter().filter_map(|line| line.value.text()).collect();
        let findings = findings::judge(
            &sought,
            &Evidence {
                arrival: Some(&arrival.join("\n")),
                entries: residue::navigation_entries().as_deref(),
                host_log: host_log.as_deref(),
                api_body: trace.answer(Step::Api).and_then(|answer| answer.body.as_deref()),
            },
        );
        store::keep_run(trace, Some(findings));
        self.flow.notify();
    }
}
