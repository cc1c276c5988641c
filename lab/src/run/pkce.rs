//! Authorization code with PKCE, in the page: at a token endpoint without CORS, and at one with it.

use super::oauth::{self, Ask, Back};
use super::{Road, Trouble, Turn, servers};
use crate::record::{Journey, Tone};
use protocol::http::Failure;
use protocol::token::TokenError;

/// The flow dies at the token endpoint's answer.
pub async fn without_cors(journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    let Back::Code(grant, address) = back else { return depart(journey, false).await };
    journey.see(Tone::Good, "the address it came back with", &address);
    match oauth::exchange(*grant).await {
        Err(TokenError::Transport(Failure::NetworkOrCors)) => {
            journey.see(Tone::Bad, "POST /token", "no answer that this page may read");
            journey.see(Tone::Nothing, "access_token", "nothing");
            Ok(Turn::Ended("unreadable"))
        }
        Err(error) => Err(oauth::troubled(&oauth::token_report(&error))),
        Ok(_) => Err(Trouble::new(
            "unexpected",
            "The page could read the token endpoint\u{2019}s answer, which has no CORS header.",
        )),
    }
}

/// The whole flow, as it is run today.
pub async fn with_cors(journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    let Back::Code(grant, address) = back else { return depart(journey, true).await };
    journey.see(Tone::Good, "the address it came back with", &address);
    let tokens = oauth::exchange(*grant).await.map_err(|error| oauth::troubled(&oauth::token_report(&error)))?;
    journey.see(Tone::Good, "POST /token", tokens.access_token.reveal());
    oauth::call(journey, "GET /notes", &tokens).await?;
    Ok(Turn::Ended("data"))
}

async fn depart(journey: &mut Journey, cors: bool) -> Result<Turn, Trouble> {
    servers::begin(journey, cors, false).await?;
    Ok(Turn::Away(Road::Authorize(Ask::Code)))
}
