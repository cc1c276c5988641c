use crate::support::{cases, texts};
use proptest::prelude::*;
use protocol::json::Json;

#[track_caller]
fn error(text: &str) -> String {
    Json::object(text).expect_err(text)
}

#[test]
fn an_object_keeps_its_members_in_the_order_written() {
    let object = Json::object(r#"{"b":"x","a":null,"n":3600,"m":-1,"f":0.5,"l":[true,{}]}"#).unwrap();
    let expected = [
        ("b", Json::Text("x".to_owned())),
        ("a", Json::Null),
        ("n", Json::Whole(3600)),
        ("m", Json::Number(-1.0)),
        ("f", Json::Number(0.5)),
        ("l", Json::List(vec![Json::Bool(true), Json::Object(Vec::new())])),
    ];
    assert_eq!(object.members(), expected.map(|(name, value)| (name.to_owned(), value)));
    assert_eq!(object.get("b").and_then(Json::text), Some("x"));
    assert_eq!(object.get("n").and_then(Json::text), None, "a number is no text");
    assert_eq!(object.get("c"), None);
}

#[test]
fn c087_whatever_is_not_one_whole_object_is_an_error() {
    for text in [
        "",
        " ",
        "null",
        "\"text\"",
        "[]",
        "[{}]",
        "17",
        "true",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":1}x",
        "{}{}",
        "\u{feff}{}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":1e999}",
        "<html>",
        "// c\n{}",
    ] {
        assert!(!error(text).is_empty());
    }
}

#[test]
fn c087_a_member_that_comes_twice_is_refused_at_every_depth() {
    for text in [
        r#"{"access_token":"good","access_token":"evil"}"#,
        r#"{"access_token":"same","access_token":"same"}"#,
        r#"{"access_token":"good","access\u005ftoken":"evil"}"#,
        r#"{"a":{"b":1,"b":2}}"#,
        r#"{"a":[{"b":1,"b":2}]}"#,
    ] {
        assert!(error(text).starts_with("a member comes twice"), "{text}");
    }
    assert!(Json::object(r#"{"a":{"b":1},"c":{"b":1}}"#).is_ok(), "the same name in two objects is no repeat");
}

#[test]
fn names_of_javascript_s_prototypes_are_names_like_any_other() {
    let object = Json::object(r#"{"__proto__":{"access_token":"x"},"constructor":1}"#).unwrap();
    assert_eq!(object.get("access_token"), None);
    assert_eq!(object.members().len(), 2);
}

#[test]
fn nesting_is_bounded() {
    let deep = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    assert!(Json::object(&deep(100)).is_ok());
    assert!(error(&deep(100_000)).contains("recursion limit"));
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_bytes_make_it_panic(text in prop_oneof![texts::lossy(), texts::jsonish(), texts::anything()]) {
        if let Ok(object) = Json::object(&text) {
            let mut names: Vec<&str> = object.members().iter().map(|(name, _)| name.as_str()).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            prop_assert_eq!(names.len(), all, "a name twice in {}", text);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|value| value.is_object()));
        }
    }

    /// The parser's words go into a report: they may say where, and never what.
    #[test]
    fn an_error_repeats_nothing_of_the_text(before in texts::jsonish(), after in texts::jsonish()) {
        let text = format!("{before}\"SplxlOBeZQQYbYS6WxSbIA\"{after}");
        if let Err(why) = Json::object(&text) {
            prop_assert!(!why.contains("Splx"), "{}", why);
        }
    }

    #[test]
    fn serde_json_s_own_objects_are_read(members in proptest::collection::btree_map(texts::anything(), any::<u64>(), 0..5)) {
        let object = Json::object(&serde_json::to_string(&members).unwrap()).unwrap();
        let read: Vec<(String, Json)> = members.into_iter().map(|(name, value)| (name, Json::Whole(value))).collect();
        prop_assert_eq!(object.members(), read);
    }
}
