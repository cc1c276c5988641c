//! The lab's own host: its switches, and the log of all its servers.

use super::Trouble;
use crate::browser::ask::ask;
use crate::log::{self, Entry};
use crate::record::Journey;

/// The header that no form of another site can send.
pub const X_LAB: (&str, &str) = ("X-Lab", "1");

/// The last number of the log, and its entries after a number.
pub async fn log_after(n: u64) -> Result<(u64, Vec<Entry>), Trouble> {
    let reply = ask("GET", &format!("/log?after={n}"), &[], None).await.map_err(|_| gone())?;
    log::read(&reply.body).ok_or_else(gone)
}

/// Sets the servers as an exhibit wants them and notes where the log stands: the beginning of a run.
pub async fn begin(journey: &mut Journey, cors: bool, hostile: bool) -> Result<(), Trouble> {
    let body = format!("{{\"cors\":\"{}\",\"hostile\":{hostile}}}", if cors { "on" } else { "off" });
    let headers = [X_LAB, ("Content-Type", "application/json")];
    let reply = ask("PUT", "/switch", &headers, Some(&body)).await.map_err(|_| gone())?;
    if reply.status != 200 {
        return Err(gone());
    }
    mark(journey).await
}

/// Notes where the log stands: the end of one part of a run and the beginning of the next.
pub async fn mark(journey: &mut Journey) -> Result<(), Trouble> {
    let (last, _) = log_after(u64::from(u32::MAX)).await?;
    journey.marks.push(last);
    Ok(())
}

fn gone() -> Trouble {
    Trouble::new(
        "net",
        "The lab\u{2019}s servers do not answer. Start them with \u{201c}make demo\u{201d}, then run this again.",
    )
}
