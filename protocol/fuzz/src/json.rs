//! Our JSON reader beside `serde_json`: what one accepts the other accepts and means the same, but for three rules of our own.

use crate::support::whole;
use protocol::json::Json;
use serde_json::{Map, Value};

/// The rules that `serde_json` does not have.
const OUR_RULES: [&str; 3] = ["a member comes twice", "it is nested too deeply", "it has more than 1000 members"];

/// One text.
pub fn run(data: &[u8]) {
    let text = whole(data);
    let by_serde = serde_json::from_str::<Value>(&text);
    match Json::parse(&text) {
        Ok(json) => {
            assert_eq!(by_serde.ok(), theirs(&json));
            let written = json.to_string();
            assert_eq!(Json::parse(&written).as_ref(), Ok(&json), "written as {written}");
            assert_eq!(serde_json::from_str::<Value>(&written).ok(), theirs(&json));
            assert_eq!(Json::object(&text).is_ok(), matches!(json, Json::Object(_)));
            assert!(written.len() <= text.len() * 6, "no text of its own");
        }
        Err(why) => {
            assert!(by_serde.is_err() || OUR_RULES.iter().any(|rule| why.starts_with(rule)), "{why}");
            let (_, place) = why.split_once(", at byte ").expect("a place");
            let (at, of) = place.split_once(" of ").expect("a length");
            assert_eq!(of.parse(), Ok(text.len()));
            assert!(at.parse::<usize>().is_ok_and(|at| at <= text.len()));
            assert!(why.len() < 100, "an error repeats nothing of the text");
            assert!(Json::object(&text).is_err());
        }
    }
}

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
