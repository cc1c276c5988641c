//! A read within this page's own origin, and the same read across its border.

use super::{Trouble, Turn, servers};
use crate::addresses::addresses;
use crate::browser::ask::ask;
use crate::record::{Journey, Tone};

pub async fn perform(journey: &mut Journey) -> Result<Turn, Trouble> {
    servers::begin(journey, false, false).await?;
    let lab = addresses();
    let own = format!("{}/", lab.web);
    match ask("GET", &own, &[], None).await {
        Ok(reply) => {
            let words = format!("status {}, {} characters: it may read all of them", reply.status, reply.body.len());
            journey.see(Tone::Good, &format!("fetch {own}"), &words);
        }
        Err(words) => journey.see(Tone::Bad, &format!("fetch {own}"), &words),
    }
    let other = format!("{}/quote", lab.api);
    match ask("GET", &other, &[], None).await {
        Err(words) => {
            journey.see(Tone::Bad, &format!("fetch {other}"), &words);
            journey.see(Tone::Nothing, "status, headers, body", "nothing");
            Ok(Turn::Ended("blocked"))
        }
        Ok(reply) => {
            journey.see(Tone::Good, &format!("fetch {other}"), &reply.body);
            Err(Trouble::new(
                "unexpected",
                "The browser let the page read the answer: it does not keep to the same-origin policy.",
            ))
        }
    }
}
