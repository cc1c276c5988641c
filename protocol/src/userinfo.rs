//! Who the server says is signed in (OpenID Connect Core §5.3): an access token in, the request out; then the answer in, claims out.
//!
//! An answer about somebody else than the ID token names is dropped whole (§5.3.2): it may be of a token that was put in place of the
//! right one.

use crate::api;
use crate::check::{Checks, Outcome};
use crate::config::ClientConfig;
use crate::dpop;
use crate::grant::{TokenKind, Tokens};
use crate::http::Response;
use crate::json::Json;
use crate::outside::made_visible;
use crate::report::{Report, Who};
use crate::secret::Secret;
use crate::server_answer::{self, AnswerError};
use crate::wire::{Channel, Line, Message, Place, Shown};

/// The name of the endpoint, for people.
pub const WHO: &str = "UserInfo endpoint";

/// Why there are no claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserInfoError {
    /// No object came (`as_error`, `http`, `content`, `json`, `net_or_cors`, `timeout`, `cancelled`, `size`).
    Answer(AnswerError),
    /// `sub` is missing, or not the one of the ID token (`userinfo`).
    Subject {
        /// That of the ID token.
        expected: String,
        /// What came, made visible.
        actual: String,
    },
}

/// The request as the page shows it and sends it; `None` where the server's metadata names no endpoint.
pub fn message(config: &ClientConfig, tokens: &Tokens, origin: &str) -> Option<Message> {
    let endpoint = config.server.endpoint("userinfo_endpoint")?;
    let value = Shown::secret(&Secret::new(api::authorization(tokens)));
    let mut message = Message {
        channel: Channel::Back,
        method: "GET".to_owned(),
        target: endpoint.href.clone(),
        place: Place::Body,
        lines: Vec::new(),
        headers: vec![Line::new("Authorization", value)],
        added_by_browser: vec![Line::plain("Origin", origin)],
        body: None,
    };
    message.prove((tokens.kind == TokenKind::Dpop).then(dpop::later));
    Some(message.foreseen())
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&[&server_answer::CHECKS[..], &["sub"]].concat())
}

/// Reads the answer. `subject` is the `sub` of the validated ID token; without one nobody can say whose claims these are.
pub fn process(response: &Response, subject: Option<&str>, checks: &mut Checks) -> Result<Json, UserInfoError> {
    let claims = server_answer::object(response, checks).map_err(UserInfoError::Answer)?;
    let sub = claims.get("sub").and_then(Json::text).filter(|sub| !sub.is_empty());
    let actual = sub.map_or_else(|| "none".to_owned(), |sub| made_visible(sub, 255));
    match subject {
        _ if sub.is_none() => {
            checks.compare("sub", false, "always there (§5.3.2)", &actual);
        }
        None => {
            checks.note("sub", Outcome::NotChecked, "no validated ID token to compare with", &actual);
            return Ok(claims);
        }
        Some(subject) if checks.compare("sub", sub == Some(subject), &made_visible(subject, 255), &actual) => {
            return Ok(claims);
        }
        Some(_) => {}
    }
    Err(UserInfoError::Subject { expected: made_visible(subject.unwrap_or("a text"), 255), actual })
}

impl UserInfoError {
    /// What the person reads. `address` is where the request went, `origin` this page's.
    pub fn report(&self, address: &str, origin: &str) -> Report {
        const AFTERMATH: &str = "The session stays as it was.";
        match self {
            Self::Answer(AnswerError::Status(401) | AnswerError::Refused { status: 401, .. }) => Report::new(
                "userinfo",
                Who::Client,
                "The UserInfo endpoint does not accept this token.",
                "It answered 401. Many servers issue a token for one audience: one for an API is not for UserInfo, which wants the scope openid and no API beside it.",
                "Sign in with the scope openid alone to see UserInfo, or leave it.",
            )
            .status(401)
            .evidence("status", "401")
            .evidence("endpoint", address),
            Self::Answer(error) => error.report(WHO, address, origin, AFTERMATH),
            Self::Subject { expected, actual } => Report::new(
                "userinfo",
                Who::AuthorizationServer,
                "UserInfo speaks of somebody else than the ID token.",
                "The answer was dropped whole, as its sub has to be the same (OpenID Connect Core §5.3.2).",
                "Sign in again. If it persists, whoever runs the server has to look into it: it may be mixing sessions up.",
            )
            .evidence("sub of the ID token", expected)
            .evidence("sub of UserInfo", actual)
            .evidence("endpoint", address),
        }
    }
}
