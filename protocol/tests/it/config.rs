//! `config::check`: what makes a configuration, and which field every problem is tied to.

mod addresses;
mod call;
mod server;

use crate::support::{ORIGIN, cases, checked, code_form, page, parse, texts, token_form, with};
use proptest::prelude::*;
use protocol::config::{self, Exchange, Pace, Problem};
use protocol::form::{ConfigForm, Field};

/// The one problem of a form that is right but for `typed`.
#[track_caller]
fn problem(typed: &[(Field, &str)]) -> Problem {
    let problems = problems(&with(&code_form(), typed));
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.into_iter().next().unwrap()
}

#[track_caller]
fn problems(form: &ConfigForm) -> Vec<Problem> {
    config::check(form, &page(), parse).expect_err("the form is at fault")
}

#[test]
fn a_form_that_is_right_becomes_a_configuration_as_typed() {
    let config = checked(&code_form());
    assert_eq!(config.issuer.as_deref(), Some("https://server.example.com"));
    assert_eq!(config.authorization_endpoint.href, "https://server.example.com/authorize");
    assert_eq!(config.client_id, "s6BhdRkqt3");
    assert_eq!(config.redirect_uri, "https://client.example.com/cb");
    assert_eq!(config.scope.as_deref(), Some("read write"));
    assert_eq!(config.pace, Pace::Run);
    let Some(Exchange { token_endpoint, token_params }) = &config.exchange else { panic!("not the code flow") };
    assert_eq!(token_endpoint.href, "https://server.example.com/token");
    assert!(token_params.is_empty());
    let api = config.api.expect("an API is named");
    assert_eq!((api.endpoint.origin.as_str(), api.method.as_str()), ("https://api.example.com", "GET"));
}

#[test]
fn the_implicit_flow_needs_no_token_endpoint_and_looks_at_none() {
    let form = with(&token_form(), &[(Field::TokenEndpoint, "nonsense"), (Field::TokenParams, "nonsense")]);
    assert_eq!(checked(&form).exchange, None);
    assert_eq!(checked(&form).response_type.words(), "token");
}

#[test]
fn an_untouched_form_lacks_what_it_lacks_and_is_at_fault_in_nothing() {
    let problems = problems(&ConfigForm::fresh(&page().address));
    let fields: Vec<Field> = problems.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, [Field::Issuer, Field::ClientId], "an issuer is the least to type");
    assert!(problems.iter().all(|problem| problem.missing), "{problems:?}");
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_form() {
    let mut form = ConfigForm::default();
    for field in Field::ALL {
        form.set(field, "\u{1}");
    }
    form.set(Field::ResponseType, "code");
    form.set(Field::ApiMethod, "GET");
    let fields: Vec<Field> = problems(&form).into_iter().map(|problem| problem.field).collect();
    let without = |field: &Field| {
        matches!(
            field,
            Field::ResponseType | Field::ApiMethod | Field::Dpop | Field::Par | Field::Keep | Field::HostLog
        )
    };
    let all: Vec<Field> = Field::ALL.into_iter().filter(|field| !without(field)).collect();
    assert_eq!(fields, all);
}

/// A problem without a place on the page is a dead end. The browser tests have one of each field, and look for the place: a field that
/// a problem is new at has to stand there too.
#[test]
fn every_field_that_can_be_at_fault_is_looked_for_on_the_page() {
    let spec = include_str!("../../../tests/e2e/refused-form.spec.mjs");
    let (_, table) = spec.split_once("const AT_FAULT = {").unwrap();
    let (table, _) = table.split_once("};").unwrap();
    let named: Vec<&str> = table.lines().filter_map(|line| Some(line.trim().split_once(": {")?.0)).collect();
    let never = [Field::Keep, Field::HostLog];
    let can: Vec<&str> =
        Field::ALL.into_iter().filter(|field| !never.contains(field)).map(protocol::form::Field::name).collect();
    assert_eq!(named, can);
    for field in never {
        checked(&with(&code_form(), &[(field, "\u{1}")]));
    }
}

