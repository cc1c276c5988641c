//! The end of a session: here first and always, in every tab of it; then, where the person wants it, at the server.

use super::{Session, keep, start, store};
use crate::browser::{channel, clock, entropy, location};
use leptos::prelude::*;
use protocol::config::ClientConfig;
use protocol::flow::Flow;
use protocol::pkce::random_text;
use protocol::revocation;
use protocol::secret::Secret;
use protocol::server_answer::{self, AnswerError};
use protocol::sign_out;
use protocol::trace::{Step, Trace, What};

/// Tokens to take back at the server, with their `token_type_hint`.
type ToRevoke = Vec<(&'static str, Secret)>;

impl Session {
    /// Drops the tokens and whatever showed them, here and in the other tabs that are signed in to the same server as the same client.
    pub fn sign_out_here(self) {
        if let Some((config, ..)) = self.end_here() {
            channel::tell(&name_of(&config));
        }
    }

    /// The same, and asks the server to take the tokens back.
    pub fn sign_out_and_revoke(self) {
        let Some((config, tokens, _)) = self.end_here() else { return };
        channel::tell(&name_of(&config));
        start(self.revoke(config, tokens));
    }

    /// Asks once more for what could not be taken back.
    pub fn revoke_again(self) {
        let left = self.flow.try_update(|flow| match flow {
            Flow::SignedOut(left) => std::mem::take(left),
            _ => Vec::new(),
        });
        if let (Some(config), Some(left)) = (self.run_config(), left) {
            start(self.revoke(config, left));
        }
    }

    /// The same as `sign_out_here`, and goes to the server to end its own session.
    pub fn sign_out_there(self) {
        let Some((config, _, id_token)) = self.end_here() else { return };
        channel::tell(&name_of(&config));
        let Some(state) = entropy::draw().map(random_text) else { return };
        let page = location::address();
        let Some(message) = sign_out::message(&config, id_token.as_ref(), &page, &state) else { return };
        // Where it cannot be kept, the way back is an answer that nobody asked for, which is refused.
        let _ = store::keep_sign_out(&state);
        self.push(Step::Session, What::Left(message.clone()));
        self.trace.update(Trace::forget);
        self.keep_run(None);
        location::leave_for(&message.address());
    }

    /// Whether the browser is back from the server's own sign-out: an address with that `state` and nothing else of an answer. The run
    /// that ended so stands in the record again.
    pub(super) fn is_back_from_sign_out(self, href: &str) -> bool {
        let query = href.split_once('?').map(|(_, rest)| rest.split('#').next().unwrap_or_default());
        let state = query.and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("state=")));
        let back = state.and_then(|state| Some((state, store::take_sign_out(state)?)));
        if let Some((state, left_ms)) = back {
            if let Some((_, run)) = store::runs().newest() {
                self.trace.set(run.trace.clone());
            }
            let away_ms = clock::now_ms().saturating_sub(left_ms);
            self.push(Step::Session, What::Returned(sign_out::way_back(&location::address(), state), away_ms));
            self.flow.set(Flow::SignedOut(Vec::new()));
        }
        back.is_some()
    }

    /// Hears of a sign-out in another tab from here on: from the first token on, as a page without one has nothing to lose.
    pub(super) fn listen_for_sign_out(self) {
        if !self.listens.replace(true) {
            channel::listen(move |name| self.hear_of_sign_out(name));
        }
    }

    /// Another tab has signed out.
    fn hear_of_sign_out(self, name: &str) {
        if self.flow.with_untracked(|flow| flow.tokens().is_some())
            && self.run_config().is_some_and(|config| name_of(&config) == name)
        {
            self.end_here();
        }
    }

    fn end_here(self) -> Option<(ClientConfig, ToRevoke, Option<Secret>)> {
        let config = self.run_config()?;
        let tokens = self.take_tokens()?;
        self.cancel();
        self.key.set_value(None);
        keep::drop();
        self.trace.update(|trace| {
            trace.forget();
            trace.set_aside(Step::Session);
        });
        self.flow.set(Flow::SignedOut(Vec::new()));
        let of = revocation::of(&tokens).into_iter().map(|(hint, token)| (hint, token.clone())).collect();
        Some((config, of, tokens.id_token))
    }

    async fn revoke(self, config: ClientConfig, tokens: ToRevoke) {
        let origin = location::origin();
        let mut left = Vec::new();
        for (hint, token) in tokens {
            let Some(message) = revocation::message(&config, hint, &token, &origin) else { return };
            self.push(Step::Session, What::Sent(message.clone()));
            let answered = self.send(&message.request()).await;
            let mut checks = revocation::planned();
            let outcome = match &answered {
                Ok(response) => {
                    self.push(Step::Session, What::Answered(server_answer::answer(response)));
                    revocation::process(response, &mut checks)
                }
                Err(failure) => Err(AnswerError::Transport(failure.clone())),
            };
            self.push(Step::Session, What::Checked(checks.finish()));
            if let Err(error) = outcome {
                let report = revocation::report(&error, &config, &message.target, &origin);
                self.push(Step::Session, What::Refused(report));
                if revocation::may_be_retried(&error) {
                    left.push((hint, token));
                }
            }
        }
        self.trace.update(Trace::forget);
        self.flow.update(|flow| {
            if let Flow::SignedOut(kept) = flow {
                *kept = left;
            }
        });
    }
}

/// What two tabs know one session's server and client by.
fn name_of(config: &ClientConfig) -> String {
    format!("{} {}", config.client_id, config.authorization_endpoint.href)
}
