//! The code for a token: the request, its answer, and what the refusals say.

mod answer;
mod fields;
mod refusals;
mod request;

use crate::support::NOW;
use protocol::check::{Check, Checks};
use protocol::grant::{TokenKind, Tokens};
use protocol::http::Response;
use protocol::token::{self, Asked, TokenError};

/// An answer with JSON's media type.
fn json(status: u16, body: &str) -> Response {
    of_type(status, "application/json;charset=UTF-8", body)
}

fn of_type(status: u16, content_type: &str, body: &str) -> Response {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}

fn asked() -> Asked {
    let bound_to = Some("https://api.example.com".to_owned());
    Asked { scope: Some("read write".to_owned()), bound_to, kind: TokenKind::Bearer, details: None }
}

fn process(response: &Response) -> (Result<Tokens, TokenError>, Vec<Check>) {
    let mut checks: Checks = token::planned();
    let outcome = token::process(response, asked(), NOW, &mut checks);
    (outcome, checks.finish())
}

#[track_caller]
fn tokens(body: &str) -> Tokens {
    process(&json(200, body)).0.map_err(|error| format!("{error:?}")).expect(body)
}

#[track_caller]
fn error(response: &Response) -> TokenError {
    match process(response).0 {
        Ok(_) => panic!("taken: {}", response.body),
        Err(error) => error,
    }
}