#[test]
fn every_problem_is_a_sentence_for_a_person() {
    let mut form = ConfigForm::default();
    for field in Field::ALL {
        form.set(field, "\u{1}\u{202e}x");
    }
    for problem in problems(&form) {
        crate::support::assert_harmless(&problem.sentence);
        assert!(problem.sentence.ends_with('.') || problem.sentence.ends_with('/'), "{}", problem.sentence);
    }
}

#[test]
fn trusted_audiences_are_separated_by_blanks_or_lines() {
    let trusted = |text| checked(&with(&code_form(), &[(Field::TrustedAudiences, text)])).trusted_audiences;
    assert_eq!(trusted(" a  https://b.example\n c "), ["a", "https://b.example", "c"]);
    assert!(trusted(" \n").is_empty());
    assert_eq!(problem(&[(Field::TrustedAudiences, "a\u{7f}")]).field, Field::TrustedAudiences);
}

#[test]
fn a_client_id_is_printable_ascii() {
    assert_eq!(checked(&with(&code_form(), &[(Field::ClientId, " ~a b! ")])).client_id, "~a b!");
    for bad in ["a\u{7f}", "clïent", "a\nb"] {
        assert_eq!(problem(&[(Field::ClientId, bad)]).field, Field::ClientId);
    }
}

#[test]
fn scope_tokens_are_joined_by_single_blanks_and_no_scope_sends_none() {
    let scope = |text| checked(&with(&code_form(), &[(Field::Scope, text)])).scope;
    assert_eq!(scope("  openid\n profile\t api:read ").as_deref(), Some("openid profile api:read"));
    assert_eq!(scope(" "), None);
    for bad in ["a\"b", "a\\b", "é", "a\u{7f}"] {
        let problem = problem(&[(Field::Scope, bad)]);
        assert_eq!((problem.field, problem.missing), (Field::Scope, false));
    }
}

#[test]
fn only_known_response_types_and_the_two_paces_are_run() {
    for bad in ["", "CODE", "code code", "none"] {
        assert_eq!(problem(&[(Field::ResponseType, bad)]).field, Field::ResponseType);
    }
    assert_eq!(checked(&with(&code_form(), &[(Field::Mode, "step")])).pace, Pace::Step);
    assert_eq!(problem(&[(Field::Mode, "fast")]).field, Field::Mode);
}

#[test]
fn c012_form_post_is_refused_as_no_page_can_read_it() {
    let problem = problem(&[(Field::AuthorizationParams, "response_mode=form_post")]);
    assert_eq!(problem.field, Field::AuthorizationParams);
    assert!(problem.sentence.contains("static page can never read"), "{}", problem.sentence);
}

#[test]
fn c011_parameters_of_the_token_request_cannot_be_replaced() {
    assert_eq!(problem(&[(Field::TokenParams, "code_verifier=mine")]).field, Field::TokenParams);
    let form = with(&code_form(), &[(Field::TokenParams, "audience=x")]);
    let Some(Exchange { token_params, .. }) = checked(&form).exchange else { panic!("not the code flow") };
    assert_eq!(token_params, [("audience".to_owned(), "x".to_owned())]);
}

#[test]
fn what_to_register_is_said_for_each_flow() {
    let facts = |form| config::registration(&form, &page());
    let [redirect, relay, origin, client, grant] = facts(code_form());
    assert_eq!(redirect, ("redirect URI", "https://client.example.com/cb".to_owned()));
    assert_eq!(relay.1, "https://client.example.com/renew.html");
    assert_eq!(origin, ("origin for CORS", ORIGIN.to_owned()));
    assert!(client.1.contains("public"));
    assert_eq!(grant.1, "authorization_code, PKCE with S256");
    assert_eq!(facts(token_form())[4].1, "implicit");
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_text_in_any_field_makes_it_panic(texts in proptest::collection::vec(prop_oneof![texts::anything(), texts::urlish()], Field::ALL.len())) {
        let mut form = code_form();
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            form.set(field, text);
            if let Err(problems) = config::check(&form, &page(), parse) {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.is_sorted_by_key(|problem| problem.field));
            }
        }
    }
}
