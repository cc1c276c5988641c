//! The token endpoint's refusal in the protocol's words, whatever those words are: never a token, and nothing of ours is repeated.

use crate::support::{ORIGIN, chosen};
use crate::token_response::judge;
use protocol::http::Response;
use protocol::token::{Sent, TokenError};
use serde_json::{Map, Value};

const NAMES: [&str; 8] =
    ["error", "error_description", "error_uri", "access_token", "token_type", "expires_in", "scope", "refresh_token"];
const CODES: [&str; 8] = [
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_request",
    "invalid_scope",
    "invalid_target",
    "",
];

/// One refusal. The first byte chooses the status and a registered code; each line is the text of a member.
pub fn run(data: &[u8]) {
    let Some((how, text)) = chosen(data) else { return };
    let mut members = Map::new();
    for (name, line) in NAMES.iter().zip(text.split('\n')) {
        members.insert((*name).to_owned(), Value::from(line));
    }
    let registered = CODES[usize::from(how >> 4 & 7)];
    if !registered.is_empty() {
        members.insert("error".to_owned(), Value::from(registered));
    }
    let body = Value::Object(members.clone()).to_string();
    let status = [400, 401, 403, 200, 500, 503][usize::from(how & 15) % 6];
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let bytes = body.len();
    let response = Response { status, headers, body, bytes, elapsed_ms: 5 };
    let Err(error) = judge(&response) else { panic!("a token came of a refusal") };
    let TokenError::Refused { status: said, error: code, description, .. } = &error else {
        panic!("a refusal was not understood: {error:?}")
    };
    assert_eq!(*said, status);
    assert_eq!(Some(code.as_str()), members["error"].as_str());
    assert_eq!(description.as_str(), members.get("error_description").and_then(Value::as_str).unwrap_or_default());
    let report = error.report(Sent::Code, ORIGIN, "https://server.example.com/token");
    assert_eq!((report.kind.as_str(), report.status), ("as_error", Some(status)));
}
