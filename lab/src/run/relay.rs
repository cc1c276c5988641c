//! The token handed to one's own host, which calls the API.

use super::implicit::token;
use super::oauth::Back;
use super::{Lab, Trouble, Turn, servers};
use crate::browser::ask::ask;
use crate::record::{Journey, Tone};
use protocol::json::Json;
use protocol::kept::Kept;

pub async fn perform(lab: Lab, journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    let tokens = match token(lab, journey, back, false, false).await? {
        Ok(tokens) => tokens,
        Err(away) => return Ok(away),
    };
    let body = Json::of([("access_token", tokens.access_token.reveal().to_owned().to_json())]).to_string();
    lab.put_tokens(tokens);
    let headers = [servers::X_LAB, ("Content-Type", "application/json")];
    let reply = ask("POST", "/relay", &headers, Some(&body)).await;
    let reply =
        reply.map_err(|words| Trouble::new("net", &format!("This page\u{2019}s own host did not answer: {words}.")))?;
    journey.see(Tone::Plain, "POST /relay, to its own origin", &body);
    if reply.status != 200 {
        return Err(Trouble::new("http", &format!("The relay answered {}: {}", reply.status, reply.body)));
    }
    journey.see(Tone::Good, "the answer", &reply.body);
    Ok(Turn::Ended("read"))
}
