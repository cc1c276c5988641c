use crate::support::{cases, code_form, with};
use proptest::prelude::*;
use protocol::details;
use protocol::extra;
use protocol::form::Field;
use protocol::json::Json;

/// RFC 9396 §2.
const EXAMPLE: &str =
    r#"[{"type":"account_information","actions":["list_accounts"],"locations":["https://example.com/accounts"]}]"#;

#[test]
fn c015_an_array_of_typed_objects_passes() {
    for good in [EXAMPLE, r#"[{"type":"a"},{"type":"b","x":{"deep":[1]}}]"#] {
        assert_eq!(details::check(good), Ok(()));
    }
}

#[test]
fn c015_anything_else_is_named_before_it_is_sent() {
    for (wrong, word) in [
        ("", "JSON"),
        ("[", "JSON"),
        ("[{\"type\":\"a\"}] x", "JSON"),
        (r#"[{"type":"a","type":"b"}]"#, "twice"),
        ("{\"type\":\"a\"}", "array"),
        ("\"a\"", "array"),
        ("[]", "empty"),
        ("[1]", "Object 1"),
        (r#"[{"type":"a"},{}]"#, "Object 2"),
        (r#"[{"type":""}]"#, "Object 1"),
        (r#"[{"type":1}]"#, "Object 1"),
    ] {
        let sentence = details::check(wrong).unwrap_err();
        assert!(sentence.contains(word) && sentence.ends_with('.'), "{wrong}: {sentence}");
    }
}

#[test]
fn c015_the_error_stands_at_the_field_of_the_parameters() {
    let typed = format!("{}=[{{\"kind\":1}}]", details::NAME);
    let form = with(&code_form(), &[(Field::AuthorizationParams, &typed)]);
    let problems = protocol::config::check(&form, &crate::support::page(), crate::support::parse).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].field, Field::AuthorizationParams);
    assert!(extra::token_params(&typed).is_err());
    let good = format!("{}={EXAMPLE}", details::NAME);
    assert_eq!(extra::token_params(&good).unwrap()[0].1, EXAMPLE);
}

#[test]
fn c015_what_was_granted_is_held_against_what_was_asked() {
    let granted = |text: &str| details::agree(EXAMPLE, Some(&Json::parse(text).unwrap()));
    assert_eq!(granted(EXAMPLE), Some(true));
    let turned =
        r#"[{"locations":["https://example.com/accounts"],"actions":["list_accounts"],"type":"account_information"}]"#;
    assert_eq!(granted(turned), Some(true));
    for other in ["[]", "null", r#"[{"type":"account_information"}]"#, &EXAMPLE.replace("list", "drop")] {
        assert_eq!(granted(other), Some(false), "{other}");
    }
    assert_eq!(details::agree(EXAMPLE, None), None);
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn no_text_makes_it_panic(text in ".*") {
        let _ = details::check(&text);
        let _ = details::agree(&text, Some(&Json::Null));
    }
}
