use crate::support::{cases, code_form, page, texts, with};
use proptest::prelude::*;
use protocol::form::{ConfigForm, Field};
use protocol::link::{self, Link};

fn made(typed: &[(Field, &str)]) -> Link {
    link::make(&with(&code_form(), typed), &page().address)
}

/// The form that a link fills.
fn filled(link: &Link) -> ConfigForm {
    let mut form = ConfigForm::fresh(&page().address);
    let (_, query) = link.address.split_once('?').expect("a query");
    link::fill(&mut form, query);
    form
}

#[test]
fn a_link_fills_the_fields_that_it_names_and_no_other() {
    let mut form = ConfigForm::fresh("https://client.example.com/cb");
    assert!(link::fill(&mut form, "issuer=https%3A%2F%2Fas.example&client_id=a+b&x=1&mode=step"));
    assert_eq!(form.text(Field::Issuer), "https://as.example");
    assert_eq!(form.text(Field::ClientId), "a b");
    assert_eq!(form.text(Field::Mode), "step");
    assert_eq!(form.text(Field::ResponseType), "code");
}

#[test]
fn a_query_that_names_no_field_leaves_the_form_alone() {
    for query in ["", "code=x&state=y", "utm_source=z", "Issuer=x", "issuer=%zz", "issuer=%FF", "&&=&"] {
        let mut form = code_form();
        assert!(!link::fill(&mut form, query), "{query}");
        assert_eq!(form, code_form());
    }
}

#[test]
fn a_query_that_is_too_long_is_not_read_by_half() {
    let mut form = code_form();
    let query = format!("api=https%3A%2F%2Fapi.example&x={}", "y".repeat(64 * 1024));
    assert!(!link::fill(&mut form, &query));
    assert_eq!(form, code_form());
}

#[test]
fn what_sounds_secret_is_left_out_and_named() {
    let link = made(&[
        (Field::ApiHeaders, "X-Api-Key: hunter2\nAccept: text/plain"),
        (Field::AuthorizationParams, "login_hint=hunter2\nprompt=login"),
        (Field::TokenParams, "session=hunter2"),
        (Field::Api, "https://api.example/x?api%5Fkey=hunter2&page=2"),
        (Field::TokenEndpoint, "https://server.example.com/token?key=hunter2"),
        (Field::ApiBody, "{\"password\":\"hunter2\"}"),
    ]);
    assert!(!link.address.contains("hunter2"), "{}", link.address);
    assert_eq!(link.left_out, ["key", "api_key", "X-Api-Key", "api_body", "login_hint", "session"]);
    let form = filled(&link);
    assert_eq!(form.text(Field::ApiHeaders), "Accept: text/plain");
    assert_eq!(form.text(Field::AuthorizationParams), "prompt=login");
    assert_eq!(form.text(Field::TokenParams), "");
    assert_eq!(form.text(Field::Api), "https://api.example/x?page=2");
    assert_eq!(form.text(Field::TokenEndpoint), "https://server.example.com/token");
}

#[test]
fn an_address_with_a_password_is_left_out_whole() {
    let link = made(&[(Field::Api, "https://alice:hunter2@api.example/")]);
    assert_eq!(link.left_out, ["api"]);
    assert!(!link.address.contains("hunter2"), "{}", link.address);
}

/// Found by fuzzing: parsers of addresses forgive a missing slash or one too many, and a line break anywhere.
#[test]
fn so_is_one_whose_password_only_a_parser_finds() {
    for api in [
        "https:alice:hunter2@api.example/",
        "https:/alice:hunter2@api.example/",
        "https:///alice:hunter2@api.example/",
        "https:\\\\alice:hunter2@api.example/",
        "https:/\n/alice:hunter2@api.example/",
        "hunter2@api.example",
        "other://a\\b:hunter2@api.example/",
        "hunter2@api.example#:",
        "\u{7}https://alice:hunter2@api.example/",
    ] {
        let link = made(&[(Field::Api, api)]);
        assert_eq!(link.left_out, ["api"], "{api:?}");
        assert!(!link.address.contains("hunter2"), "{}", link.address);
    }
    assert_eq!(made(&[(Field::Api, "https://api.example/@me?to=a@b")]).left_out, [""; 0]);
}

/// Found by fuzzing: a person may paste the address of an answer, whose token stands behind the `#`.
#[test]
fn what_sounds_secret_is_left_out_behind_a_hash_and_under_a_broken_name() {
    let link = made(&[
        (Field::Api, "https://api.example/?a=1#access_token=hunter2&b=2"),
        (Field::Issuer, "https://as.example/?k%65y%zz=hunter2&k\ney=hunter2"),
    ]);
    assert!(!link.address.contains("hunter2"), "{}", link.address);
    assert_eq!(link.left_out, ["k%65y%zz", "key", "access_token"]);
    assert_eq!(filled(&link).text(Field::Api), "https://api.example/?a=1#b=2");
}

#[test]
fn the_page_s_own_redirect_uri_goes_without_saying() {
    assert!(!made(&[]).address.contains("redirect_uri"));
    assert!(
        made(&[(Field::RedirectUri, "https://client.example.com/other")])
            .address
            .contains("redirect_uri=https%3A%2F%2F")
    );
}

#[test]
fn a_link_is_of_characters_that_every_program_leaves_alone() {
    let link = made(&[(Field::ApiBody, "{\"text\": \"häé & #?\"}"), (Field::ApiMethod, "POST")]);
    let (_, query) = link.address.split_once('?').unwrap();
    assert!(query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._*%&=".contains(&byte)), "{query}");
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_link_made_and_filled_again_gives_the_same_form(texts in proptest::collection::vec("[ -~äß€\n]{0,20}", Field::ALL.len())) {
        let mut form = ConfigForm::fresh(&page().address);
        for (field, text) in Field::ALL.into_iter().zip(&texts) {
            let is_address = matches!(field, Field::Issuer | Field::AuthorizationEndpoint | Field::TokenEndpoint | Field::RedirectUri | Field::Api);
            // An address loses its line breaks, as in every parser of addresses.
            form.set(field, if is_address { text.replace('\n', "") } else { text.clone() });
        }
        let link = link::make(&form, &page().address);
        prop_assume!(link.left_out.is_empty());
        let back = filled(&link);
        // The server's own words stay behind: they can be had again.
        for field in Field::ALL.into_iter().filter(|field| *field != Field::Metadata) {
            let lines = |form: &ConfigForm| protocol::extra::lines(form.text(field)).map(str::to_owned).collect::<Vec<_>>();
            let fresh = ConfigForm::fresh(&page().address);
            let same = if form.trimmed(field).is_empty() { back.text(field) == fresh.text(field) } else { lines(&back) == lines(&form) };
            prop_assert!(same, "{field:?}: {:?} {:?}", form.text(field), back.text(field));
        }
    }

    #[test]
    fn no_query_makes_it_panic(query in prop_oneof![
        texts::anything(),
        texts::made_of(&["issuer", "api", "mode", "host_log", "=", "=", "&", "&", "%", "%zz", "%C3", "+", "x"]),
    ]) {
        let mut form = code_form();
        let named = link::fill(&mut form, &query);
        prop_assert!(named || form == code_form());
    }
}
