//! `serde_json` as the oracle, both ways. Where the two differ, our rule is the stricter one and says so, or a number is one that
//! `serde_json` has no room for.

use crate::support::{cases, texts};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use protocol::json::Json;
use serde_json::{Map, Value};

/// Every word of the reader. The first three are rules that `serde_json` does not have.
const FAULTS: [&str; 14] = [
    "a member comes twice",
    "it is nested too deeply",
    "it has more than 1000 members",
    "something follows the value",
    "it ends too early",
    "there is no value",
    "a colon is missing",
    "a comma or an end is missing",
    "a number is malformed",
    "a name is missing",
    "a control character stands in a string",
    "a string does not end",
    "an escape is unknown",
    "an escape is no character",
];

/// What `serde_json` means by the same value; `None` where it has no room for a number.
fn theirs(ours: &Json) -> Option<Value> {
    Some(match ours {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(text) => serde_json::from_str(text).ok().filter(Value::is_number)?,
        Json::Text(text) => Value::String(text.clone()),
        Json::List(items) => Value::Array(items.iter().map(theirs).collect::<Option<_>>()?),
        Json::Object(members) => {
            let pairs = members.iter().map(|(name, value)| Some((name.clone(), theirs(value)?)));
            Value::Object(pairs.collect::<Option<Map<_, _>>>()?)
        }
    })
}

/// What we mean by a value of `serde_json`'s, each number as it writes it.
fn ours(theirs: &Value) -> Json {
    match theirs {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => Json::Number(number.to_string()),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(items) => Json::List(items.iter().map(ours).collect()),
        Value::Object(members) => {
            Json::Object(members.iter().map(|(name, value)| (name.clone(), ours(value))).collect())
        }
    }
}

/// A value of `serde_json`'s, of a few levels.
fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        texts::anything().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 40, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(texts::anything(), inner, 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The same, wrapped in lists (`true`) and objects: fewer than a hundred levels.
fn deep() -> impl Strategy<Value = Value> {
    (tree(), vec(any::<bool>(), 0..92)).prop_map(|(tree, wraps)| {
        wraps
            .into_iter()
            .fold(tree, |inner, list| if list { Value::from(vec![inner]) } else { serde_json::json!({"a": inner}) })
    })
}

/// A value of ours, with numbers of any length and names in any order.
fn tree_of_ours() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?".prop_map(Json::Number),
        texts::anything().prop_map(Json::Text),
    ];
    leaf.prop_recursive(6, 40, 5, |inner| {
        let members = vec((texts::anything(), inner.clone()), 0..6).prop_map(|mut members| {
            let mut names: Vec<String> = Vec::new();
            members.retain(|(name, _)| {
                !names.contains(name) && {
                    names.push(name.clone());
                    true
                }
            });
            Json::Object(members)
        });
        prop_oneof![vec(inner, 0..6).prop_map(Json::List), members]
    })
}

/// JSON with a few characters put in, taken out or exchanged.
fn nearly() -> impl Strategy<Value = String> {
    let sign = select("{}[],:\"\\/0123456789.eE+-untrfalsb' \t\n\r\0\u{7f}\u{feff}é".chars().collect::<Vec<_>>());
    (tree(), any::<bool>(), vec((any::<Index>(), sign, 0..3), 0..4)).prop_map(|(tree, pretty, changes)| {
        let text = if pretty { format!("{tree:#}") } else { tree.to_string() };
        let mut text: Vec<char> = text.chars().collect();
        for (at, sign, kind) in changes {
            let at = at.index(text.len() + 1);
            let taken = usize::from(kind > 0 && at < text.len());
            text.splice(at..at + taken, (kind < 2).then_some(sign));
        }
        String::from_iter(text)
    })
}

/// What nearly is a number, or a string.
fn morsel() -> impl Strategy<Value = String> {
    prop_oneof!["[-+0-9.eE]{0,12}", "\"([a\\\\\"/bfnrtu0-9dD]|\\\\u[dD][89a-fA-F][0-9a-f]{2}|é){0,8}\""]
}

