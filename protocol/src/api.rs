//! The fifth arrow: a token in, the API request out; then its answer in, judged (RFC 6750 §2.1 and §3).

mod refusal;

pub use refusal::ApiError;

use crate::challenge::{self, Challenge};
use crate::check::{Checks, Outcome};
use crate::config::ApiCall;
use crate::dpop;
use crate::grant::{TokenKind, Tokens};
use crate::http::{Request, Response};
use crate::secret::Secret;
use crate::server_answer;
use crate::wire::{Answer, Channel, Line, Message, Place, Shown};

/// The longest answer that is read, in bytes.
pub const LONGEST: usize = 16 * 1024 * 1024;

/// The request as the page shows it, before and after it is sent. `origin` is the page's: the browser adds it. The proof that goes
/// with a token of DPoP is made when it is sent.
pub fn message(call: &ApiCall, tokens: Option<&Tokens>, origin: &str) -> Message {
    let value = tokens.map_or(Shown::Later, |tokens| Shown::secret(&Secret::new(authorization(tokens))));
    let mut headers = vec![Line::new("Authorization", value)];
    headers.extend(call.headers.iter().map(|(name, value)| Line::plain(name, value)));
    let mut message = Message {
        channel: Channel::Back,
        method: call.method.clone(),
        target: call.endpoint.href.clone(),
        place: Place::Body,
        lines: Vec::new(),
        headers,
        added_by_browser: added_by_browser(call, origin),
        body: call.body.clone(),
    };
    message.prove(tokens.filter(|tokens| tokens.kind == TokenKind::Dpop).map(|_| dpop::later()));
    message.foreseen()
}

/// What the browser adds by itself: it names the page's origin to any other one, and to its own when the method writes (Fetch
/// §3.2); and a body without a type is plain text.
fn added_by_browser(call: &ApiCall, origin: &str) -> Vec<Line> {
    let foreign = call.endpoint.origin != origin;
    let writes = !matches!(call.method.as_str(), "GET" | "HEAD");
    let typed = call.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let added = [
        (foreign || writes, "Origin", origin),
        (call.body.is_some() && !typed, "Content-Type", "text/plain;charset=UTF-8"),
    ];
    added.into_iter().filter(|(holds, ..)| *holds).map(|(_, name, value)| Line::plain(name, value)).collect()
}

/// Makes the request. The token goes to the origin it was bound to, unexpired, in the `Authorization` header, and nowhere else.
pub fn request(call: &ApiCall, tokens: &Tokens, now_ms: u64) -> Result<Request, ApiError> {
    if tokens.bound_to.as_deref() != Some(call.endpoint.origin.as_str()) {
        return Err(ApiError::OtherOrigin {
            bound_to: tokens.bound_to.clone().unwrap_or_default(),
            asked: call.endpoint.origin.clone(),
        });
    }
    if tokens.expires_at_ms.is_some_and(|end| end <= now_ms) {
        return Err(ApiError::Expired);
    }
    let mut headers = vec![("Authorization".to_owned(), authorization(tokens))];
    headers.extend(call.headers.iter().cloned());
    Ok(Request { method: call.method.clone(), url: call.endpoint.href.clone(), headers, body: call.body.clone() })
}

/// The value of the header, for a request of this token to any server that it is for. A token of DPoP is never written as Bearer
/// (RFC 9449 §7.1).
pub fn authorization(tokens: &Tokens) -> String {
    format!("{} {}", tokens.kind.scheme(), tokens.access_token.reveal())
}

/// The answer as the page shows it, with the exact body.
pub fn answer(response: &Response) -> Answer {
    Answer::whole(response)
}

/// The checks of the answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&["status", "challenge"])
}

/// Judges the answer: 2xx is good, 401 and 403 are read for their challenge, and for the words in their body, which some servers have in
/// its place; anything else is the API's own failure.
pub fn process(response: &Response, checks: &mut Checks) -> Result<(), ApiError> {
    let challenges = response.header("www-authenticate").map(challenge::parse).unwrap_or_default();
    let challenge = the_one_that_says_why(&challenges);
    let good = (200..300).contains(&response.status);
    checks.compare("status", good, "2xx", &response.status.to_string());
    if good {
        checks.note(
            "challenge",
            Outcome::Passed,
            "none",
            if challenges.is_empty() { "none" } else { "one, with a good status" },
        );
        return Ok(());
    }
    let shown = challenge.map_or_else(|| "none that this page may read".to_owned(), words);
    checks.note("challenge", Outcome::NotChecked, "Bearer or DPoP", &shown);
    match response.status {
        status @ (401 | 403) => {
            Err(ApiError::Challenged { status, challenge: challenge.cloned(), said: server_answer::said(response) })
        }
        status => Err(ApiError::Status(status)),
    }
}

/// A server may name every scheme that it takes, and what is wrong beside one of them.
pub(crate) fn the_one_that_says_why(challenges: &[Challenge]) -> Option<&Challenge> {
    let is = |scheme: &'static str| move |challenge: &&Challenge| challenge.scheme.eq_ignore_ascii_case(scheme);
    let ours = || challenges.iter().filter(|challenge| is("bearer")(challenge) || is("dpop")(challenge));
    ours()
        .find(|challenge| challenge.get("error").is_some())
        .or_else(|| ours().find(is("bearer")))
        .or_else(|| ours().next())
}

fn words(challenge: &Challenge) -> String {
    let params: Vec<String> = challenge.params.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    crate::outside::made_visible(&format!("{} {}", challenge.scheme, params.join(", ")), 300)
}
