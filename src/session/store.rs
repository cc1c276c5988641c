//! The records in sessionStorage, all of them: `pending.<state>`, `used.<fingerprint>`, `left.<state>`, `form`, `runs`, `session`.

use crate::browser::clock;
use crate::browser::storage::{self, Refused};
use protocol::callback::Lookup;
use protocol::findings::Finding;
use protocol::form::{ConfigForm, Field};
use protocol::json::Json;
use protocol::kept::Kept;
use protocol::kept_session::KeptSession;
use protocol::pkce::fingerprint;
use protocol::runs::Runs;
use protocol::trace::Trace;
use protocol::transaction::{LIFETIME_MS, Pending};

const FORM: &str = "form";
const RUNS: &str = "runs";
const PENDING: &str = "pending.";
const USED: &str = "used.";
const SESSION: &str = "session";
const LEFT: &str = "left.";

/// Keeps a transaction while the person is away.
pub fn keep_pending(pending: &Pending) -> Result<(), Refused> {
    storage::write(&format!("{PENDING}{}", pending.state), &pending.to_text())
}

/// Drops a transaction whose request never left.
pub fn drop_pending(state: &str) {
    storage::remove(&format!("{PENDING}{state}"));
}

/// Takes the transaction of a `state` out of storage and notes that it was answered: from here on it cannot be found again.
pub fn take_pending(state: &str, now_ms: u64) -> Lookup {
    let key = format!("{PENDING}{state}");
    let mark = format!("{USED}{}", fingerprint(state));
    let Some(text) = storage::read(&key) else {
        return Lookup::NotFound {
            used: storage::read(&mark).is_some_and(|then| is_recent(&then, now_ms)),
            others: storage::keys().iter().any(|key| key.starts_with(PENDING)),
        };
    };
    storage::remove(&key);
    // Where the mark cannot be kept, the transaction is gone all the same; a replay is then refused as missing.
    let _ = storage::write(&mark, &now_ms.to_string());
    match Pending::from_text(&text) {
        Some(pending) if pending.state == state => Lookup::Found(Box::new(pending)),
        _ => Lookup::NotFound { used: false, others: false },
    }
}

/// Looks at the transaction of a `state` and leaves it where it is. Its verifier stays there: without it no code can be exchanged.
pub fn look_at_pending(state: &str) -> Option<Pending> {
    let pending = Pending::from_text(&storage::read(&format!("{PENDING}{state}"))?)?;
    (pending.state == state).then_some(Pending { verifier: None, ..pending })
}

/// Whether there is anything that an earlier visit kept, but for the form.
pub fn has_records() -> bool {
    storage::keys().iter().any(|key| key == RUNS || key == SESSION || is_dated(key))
}

/// Removes transactions and marks that are past their 15 minutes.
pub fn purge(now_ms: u64) {
    for key in storage::keys() {
        let stale = if key.starts_with(PENDING) {
            storage::read(&key).and_then(|text| Pending::from_text(&text)).is_none_or(|pending| pending.expired(now_ms))
        } else if key.starts_with(USED) || key.starts_with(LEFT) {
            storage::read(&key).is_none_or(|then| !is_recent(&then, now_ms))
        } else {
            false
        };
        if stale {
            storage::remove(&key);
        }
    }
}

/// Keeps a session, where the person chose so. A refusal is no loss now: a reload then ends it, as it does by default.
pub fn keep_session(text: &str) {
    let _ = storage::write(SESSION, text);
}

/// The session that this tab kept.
pub fn session() -> Option<KeptSession> {
    KeptSession::from_text(&storage::read(SESSION)?)
}

/// Drops it.
pub fn drop_session() {
    storage::remove(SESSION);
}

/// Notes that the person went to sign out at the server.
pub fn keep_sign_out(state: &str) -> Result<(), Refused> {
    storage::write(&format!("{LEFT}{state}"), &clock::now_ms().to_string())
}

/// When it was that this tab went to sign out under that `state`, in milliseconds since 1970; once. `None` if it never did.
pub fn take_sign_out(state: &str) -> Option<u64> {
    let key = format!("{LEFT}{state}");
    let left = storage::read(&key)?;
    storage::remove(&key);
    left.parse().ok()
}

/// Keeps the form as typed. A refusal is no loss now: it is reported when a sign-in starts.
pub fn keep_form(form: &ConfigForm) {
    let _ = storage::write(FORM, &form.to_json().to_string());
}

/// The form of the last visit in this tab.
pub fn form() -> Option<ConfigForm> {
    ConfigForm::from_json(&Json::object(&storage::read(FORM)?).ok()?)
}

/// Keeps a run in place of the last one of its flow, and that one's findings where there are no new ones. It is for looking back
/// only, so a full storage loses nothing that is needed. Says whether what the flows left where is another than before.
pub fn keep_run(trace: &Trace, findings: Option<Vec<Finding>>) -> bool {
    let runs = runs();
    let response_type = trace.form().trimmed(Field::ResponseType).to_owned();
    let earlier = runs.of(&response_type).map(|run| &run.findings);
    let findings = findings.unwrap_or_else(|| earlier.cloned().unwrap_or_default());
    let _ = storage::write(RUNS, &runs.text_with(&response_type, clock::now_ms(), trace, &findings));
    earlier != Some(&findings)
}

/// The last run of each flow in this tab.
pub fn runs() -> Runs {
    storage::read(RUNS).map(|text| Runs::from_text(&text)).unwrap_or_default()
}

/// Removes everything of ours.
pub fn forget_everything() {
    for key in storage::keys() {
        if key == FORM || key == RUNS || key == SESSION || is_dated(&key) {
            storage::remove(&key);
        }
    }
}

/// What is good for 15 minutes.
fn is_dated(key: &str) -> bool {
    [PENDING, USED, LEFT].iter().any(|prefix| key.starts_with(prefix))
}

fn is_recent(then: &str, now_ms: u64) -> bool {
    then.parse::<u64>().ok().and_then(|then| now_ms.checked_sub(then)).is_some_and(|age| age <= LIFETIME_MS)
}
