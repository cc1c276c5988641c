use crate::support::{METADATA, checked, code_form, page, parse, with};
use protocol::config;
use protocol::form::Field;
use protocol::response_type::{ResponseMode, ResponseType};
use protocol::wire::Place;

#[test]
fn each_of_the_seven_is_read_in_any_order_and_written_in_one() {
    for words in ResponseType::ALL {
        let read = ResponseType::read(words).expect(words);
        assert_eq!(read.words(), words);
        let turned: Vec<&str> = words.split(' ').rev().collect();
        assert_eq!(ResponseType::read(&turned.join("  ")), Some(read));
    }
    for bad in ["", " ", "none", "code code", "CODE", "code,token", "id_token token id_token"] {
        assert_eq!(ResponseType::read(bad), None, "{bad:?}");
    }
}

#[test]
fn a_token_comes_in_the_fragment_and_a_code_alone_in_the_query() {
    for words in ResponseType::ALL {
        let asked = ResponseType::read(words).expect(words);
        let expected = if words == "code" { Place::Query } else { Place::Fragment };
        assert_eq!(asked.place(None), expected, "{words}");
        assert_eq!(asked.place(Some(ResponseMode::Fragment)), Place::Fragment);
    }
}

#[test]
fn a_signed_answer_comes_where_a_plain_one_would_or_where_its_mode_says() {
    use ResponseMode::{FragmentJwt, Jwt, QueryJwt};
    for (words, mode, place) in [
        ("code", Jwt, Place::Query),
        ("code", QueryJwt, Place::Query),
        ("code", FragmentJwt, Place::Fragment),
        ("token", Jwt, Place::Fragment),
        ("code id_token", Jwt, Place::Fragment),
    ] {
        assert_eq!(ResponseType::read(words).expect(words).place(Some(mode)), place, "{words} {mode:?}");
    }
    for mode in ResponseMode::ALL.into_iter().skip(1) {
        let read = ResponseMode::read(mode, ResponseType::read("code").expect("a type"));
        assert_eq!(read.ok().flatten().map(ResponseMode::words), Some(mode));
    }
}

#[test]
fn a_signed_answer_needs_to_know_the_server_s_keys() {
    let ask = |metadata| with(&code_form(), &[(Field::ResponseMode, "jwt"), (Field::Metadata, metadata)]);
    assert!(checked(&ask(METADATA)).response_mode.is_some_and(ResponseMode::is_signed));
    for metadata in [
        "",
        r#"{"issuer": "https://server.example.com"}"#,
        r#"{"issuer": "https://other.example.com", "jwks_uri": "https://other.example.com/jwks"}"#,
    ] {
        let problems = config::check(&ask(metadata), &page(), parse).expect_err("no keys");
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Metadata], "{metadata}");
        assert!(problems[0].sentence.starts_with("A signed answer"), "{problems:?}");
    }
}

#[test]
fn c012_a_response_mode_is_one_that_this_page_can_read() {
    for (mode, response_type, good) in [
        ("query", "code", true),
        ("fragment", "code", true),
        ("fragment", "token", true),
        ("query", "token", false),
        ("query", "code token", false),
        ("form_post", "code", false),
        ("form_post", "token", false),
        ("query.jwt", "code", true),
        ("fragment.jwt", "code", true),
        ("jwt", "code", true),
        ("jwt", "token", true),
        ("fragment.jwt", "code token", true),
        ("query.jwt", "token", false),
        ("query.jwt", "code token", false),
        ("form_post.jwt", "code", false),
        ("JWT", "code", false),
        ("web_message", "code", false),
    ] {
        for (field, text) in
            [(Field::ResponseMode, mode.to_owned()), (Field::AuthorizationParams, format!("response_mode={mode}"))]
        {
            let typed = [(Field::ResponseType, response_type), (field, &text), (Field::Metadata, METADATA)];
            let form = with(&code_form(), &typed);
            let problems = config::check(&form, &page(), parse).err().unwrap_or_default();
            assert_eq!(problems.is_empty(), good, "{mode} {response_type}: {problems:?}");
            assert!(problems.iter().all(|problem| problem.field == field), "{problems:?}");
        }
    }
}

#[test]
fn a_response_mode_is_chosen_in_one_place() {
    for (chosen, typed) in [("query", "response_mode=fragment"), ("", "response_mode=")] {
        let typed = [(Field::ResponseMode, chosen), (Field::AuthorizationParams, typed)];
        let problems = config::check(&with(&code_form(), &typed), &page(), parse).expect_err("one too many");
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::AuthorizationParams]);
    }
}

#[test]
fn c007_a_response_type_with_an_id_token_needs_openid() {
    let known = with(&code_form(), &[(Field::ResponseType, "code id_token"), (Field::Metadata, METADATA)]);
    let ask = |scope| with(&known, &[(Field::Scope, scope)]);
    assert_eq!(checked(&ask("openid read")).response_type.words(), "code id_token");
    let problems = config::check(&ask("read"), &page(), parse).expect_err("no openid");
    assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Scope]);
}

#[test]
fn a_response_type_with_an_id_token_needs_to_know_the_server_s_keys() {
    let ask = |metadata| {
        let typed = [(Field::ResponseType, "id_token"), (Field::Scope, "openid"), (Field::Metadata, metadata)];
        config::check(&with(&code_form(), &typed), &page(), parse)
    };
    assert!(ask(METADATA).is_ok());
    for (case, metadata) in [
        ("nothing is known", ""),
        ("no jwks_uri", r#"{"issuer": "https://server.example.com"}"#),
        (
            "another issuer's",
            r#"{"issuer": "https://other.example.com", "jwks_uri": "https://other.example.com/jwks"}"#,
        ),
        ("plain http", r#"{"issuer": "https://server.example.com", "jwks_uri": "http://server.example.com/jwks"}"#),
        ("no issuer", r#"{"jwks_uri": "https://server.example.com/jwks"}"#),
    ] {
        let problems = ask(metadata).expect_err(case);
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Metadata], "{case}");
    }
}
