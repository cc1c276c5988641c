//! The lab's records in sessionStorage: `lab.journey`, `lab.run.<name>`, and the protocol's `pending.<state>`.

use crate::record::Journey;
use crate::walk::Name;
use grantlens::browser::storage::{self, Refused};
use protocol::callback::Lookup;
use protocol::json::Json;
use protocol::kept::Kept;
use protocol::transaction::Pending;

const JOURNEY: &str = "lab.journey";
const PENDING: &str = "pending.";

/// Keeps a run while the page is away.
pub fn keep_journey(journey: &Journey) -> Result<(), Refused> {
    storage::write(JOURNEY, &journey.to_json().to_string())
}

/// Takes the run that the page had left for.
pub fn take_journey() -> Option<Journey> {
    let text = storage::read(JOURNEY)?;
    storage::remove(JOURNEY);
    Journey::from_json(&Json::object(&text).ok()?)
}

/// Keeps the transaction of a sign-in; one that was never answered makes room for it.
pub fn keep_pending(pending: &Pending) -> Result<(), Refused> {
    for key in storage::keys().iter().filter(|key| key.starts_with(PENDING)) {
        storage::remove(key);
    }
    storage::write(&format!("{PENDING}{}", pending.state), &pending.to_text())
}

/// Takes the transaction of a `state` out of storage: from here on it cannot be found again.
pub fn take_pending(state: &str) -> Lookup {
    let key = format!("{PENDING}{state}");
    let pending = storage::read(&key).and_then(|text| Pending::from_text(&text));
    storage::remove(&key);
    match pending {
        Some(pending) => Lookup::Found(Box::new(pending)),
        None => Lookup::NotFound { used: false, others: false },
    }
}

/// Keeps a run for looking back. Where it finds no room nothing is lost that is needed.
pub fn keep_run(name: Name, text: &str) {
    let _ = storage::write(&key(name), text);
}

/// Drops the record of a run.
pub fn drop_run(name: Name) {
    storage::remove(&key(name));
}

/// The runs of this tab.
pub fn runs() -> Vec<(Name, String)> {
    Name::ALL.into_iter().filter_map(|name| Some((name, storage::read(&key(name))?))).collect()
}

fn key(name: Name) -> String {
    format!("lab.run.{}", name.name())
}
