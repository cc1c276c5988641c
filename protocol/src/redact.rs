//! What may leave the page in a text: secrets left out by default, with a name or a length in their place.
//!
//! **Invariant:** what is exported with `Secrets::LeftOut` holds no code, token or verifier of the record, nor what sounds like a secret.

use crate::extra;
use crate::json::Json;
use crate::outside;
use crate::trace::Trace;
use crate::urlencoded;
use crate::wire::{Answer, Line, Message, Shown};

/// Whether the person wants the real values in a text that leaves the page. Asked each time, and nowhere remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// A name or a length stands in the place of each.
    LeftOut,
    /// As they are, where they are still remembered.
    Shown,
}

/// A part of a value as it is written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Exactly this text.
    Text(String),
    /// A secret that was left out, by a name that shells and programs take: `ACCESS_TOKEN`.
    Secret(String),
}

/// What sounds like a secret by its name and is none: it is sent through the address bar on purpose, or says only how a thing is used.
const OPEN: [&str; 8] = [
    "code_challenge",
    "code_challenge_method",
    "token_type",
    "token_type_hint",
    "authorization_details",
    "authorization_endpoint",
    "token_endpoint",
    "dpop_jkt",
];

/// The members of a JSON body whose text is a secret, whoever sent it.
const MEMBERS: [&str; 12] = [
    "access_token",
    "refresh_token",
    "id_token",
    "token",
    "code",
    "code_verifier",
    "device_code",
    "client_secret",
    "registration_access_token",
    "password",
    "secret",
    "api_key",
];

/// Whether the value of a parameter or header of that name is left out.
pub fn is_secret(name: &str) -> bool {
    !OPEN.iter().any(|open| name.eq_ignore_ascii_case(open)) && (extra::sounds_secret(name) || is_proof(name))
}

fn is_proof(name: &str) -> bool {
    name.eq_ignore_ascii_case("dpop")
}

/// The name under which a secret is left out: capitals, digits and `_`, a letter first.
pub fn placeholder(name: &str) -> String {
    if name.eq_ignore_ascii_case("authorization") {
        return "ACCESS_TOKEN".to_owned();
    }
    if is_proof(name) {
        return "DPOP_PROOF".to_owned();
    }
    let fit = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let name: String = name.chars().map(fit).collect();
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { name } else { format!("SECRET_{name}") }
}

/// The value of a line of `message` in pieces; `None` where there is none to send.
pub fn pieces(line: &Line, message: &Message, secrets: Secrets) -> Option<Vec<Piece>> {
    let secret = || Piece::Secret(placeholder(&line.name));
    let text = match (&line.value, secrets) {
        (Shown::Missing, _) => return None,
        (Shown::Plain(text), Secrets::LeftOut) if is_secret(&line.name) => Some(text.as_str()),
        (Shown::Plain(text), _) => return Some(vec![Piece::Text(text.clone())]),
        (Shown::Masked(masked), _) => masked.reveal(),
        (Shown::Later, _) => None,
    };
    if let (Some(text), Secrets::Shown) = (text, secrets) {
        return Some(vec![Piece::Text(text.to_owned())]);
    }
    if !line.name.eq_ignore_ascii_case("authorization") {
        return Some(vec![secret()]);
    }
    Some(vec![Piece::Text(format!("{} ", scheme(text, message))), secret()])
}

/// How the token is announced; where it was forgotten, by what goes with it (RFC 9449 §7.1).
fn scheme<'a>(text: Option<&'a str>, message: &Message) -> &'a str {
    let written = text.and_then(|text| text.split_once(' ')).map(|(scheme, _)| scheme);
    let proven = message.headers.iter().any(|line| is_proof(&line.name));
    written.unwrap_or(if proven { "DPoP" } else { "Bearer" })
}

/// An address in pieces: the values of its query that sound like secrets are left out.
pub fn address(text: &str, secrets: Secrets) -> Vec<Piece> {
    let Some((bare, query)) = text.split_once('?').filter(|_| secrets == Secrets::LeftOut) else {
        return vec![Piece::Text(text.to_owned())];
    };
    let mut pieces = vec![Piece::Text(format!("{bare}?"))];
    for (index, pair) in query.split('&').enumerate() {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = urlencoded::decode(name).unwrap_or_default();
        let sign = if index == 0 { "" } else { "&" };
        if is_secret(&decoded) && !value.is_empty() {
            pieces.push(Piece::Text(format!("{sign}{name}=")));
            pieces.push(Piece::Secret(placeholder(&decoded)));
        } else {
            pieces.push(Piece::Text(format!("{sign}{pair}")));
        }
    }
    pieces
}

