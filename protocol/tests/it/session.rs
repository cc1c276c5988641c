//! What is done with a session: refresh, UserInfo, introspection, revocation, sign-out, and keeping it.

use crate::support::{NOW, ORIGIN, TOKEN, checked, code_form, with};
use protocol::check::{Check, Checks, Outcome};
use protocol::config::ClientConfig;
use protocol::form::Field;
use protocol::grant::{TokenKind, Tokens};
use protocol::http::{Failure, Response};
use protocol::json::Json;
use protocol::kept_session::KeptSession;
use protocol::secret::Secret;
use protocol::server_answer::AnswerError;
use protocol::token::{Sent, TokenError};
use protocol::userinfo::{Came, UserInfoError};
use protocol::wire::Message;
use protocol::{introspection, refresh, revocation, sign_out, userinfo};

const REFRESH: &str = "tGzv3JOkF0XG5Qx2TlKWIA";
const METADATA: &str = r#"{"issuer":"https://server.example.com","userinfo_endpoint":"https://server.example.com/me",
    "introspection_endpoint":"https://server.example.com/introspect","revocation_endpoint":"https://server.example.com/revoke",
    "end_session_endpoint":"https://server.example.com/end?x=1"}"#;

fn config() -> ClientConfig {
    checked(&with(&code_form(), &[(Field::Metadata, METADATA)]))
}

fn tokens() -> Tokens {
    Tokens {
        access_token: Secret::new(TOKEN),
        kind: TokenKind::Bearer,
        refresh_token: Some(Secret::new(REFRESH)),
        id_token: None,
        identity: None,
        expires_at_ms: Some(NOW + 1000),
        scope: Some("read".to_owned()),
        bound_to: Some("https://api.example.com".to_owned()),
    }
}

fn answer(status: u16, content_type: &str, body: &str) -> Response {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}

fn json(status: u16, body: &str) -> Response {
    answer(status, "application/json", body)
}

fn body(message: &Message) -> String {
    message.request().body.expect("a form")
}

fn outcome(checks: Checks, name: &str) -> Option<Outcome> {
    let checks: Vec<Check> = checks.finish();
    checks.into_iter().find(|check| check.name == name).map(|check| check.outcome)
}

fn refreshed(response: &Response) -> Result<Tokens, TokenError> {
    refresh::process(response, Secret::new(REFRESH), &tokens(), NOW, &mut refresh::planned())
}

#[test]
fn a_refresh_is_a_form_of_three_and_no_secret() {
    let message = refresh::message(&config(), &Secret::new(REFRESH), ORIGIN).expect("a token endpoint");
    assert_eq!(message.target, "https://server.example.com/token");
    assert_eq!(body(&message), format!("grant_type=refresh_token&refresh_token={REFRESH}&client_id=s6BhdRkqt3"));
    assert!(!format!("{message:?}").contains(REFRESH));
    let implicit = checked(&with(&code_form(), &[(Field::ResponseType, "token")]));
    assert!(refresh::message(&implicit, &Secret::new(REFRESH), ORIGIN).is_none(), "there is nowhere to send it");
}

