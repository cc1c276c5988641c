//! The key of a run and what it proves (RFC 9449): made before leaving, found again by its `state`, and in memory from then on.

use super::{Session, start};
use crate::browser::keys::{self, KeyPair, Refused};
use crate::browser::{clock, entropy, fetch, url};
use leptos::prelude::*;
use protocol::api;
use protocol::authorize::Departure;
use protocol::dpop::{self, Demand, DpopError, Nonces, Proof, Proven, PublicKey};
use protocol::flow::Flow;
use protocol::http::{Failure, Request, Response};
use protocol::secret::Secret;
use protocol::trace::{Step, What};
use protocol::transaction::LIFETIME_MS;
use protocol::wire::{Answer, Message};

/// The key in hand, with the last nonce of each server.
pub struct Held {
    pair: KeyPair,
    public: PublicKey,
    nonces: Nonces,
}

/// A server that the page sends a request to, and how its answers are read.
pub(super) struct Server<'a> {
    /// The step that it belongs to.
    pub step: Step,
    /// Whether an answer asks for a nonce.
    pub asks: fn(&Response) -> Demand,
    /// The answer as the page shows it.
    pub shown: fn(&Response) -> Answer,
    /// Whether the run still waits for this answer.
    pub still: &'a dyn Fn(&Flow) -> bool,
}

/// Why a request has no answer to go on with.
pub(super) enum Unanswered {
    /// The run went on without it: the person started over, and a late answer is dropped.
    GoneOn,
    /// Nothing could be read.
    Transport(Failure),
    /// No proof could be made, or none that the server takes.
    Dpop(DpopError),
}

impl Session {
    /// Finds out whether a key could be kept here: binding to one is not offered where it could not.
    pub(super) fn probe_keys(self) {
        start(async move {
            if !keys::are_kept().await {
                self.keeps_keys.set(false);
            }
        });
    }

    /// Makes a key for a sign-in, keeps it until the answer comes and names it in the request. A pushed request is proved with it, too.
    pub(super) async fn bind(self, departure: Departure) -> Result<(Departure, Held), DpopError> {
        let now_ms = clock::now_ms();
        purge(now_ms).await;
        let pair = keys::make(&departure.pending.state, now_ms).await.map_err(|refused| match refused {
            Refused::NotMade => DpopError::NotMade,
            Refused::NotKept => DpopError::NotKept,
        })?;
        let public = PublicKey::from_point(&pair.point).ok_or(DpopError::NotMade)?;
        let departure = departure.bound_to(&public.thumbprint());
        Ok((departure, Held { pair, public, nonces: Nonces::default() }))
    }

    /// Takes the key of a sign-in in hand, once. `false` when it is gone.
    pub(super) async fn take_key(self, state: &str) -> bool {
        let pair = keys::take(state).await;
        let held = pair.and_then(|pair| {
            let public = PublicKey::from_point(&pair.point)?;
            Some(Held { pair, public, nonces: Nonces::default() })
        });
        let found = held.is_some();
        self.key.set_value(held);
        found
    }

    /// Drops the key of a sign-in whose request never left, if it has one.
    pub(super) fn drop_key(self, state: String) {
        if self.key.with_value(Option::is_some) {
            self.key.set_value(None);
            start(async move { keys::drop_pair(&state).await });
        }
    }

    /// Sends a request, with a proof where its message has a line for one; once more with the server's nonce where it asks for that
    /// (RFC 9449 §8 and §9), and never a third time. `token` is the one that goes with it.
    ///
    /// What was sent and what was answered is in the trace by then.
    pub(super) async fn send_proven(
        self,
        server: &Server<'_>,
        mut message: Message,
        mut request: Request,
        token: Option<&Secret>,
    ) -> Result<Response, Unanswered> {
        let wanted = dpop::is_wanted(&message);
        let origin = url::parse(&request.url).map(|parts| parts.origin).unwrap_or_default();
        let mut again = false;
        loop {
            if wanted {
                let proof = self.prove(&request, &origin, token).await.map_err(Unanswered::Dpop)?;
                dpop::put(&proof, &mut message, &mut request);
            }
            if !self.still(server.still) {
                return Err(Unanswered::GoneOn);
            }
            self.push(server.step, What::Sent(message.clone()));
            // What an API has to say may be long; what an authorization server says of tokens is not.
            let limit = if server.step == Step::Api { api::LONGEST } else { fetch::LIMIT };
            let answered = self.send_within(&request, limit).await;
            if !self.still(server.still) {
                return Err(Unanswered::GoneOn);
            }
            let response = answered.map_err(Unanswered::Transport)?;
            self.push(server.step, What::Answered((server.shown)(&response)));
            if !wanted {
                return Ok(response);
            }
            self.note_nonce(&origin, &response);
            match dpop::judge((server.asks)(&response), again).map_err(Unanswered::Dpop)? {
                None => return Ok(response),
                Some(_) => again = true, // noted above
            }
        }
    }

    /// A proof for this one request.
    async fn prove(self, request: &Request, origin: &str, token: Option<&Secret>) -> Result<Proof, DpopError> {
        let jti = entropy::draw().ok_or(DpopError::NotSigned)?;
        let prepared = self.key.with_value(|held| {
            let held = held.as_ref()?;
            let (method, nonce) = (request.method.as_str(), held.nonces.of(origin));
            let proven = Proven { method, url: &request.url, nonce, access_token: token };
            Some((dpop::prepare(&held.public, &proven, jti, clock::now_ms()), held.pair.clone()))
        });
        let (unsigned, pair) = prepared.ok_or(DpopError::KeyLost)?;
        let signature = pair.sign(unsigned.signing_input()).await.ok_or(DpopError::NotSigned)?;
        unsigned.signed(&signature).ok_or(DpopError::NotSigned)
    }

    fn note_nonce(self, origin: &str, response: &Response) {
        self.key.update_value(|held| {
            if let Some(held) = held {
                held.nonces.note(origin, response);
            }
        });
    }
}

/// Drops the keys of sign-ins that nobody came back from in time.
pub(super) async fn purge(now_ms: u64) {
    keys::purge(now_ms.saturating_sub(LIFETIME_MS)).await;
}