/// Any of these, whole or cut off.
fn any_text() -> impl Strategy<Value = String> {
    let text = prop_oneof![texts::lossy(), texts::jsonish(), texts::anything(), nearly(), nearly(), morsel()];
    (text, proptest::option::weighted(0.2, any::<Index>())).prop_map(|(mut text, cut)| {
        if let Some(cut) = cut {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            text.truncate(*cut.get(&ends));
        }
        text
    })
}

proptest! {
    #![proptest_config(cases(4096))]

    #[test]
    fn both_read_the_same_texts_and_mean_the_same_by_them(text in any_text()) {
        let by_serde = serde_json::from_str::<Value>(&text);
        match Json::parse(&text) {
            Ok(json) => prop_assert_eq!(by_serde.ok(), theirs(&json), "{}", text),
            Err(why) => {
                let by_our_rule = FAULTS[..3].iter().any(|rule| why.starts_with(rule));
                prop_assert!(by_serde.is_err() || by_our_rule, "{} in {}", why, text);
            }
        }
    }

    #[test]
    fn an_object_is_read_where_a_value_is_and_has_no_name_twice(text in any_text()) {
        let value = Json::parse(&text).ok().filter(|json| matches!(json, Json::Object(_)));
        let object = Json::object(&text).ok();
        prop_assert_eq!(&object, &value);
        let mut names: Vec<&str> = object.iter().flat_map(Json::members).map(|(name, _)| name.as_str()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(names.len(), all, "a name twice in {}", text);
    }

    /// The reader's words go into a report: they may say where, and never what.
    #[test]
    fn an_error_repeats_nothing_of_the_text(text in any_text()) {
        if let Err(why) = Json::parse(&text) {
            let (fault, place) = why.split_once(", at byte ").unwrap();
            prop_assert!(FAULTS.contains(&fault), "{}", why);
            let (at, of) = place.split_once(" of ").unwrap();
            prop_assert_eq!(of, text.len().to_string());
            prop_assert!(at.parse::<usize>().is_ok_and(|at| at <= text.len()), "{}", why);
        }
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_serde_json_writes_is_read_as_it_was_meant(value in prop_oneof![tree().boxed(), deep().boxed()]) {
        let expected = Ok(ours(&value));
        prop_assert_eq!(&Json::parse(&value.to_string()), &expected);
        let pretty = format!("{value:#}");
        prop_assert_eq!(&Json::parse(&pretty), &expected);
        // Within a string a line's end is escaped.
        prop_assert_eq!(&Json::parse(&pretty.replace('\n', "\r\n\t")), &expected);
    }

    #[test]
    fn what_we_write_is_read_back_by_both(json in tree_of_ours()) {
        let text = json.to_string();
        prop_assert_eq!(serde_json::from_str(&text).ok(), theirs(&json), "{}", text);
        prop_assert_eq!(Json::parse(&text), Ok(json));
    }

    #[test]
    fn a_second_member_of_a_name_is_refused_wherever_it_stands(
        members in btree_map(texts::anything(), tree(), 1..12),
        which in any::<Index>(),
        at in any::<Index>(),
        value in tree(),
    ) {
        let mut members: Vec<(String, Json)> = members.iter().map(|(name, value)| (name.clone(), ours(value))).collect();
        let name = which.get(&members).0.clone();
        members.insert(at.index(members.len() + 1), (name, ours(&value)));
        let text = Json::Object(members).to_string();
        prop_assert!(Json::parse(&text).is_err_and(|why| why.starts_with(FAULTS[0])), "{}", text);
        prop_assert!(Json::parse(&format!("[{text}]")).is_err_and(|why| why.starts_with(FAULTS[0])), "{}", text);
    }

    #[test]
    fn what_we_write_is_what_serde_json_writes_but_for_the_short_escapes(value in tree()) {
        let long = [("\\b", "\\u0008"), ("\\t", "\\u0009"), ("\\n", "\\u000a"), ("\\f", "\\u000c"), ("\\r", "\\u000d")];
        let written = value.to_string().replace("\\\\", "\0");
        let written = long.iter().fold(written, |text, (short, long)| text.replace(short, long));
        prop_assert_eq!(ours(&value).to_string(), written.replace('\0', "\\\\"));
    }
}
