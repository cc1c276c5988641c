//! `authorization_details` (RFC 9396): checked before it is sent, and what was granted held against what was asked.

use crate::json::Json;

/// The parameter, in requests and in the token response.
pub const NAME: &str = "authorization_details";

/// Checks the parameter's value: an array of objects, each with a `type` of text (§2). The error is a sentence for the field.
pub fn check(value: &str) -> Result<(), String> {
    let details = Json::parse(value).map_err(|why| format!("{NAME} is no JSON: {why}."))?;
    let Json::List(items) = &details else {
        return Err(format!("{NAME} is an array of objects: begin with [ and end with ] (RFC 9396 §2)."));
    };
    if items.is_empty() {
        return Err(format!("{NAME} is empty, so it asks for nothing. Leave it out."));
    }
    let typed = |item: &Json| item.get("type").and_then(Json::text).is_some_and(|text| !text.is_empty());
    match items.iter().position(|item| !typed(item)) {
        None => Ok(()),
        Some(index) => {
            Err(format!("Object {} of {NAME} has no type, which each needs as a text (RFC 9396 §2).", index + 1))
        }
    }
}

/// Whether what was granted is what was asked, as JSON values: the order of members and the way of writing count for nothing, as a
/// server may enrich or narrow (§7). `None` where nothing was granted by name: it is never taken for granted then.
pub fn agree(asked: &str, granted: Option<&Json>) -> Option<bool> {
    let asked = Json::parse(asked).ok()?;
    granted.map(|granted| same(&asked, granted))
}

fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Object(members), Json::Object(others)) => {
            let found = |(name, value): &(String, Json)| other.get(name).is_some_and(|there| same(value, there));
            members.len() == others.len() && members.iter().all(found)
        }
        (Json::List(items), Json::List(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(item, other)| same(item, other))
        }
        _ => one == other,
    }
}
