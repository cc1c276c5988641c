//! A frame on the API's origin: it makes the call there, and the two pages talk by `postMessage`.

use super::implicit::token;
use super::oauth::Back;
use super::{Lab, Trouble, Turn};
use crate::addresses::addresses;
use crate::browser::frame::{Frame, Heard};
use crate::browser::wait::wait;
use crate::record::{Journey, Tone};
use protocol::json::Json;
use protocol::kept::Kept;

const ID: &str = "call-1";

pub async fn perform(lab: Lab, journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    let tokens = match token(lab, journey, back, false, false).await? {
        Ok(tokens) => tokens,
        Err(away) => return Ok(away),
    };
    let message = Json::of([
        ("id", ID.to_owned().to_json()),
        ("access_token", tokens.access_token.reveal().to_owned().to_json()),
        ("path", "/notes".to_owned().to_json()),
    ]);
    lab.put_tokens(tokens);
    let lab = addresses();
    let source = format!("{}/frame.html", lab.api);
    let frame = Frame::open(&source).ok_or_else(|| Trouble::new("env", "The browser made no frame."))?;
    // As anything in this page, or a page that holds a handle on it, could: a forged answer from another origin than the API's.
    Frame::post_to_self(&format!("{{\"id\":\"{ID}\",\"status\":200,\"body\":\"forged\"}}"), &lab.web);
    hear(journey, &frame, &lab.api, "ready").await?;
    frame.post(&message.to_string(), &lab.api);
    journey.see(Tone::Plain, &format!("postMessage, to {} alone", lab.api), &message.to_string());
    let answer = hear(journey, &frame, &lab.api, "status").await?;
    let status = answer.get("status").and_then(u16::from_json);
    let body = answer.get("body").map(|body| body.text().map_or_else(|| body.to_string(), str::to_owned));
    let body = body.unwrap_or_default();
    journey.see(Tone::Good, &format!("the answer, from {}", lab.api), &body);
    match status {
        Some(200) => Ok(Turn::Ended("read")),
        _ => Err(Trouble::new("http", &format!("The frame\u{2019}s call was not answered with 200: {body}"))),
    }
}

/// Waits for a message with the member `wanted`, from the frame and from the API's origin; every other is noted and passed over.
async fn hear(journey: &mut Journey, frame: &Frame, origin: &str, wanted: &str) -> Result<Json, Trouble> {
    for _ in 0..100 {
        while let Some(heard) = frame.take() {
            match trusted(&heard, origin) {
                Some(json) if json.get(wanted).is_some() => return Ok(json),
                Some(_) => {}
                None => {
                    let words = format!("{}, from {}", heard.data, heard.origin);
                    journey.see(Tone::Bad, "a message from elsewhere, not believed", &words);
                }
            }
        }
        wait(100).await;
    }
    Err(Trouble::new("timeout", "The page in the frame said nothing for ten seconds."))
}

fn trusted(heard: &Heard, origin: &str) -> Option<Json> {
    if heard.from_frame && heard.origin == origin { Json::object(&heard.data).ok() } else { None }
}
