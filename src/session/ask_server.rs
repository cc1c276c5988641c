//! What the authorization server says of the session: who it is, and whether the token is good.

use super::proof::{Server, Unanswered};
use super::refresh::holds;
use super::{Session, start};
use crate::browser::location;
use leptos::prelude::*;
use protocol::check::Checks;
use protocol::config::ClientConfig;
use protocol::dpop;
use protocol::grant::Tokens;
use protocol::http::Response;
use protocol::introspection;
use protocol::report::Report;
use protocol::server_answer::{self, AnswerError};
use protocol::trace::{Step, What};
use protocol::userinfo::{self, UserInfoError};
use protocol::wire::Message;

/// One question: how it is put, and how its answer is read.
struct Question {
    message: fn(&ClientConfig, &Tokens, &str) -> Option<Message>,
    planned: fn() -> Checks,
    judge: Judge,
}

/// The answer, or the failure of the request, judged; a report where it is bad. The texts are the endpoint's address and the origin.
type Judge = fn(Result<&Response, AnswerError>, &Tokens, &mut Checks, &str, &str) -> Option<Report>;

const USERINFO: Question = Question {
    message: userinfo::message,
    planned: userinfo::planned,
    judge: |answer, tokens, checks, address, origin| {
        let subject = tokens.identity.as_ref().map(|identity| identity.subject.as_str());
        let read = |response| userinfo::process(response, subject, checks).map(drop);
        answer.map_err(UserInfoError::Answer).and_then(read).err().map(|error| error.report(address, origin))
    },
};

const INTROSPECTION: Question = Question {
    message: |config, tokens, origin| introspection::message(config, &tokens.access_token, origin),
    planned: introspection::planned,
    judge: |answer, _, checks, address, origin| {
        let read = |response| introspection::process(response, checks).map(drop);
        let report =
            |error: AnswerError| error.report(introspection::WHO, address, origin, "The session stays as it was.");
        answer.and_then(read).err().map(report)
    },
};

impl Session {
    /// Asks the UserInfo endpoint.
    pub fn ask_userinfo(self) {
        start(self.put_question(&USERINFO));
    }

    /// Asks the introspection endpoint about the access token.
    pub fn introspect(self) {
        start(self.put_question(&INTROSPECTION));
    }

    async fn put_question(self, question: &'static Question) {
        let Some(config) = self.run_config() else { return };
        let origin = location::origin();
        let put = |tokens: &Tokens| Some(((question.message)(&config, tokens, &origin)?, tokens.access_token.clone()));
        let Some((message, access_token)) = self.flow.with_untracked(|flow| flow.tokens().and_then(put)) else {
            return;
        };
        let (address, request) = (message.target.clone(), message.request());
        let server = Server {
            step: Step::Session,
            asks: dpop::demanded_by_api,
            shown: server_answer::answer,
            still: &|flow| holds(flow, &access_token),
        };
        let answered = match self.send_proven(&server, message, request, Some(&access_token)).await {
            Ok(response) => Ok(response),
            Err(Unanswered::GoneOn) => return,
            Err(Unanswered::Transport(failure)) => Err(AnswerError::Transport(failure)),
            Err(Unanswered::Dpop(error)) => Err(AnswerError::Dpop(error)),
        };
        let mut checks = (question.planned)();
        let answer = answered.as_ref().map_err(AnswerError::clone);
        let judged = self.flow.with_untracked(|flow| {
            flow.tokens().map(|tokens| (question.judge)(answer, tokens, &mut checks, &address, &origin))
        });
        self.push(Step::Session, What::Checked(checks.finish()));
        if let Some(report) = judged.flatten() {
            self.push(Step::Session, What::Refused(report));
        }
    }
}
