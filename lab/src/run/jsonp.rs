//! JSONP: the token in the query of a script's address. With the API as it should be, and with a hostile one.

use super::implicit::{requested_with, token};
use super::oauth::Back;
use super::{Lab, TITLE, Trouble, Turn, servers};
use crate::addresses::addresses;
use crate::browser::{jsonp, place, wait::wait};
use crate::log::Server;
use crate::record::{Journey, Tone};
use protocol::urlencoded::encode_pairs;

const CALLBACK: &str = "labHeard";

pub async fn perform(lab: Lab, journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    let hostile = journey.variant == 1;
    let tokens = match token(lab, journey, back, false, hostile).await? {
        Ok(tokens) => tokens,
        Err(away) => return Ok(away),
    };
    let secret = tokens.access_token.reveal().to_owned();
    lab.put_tokens(tokens);
    let query = encode_pairs([("access_token", secret.as_str()), ("callback", CALLBACK)]);
    let address = format!("{}/notes?{query}", addresses().api);
    journey.see(Tone::Plain, "the script element it made", &format!("<script src=\"{address}\">"));
    let data = jsonp::load(&address, CALLBACK).await.map_err(|words| {
        Trouble::new("jsonp", &format!("The script did not call the page back. The browser says: {words}."))
    })?;
    journey.see(Tone::Good, &format!("{CALLBACK} was called with"), &data);
    if let Some(entry) = requested_with(&secret) {
        journey.see(Tone::Bad, "its performance entries", &entry);
    }
    if hostile { taken_over(journey).await } else { Ok(Turn::Ended("read")) }
}

/// What the API's script did besides: seen in the page, and in the API's log.
async fn taken_over(journey: &mut Journey) -> Result<Turn, Trouble> {
    let mark = journey.marks.first().copied().unwrap_or_default();
    let mut collected = false;
    for _ in 0..20 {
        let (_, lines) = servers::log_after(mark).await?;
        collected = lines.iter().any(|entry| entry.is(Server::Api, "GET", "/collected"));
        if collected {
            break;
        }
        wait(100).await;
    }
    let (title, marked) = place::title();
    journey.see(Tone::Bad, "the page\u{2019}s title now", &title);
    journey.see(Tone::Bad, "the line above that was this page\u{2019}s", &place::victim().unwrap_or_default());
    if collected && (marked || title != TITLE) {
        return Ok(Turn::Ended("taken-over"));
    }
    Err(Trouble::new("unexpected", "The hostile script left no trace in the page or in the log."))
}
