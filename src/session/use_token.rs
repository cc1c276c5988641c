//! The page's own requests: the code for a token, and the API call with it.

use super::proof::{Server, Unanswered};
use super::{Session, keep, start};
use crate::browser::{clock, fetch, limit::Cancel, location};
use leptos::prelude::*;
use protocol::api::{self, ApiError};
use protocol::callback::CodeGrant;
use protocol::config::{ApiCall, ClientConfig, Pace};
use protocol::dpop;
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::grant::Tokens;
use protocol::http::{Failure, Request, Response};
use protocol::token::{self, Sent, TokenError};
use protocol::trace::{Step, What};

/// The token endpoint, while a code is exchanged.
const TOKEN_ENDPOINT: Server<'static> = Server {
    step: Step::Token,
    asks: dpop::demanded_by_server,
    shown: token::answer,
    still: &|flow| matches!(flow, Flow::Exchanging),
};

/// The API, while it is called.
const API: Server<'static> = Server {
    step: Step::Api,
    asks: dpop::demanded_by_api,
    shown: api::answer,
    still: &|flow| matches!(flow, Flow::Calling(_)),
};

impl Session {
    /// Exchanges the code in hand, once.
    pub fn exchange(self) {
        start(self.exchange_now());
    }

    pub(super) async fn exchange_now(self) {
        let Some(grant) = self.take_code() else { return };
        let origin = location::origin();
        let message = token::message(&grant, &origin);
        let endpoint = message.target.clone();
        let (sign_in, code, front) = (grant.asked.clone(), grant.code.clone(), grant.identity.clone());
        let (request, asked) = token::request(*grant);
        let mut checks = token::planned();
        let answered = self.send_proven(&TOKEN_ENDPOINT, message, request, None).await;
        let outcome = match answered {
            Ok(response) => token::process(&response, asked, clock::steady_ms(), &mut checks),
            Err(Unanswered::GoneOn) => return,
            Err(Unanswered::Transport(failure)) => Err(TokenError::Transport(failure)),
            Err(Unanswered::Dpop(error)) => Err(TokenError::Dpop(error)),
        };
        self.push(Step::Token, What::Checked(checks.finish()));
        match outcome {
            Ok(mut tokens) => {
                let Ok(back) = self.identify_exchange(&sign_in, &tokens, &code, front.as_deref()).await else { return };
                tokens.identity = back.map(Box::new).or(front);
                self.hold(tokens).await;
            }
            Err(error) => {
                let report = error.report_with(&sign_in.config.server, Sent::Code, &origin, &endpoint);
                self.refuse(Step::Token, report);
            }
        }
    }

    /// Takes a token in hand, and goes on to the API in run mode.
    pub(super) async fn hold(self, tokens: Tokens) {
        let config = self.checked();
        self.flow.set(Flow::HasToken(Box::new(tokens)));
        self.listen_for_sign_out();
        keep::begin(self).await;
        match config {
            Ok(ClientConfig { pace, api: Some(_), .. }) if self.runs_on(pace) => {
                self.keep_run(None); // for a reload
                self.call_now().await;
            }
            _ => self.finish().await,
        }
    }

    /// Calls the API with the token in hand.
    pub fn call(self) {
        start(self.call_now());
    }

    async fn call_now(self) {
        let Ok(Some(call)) = self.checked().map(|config| config.api) else { return };
        let form = self.form.get_untracked();
        self.trace.update(|trace| trace.call_anew(&form));
        let Some(mut judged) = self.call_once(&call).await else { return };
        // Turned away for its token: once more with a new one, where there is one to be had (RFC 6750 §3.1).
        let turned_away = matches!(judged, Err(ApiError::Expired | ApiError::Challenged { status: 401, .. }));
        if turned_away && self.refresh_now().await {
            let Some(again) = self.call_once(&call).await else { return };
            judged = again;
        }
        if let Err(error) = &judged {
            self.push(Step::Api, What::Refused(error.report(&location::origin(), &call.endpoint.href)));
        }
        let failed = judged.is_err();
        if let Some(tokens) = self.take_tokens() {
            self.flow.set(Flow::Answered { tokens, failed });
        }
        self.finish().await;
    }

    /// One request with the token as it is now; `None` when the run is another one by the time of its answer.
    async fn call_once(self, call: &ApiCall) -> Option<Result<(), ApiError>> {
        let tokens = self.take_tokens()?;
        let (request, token) = (api::request(call, &tokens, clock::steady_ms()), tokens.access_token.clone());
        let message = api::message(call, Some(&tokens), &location::origin());
        self.flow.set(Flow::Calling(tokens));
        let request = match request {
            Ok(request) => request,
            Err(error) => return Some(Err(error)),
        };
        match self.send_proven(&API, message, request, Some(&token)).await {
            Ok(response) => Some(self.judge(&response)),
            Err(Unanswered::GoneOn) => None,
            Err(Unanswered::Transport(failure)) => Some(Err(ApiError::Transport(failure))),
            Err(Unanswered::Dpop(error)) => Some(Err(ApiError::Dpop(error))),
        }
    }

    fn judge(self, response: &Response) -> Result<(), ApiError> {
        let mut checks = api::planned();
        let judged = api::process(response, &mut checks);
        self.push(Step::Api, What::Checked(checks.finish()));
        judged
    }

    /// Whether the run goes on without the person: as the transaction said, unless they have chosen to step meanwhile.
    pub(super) fn runs_on(self, pace: Pace) -> bool {
        pace == Pace::Run && self.form.with_untracked(|form| form.trimmed(Field::Mode) == "run")
    }

    pub(super) async fn send(self, request: &Request) -> Result<Response, Failure> {
        self.send_within(request, fetch::LIMIT).await
    }

    /// The same for an answer of at most so many bytes.
    pub(super) async fn send_within(self, request: &Request, limit: usize) -> Result<Response, Failure> {
        let cancel = Cancel::new().ok_or(Failure::NetworkOrCors)?;
        self.cancel.set_value(Some(cancel.clone()));
        let outcome = fetch::send_within(request, &cancel, limit).await;
        self.cancel.set_value(None);
        outcome
    }

    /// Whether the run is still where it was before a wait: the person may have started over, and a late answer is dropped.
    pub(super) fn still(self, here: impl Fn(&Flow) -> bool) -> bool {
        self.flow.with_untracked(here)
    }

    /// Takes the code in hand; a flow without one stays as it was.
    fn take_code(self) -> Option<Box<CodeGrant>> {
        if !self.still(|flow| matches!(flow, Flow::HasCode(_))) {
            return None;
        }
        match self.flow.try_update(|flow| std::mem::replace(flow, Flow::Exchanging))? {
            Flow::HasCode(grant) => Some(grant),
            _ => None,
        }
    }

    /// Takes the token in hand; a flow without one stays as it was.
    pub(super) fn take_tokens(self) -> Option<Box<Tokens>> {
        if !self.still(|flow| flow.tokens().is_some()) {
            return None;
        }
        match self.flow.try_update(std::mem::take)? {
            Flow::HasToken(tokens) | Flow::Calling(tokens) | Flow::Answered { tokens, .. } => Some(tokens),
            _ => None,
        }
    }
}
