//! Who the server says is signed in (OpenID Connect Core §5.3): an access token in, the request out; then the answer in, claims out.
//!
//! It is one JSON object, or a JWT that the server signed (§5.3.2), whose claims are read once its signature holds.
//!
//! An answer about somebody else than the ID token names is dropped whole (§5.3.2): it may be of a token that was put in place of the
//! right one.

use crate::api;
use crate::challenge;
use crate::check::{Checks, Outcome};
use crate::config::ClientConfig;
use crate::dpop;
use crate::grant::{TokenKind, Tokens};
use crate::http::Response;
use crate::json::Json;
use crate::outside::made_visible;
use crate::report::{LONGEST, Report, Who};
use crate::secret::Secret;
use crate::server_answer::{self, AnswerError};
use crate::signed::{self, Claims, Signed, SignedError, Sort, Unverified};
use crate::wire::{Channel, Line, Message, Place, Shown};

/// The name of the endpoint, for people.
pub const WHO: &str = "UserInfo endpoint";

/// Why there are no claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserInfoError {
    /// No object came (`as_error`, `http`, `content`, `json`, `net_or_cors`, `timeout`, `cancelled`, `size`).
    Answer(AnswerError),
    /// A JWT came that is not what the issuer signed for this client (`jwt`, `alg`, `key`, `sig`, `claim.`…).
    Signed(SignedError),
    /// A JWT came, and the server's metadata does not say where its keys are (`key`).
    NoKeys,
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

/// The media type of a signed answer.
const JWT: &str = "application/jwt";

/// Whether the answer came as a JWT.
pub fn is_signed(response: &Response) -> bool {
    response.media_type() == JWT
}

/// The checks of the answer, none made yet.
pub fn planned(response: Option<&Response>) -> Checks {
    let [status, content_type, json] = server_answer::CHECKS;
    let plain = [json];
    let signed = [&signed::CHECKS[..], &["iss", "aud", "exp"]].concat();
    let inside = if response.is_some_and(is_signed) { &signed[..] } else { &plain };
    Checks::planned(&[&[status, content_type], inside, &["sub"]].concat())
}

/// What came, its form read.
pub enum Came {
    /// Claims as JSON.
    Plain(Json),
    /// A JWT to be verified.
    Signed(Unverified),
}

/// Reads the form of the answer.
pub fn read(response: &Response, config: &ClientConfig, checks: &mut Checks) -> Result<Came, UserInfoError> {
    if !is_signed(response) {
        return server_answer::object(response, checks).map(Came::Plain).map_err(|error| refused(error, response));
    }
    server_answer::succeeded(response, checks).map_err(|error| refused(error, response))?;
    checks.compare(server_answer::CHECKS[1], true, "application/json, or application/jwt", JWT);
    let supported = config.server.list(Sort::UserInfo.algorithms());
    let token = Secret::new(response.body.trim());
    signed::read(Sort::UserInfo, &token, supported.as_deref(), checks).map(Came::Signed).map_err(UserInfoError::Signed)
}

/// A failure without words in its body may have them in its challenge (§5.3.3, RFC 6750 §3).
fn refused(error: AnswerError, response: &Response) -> UserInfoError {
    let challenges = response.header("www-authenticate").map(challenge::parse).unwrap_or_default();
    let challenge = api::the_one_that_says_why(&challenges);
    let get = |name, limit| challenge.and_then(|challenge| challenge.get(name)).map(|text| made_visible(text, limit));
    UserInfoError::Answer(match (error, get("error", 100)) {
        (AnswerError::Status(status), Some(error)) => {
            let description = get("error_description", LONGEST).unwrap_or_default();
            AnswerError::Refused { status, error, description }
        }
        (error, _) => error,
    })
}

/// The claims of a JWT whose signature holds. `iss`, `aud` and `exp` need not be there (§5.3.2 says SHOULD); where they are, they have to
/// be right. `now_ms` is milliseconds since 1970.
pub fn open(signed: &Signed, config: &ClientConfig, now_ms: u64, checks: &mut Checks) -> Result<Json, UserInfoError> {
    let json = signed.claims().map_err(UserInfoError::Signed)?;
    let mut claims = Claims { json: &json, checks };
    let issuer = config.issuer.as_deref().unwrap_or_default();
    claims.where_there("iss", |claims| claims.issuer(issuer)).map_err(UserInfoError::Signed)?;
    claims.where_there("aud", |claims| claims.among_audiences(&config.client_id)).map_err(UserInfoError::Signed)?;
    claims.where_there("exp", |claims| claims.expiry(now_ms)).map_err(UserInfoError::Signed)?;
    Ok(json)
}

/// Judges whose claims they are. `subject` is the `sub` of the validated ID token; without one nobody can say whose.
pub fn judge(claims: Json, subject: Option<&str>, checks: &mut Checks) -> Result<Json, UserInfoError> {
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
    /// What the person reads. `address` is where the request went, `origin` this page's, `jwks_uri` where the server's keys are.
    pub fn report(&self, address: &str, origin: &str, jwks_uri: &str) -> Report {
        const AFTERMATH: &str = "The session stays as it was.";
        match self {
            Self::Answer(AnswerError::Refused { status: 401, error, description }) => Report::new(
                "userinfo",
                Who::Client,
                if error == "invalid_token" {
                    "The UserInfo endpoint does not accept this token."
                } else {
                    "The UserInfo endpoint refused (401)."
                },
                &format!("Why is below, in its own words. {AFTERMATH}"),
                "Sign in again for a new token. If it persists, ask whoever runs the server.",
            )
            .status(401)
            .evidence("error", error)
            .evidence("error_description", description)
            .evidence("status", "401")
            .evidence("endpoint", address),
            Self::Answer(AnswerError::Status(401)) => Report::new(
                "userinfo",
                Who::Client,
                "The UserInfo endpoint does not accept this token.",
                "It answered 401 and did not say why. Many servers issue a token for one audience: one for an API is not for UserInfo, which wants the scope openid and no API beside it.",
                "Sign in with the scope openid alone to see UserInfo, or leave it.",
            )
            .status(401)
            .evidence("status", "401")
            .evidence("endpoint", address),
            Self::Answer(error) => error.report(WHO, address, origin, AFTERMATH),
            Self::Signed(error) => error.report(Sort::UserInfo, origin, jwks_uri).evidence("endpoint", address),
            Self::NoKeys => Report::new(
                "key",
                Who::AuthorizationServer,
                "UserInfo answered with a signed JWT, and there are no keys to verify it with.",
                &format!("Nothing was read out of it. {AFTERMATH}"),
                "Look the server up: its metadata has to name its issuer and a jwks_uri. Or have UserInfo answer with plain JSON for this client.",
            )
            .evidence("endpoint", address),
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
