//! The nonces that servers ask proofs to carry: an answer in, whether to send the request once more out (RFC 9449 §8 and §9).

use super::DpopError;
use crate::challenge;
use crate::http::Response;
use crate::json::Json;

/// The error code by which both kinds of server ask.
const ASKING: &str = "use_dpop_nonce";

/// Longest nonce that is sent back, in bytes: it travels twice as long in every proof.
const LIMIT: usize = 1024;

/// What an answer says about the proof that came with its request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: the answer is an answer.
    Nothing,
    /// Another proof, with this nonce in it.
    Nonce(String),
    /// Another proof with a nonce, which the page cannot read.
    Hidden,
}

/// Whether the token endpoint or the PAR endpoint asks for a nonce: 400 with the error `use_dpop_nonce` (RFC 9449 §8).
pub fn demanded_by_server(response: &Response) -> Demand {
    let asks = || Json::object(&response.body).ok()?.get("error")?.text().map(|error| error == ASKING);
    demand(response.status == 400 && asks().unwrap_or(false), response)
}

/// Whether an API asks for one: 401 with a DPoP challenge of that error, the scheme in any case of letters (RFC 9449 §9).
pub fn demanded_by_api(response: &Response) -> Demand {
    let challenges = response.header("www-authenticate").map(challenge::parse).unwrap_or_default();
    let asks = challenges
        .iter()
        .any(|challenge| challenge.scheme.eq_ignore_ascii_case("dpop") && challenge.get("error") == Some(ASKING));
    demand(response.status == 401 && asks, response)
}

fn demand(asks: bool, response: &Response) -> Demand {
    match (asks, offered(response)) {
        (false, _) => Demand::Nothing,
        (true, Some(nonce)) => Demand::Nonce(nonce),
        (true, None) => Demand::Hidden,
    }
}

/// The nonce that any answer may bring for the next proof (RFC 9449 §8.2), if it is one: `1*NQCHAR` (RFC 6749 Appendix A).
pub fn offered(response: &Response) -> Option<String> {
    let legal = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    let nonce = response.header("dpop-nonce")?;
    (!nonce.is_empty() && nonce.len() <= LIMIT && nonce.bytes().all(legal)).then(|| nonce.to_owned())
}

/// What follows of a demand: `None` to take the answer as it is, a nonce to send the request once more with it. `again` says that
/// this was the second sending already, and there is no third.
pub fn judge(demand: Demand, again: bool) -> Result<Option<String>, DpopError> {
    match demand {
        Demand::Nothing => Ok(None),
        Demand::Nonce(_) if again => Err(DpopError::NonceAgain),
        Demand::Nonce(nonce) => Ok(Some(nonce)),
        Demand::Hidden => Err(DpopError::NonceHidden),
    }
}

/// The last nonce of each server of a run, by its origin: those of the authorization server and of the API differ (RFC 9449 §9).
#[derive(Default)]
pub struct Nonces(Vec<(String, String)>);

impl Nonces {
    /// The last nonce of that origin.
    pub fn of(&self, origin: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == origin).map(|(_, nonce)| nonce.as_str())
    }

    /// Remembers the nonce that an answer of that origin brings, in place of the one before.
    pub fn note(&mut self, origin: &str, response: &Response) {
        if let Some(nonce) = offered(response) {
            self.0.retain(|(known, _)| known != origin);
            self.0.push((origin.to_owned(), nonce));
        }
    }
}
