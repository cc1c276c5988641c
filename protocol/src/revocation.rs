//! Taking a token back (RFC 7009): a token in, the request out; then the answer in.

use crate::check::Checks;
use crate::config::ClientConfig;
use crate::form_post;
use crate::grant::Tokens;
use crate::http::Response;
use crate::report::Report;
use crate::secret::Secret;
use crate::server_answer::{self, AnswerError};
use crate::wire::{Line, Message, Shown};

/// The name of the endpoint, for people.
pub const WHO: &str = "revocation endpoint";

/// Its name in the metadata.
const ENDPOINT: &str = "revocation_endpoint";

/// The tokens to take back, with their `token_type_hint`: the refresh token first, since servers may let the access token fall with it
/// (RFC 7009 §2.1).
pub fn of(tokens: &Tokens) -> Vec<(&'static str, &Secret)> {
    let refresh = tokens.refresh_token.as_ref().map(|token| ("refresh_token", token));
    refresh.into_iter().chain([("access_token", &tokens.access_token)]).collect()
}

/// The request as the page shows it and sends it; `None` where the server's metadata names no endpoint.
pub fn message(config: &ClientConfig, hint: &str, token: &Secret, origin: &str) -> Option<Message> {
    let lines = vec![
        Line::new("token", Shown::secret(token)),
        Line::plain("token_type_hint", hint),
        Line::plain("client_id", config.client_id.as_str()),
    ];
    let endpoint = config.server.endpoint(ENDPOINT)?;
    Some(form_post::message(&endpoint.href, lines, origin))
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&[server_answer::CHECKS[0]])
}

/// Reads the answer. 200 is all that it says, for a token that it never knew too (RFC 7009 §2.2).
pub fn process(response: &Response, checks: &mut Checks) -> Result<(), AnswerError> {
    server_answer::succeeded(response, checks)
}

/// What became of the session, for a report: it ended here before anything was asked.
pub fn aftermath(error: &AnswerError) -> &'static str {
    match error {
        AnswerError::Refused { error, .. } if error == "unsupported_token_type" => {
            "You are signed out here. This server does not take back tokens of this kind: an API that reads them by itself goes on accepting it until it expires."
        }
        _ => "You are signed out here, but the token may still be good at the server until it expires.",
    }
}

/// What the person reads of a revocation that failed. `address` is where it went, `origin` this page's.
pub fn report(error: &AnswerError, config: &ClientConfig, address: &str, origin: &str) -> Report {
    const MEND: &str = "Only confidential clients have to (RFC 7009 §2.1): whoever runs the server can let a public one take back its own tokens by its client_id.";
    let report = error.report(WHO, address, origin, aftermath(error));
    error.of_guarded(report, WHO, MEND, config.server.ways_in(ENDPOINT).as_deref())
}

/// Whether asking again may help (RFC 7009 §2.2.1 names 503): the server was not reached, or not ready.
pub fn may_be_retried(error: &AnswerError) -> bool {
    matches!(error, AnswerError::Transport(_) | AnswerError::Status(503))
        || matches!(error, AnswerError::Refused { status: 503, .. })
}
