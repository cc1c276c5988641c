//! Records that were damaged or written by hand: a member is gone, or of another type, or a name that nobody knows.

use crate::support::records;
use protocol::json::Json;
use protocol::runs::Runs;
use protocol::transaction::Pending;

/// A record that is wrong in one place.
struct Damaged {
    /// The names on the way to the place, `*` for an item of a list.
    path: String,
    was: Json,
    /// What stands there instead; `None` where it was taken away.
    is: Option<Json>,
    /// The record.
    whole: Json,
}

/// `json` with each member and item at any depth replaced by each of `others`.
fn damaged(json: &Json, others: &[Option<Json>]) -> Vec<Damaged> {
    let names: Vec<&str> = match json {
        Json::Object(members) => members.iter().map(|(name, _)| name.as_str()).collect(),
        list => vec!["*"; list.items().len()],
    };
    let mut all = Vec::new();
    for (at, name) in names.into_iter().enumerate() {
        let was = part(json, at);
        for is in others {
            all.push(Damaged {
                path: name.to_owned(),
                was: was.clone(),
                is: is.clone(),
                whole: with(json, at, is.clone()),
            });
        }
        for within in damaged(was, others) {
            let path = format!("{name}/{}", within.path);
            all.push(Damaged { path, whole: with(json, at, Some(within.whole)), ..within });
        }
    }
    all
}

fn part(json: &Json, at: usize) -> &Json {
    match json {
        Json::Object(members) => &members[at].1,
        list => &list.items()[at],
    }
}

fn with(json: &Json, at: usize, part: Option<Json>) -> Json {
    let mut json = json.clone();
    match (&mut json, part) {
        (Json::Object(members), Some(part)) => members[at].1 = part,
        (Json::Object(members), None) => drop(members.remove(at)),
        (Json::List(items), Some(part)) => items[at] = part,
        (Json::List(items), None) => drop(items.remove(at)),
        _ => panic!("only lists and objects have parts"),
    }
    json
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn number(text: &str) -> Json {
    Json::Number(text.to_owned())
}

/// Something of every type, and nothing.
fn one_of_each() -> Vec<Option<Json>> {
    let list = Json::List(vec![text("x"), text("x"), text("x")]);
    let each = [Json::Null, Json::Bool(true), number("1"), text("x"), list, Json::of([("x", Json::Null)])];
    each.into_iter().map(Some).chain([None]).collect()
}

/// Whether a whole record may be so too, so that nothing tells that it was damaged.
fn may_be_whole(Damaged { path, was, is, .. }: &Damaged) -> bool {
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    match is {
        Some(is) if std::mem::discriminant(is) == std::mem::discriminant(was) => true,
        // A list may be shorter; and in a line the type of the value says what the page shows.
        _ if name == "*" => is.is_none() || parent.ends_with('*'),
        // Only of a return is it asked how long it took.
        _ if name == "away_ms" => *was == Json::Null,
        // A field in which nothing was typed, and a flow that was not run.
        None => parent.ends_with("form") || (parent.is_empty() && matches!(name, "code" | "token")),
        Some(Json::Null) => {
            matches!(name, "nonce" | "verifier" | "body" | "reason") || path.ends_with("refused/status")
        }
        Some(_) => false,
    }
}

/// A kind of record: the JSON form of one, and what a text that is taken for one is when it is kept again.
struct Kind {
    json: Json,
    again: fn(&str) -> Option<String>,
}

impl Kind {
    fn takes(&self, json: &Json) -> bool {
        (self.again)(&json.to_string()).is_some()
    }
}

fn kinds() -> [Kind; 2] {
    let json = |text: &str| Json::object(text).unwrap();
    [
        Kind {
            json: json(&records::pending("some words").to_text()),
            again: |text| Pending::from_text(text).map(|pending| pending.to_text()),
        },
        Kind {
            json: json(&records::runs("some words").to_text()),
            again: |text| Some(Runs::from_text(text)).filter(|runs| runs.newest().is_some()).map(|runs| runs.to_text()),
        },
    ]
}

#[test]
fn a_record_with_a_member_that_is_gone_or_of_another_type_is_none() {
    for kind in kinds() {
        let whole = kind.json.to_string();
        assert_eq!((kind.again)(&whole), Some(whole));
        let (maybe, never): (Vec<_>, Vec<_>) = damaged(&kind.json, &one_of_each()).into_iter().partition(may_be_whole);
        assert!(never.len() > 500, "only {} places: is the walk broken?", never.len());
        for damaged in never {
            assert!(!kind.takes(&damaged.whole), "{} as {:?}", damaged.path, damaged.is);
        }
        for damaged in maybe {
            let again = (kind.again)(&damaged.whole.to_string());
            let twice = again.as_deref().and_then(kind.again);
            assert_eq!(twice, again, "{} as {:?}: what is taken can be kept", damaged.path, damaged.is);
        }
    }
}

#[test]
fn a_name_that_nobody_knows_makes_a_record_none() {
    const NAMES: [&str; 7] = ["step", "channel", "place", "outcome", "who", "basis", "left"];
    let mut seen = Vec::new();
    for kind in kinds() {
        for damaged in damaged(&kind.json, &["", "x", "Code"].map(|name| Some(text(name)))) {
            let known = NAMES.into_iter().find(|name| damaged.path.ends_with(&format!("/{name}")));
            if let (Some(name), Json::Text(_)) = (known, &damaged.was) {
                assert!(!kind.takes(&damaged.whole), "{} as {:?}", damaged.path, damaged.is);
                seen.push(name);
            }
        }
        // A field of the form by another name.
        let other = kind.json.to_string().replacen("\"client_id\":", "\"clientId\":", 1);
        assert_eq!((kind.again)(&other), None);
    }
    assert!(NAMES.iter().all(|name| seen.contains(name)), "{seen:?}");
}

#[test]
fn a_number_that_is_not_whole_or_does_not_fit_makes_a_record_none() {
    let mut seen = 0;
    for kind in kinds() {
        for damaged in damaged(&kind.json, &["-1", "1.5", "1e3", "18446744073709551616"].map(|text| Some(number(text))))
        {
            if matches!(damaged.was, Json::Number(_)) {
                assert!(!kind.takes(&damaged.whole), "{} as {:?}", damaged.path, damaged.is);
                seen += 1;
            }
        }
        for damaged in damaged(&kind.json, &[Some(number("65536"))]) {
            let status = damaged.path.ends_with("/status");
            assert!(!(status && kind.takes(&damaged.whole)), "{}", damaged.path);
        }
    }
    assert!(seen > 50, "only {seen} numbers: is the walk broken?");
}
