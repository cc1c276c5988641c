//! A run whose token is bound to a key: what is asked, what is taken, and how the token travels.

use super::{key, proof};
use crate::support::journey::{come_back, leave};
use crate::support::{
    CODE, METADATA, NOW, ORIGIN, TOKEN, assert_report, checked, code_form, kept, page, parse, tokens, with,
};
use protocol::api::{self, ApiError};
use protocol::config;
use protocol::dpop::{DpopError, Proven};
use protocol::extra;
use protocol::form::{ConfigForm, Field};
use protocol::grant::{self, CHECKS, Fields, GrantProblem, TokenKind, Tokens};
use protocol::http::Response;
use protocol::report::Who;
use protocol::token::{self, Sent, TokenError};
use protocol::{check::Checks, trace};

fn form() -> ConfigForm {
    with(&code_form(), &[(Field::Dpop, "1")])
}

fn bound() -> Tokens {
    Tokens { kind: TokenKind::Dpop, ..tokens() }
}

/// RFC 9449 §10.
#[test]
fn c209_the_request_names_the_key_and_so_does_the_record_of_it() {
    let departure = leave(&form()).bound_to(&key().thumbprint());
    assert!(departure.url.ends_with("&dpop_jkt=0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"), "{}", departure.url);
    let left = departure.pending.trace.of(trace::Step::Authorize).count();
    assert_eq!(left, 1);
    assert!(kept(&departure.pending.trace).contains("dpop_jkt"));
    assert!(!leave(&code_form()).url.contains("dpop_jkt"));
}

#[test]
fn c011_neither_the_key_nor_the_proof_can_be_typed() {
    assert!(extra::authorization_params("dpop_jkt=x").is_err());
    assert!(extra::headers("dPoP: eyJ").is_err());
}

#[test]
fn a_token_of_the_address_cannot_be_bound() {
    for response_type in ["token", "id_token", "id_token token", "code token", "code id_token token"] {
        let typed = [(Field::ResponseType, response_type), (Field::Scope, "openid"), (Field::Metadata, METADATA)];
        let problems = config::check(&with(&form(), &typed), &page(), parse).unwrap_err();
        assert_eq!(problems[0].field, Field::Dpop, "{response_type}");
    }
    for response_type in ["code", "code id_token"] {
        let typed = [(Field::ResponseType, response_type), (Field::Scope, "openid"), (Field::Metadata, METADATA)];
        assert!(checked(&with(&form(), &typed)).dpop, "{response_type}");
    }
}

#[test]
fn the_token_request_waits_for_its_proof_and_has_the_browser_ask_first() {
    let grant = come_back(&form(), &format!("?code={CODE}&state=STATE")).code();
    let message = token::message(&grant, ORIGIN);
    assert_eq!(message.headers.last().map(|line| (line.name.as_str(), line.value.text())), Some(("DPoP", None)));
    assert_eq!(message.added_by_browser.len(), 2);
    let (request, asked) = token::request(grant);
    assert!(request.headers.iter().all(|(name, _)| name != "DPoP"));
    assert_eq!(asked.kind, TokenKind::Dpop);
}

fn read(kind: TokenKind, token_type: &str) -> Result<Tokens, GrantProblem> {
    let fields =
        Fields { access_token: Some(TOKEN), token_type: Some(token_type), expires_in: Some("3600"), scope: None };
    grant::read(&fields, kind, None, None, NOW, &mut Checks::planned(&CHECKS))
}

/// RFC 9449 §5: a client that counts on the protection discards the response.
#[test]
fn c206_bearer_is_refused_where_dpop_was_asked_and_dpop_where_it_was_not() {
    for name in ["DPoP", "dpop", "DPOP"] {
        assert_eq!(read(TokenKind::Dpop, name).map(|tokens| tokens.kind), Ok(TokenKind::Dpop));
        assert_eq!(read(TokenKind::Bearer, name).err(), Some(GrantProblem::TokenType(name.to_owned())));
    }
    for name in ["Bearer", "bearer"] {
        assert_eq!(read(TokenKind::Dpop, name).err(), Some(GrantProblem::NotBound));
    }
    assert_eq!(read(TokenKind::Dpop, "mac").err(), Some(GrantProblem::TokenType("mac".to_owned())));
    let report =
        TokenError::Grant(GrantProblem::NotBound).report(Sent::Code, ORIGIN, "https://server.example.com/token");
    assert_report(&report, "dpop", None, None, Who::AuthorizationServer);
}

/// RFC 9449 §7.1.
#[test]
fn c207_a_bound_token_travels_as_dpop_and_never_as_bearer() {
    let call = checked(&form()).api.unwrap();
    let request = api::request(&call, &bound(), NOW).unwrap();
    assert_eq!(request.headers, [("Authorization".to_owned(), format!("DPoP {TOKEN}"))]);
    let mut message = api::message(&call, Some(&bound()), ORIGIN);
    let names =
        |message: &protocol::wire::Message| message.headers.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&message), ["Authorization", "DPoP"]);
    let tokens = bound();
    let proven = Proven { method: "GET", url: &message.target, nonce: None, access_token: Some(&tokens.access_token) };
    let line = proof(&proven).line();
    message.prove(Some(line));
    assert_eq!(names(&message), ["Authorization", "DPoP"]);
    assert!(message.request().headers.iter().all(|(_, value)| !value.starts_with("Bearer")));
    assert_eq!(names(&api::message(&call, Some(&crate::support::tokens()), ORIGIN)), ["Authorization"]);
}

/// What a server repeats of token and proof is hidden, whatever stands before it.
#[test]
fn c233_a_bound_token_that_is_repeated_is_not_kept() {
    let call = checked(&form()).api.unwrap();
    let mut trace = trace::Trace::of_run(&form());
    trace.push(trace::Step::Api, NOW, trace::What::Sent(api::message(&call, Some(&bound()), ORIGIN)));
    let response = Response {
        status: 401,
        headers: vec![("x-echo".to_owned(), format!("got {TOKEN}"))],
        body: String::new(),
        bytes: 0,
        elapsed_ms: 1,
    };
    trace.push(trace::Step::Api, NOW, trace::What::Answered(api::answer(&response)));
    assert!(!kept(&trace).contains(TOKEN));
}

#[test]
fn c211_a_proof_that_is_not_taken_points_at_the_clock() {
    let error = TokenError::Refused {
        status: 400,
        error: "invalid_dpop_proof".to_owned(),
        description: String::new(),
        uri: String::new(),
    };
    let report = error.report(Sent::Code, ORIGIN, "https://server.example.com/token");
    assert_report(&report, "as_error", None, Some(400), Who::Client);
    assert!(report.mend.contains("clock"));
    let header = "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"";
    let response = Response {
        status: 401,
        headers: vec![("www-authenticate".to_owned(), header.to_owned())],
        body: String::new(),
        bytes: 0,
        elapsed_ms: 1,
    };
    let error = api::process(&response, &mut api::planned()).unwrap_err();
    let report = error.report(ORIGIN, "https://api.example.com/");
    assert_report(&report, "api", None, Some(401), Who::Client);
    assert!(report.mend.contains("clock"));
}

#[test]
fn the_refusals_of_each_side_name_that_side() {
    let token = TokenError::Dpop(DpopError::NonceHidden).report(Sent::Code, ORIGIN, "https://server.example.com/token");
    assert_report(&token, "dpop", None, None, Who::AuthorizationServer);
    let api = ApiError::Dpop(DpopError::NonceHidden).report(ORIGIN, "https://api.example.com/");
    assert_report(&api, "dpop", None, None, Who::Api);
}
