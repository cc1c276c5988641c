//! What the server says of a token (RFC 7662): an access token in, the request out; then the answer in, active or not out.
//!
//! It is meant for APIs. Some servers let a public client ask about its own tokens, and many do not.

use crate::check::{Checks, Outcome};
use crate::config::ClientConfig;
use crate::form_post;
use crate::http::Response;
use crate::json::Json;
use crate::report::Report;
use crate::secret::Secret;
use crate::server_answer::{self, AnswerError};
use crate::wire::{Line, Message, Shown};

/// The name of the endpoint, for people.
pub const WHO: &str = "introspection endpoint";

/// Its name in the metadata.
const ENDPOINT: &str = "introspection_endpoint";

/// The request as the page shows it and sends it; `None` where the server's metadata names no endpoint.
pub fn message(config: &ClientConfig, token: &Secret, origin: &str) -> Option<Message> {
    let lines = vec![
        Line::new("token", Shown::secret(token)),
        Line::plain("token_type_hint", "access_token"),
        Line::plain("client_id", config.client_id.as_str()),
    ];
    let endpoint = config.server.endpoint(ENDPOINT)?;
    Some(form_post::message(&endpoint.href, lines, origin))
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&[&server_answer::CHECKS[..], &["active"]].concat())
}

/// Reads the answer: whether the token is active. A server may say `false` of a token that is none of the client's business
/// (RFC 7662 §2.2), so this ends nothing.
pub fn process(response: &Response, checks: &mut Checks) -> Result<bool, AnswerError> {
    let object = server_answer::object(response, checks)?;
    let Some(Json::Bool(active)) = object.get("active") else {
        checks.compare("active", false, "true or false", "neither");
        return Err(AnswerError::Json("active is not true or false".to_owned()));
    };
    let words = if *active { "true" } else { "false: expired, revoked, or not this client's to ask about" };
    let outcome = if *active { Outcome::Passed } else { Outcome::NotChecked };
    checks.note("active", outcome, "true or false", words);
    Ok(*active)
}

/// What the person reads of a question that failed. `address` is where it went, `origin` this page's.
pub fn report(error: &AnswerError, config: &ClientConfig, address: &str, origin: &str) -> Report {
    const MEND: &str = "It has to be guarded, and is meant for APIs (RFC 7662 §2.1). Whoever runs the server can let a public client ask about its own tokens, or leave it so.";
    let report = error.report(WHO, address, origin, "The session stays as it was.");
    error.of_guarded(report, WHO, MEND, config.server.ways_in(ENDPOINT).as_deref())
}
