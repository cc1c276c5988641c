//! A JSON Web Token looked into, offline: its header, its claims, and the checks that need no key.

use crate::algorithm;
use crate::check::{Check, Checks, Outcome};
use crate::json::Json;
use crate::jwt::{Jwt, JwtError};
use crate::outside::made_visible;
use crate::signed::{Claims, SKEW_MS, from_now, now};
use crate::wire::Line;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// A token that was looked into. Nothing in it is proven: the signature was not checked.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The parameter that held it.
    pub name: String,
    /// The members of its header.
    pub header: Vec<Line>,
    /// Its claims.
    pub claims: Vec<Line>,
    /// The checks that could be made.
    pub checks: Vec<Check>,
    /// Why it could not be looked into.
    pub fault: Option<String>,
}

/// What the rest of the text says that a token has to agree with.
#[derive(Clone, Debug, Default)]
pub struct Beside<'a> {
    /// The client of the sign-in.
    pub client_id: Option<&'a str>,
    /// The nonce of the sign-in.
    pub nonce: Option<&'a str>,
    /// The issuer that was named.
    pub issuer: Option<&'a str>,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
    /// The code that came with it.
    pub code: Option<&'a str>,
}

/// Whether a text has the form of a token: three or five parts of base64url, the first a JSON object.
pub fn is_token(text: &str) -> bool {
    let parts = text.split('.').count();
    text.starts_with("eyJ")
        && matches!(parts, 3 | 5)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// Looks into a token.
pub fn open(name: &str, text: &str, now_ms: u64) -> Opened {
    open_beside(name, text, &Beside::default(), now_ms)
}

/// The same, held against what came beside it.
pub fn open_beside(name: &str, text: &str, beside: &Beside<'_>, now_ms: u64) -> Opened {
    let mut opened =
        Opened { name: name.to_owned(), header: Vec::new(), claims: Vec::new(), checks: Vec::new(), fault: None };
    let (jwt, claims) = match Jwt::open(text).and_then(|jwt| jwt.claims().map(|claims| (jwt, claims))) {
        Ok(read) => read,
        Err(error) => {
            opened.fault = Some(words(&error));
            return opened;
        }
    };
    opened.header = lines(&jwt.header);
    opened.claims = lines(&claims);
    let mut checks = Checks::planned(&["alg", "signature"]);
    signed(&jwt, &mut checks);
    held_against(&jwt, &claims, beside, &mut checks);
    note_times(&claims, now_ms, &mut checks);
    opened.checks = checks.finish();
    opened
}

fn signed(jwt: &Jwt, checks: &mut Checks) {
    let names: Vec<&str> = algorithm::ALL.iter().map(|algorithm| algorithm.name).collect();
    let alg = made_visible(if jwt.alg().is_empty() { "none named" } else { jwt.alg() }, 40);
    checks.compare("alg", names.contains(&jwt.alg()), &names.join(" "), &alg);
    let actual = format!("{} bytes, not checked: no keys are fetched offline", jwt.signature.len());
    checks.note("signature", Outcome::NotChecked, "made with a key of the issuer\u{2019}s", &actual);
}

fn held_against(jwt: &Jwt, claims: &Json, beside: &Beside<'_>, checks: &mut Checks) {
    let text = |name| claims.get(name).and_then(Json::text);
    let mut compare = |name: &str, passed: bool, expected: &str, actual: &str| {
        let outcome = if passed { Outcome::Passed } else { Outcome::Failed };
        checks.add(name, outcome, &made_visible(expected, 200), &made_visible(actual, 200));
    };
    if let Some(issuer) = beside.issuer {
        compare("iss", text("iss") == Some(issuer), issuer, text("iss").unwrap_or("none"));
    }
    if let Some(client) = beside.client_id {
        let audiences = match claims.get("aud") {
            Some(Json::Text(one)) => vec![one.as_str()],
            Some(Json::List(all)) => all.iter().filter_map(Json::text).collect(),
            _ => Vec::new(),
        };
        let actual = if audiences.is_empty() { "none".to_owned() } else { audiences.join(", ") };
        compare("aud", audiences.contains(&client), client, &actual);
    }
    if let Some(nonce) = beside.nonce {
        let short = crate::outside::start_of;
        compare("nonce", text("nonce") == Some(nonce), &short(nonce), &text("nonce").map_or("none".to_owned(), short));
    }
    let Some(algorithm) = algorithm::Algorithm::named(jwt.alg()) else { return };
    for (name, of) in [("at_hash", beside.access_token), ("c_hash", beside.code)] {
        if let (Some(of), Some(hash)) = (of, text(name)) {
            let expected = URL_SAFE_NO_PAD.encode(algorithm.left_half(of));
            compare(name, hash == expected, &expected, hash);
        }
    }
}

/// The times of any token, each judged for itself, and none of them needed.
fn note_times(claims: &Json, now_ms: u64, checks: &mut Checks) {
    let now = now(now_ms);
    for name in ["exp", "iat", "nbf"] {
        let ends = name == "exp";
        let expected = if ends { "less than 60 s ago" } else { "at most 60 s from now" };
        checks.add(name, Outcome::NotChecked, expected, "none");
        // What is no time has its row from there.
        if let Ok(Some(then)) = (Claims { json: claims, checks: &mut *checks }).time(name, expected) {
            let holds = if ends { now < then + SKEW_MS } else { then <= now + SKEW_MS };
            let outcome = if holds { Outcome::Passed } else { Outcome::Failed };
            checks.note(name, outcome, expected, &from_now(then, now));
        }
    }
}

fn lines(json: &Json) -> Vec<Line> {
    let line =
        |(name, value): &(String, Json)| Line::plain(&made_visible(name, 60), &made_visible(&value.written(), 600));
    json.members().iter().take(200).map(line).collect()
}

fn words(error: &JwtError) -> String {
    match error {
        JwtError::TooLong(bytes) => format!("It has {bytes} bytes, at most {} are read.", crate::jwt::LIMIT),
        JwtError::Encrypted => "It is encrypted, and only its reader has the key (RFC 7516).".to_owned(),
        JwtError::Parts(count) => format!("It has {count} parts and not three."),
        JwtError::Base64(part) => format!("Its {part} is not base64url without padding (RFC 7515 §2)."),
        JwtError::NotUtf8(part) => format!("Its {part} is not UTF-8."),
        JwtError::NotAnObject(part) => format!("Its {part} is no JSON object."),
        JwtError::Json(part, why) => format!("Its {part} is no clean JSON: {why}."),
        JwtError::Critical | JwtError::HeaderMember(_) | JwtError::Type(_) => "Its header cannot be read.".to_owned(),
    }
}
