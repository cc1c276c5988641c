//! New tokens for old: by a press, or because the API turned the old one away.

use super::proof::{Server, Unanswered};
use super::{Session, keep, start};
use crate::browser::{clock, location};
use leptos::prelude::*;
use protocol::dpop;
use protocol::flow::Flow;
use protocol::grant::Tokens;
use protocol::refresh;
use protocol::secret::Secret;
use protocol::token::{self, Sent, TokenError};
use protocol::trace::{Step, What};

impl Session {
    /// Uses the refresh token, once at a time.
    pub fn refresh(self) {
        start(async move {
            self.refresh_now().await;
        });
    }

    /// The same; says whether there are new tokens. The refresh token is out of everyone's reach until the answer is here, so a second
    /// refresh finds none to send.
    pub(super) async fn refresh_now(self) -> bool {
        let Some(config) = self.run_config() else { return false };
        let Some((access_token, sent)) = self.take_refresh_token() else { return false };
        let origin = location::origin();
        let Some(message) = refresh::message(&config, &sent, &origin) else { return false };
        let (endpoint, request) = (message.target.clone(), message.request());
        let mut checks = refresh::planned();
        let server = Server {
            step: Step::Session,
            asks: dpop::demanded_by_server,
            shown: token::answer,
            still: &|flow| holds(flow, &access_token),
        };
        let outcome = match self.send_proven(&server, message, request, None).await {
            Ok(response) => {
                let read = |before: &Tokens| {
                    refresh::process(&response, sent.clone(), before, clock::steady_ms(), &mut checks)
                };
                let Some(outcome) = self.flow.with_untracked(|flow| flow.tokens().map(read)) else { return false };
                outcome
            }
            // Signed out meanwhile, or another run: what comes late is dropped.
            Err(Unanswered::GoneOn) => return false,
            Err(Unanswered::Transport(failure)) => Err(TokenError::Transport(failure)),
            Err(Unanswered::Dpop(error)) => Err(TokenError::Dpop(error)),
        };
        self.push(Step::Session, What::Checked(checks.finish()));
        match outcome {
            Ok(mut tokens) => {
                let before = self.flow.with_untracked(|flow| flow.identity().cloned());
                // Somebody else's ID token ends the session (OpenID Connect Core §12.2).
                let Ok(identity) = self.identify_refresh(&config, &tokens, before.as_ref()).await else {
                    keep::drop();
                    return false;
                };
                if !self.still(|flow| holds(flow, &access_token)) {
                    return false;
                }
                tokens.identity = identity.map(Box::new);
                if tokens.id_token.is_none() {
                    tokens.id_token = before.map(|before| before.token);
                }
                self.put(|old| *old = tokens);
                keep::update(self);
                true
            }
            Err(error) => {
                let report = error.report(Sent::RefreshToken, &origin, &endpoint);
                if refresh::ends_session(&error) {
                    keep::drop();
                    self.refuse(Step::Session, report);
                } else {
                    self.put(|tokens| tokens.refresh_token = Some(sent));
                    self.push(Step::Session, What::Refused(report));
                }
                false
            }
        }
    }

    fn take_refresh_token(self) -> Option<(Secret, Secret)> {
        let take = |tokens: &mut Tokens| Some((tokens.access_token.clone(), tokens.refresh_token.take()?));
        self.flow.try_update(|flow| flow.tokens_mut().and_then(take)).flatten()
    }

    fn put(self, change: impl FnOnce(&mut Tokens)) {
        self.flow.update(|flow| {
            if let Some(tokens) = flow.tokens_mut() {
                change(tokens);
            }
        });
    }
}

/// Whether the session is still the one of this access token.
pub(super) fn holds(flow: &Flow, access_token: &Secret) -> bool {
    flow.tokens().is_some_and(|tokens| tokens.access_token.reveal() == access_token.reveal())
}
