//! The API call of a configuration.

use super::{problem, problems};
use crate::support::{checked, code_form, with};
use protocol::config::{ApiCall, METHODS};
use protocol::form::Field;

#[track_caller]
fn call(typed: &[(Field, &str)]) -> ApiCall {
    checked(&with(&code_form(), typed)).api.expect("an API is named")
}

fn header<'a>(call: &'a ApiCall, name: &str) -> Option<&'a str> {
    call.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

#[test]
fn without_an_address_there_is_no_call_and_nothing_of_it_is_checked() {
    let form = with(&code_form(), &[(Field::Api, " "), (Field::ApiMethod, "?"), (Field::ApiHeaders, "no colon")]);
    assert_eq!(checked(&form).api, None);
}

#[test]
fn a_method_is_one_that_fetch_sends_in_any_case() {
    for method in METHODS {
        assert_eq!(call(&[(Field::ApiMethod, &method.to_ascii_lowercase())]).method, method);
    }
    for bad in ["", "TRACE", "CONNECT", "GET /", "G\nET"] {
        assert_eq!(problem(&[(Field::ApiMethod, bad)]).field, Field::ApiMethod);
    }
}

#[test]
fn get_and_head_have_no_body() {
    for method in ["GET", "HEAD"] {
        let problem = problem(&[(Field::ApiMethod, method), (Field::ApiBody, "{}")]);
        assert_eq!(problem.field, Field::ApiBody);
        assert!(problem.sentence.contains(method), "{}", problem.sentence);
    }
}

#[test]
fn headers_and_body_are_both_reported_at_once() {
    let fields: Vec<Field> = problems(&with(&code_form(), &[(Field::ApiHeaders, "no colon"), (Field::ApiBody, "{}")]))
        .into_iter()
        .map(|problem| problem.field)
        .collect();
    assert_eq!(fields, [Field::ApiHeaders, Field::ApiBody]);
}

#[test]
fn a_json_body_gets_its_content_type() {
    let call = call(&[(Field::ApiMethod, "POST"), (Field::ApiBody, "{\"text\": \"hello\"}")]);
    assert_eq!(header(&call, "Content-Type"), Some("application/json"));
    assert_eq!(call.body.as_deref(), Some("{\"text\": \"hello\"}"));
}

#[test]
fn a_content_type_that_was_typed_stays_alone() {
    let typed =
        [(Field::ApiMethod, "POST"), (Field::ApiBody, "{}"), (Field::ApiHeaders, "content-type: application/ld+json")];
    assert_eq!(call(&typed).headers, [("content-type".to_owned(), "application/ld+json".to_owned())]);
}

#[test]
fn without_a_body_or_with_another_there_is_no_content_type_of_ours() {
    let empty = call(&[(Field::ApiMethod, "POST")]);
    assert_eq!((empty.headers.len(), empty.body), (0, None));
    let text = call(&[(Field::ApiMethod, "POST"), (Field::ApiBody, "{not json")]);
    assert_eq!((text.headers.len(), text.body.as_deref()), (0, Some("{not json")));
}
