//! The files as tests read them.

use serde_json::{Value, json};

/// One token, and what is said of it.
pub struct Vector {
    /// Its number in its file.
    pub id: u64,
    /// What it is meant to show.
    pub comment: String,
    /// The keys that are published.
    pub jwks: String,
    /// The token.
    pub jws: String,
    /// Whether it is called valid.
    pub valid: bool,
}

/// `json_web_signature.json`: a key for each group.
pub fn of_signatures() -> Vec<Vector> {
    all(include_str!("json_web_signature.json"), |key| json!({ "keys": [key] }))
}

/// `json_web_key.json`: a key set for each group.
pub fn of_keys() -> Vec<Vector> {
    all(include_str!("json_web_key.json"), Value::clone)
}

fn all(file: &str, set: impl Fn(&Value) -> Value) -> Vec<Vector> {
    let file: Value = serde_json::from_str(file).unwrap();
    let groups = file["testGroups"].as_array().unwrap().iter();
    let vectors: Vec<Vector> = groups.flat_map(|group| of_group(group, &set)).collect();
    let ids: Vec<u64> = vectors.iter().map(|vector| vector.id).collect();
    assert_eq!(ids, (1..=file["numberOfTests"].as_u64().unwrap()).collect::<Vec<_>>(), "all of them, in order");
    vectors
}

fn of_group(group: &Value, set: &impl Fn(&Value) -> Value) -> Vec<Vector> {
    // A group of HMAC has no public key: what a server would publish if it did not know better.
    let jwks = set(group.get("public").unwrap_or_else(|| &group["private"])).to_string();
    let text = |test: &Value, name: &str| test[name].as_str().unwrap().to_owned();
    let vector = |test: &Value| Vector {
        id: test["tcId"].as_u64().unwrap(),
        comment: text(test, "comment"),
        jwks: jwks.clone(),
        jws: text(test, "jws"),
        valid: text(test, "result") == "valid",
    };
    group["tests"].as_array().unwrap().iter().map(vector).collect()
}
