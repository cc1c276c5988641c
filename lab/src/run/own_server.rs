//! The code flow by a server of one's own: the page holds a cookie that it cannot read, and no token at all.

use super::oauth::Back;
use super::{Road, Trouble, Turn, servers};
use crate::browser::{ask::ask, reach};
use crate::log::TOKEN;
use crate::record::{Journey, Tone};

pub async fn perform(journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    if !matches!(back, Back::OwnServer) {
        servers::begin(journey, false, false).await?;
        return Ok(Turn::Away(Road::OwnServer));
    }
    notes(journey, "GET /client/notes, from its own origin").await?;
    let found = seek(journey).await?;
    if found.is_empty() {
        return Ok(Turn::Ended("data"));
    }
    Err(Trouble::new("unexpected", &format!("The token was found in {}.", found.join(", "))))
}

/// Asks the client's own server for the data.
pub async fn notes(journey: &mut Journey, label: &str) -> Result<(), Trouble> {
    let reply = ask("GET", "/client/notes", &[], None).await;
    let reply =
        reply.map_err(|words| Trouble::new("net", &format!("The client\u{2019}s server did not answer: {words}.")))?;
    if reply.status != 200 {
        return Err(Trouble::new(
            "http",
            &format!("The client\u{2019}s server answered {}: {}", reply.status, reply.body),
        ));
    }
    journey.see(Tone::Good, label, &reply.body);
    Ok(())
}

/// Looks for the run's token, which the log names, in every place that a script of this page can reach.
pub async fn seek(journey: &mut Journey) -> Result<Vec<&'static str>, Trouble> {
    let mark = journey.marks.last().copied().unwrap_or_default();
    let (_, lines) = servers::log_after(mark).await?;
    let texts = lines.iter().flat_map(|entry| [entry.came(), entry.went()]).collect::<Vec<_>>();
    let token = texts.iter().find_map(|text| crate::log::value(text, TOKEN));
    let Some(token) = token else {
        return Err(Trouble::new("unexpected", "No server\u{2019}s log has a token of this run."));
    };
    let places = reach::places();
    let names: Vec<&str> = places.iter().map(|(place, _)| *place).collect();
    let found: Vec<&str> = places.iter().filter(|(_, text)| text.contains(token)).map(|(place, _)| *place).collect();
    let label = format!("{token}, sought in {}", names.join(", "));
    match found.as_slice() {
        [] => journey.see(Tone::Nothing, &label, "in none of them"),
        found => journey.see(Tone::Bad, &label, &found.join(", ")),
    }
    Ok(found)
}

/// Ends the session: first as a form of another site could, then with the header that no form can send.
pub async fn sign_out() -> String {
    let status = |reply: Result<crate::browser::ask::Reply, String>| match reply {
        Ok(reply) => reply.status.to_string(),
        Err(words) => words,
    };
    let bare = status(ask("POST", "/client/sign-out", &[], None).await);
    let whole = status(ask("POST", "/client/sign-out", &[servers::X_LAB], None).await);
    format!("Without the header X-Lab the server answered {bare}; with it, {whole}. A form can send no such header.")
}
