//! The implicit flow: the token comes in the fragment, and where it still is after the address was cleaned.

use super::oauth::{Ask, Back};
use super::{Lab, Road, Trouble, Turn, servers};
use crate::browser::reach;
use crate::record::{Journey, Tone};
use grantlens::browser::{location, residue};
use protocol::grant::Tokens;

pub async fn perform(lab: Lab, journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    let Back::Token(tokens, address) = back else {
        servers::begin(journey, false, false).await?;
        return Ok(Turn::Away(Road::Authorize(Ask::Token)));
    };
    journey.see(Tone::Good, "the address it came back with", &address);
    journey.see(Tone::Plain, "the address bar, cleaned at once", &location::address());
    let entries = residue::navigation_entries().unwrap_or_default();
    let names = ["performance.getEntriesByType(\"navigation\")[0].name", "navigation.activation.entry.url"];
    let mut left = false;
    for (name, entry) in names.iter().zip(entries.lines()) {
        let has = entry.contains(tokens.access_token.reveal());
        left |= has;
        journey.see(if has { Tone::Bad } else { Tone::Plain }, name, entry);
    }
    journey.fact("left", if left { "yes" } else { "no" });
    lab.put_tokens(tokens);
    Ok(Turn::Ended("token"))
}

/// A token for the exhibits that use one: the one in hand, or a new one by the implicit flow. What is shown begins once it is there.
pub async fn token(
    lab: Lab,
    journey: &mut Journey,
    back: Back,
    cors: bool,
    hostile: bool,
) -> Result<Result<Tokens, Turn>, Trouble> {
    let tokens = match back {
        Back::Token(tokens, _) => Some(tokens),
        _ => lab.take_tokens(),
    };
    let Some(tokens) = tokens else { return Ok(Err(Turn::Away(Road::Authorize(Ask::Token)))) };
    servers::begin(journey, cors, hostile).await?;
    Ok(Ok(tokens))
}

/// An address with this token that the page's performance entries hold.
pub fn requested_with(token: &str) -> Option<String> {
    reach::requested().into_iter().find(|address| address.contains(token))
}
