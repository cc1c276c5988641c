use crate::support::{ORIGIN, code_form, page, with};
use protocol::config::Page;
use protocol::form::Field;
use protocol::http::Response;
use protocol::json::Json;
use protocol::registration;
use protocol::server_answer::AnswerError;

const GOOD: &str = r#"{"client_id":"made-by-the-server","redirect_uris":["https://client.example.com/cb","https://client.example.com/renew.html"],
    "token_endpoint_auth_method":"none","registration_access_token":"reg-hunter2"}"#;

fn asked() -> Json {
    registration::metadata(&code_form(), &page())
}

fn answer(status: u16, body: &str) -> Response {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}

fn process(status: u16, body: &str) -> Result<String, AnswerError> {
    registration::process(&answer(status, body), &asked(), &mut registration::planned())
}

#[test]
fn a_public_client_is_asked_for_and_no_secret() {
    let message = registration::message("https://server.example.com/reg", &asked(), ORIGIN);
    let request = message.request();
    let body = Json::object(&request.body.expect("JSON")).expect("JSON");
    let text = |name| body.get(name).map(ToString::to_string);
    assert_eq!(text("token_endpoint_auth_method").as_deref(), Some("\"none\""));
    assert_eq!(
        text("redirect_uris").as_deref(),
        Some("[\"https://client.example.com/cb\",\"https://client.example.com/renew.html\"]")
    );
    assert_eq!(text("grant_types").as_deref(), Some("[\"authorization_code\",\"refresh_token\"]"));
    assert_eq!(text("response_types").as_deref(), Some("[\"code\"]"));
    let implicit = registration::metadata(&with(&code_form(), &[(Field::ResponseType, "token")]), &page());
    assert_eq!(implicit.get("grant_types").map(ToString::to_string).as_deref(), Some("[\"implicit\"]"));
}

#[test]
fn the_client_id_that_comes_is_the_one_to_use() {
    assert_eq!(process(201, GOOD), Ok("made-by-the-server".to_owned()));
    assert_eq!(process(200, GOOD), Ok("made-by-the-server".to_owned()), "as some servers answer");
}

#[test]
fn a_client_that_this_page_cannot_be_is_refused() {
    for (from, to) in [
        ("\"made-by-the-server\"", "\"\""),
        ("\"made-by-the-server\"", "7"),
        ("\"made-by-the-server\"", "\"\\u0007\""),
        ("https://client.example.com/cb", "https://client.example.com/other"),
        ("\"none\"", "\"client_secret_basic\""),
        ("\"token_endpoint_auth_method\":\"none\",", ""),
    ] {
        assert!(matches!(process(201, &GOOD.replace(from, to)), Err(AnswerError::Json(_))), "{from} {to}");
    }
    let refused = process(400, r#"{"error":"invalid_redirect_uri","error_description":"loopback"}"#);
    assert!(matches!(refused, Err(AnswerError::Refused { status: 400, error, .. }) if error == "invalid_redirect_uri"));
    assert_eq!(process(404, "{}"), Err(AnswerError::Status(404)));
}

#[test]
fn what_the_server_makes_to_know_itself_by_is_masked_and_never_kept() {
    let body = GOOD.replace("\"none\"", "\"none\",\"client_secret\":\"sec-hunter2\"");
    let shown = registration::answer(&answer(201, &body));
    assert!(!format!("{shown:?}").contains("hunter2"), "{shown:?}");
    let line = |name: &str| shown.lines.iter().find(|line| line.name == name).expect("a line");
    assert_eq!(line("client_secret").secret(), Some("sec-hunter2"));
    assert_eq!(line("registration_access_token").secret(), Some("reg-hunter2"));
    assert_eq!(line("client_id").value.text(), Some("made-by-the-server"));
}

#[test]
fn an_https_page_has_an_address_for_its_document_and_any_other_has_none() {
    let (client_id, document) = registration::document(&code_form(), &page()).expect("https");
    assert_eq!(client_id, "https://client.example.com/client-metadata.json");
    assert_eq!(document.get("client_id").and_then(Json::text), Some(client_id.as_str()));
    assert_eq!(document.get("token_endpoint_auth_method").and_then(Json::text), Some("none"));
    let local = Page { address: "http://localhost:8000/".to_owned(), origin: "http://localhost:8000".to_owned() };
    assert!(registration::document(&code_form(), &local).expect_err("http").contains("https://"));
}
