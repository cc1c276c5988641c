//! What the authorization server says of the session: who it is, and whether the token is good.

use super::keys::KeySource;
use super::proof::{Server, Unanswered};
use super::refresh::holds;
use super::{Session, start};
use crate::browser::{clock, location};
use leptos::prelude::*;
use protocol::check::Checks;
use protocol::config::ClientConfig;
use protocol::dpop;
use protocol::grant::Tokens;
use protocol::http::Response;
use protocol::introspection;
use protocol::json::Json;
use protocol::report::Report;
use protocol::secret::Secret;
use protocol::server_answer::{self, AnswerError};
use protocol::trace::{Step, What};
use protocol::userinfo::{self, Came, UserInfoError};
use protocol::wire::Message;

/// A question that was put, and what came of it.
struct Put {
    config: ClientConfig,
    address: String,
    access_token: Secret,
    answered: Result<Response, AnswerError>,
}

impl Session {
    /// Asks the UserInfo endpoint.
    pub fn ask_userinfo(self) {
        start(async move {
            let Some(put) = self.put_question(userinfo::message).await else { return };
            let mut checks = userinfo::planned(put.answered.as_ref().ok());
            let read = self.read_userinfo(&put, &mut checks).await;
            if !self.still(|flow| holds(flow, &put.access_token)) {
                return;
            }
            let subject = self.flow.with_untracked(|flow| flow.identity().map(|identity| identity.subject.clone()));
            let judged = read.and_then(|claims| userinfo::judge(claims, subject.as_deref(), &mut checks));
            let jwks_uri = KeySource::of(&put.config).map_or("", |source| source.jwks_uri);
            let report = judged.err().map(|error| error.report(&put.address, &location::origin(), jwks_uri));
            self.conclude(checks, report);
        });
    }

    /// Asks the introspection endpoint about the access token.
    pub fn introspect(self) {
        start(async move {
            let ask = |config: &ClientConfig, tokens: &Tokens, origin: &str| {
                introspection::message(config, &tokens.access_token, origin)
            };
            let Some(put) = self.put_question(ask).await else { return };
            let mut checks = introspection::planned();
            let read = put.answered.and_then(|response| introspection::process(&response, &mut checks));
            let report =
                read.err().map(|error| introspection::report(&error, &put.config, &put.address, &location::origin()));
            self.conclude(checks, report);
        });
    }

    /// Nothing where there is nothing to ask, or where the session is another one by the time of the answer.
    async fn put_question(self, ask: impl Fn(&ClientConfig, &Tokens, &str) -> Option<Message>) -> Option<Put> {
        let config = self.run_config()?;
        let origin = location::origin();
        let put = |tokens: &Tokens| Some((ask(&config, tokens, &origin)?, tokens.access_token.clone()));
        let (message, access_token) = self.flow.with_untracked(|flow| flow.tokens().and_then(put))?;
        let (address, request) = (message.target.clone(), message.request());
        let server = Server {
            step: Step::Session,
            asks: dpop::demanded_by_api,
            shown: server_answer::answer,
            still: &|flow| holds(flow, &access_token),
        };
        let answered = match self.send_proven(&server, message, request, Some(&access_token)).await {
            Ok(response) => Ok(response),
            Err(Unanswered::GoneOn) => return None,
            Err(Unanswered::Transport(failure)) => Err(AnswerError::Transport(failure)),
            Err(Unanswered::Dpop(error)) => Err(AnswerError::Dpop(error)),
        };
        Some(Put { config, address, access_token, answered })
    }

    /// The claims of the answer; those of a JWT once its signature holds.
    async fn read_userinfo(self, put: &Put, checks: &mut Checks) -> Result<Json, UserInfoError> {
        let response = put.answered.as_ref().map_err(|error| UserInfoError::Answer(error.clone()))?;
        match userinfo::read(response, &put.config, checks)? {
            Came::Plain(claims) => Ok(claims),
            Came::Signed(unverified) => {
                let source = KeySource::of(&put.config).ok_or(UserInfoError::NoKeys)?;
                let verified = self.verify(Step::Session, &source, unverified, checks).await;
                userinfo::open(&verified.map_err(UserInfoError::Signed)?, &put.config, clock::now_ms(), checks)
            }
        }
    }

    fn conclude(self, checks: Checks, report: Option<Report>) {
        self.push(Step::Session, What::Checked(checks.finish()));
        if let Some(report) = report {
            self.push(Step::Session, What::Refused(report));
        }
    }
}