/// What stands in a file for a secret of that many characters. It can stand in an address as it is.
pub fn stand_in(characters: usize) -> String {
    format!("left-out-{characters}-characters")
}

/// How long the secret was that such a text stands for.
pub fn stood_in(text: &str) -> Option<usize> {
    text.strip_prefix("left-out-")?.strip_suffix("-characters")?.parse().ok()
}

/// The value of a line as it stands in a file; `None` where there is none.
pub fn written(line: &Line, secrets: Secrets) -> Option<String> {
    let left_out = |text: &str| match text.split_once(' ') {
        Some((scheme, rest)) if line.name.eq_ignore_ascii_case("authorization") => {
            format!("{scheme} {}", stand_in(rest.chars().count()))
        }
        _ => stand_in(text.chars().count()),
    };
    Some(match (&line.value, secrets) {
        (Shown::Missing | Shown::Later, _) => return None,
        (Shown::Plain(text), Secrets::LeftOut) if is_secret(&line.name) => left_out(text),
        (Shown::Plain(text), _) => text.clone(),
        (Shown::Masked(masked), secrets) => match masked.reveal() {
            Some(text) if secrets == Secrets::Shown => text.to_owned(),
            Some(text) => left_out(text),
            None => stand_in(masked.characters),
        },
    })
}

/// An address as it stands in a file.
pub fn written_address(text: &str, secrets: Secrets) -> String {
    let mut out = String::new();
    for piece in address(text, secrets) {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Secret(name) => out.extend([format!("left-out-{}", name.to_ascii_lowercase())]),
        }
    }
    out
}

/// What is taken out of every text of one export: the secrets that the record remembers.
#[derive(Default)]
pub struct Known(Vec<String>);

impl Known {
    /// Those of a whole record; none where the person wants them shown.
    pub fn of(trace: &Trace, secrets: Secrets) -> Self {
        let mut known = Self::default();
        if secrets == Secrets::LeftOut {
            for event in trace.events() {
                if let Some(message) = event.what.message() {
                    known.add(&message.lines);
                    known.add(&message.headers);
                }
                if let Some(answer) = event.what.answer() {
                    known.add_answer(answer);
                }
            }
        }
        known
    }

    /// Those of some lines. A proof is none: it counted once, and its key never left the browser.
    pub fn add(&mut self, lines: &[Line]) {
        for line in lines.iter().filter(|line| !is_proof(&line.name)) {
            let plain = match &line.value {
                Shown::Plain(text) if is_secret(&line.name) => Some(text.as_str()),
                _ => None,
            };
            if let Some(text) = line.secret().or(plain) {
                let bare = ["Bearer ", "DPoP "].iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
                self.add_text(bare);
            }
        }
    }

    /// Those of an answer's members and body.
    pub fn add_answer(&mut self, answer: &Answer) {
        self.add(&answer.lines);
        if let Some(body) = &answer.body {
            self.add_body(body);
        }
    }

    /// What in a body is a secret by its place or by its form.
    pub fn add_body(&mut self, body: &str) {
        for secret in secrets_of(body) {
            self.add_text(&secret);
        }
    }

    fn add_text(&mut self, secret: &str) {
        if !self.0.iter().any(|known| known == secret) {
            self.0.push(secret.to_owned());
        }
    }

    /// The text without them.
    pub fn without(&self, text: &str) -> String {
        let secrets: Vec<&str> = self.0.iter().map(String::as_str).collect();
        outside::without(text, &secrets)
    }
}

/// The members of JSON with such a name, and signed or encrypted tokens.
fn secrets_of(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest: Vec<Json> = Json::parse(body).into_iter().collect();
    while let Some(json) = rest.pop() {
        match json {
            Json::List(items) => rest.extend(items),
            Json::Object(members) => {
                for (name, value) in members {
                    match value {
                        Json::Text(text) if MEMBERS.contains(&name.to_ascii_lowercase().as_str()) => found.push(text),
                        other => rest.push(other),
                    }
                }
            }
            _ => {}
        }
    }
    found.extend(tokens_in(body).map(str::to_owned));
    found
}

/// Runs of text that have the form of a JSON Web Token in the compact form (RFC 7515 §7.1, RFC 7516 §7.1): a header that begins with
/// `{"`, and at least two dots.
pub fn tokens_in(text: &str) -> impl Iterator<Item = &str> {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.split(move |c| !belongs(c)).filter_map(|run| {
        let token = run.get(run.find("eyJ")?..)?;
        (token.bytes().filter(|byte| *byte == b'.').count() >= 2).then_some(token)
    })
}
