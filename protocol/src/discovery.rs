//! An authorization server looked up: its issuer in, the request for its metadata out; then the answer in, the checked document out
//! (OpenID Connect Discovery §4, RFC 8414 §3).
//!
//! The issuer is the only thing that a person has to know of a server, so it is compared exactly: whoever could answer for another
//! issuer would choose where the code is sent (RFC 8414 §6.2, RFC 9700 §4.4).

mod document;
mod refusal;

pub use document::{Document, LONGEST, members, unfit};
pub use refusal::{DiscoveryError, Tried, report};

use crate::check::Checks;
use crate::endpoint::{self, AddressProblem, ParseUrl};
use crate::http::{Request, Response};
use crate::well_known;
use crate::wire::{Answer, Channel, Exact, Line, Message, Place};

/// The two addresses where the metadata of `issuer` may stand, in the order in which they are tried.
///
/// OpenID Connect's comes first, as nearly every server has it, plain OAuth ones too. RFC 8414 §5 knows a third, `openid-configuration`
/// between host and path, for old clients: a server that has it has one of these two as well, and each try that fails is one more
/// refusal in the log of a server that may count them. So it is not tried.
pub fn addresses(issuer: &str, parse: ParseUrl) -> Result<[String; 2], AddressProblem> {
    let parts = endpoint::checked(issuer, parse)?;
    let [openid, oauth] = well_known::SERVERS;
    Ok([well_known::appended(&parts, openid), well_known::inserted(&parts, oauth)])
}

/// The request as the page shows it. `origin` is the page's: the browser adds it.
pub fn message(address: &str, origin: &str) -> Message {
    Message {
        channel: Channel::Back,
        method: "GET".to_owned(),
        target: address.to_owned(),
        place: Place::Body,
        lines: Vec::new(),
        headers: Vec::new(),
        added_by_browser: vec![Line::plain("Origin", origin)],
        body: None,
    }
}

/// The request itself. No header of ours, so the browser sends no preflight.
pub fn request(address: &str) -> Request {
    Request { method: "GET".to_owned(), url: address.to_owned(), headers: Vec::new(), body: None }
}

/// The checks of an answer, none made yet.
pub fn planned() -> Checks {
    Checks::planned(&["status", "content type", "JSON", "issuer", "endpoints", "hosts"])
}

/// The answer as the page shows it: the members that it uses, one a line.
pub fn answer(response: &Response) -> Answer {
    Answer::of_members(response, members(&response.body)).exactly(Exact::public(&response.body))
}

/// Reads the answer to a request for the metadata of `issuer`, which is compared as it was typed.
pub fn process(
    response: &Response,
    issuer: &str,
    parse: ParseUrl,
    checks: &mut Checks,
) -> Result<Document, DiscoveryError> {
    if !checks.compare("status", response.status == 200, "200", &response.status.to_string()) {
        return Err(DiscoveryError::Status(response.status));
    }
    let media_type = response.media_type();
    if !checks.compare("content type", response.says_json(), "application/json", &media_type) {
        return Err(DiscoveryError::ContentType(media_type));
    }
    document::read(&response.body, issuer, parse, checks)
}
