//! A refresh token in, the token request out; then its answer in, new tokens out (RFC 6749 §6, RFC 9700 §4.14).
//!
//! **Invariant:** a refresh token is taken out of the tokens while it is on its way, so that two refreshes at once cannot be: a
//! server that rotates would take the second for a theft and end the session.

use crate::check::{Checks, Outcome};
use crate::config::ClientConfig;
use crate::dpop;
use crate::form_post;
use crate::grant::Tokens;
use crate::http::Response;
use crate::secret::Secret;
use crate::token::{self, Asked, TokenError};
use crate::wire::{Line, Message, Shown};

/// The request as the page shows it and sends it (`Message::request`); `None` where the run has no token endpoint. The refresh token
/// of a public client is bound to the key, too (RFC 9449 §5): the proof is made when it is sent.
pub fn message(config: &ClientConfig, refresh_token: &Secret, origin: &str) -> Option<Message> {
    let lines = vec![
        Line::plain("grant_type", "refresh_token"),
        Line::new("refresh_token", Shown::secret(refresh_token)),
        Line::plain("client_id", config.client_id.as_str()),
    ];
    let endpoint = &config.exchange.as_ref()?.token_endpoint;
    let mut message = form_post::message(&endpoint.href, lines, origin);
    message.prove(config.dpop.then(dpop::later));
    Some(message)
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&["status", "content type", "JSON", "access_token", "token_type", "expires_in", "scope", ROTATION])
}

const ROTATION: &str = "refresh token";

/// Reads the answer. `sent` is the refresh token that was used, `before` the tokens that it belonged to; `now_ms` is when the answer
/// came, in milliseconds since 1970.
pub fn process(
    response: &Response,
    sent: Secret,
    before: &Tokens,
    now_ms: u64,
    checks: &mut Checks,
) -> Result<Tokens, TokenError> {
    let (scope, bound_to) = (before.scope.clone(), before.bound_to.clone());
    let asked = Asked { scope, bound_to, kind: before.kind, details: None };
    let mut tokens = token::process(response, asked, now_ms, checks)?;
    let (expected, actual) = ("a new one, or none: then the old one goes on", tokens.refresh_token.as_ref());
    let words = match actual {
        Some(new) if new.reveal() == sent.reveal() => "the same one",
        Some(_) => "a new one, in place of the old",
        None => "none: the old one goes on",
    };
    checks.note(ROTATION, Outcome::Passed, expected, words);
    tokens.refresh_token.get_or_insert(sent);
    Ok(tokens)
}

/// Whether the session is over with this answer: only the server's word that the grant is gone ends it, no failure on the way.
pub fn ends_session(error: &TokenError) -> bool {
    matches!(error, TokenError::Refused { error, .. } if error == "invalid_grant")
}
