//! Our own JSON reader and writer. `oracle` holds them against `serde_json`; here is what a reader of this file should know of them.

mod limits;
mod oracle;
mod strings;

use protocol::json::Json;

#[track_caller]
fn error(text: &str) -> String {
    Json::object(text).expect_err(text)
}

fn number(text: &str) -> Json {
    Json::Number(text.to_owned())
}

#[test]
fn an_object_keeps_its_members_in_the_order_written() {
    let object = Json::object(r#"{"b":"x","a":null,"n":3600,"m":-1,"f":0.50,"l":[true,{}]}"#).unwrap();
    let expected = [
        ("b", Json::Text("x".to_owned())),
        ("a", Json::Null),
        ("n", number("3600")),
        ("m", number("-1")),
        ("f", number("0.50")),
        ("l", Json::List(vec![Json::Bool(true), Json::Object(Vec::new())])),
    ];
    assert_eq!(object.members(), expected.clone().map(|(name, value)| (name.to_owned(), value)));
    assert_eq!(object, Json::of(expected));
    assert_eq!(object.get("b").and_then(Json::text), Some("x"));
    assert_eq!(object.get("n").and_then(Json::text), None, "a number is no text");
    assert_eq!(object.get("l").map(|list| list.items().len()), Some(2));
    assert_eq!(object.get("c"), None);
}

#[test]
fn what_is_no_object_has_no_members_and_what_is_no_list_no_items() {
    for json in [Json::Null, Json::Bool(true), number("1"), Json::Text("a".to_owned()), Json::List(vec![Json::Null])] {
        assert!(json.members().is_empty() && json.get("a").is_none(), "{json}");
        assert_eq!(json.items().len(), usize::from(matches!(json, Json::List(_))), "{json}");
    }
    assert!(Json::of([("a", Json::Null)]).items().is_empty());
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
        "{}\u{a0}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\n\"}",
        "<html>",
        "// c\n{}",
    ] {
        assert!(!error(text).is_empty());
    }
}

/// What a person reads of a body that is not shown.
#[test]
fn each_fault_has_its_words_and_its_place() {
    for (text, words) in [
        ("", "it ends too early, at byte 0 of 0"),
        ("[1,", "it ends too early, at byte 3 of 3"),
        ("{\"a\":é}", "there is no value, at byte 5 of 8"),
        ("[1,]", "there is no value, at byte 3 of 4"),
        ("nul", "there is no value, at byte 0 of 3"),
        ("{} x", "something follows the value, at byte 3 of 4"),
        ("{\"a\" 1}", "a colon is missing, at byte 5 of 7"),
        ("{\"a\":1,}", "a name is missing, at byte 7 of 8"),
        ("{\"a\":1 \"b\":2}", "a comma or an end is missing, at byte 7 of 13"),
        ("{\"a\":1,\"a\":2}", "a member comes twice, at byte 12 of 13"),
        ("-", "a number is malformed, at byte 1 of 1"),
        ("\"a", "a string does not end, at byte 2 of 2"),
        ("\"\\", "a string does not end, at byte 2 of 2"),
        ("\"\t\"", "a control character stands in a string, at byte 1 of 3"),
        ("\"\\x\"", "an escape is unknown, at byte 3 of 4"),
        ("\"\\udc00\"", "an escape is no character, at byte 7 of 8"),
    ] {
        assert_eq!(Json::parse(text), Err(words.to_owned()), "{text}");
    }
    assert_eq!(Json::object("[]"), Err("the JSON is not an object".to_owned()));
}

#[test]
fn c087_a_member_that_comes_twice_is_refused_at_every_depth() {
    for text in [
        r#"{"access_token":"good","access_token":"evil"}"#,
        r#"{"access_token":"same","access_token":"same"}"#,
        r#"{"access_token":"good","access\u005ftoken":"evil"}"#,
        r#"{"access_token":"good","token_type":"Bearer","access_token":"evil"}"#,
        r#"{"":1,"":1}"#,
        r#"{"a":{"b":1,"b":2}}"#,
        r#"{"a":[{"b":1,"b":2}]}"#,
    ] {
        assert!(error(text).starts_with("a member comes twice"), "{text}");
    }
    assert!(Json::object(r#"{"a":{"b":1},"c":{"b":1}}"#).is_ok(), "the same name in two objects is no repeat");
    assert!(Json::object(r#"{"a":1,"A":2}"#).is_ok(), "nor is the same word in another case");
}

#[test]
fn names_of_javascript_s_prototypes_are_names_like_any_other() {
    let object = Json::object(r#"{"__proto__":{"access_token":"x"},"constructor":1}"#).unwrap();
    assert_eq!(object.get("access_token"), None);
    assert_eq!(object.members().len(), 2);
}

/// A page that shows what came must not round it: neither 2^53 + 1 nor what no machine number can hold.
#[test]
fn a_number_stays_as_it_was_written() {
    let long = "9".repeat(1000);
    for text in
        ["0", "-0", "3600.0", "36e2", "1E+2", "1e-7", "0.10", "9007199254740993", "1e999", "-1e999", long.as_str()]
    {
        let read = Json::parse(&format!(" {text}\n")).unwrap();
        assert_eq!(read, number(text));
        assert_eq!(read.to_string(), text);
    }
}

#[test]
fn c087_what_is_no_number_is_not_read_as_one() {
    for text in [
        "+1",
        "01",
        "-01",
        "00",
        "-",
        "--1",
        ".5",
        "-.5",
        "1.",
        "1.e2",
        "1e",
        "1e+",
        "1e1.5",
        "1_000",
        "0x10",
        "1,5",
        "٣",
        "NaN",
        "-Infinity",
        "1 2",
        "1f",
    ] {
        assert!(Json::parse(text).is_err(), "{text}");
        error(&format!("{{\"a\":{text}}}"));
    }
}
