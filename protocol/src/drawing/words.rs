//! What a message carries, in a few words: names of parameters, never their values, but for a few that are public and short.

use crate::outside::made_visible;
use crate::wire::{Answer, Line, Message, Shown};

/// Longest label, in characters: as many as a paper is wide.
const LONGEST: usize = 48;

/// What is worth naming, of all that a message may carry.
const TELLING: [&str; 18] = [
    "response",
    "code",
    "code_verifier",
    "access_token",
    "id_token",
    "refresh_token",
    "token",
    "request_uri",
    "state",
    "nonce",
    "code_challenge",
    "dpop_jkt",
    "iss",
    "id_token_hint",
    "client_secret",
    "client_assertion",
    "redirect_uris",
    "keys",
];

/// The names in a navigation to the server: what is asked for, and what goes with it.
pub fn departure(message: &Message) -> String {
    let asked = plain(&message.lines, "response_type").map(|asked| cut(asked, 20));
    let silent = plain(&message.lines, "prompt") == Some("none");
    let names = asked.into_iter().chain(telling(&message.lines)).chain(silent.then(|| "prompt=none".to_owned()));
    let verb =
        if message.lines.iter().any(|line| line.name == "post_logout_redirect_uri") { "sign out" } else { "authorize" };
    label(verb, names)
}

/// The names in an answer that came with the browser; an error by its code.
pub fn arrival(message: &Message) -> String {
    error(&message.lines).into_iter().chain(telling(&message.lines)).collect::<Vec<_>>().join(", ")
}

/// A request that the page sends: the method, the end of the address, and what it carries.
pub fn request(message: &Message) -> String {
    let header = |line: &Line| match line.name.as_str() {
        "Authorization" => Some("access_token".to_owned()),
        "DPoP" => Some("DPoP proof".to_owned()),
        _ => None,
    };
    let names = telling(&message.lines).chain(message.headers.iter().filter_map(header));
    label(&format!("{} {}", cut(&message.method, 8), name_of(&message.target)), names)
}

/// An answer: the status and what it brings; an error by its code; else the size.
pub fn answer(answer: &Answer) -> String {
    let mut names: Vec<String> = error(&answer.lines).into_iter().chain(telling(&answer.lines)).collect();
    if names.is_empty() {
        names.push(size(answer.bytes));
    }
    label(&answer.status.to_string(), names)
}

/// The path of an address on this page's own host.
pub fn path(target: &str) -> String {
    let path = target.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    cut(path.unwrap_or("/"), 20)
}

/// Scheme, host and port of an address.
pub fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(host..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(address.len(), |at| host + at);
    address.get(..end).unwrap_or_default()
}

/// Host and port of an address, to be shown.
pub fn host(address: &str) -> String {
    cut(origin(address).split_once("://").map_or("", |(_, host)| host), LONGEST - 12)
}

fn telling(lines: &[Line]) -> impl Iterator<Item = String> {
    TELLING.iter().filter(|name| lines.iter().any(|line| line.name == **name)).map(|name| (*name).to_owned())
}

fn error(lines: &[Line]) -> Option<String> {
    plain(lines, "error").map(|code| format!("error={}", cut(code, 28)))
}

fn plain<'a>(lines: &'a [Line], name: &str) -> Option<&'a str> {
    lines.iter().find(|line| line.name == name).and_then(|line| match &line.value {
        Shown::Plain(text) => Some(text.as_str()),
        _ => None,
    })
}

/// What an endpoint is known by: the name of its document, or the last part of its path.
fn name_of(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let known = path.split_once("/.well-known/").and_then(|(_, rest)| rest.split('/').next());
    let after = origin(path).len();
    let last = path.get(after..).and_then(|path| path.trim_end_matches('/').rsplit('/').next());
    cut(known.or(last).unwrap_or_default(), 28)
}

fn label(first: &str, names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().collect();
    let first = first.trim_end();
    if names.is_empty() { first.to_owned() } else { cut(&format!("{first}: {}", names.join(", ")), LONGEST) }
}

fn cut(text: &str, longest: usize) -> String {
    made_visible(text, longest).replace(['\n', '\t'], " ")
}

/// A size as a person reads it.
fn size(bytes: usize) -> String {
    match bytes {
        0 => "no body".to_owned(),
        1..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