#[test]
fn c185_a_new_refresh_token_takes_the_place_of_the_old_one_and_none_leaves_it() {
    let text = |tokens: Tokens| tokens.refresh_token.expect("one").reveal().to_owned();
    let rotated = refreshed(&json(200, r#"{"access_token":"a2","token_type":"bearer","refresh_token":"r2"}"#));
    assert_eq!(text(rotated.expect("tokens")), "r2");
    let kept = refreshed(&json(200, r#"{"access_token":"a2","token_type":"Bearer","expires_in":10}"#)).expect("tokens");
    assert_eq!((kept.access_token.reveal(), kept.expires_at_ms), ("a2", Some(NOW + 10_000)));
    assert_eq!(kept.scope.as_deref(), Some("read"), "the scope that was granted before (RFC 6749 §6)");
    assert_eq!(kept.bound_to.as_deref(), Some("https://api.example.com"), "for the same API as before");
    assert_eq!(text(kept), REFRESH);
}

/// RFC 9449 §5: a refresh of bound tokens brings bound tokens, by a request that waits for its proof.
#[test]
fn c206_a_refresh_asks_for_the_kind_that_was_before() {
    let bound = Tokens { kind: TokenKind::Dpop, ..tokens() };
    let refreshed = |token_type: &str| {
        let response = json(200, &format!(r#"{{"access_token":"a2","token_type":"{token_type}"}}"#));
        refresh::process(&response, Secret::new(REFRESH), &bound, NOW, &mut refresh::planned())
    };
    assert_eq!(refreshed("DPoP").expect("tokens").kind, TokenKind::Dpop);
    let error = refreshed("Bearer").err().expect("no");
    assert!(!refresh::ends_session(&error));
    assert_eq!(error.report(Sent::RefreshToken, ORIGIN, "https://server.example.com/token").kind, "dpop");
    let config = checked(&with(&code_form(), &[(Field::Dpop, "1")]));
    let message = refresh::message(&config, &Secret::new(REFRESH), ORIGIN).expect("a token endpoint");
    assert!(protocol::dpop::is_wanted(&message));
}

#[test]
fn c187_only_the_word_that_the_grant_is_gone_ends_a_session() {
    let over = refreshed(&json(400, r#"{"error":"invalid_grant","error_description":"rotated"}"#)).err().expect("no");
    assert!(refresh::ends_session(&over));
    let report = over.report(Sent::RefreshToken, ORIGIN, "https://server.example.com/token");
    assert_eq!(report.kind, "refresh");
    assert!(report.meaning.contains("What you typed is."));
    for goes_on in [
        TokenError::Transport(Failure::NetworkOrCors),
        TokenError::Transport(Failure::Timeout { seconds: 30 }),
        refreshed(&json(503, "{}")).err().expect("no"),
        refreshed(&json(400, r#"{"error":"invalid_request"}"#)).err().expect("no"),
        refreshed(&json(200, r#"{"token_type":"bearer"}"#)).err().expect("no"),
    ] {
        assert!(!refresh::ends_session(&goes_on), "{goes_on:?}");
        let report = goes_on.report(Sent::RefreshToken, ORIGIN, "https://server.example.com/token");
        assert!(!report.meaning.contains("code"), "{}", report.meaning);
    }
}

/// A plain answer, read and judged.
fn userinfo_of(response: &Response, subject: Option<&str>, checks: &mut Checks) -> Result<Json, UserInfoError> {
    match userinfo::read(response, &config(), checks)? {
        Came::Plain(claims) => userinfo::judge(claims, subject, checks),
        Came::Signed(_) => panic!("it is plain"),
    }
}

#[test]
fn c169_userinfo_of_somebody_else_is_dropped() {
    let read = |body: &str, subject: Option<&str>| {
        let mut checks = userinfo::planned(None);
        let read = userinfo_of(&json(200, body), subject, &mut checks);
        (read, outcome(checks, "sub").expect("planned"))
    };
    assert_eq!(read(r#"{"sub":"alice","name":"A"}"#, Some("alice")).1, Outcome::Passed);
    assert_eq!(read(r#"{"sub":"alice"}"#, None).1, Outcome::NotChecked);
    for (body, subject) in [
        (r#"{"sub":"mallory"}"#, Some("alice")),
        (r#"{"name":"A"}"#, Some("alice")),
        (r#"{"sub":7}"#, Some("7")),
        (r#"{"sub":""}"#, None),
        ("{}", None),
    ] {
        let (read, outcome) = read(body, subject);
        let error = read.expect_err("not hers");
        assert_eq!(outcome, Outcome::Failed, "{body}");
        assert_eq!(error.report("https://server.example.com/me", ORIGIN, "").kind, "userinfo");
    }
}

#[test]
fn c171_userinfo_gets_the_token_in_the_header_and_nowhere_else() {
    let message = userinfo::message(&config(), &tokens(), ORIGIN).expect("an endpoint");
    let request = message.request();
    assert_eq!((request.method.as_str(), request.url.as_str()), ("GET", "https://server.example.com/me"));
    assert_eq!(request.headers, [("Authorization".to_owned(), format!("Bearer {TOKEN}"))]);
    assert!(request.body.is_none() && !format!("{message:?}").contains(TOKEN));
}

#[test]
fn userinfo_that_is_no_object_says_what_it_is_instead() {
    let kind = |response: &Response| {
        let error = userinfo_of(response, None, &mut userinfo::planned(None)).expect_err("no claims");
        error.report("https://server.example.com/me", ORIGIN, "").kind
    };
    assert_eq!(kind(&json(401, r#"{"error":"invalid_token"}"#)), "userinfo");
    assert_eq!(kind(&json(403, r#"{"error":"insufficient_scope"}"#)), "as_error");
    assert_eq!(kind(&answer(500, "text/html", "<h1>")), "http");
    assert_eq!(kind(&answer(200, "text/html", "<h1>")), "content");
    assert_eq!(kind(&json(200, r#"{"sub":"a","sub":"b"}"#)), "json");
    let transport = UserInfoError::Answer(AnswerError::Transport(Failure::NetworkOrCors));
    assert_eq!(transport.report("https://server.example.com/me", ORIGIN, "").kind, "net_or_cors");
}

#[test]
fn introspection_is_read_for_active_alone() {
    let message = introspection::message(&config(), &Secret::new(TOKEN), ORIGIN).expect("an endpoint");
    assert_eq!(body(&message), format!("token={TOKEN}&token_type_hint=access_token&client_id=s6BhdRkqt3"));
    let read = |body: &str| introspection::process(&json(200, body), &mut introspection::planned());
    assert_eq!(read(r#"{"active":true,"sub":"alice"}"#), Ok(true));
    assert_eq!(read(r#"{"active":false}"#), Ok(false));
    for bad in [r#"{"active":"true"}"#, "{}", r#"{"active":1}"#] {
        assert!(matches!(read(bad), Err(AnswerError::Json(_))), "{bad}");
    }
}

#[test]
fn c217_a_revocation_says_yes_no_or_later() {
    let tokens = tokens();
    assert_eq!(
        revocation::of(&tokens).iter().map(|(hint, _)| *hint).collect::<Vec<_>>(),
        ["refresh_token", "access_token"]
    );
    let message = revocation::message(&config(), "refresh_token", &Secret::new(REFRESH), ORIGIN).expect("an endpoint");
    assert_eq!(body(&message), format!("token={REFRESH}&token_type_hint=refresh_token&client_id=s6BhdRkqt3"));
    let read = |response: &Response| revocation::process(response, &mut revocation::planned());
    assert_eq!(read(&answer(200, "", "")), Ok(()));
    let later = read(&json(503, "")).expect_err("not now");
    assert!(revocation::may_be_retried(&later));
    assert!(revocation::may_be_retried(&AnswerError::Transport(Failure::NetworkOrCors)));
    let never = read(&json(400, r#"{"error":"unsupported_token_type"}"#)).expect_err("not this kind");
    assert!(!revocation::may_be_retried(&never));
    assert!(revocation::aftermath(&never).contains("goes on accepting it"));
}

#[test]
fn c214_signing_out_at_the_server_takes_hint_client_address_and_state() {
    let id_token = Secret::new("a.b.c");
    let message =
        sign_out::message(&config(), Some(&id_token), "https://client.example.com/", "s").expect("an endpoint");
    assert_eq!(
        message.address(),
        "https://server.example.com/end?x=1&id_token_hint=a.b.c&client_id=s6BhdRkqt3&post_logout_redirect_uri=https%3A%2F%2Fclient.example.com%2F&state=s"
    );
    assert!(!format!("{message:?}").contains("a.b.c"));
    assert!(sign_out::message(&checked(&code_form()), None, "", "s").is_none(), "no endpoint, no way");
}

#[test]
fn a_session_is_kept_whole_and_taken_back_whole() {
    let text = KeptSession::text_of("an-id", &code_form(), &tokens());
    let kept = KeptSession::from_text(&text).expect("its own text");
    assert_eq!((kept.id.as_str(), &kept.form), ("an-id", &code_form()));
    assert_eq!(KeptSession::text_of("an-id", &kept.form, &kept.tokens), text);
    for bad in
        ["", "{}", "[]", &text.replace(TOKEN, "a b"), &text.replace(TOKEN, ""), &text.replace("\"id\"", "\"ib\"")]
    {
        assert!(KeptSession::from_text(bad).is_none(), "{bad}");
    }
}
