//! The API with CORS: the call that 2010 did not have.

use super::implicit::token;
use super::oauth::{self, Back};
use super::{Lab, Trouble, Turn};
use crate::record::Journey;

pub async fn perform(lab: Lab, journey: &mut Journey, back: Back) -> Result<Turn, Trouble> {
    let tokens = match token(lab, journey, back, true, false).await? {
        Ok(tokens) => tokens,
        Err(away) => return Ok(away),
    };
    let outcome = oauth::call(journey, "GET /notes, with the token in a header", &tokens).await;
    lab.put_tokens(tokens);
    outcome.map(|_| Turn::Ended("read"))
}
