//! All three ways on the same servers, one after another: the page leaves and comes back three times.

use super::oauth::{self, Ask, Back};
use super::own_server::{notes, seek};
use super::{Road, Trouble, Turn, servers};
use crate::log::CODE;
use crate::record::{Journey, Tone};
use grantlens::browser::residue;

pub async fn perform(journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    match back {
        Back::Nothing => {
            servers::begin(journey, true, false).await?;
            Ok(Turn::Away(Road::Authorize(Ask::Token)))
        }
        Back::Token(tokens, address) => {
            journey.see(Tone::Plain, "implicit: came back with", &address);
            journey.fact("implicit.page", "token");
            still_there(journey, "implicit", tokens.access_token.reveal(), "token");
            oauth::call(journey, "implicit: GET /notes", &tokens).await?;
            servers::mark(journey).await?;
            Ok(Turn::Away(Road::OwnServer))
        }
        Back::OwnServer => {
            notes(journey, "own server: GET /client/notes").await?;
            let seen = journey.seen.len();
            let found = seek(journey).await?;
            journey.seen.truncate(seen);
            let kept = residue::navigation_entries().unwrap_or_default();
            journey.fact("own-server.entries", if kept.contains(CODE) { "code" } else { "" });
            journey.fact("own-server.page", if found.is_empty() { "" } else { "token" });
            servers::mark(journey).await?;
            Ok(Turn::Away(Road::Authorize(Ask::Code)))
        }
        Back::Code(grant, address) => {
            journey.see(Tone::Plain, "code + PKCE: came back with", &address);
            still_there(journey, "pkce", grant.code.reveal(), "code");
            let exchanged = oauth::exchange(*grant).await;
            let tokens = exchanged.map_err(|error| oauth::troubled(&oauth::token_report(&error)))?;
            journey.fact("pkce.page", "code verifier token");
            oauth::call(journey, "code + PKCE: GET /notes", &tokens).await?;
            servers::mark(journey).await?;
            Ok(Turn::Ended("compared"))
        }
    }
}

/// Notes whether the page's navigation entries keep what came in the address.
fn still_there(journey: &mut Journey, flow: &str, secret: &str, word: &str) {
    let kept = residue::navigation_entries().is_some_and(|entries| entries.contains(secret));
    journey.fact(&format!("{flow}.bar"), word);
    journey.fact(&format!("{flow}.entries"), if kept { word } else { "" });
}
