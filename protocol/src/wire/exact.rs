//! The exact text of a body that may hold secrets: all of it, the secret pieces apart.

use crate::json::Json;
use crate::outside;
use crate::secret::Secret;

/// A body as it came. Kept in memory only, and not told by `Debug`.
#[derive(Clone, Debug)]
pub struct Exact {
    text: Secret,
    /// Where its hidden pieces begin and end, in bytes: in order, and apart from each other.
    hidden: Vec<(usize, usize)>,
}

/// A piece of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Fit to be shown.
    Plain(&'a str),
    /// Shown only when the person asks.
    Hidden(&'a str),
}

impl Exact {
    /// A body with nothing secret in it by its nature: a document that anyone may fetch.
    pub fn public(body: &str) -> Self {
        Self { text: Secret::new(body), hidden: Vec::new() }
    }

    /// A body that may hold secrets. In JSON they are the values of the members whose names are secret, at any depth; what is no JSON is
    /// hidden wholly, as nobody can say what stands where in it.
    pub fn of(body: &str, is_secret: fn(&str) -> bool) -> Self {
        let mut exact = Self::public(body);
        match Json::parse(body) {
            Ok(_) => exact.cover(words(body, is_secret).filter(|word| word.secret).map(|word| (word.from, word.to))),
            Err(_) => exact.cover([(0, body.len())].into_iter()),
        }
        exact
    }

    /// Hides what repeats one of these, in whatever way JSON writes it.
    pub fn hide(&mut self, secrets: &[&str]) {
        let body = self.text.reveal();
        if Json::parse(body).is_err() {
            let all = (outside::without(body, secrets) != body).then_some((0, body.len()));
            return self.cover(all.into_iter());
        }
        let repeats = |text: &str| outside::without(text, secrets) != text;
        let found: Vec<(usize, usize)> = words(body, |_| false)
            .filter(|word| body.get(word.from..word.to).is_some_and(|raw| repeats(raw) || repeats(&decoded(raw))))
            .map(|word| (word.from, word.to))
            .collect();
        self.cover(found.into_iter());
    }

    fn cover(&mut self, more: impl Iterator<Item = (usize, usize)>) {
        let mut all: Vec<(usize, usize)> = self.hidden.drain(..).chain(more).filter(|(from, to)| from < to).collect();
        all.sort_unstable();
        for (from, to) in all {
            match self.hidden.last_mut() {
                Some((_, end)) if *end >= from => *end = to.max(*end),
                _ => self.hidden.push((from, to)),
            }
        }
    }

    /// Its length in bytes.
    pub fn bytes(&self) -> usize {
        self.text.reveal().len()
    }

    /// Its pieces, in order.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let text = self.text.reveal();
        let (mut pieces, mut at) = (Vec::new(), 0);
        for (from, to) in &self.hidden {
            pieces.extend(text.get(at..*from).map(Piece::Plain));
            pieces.extend(text.get(*from..*to).map(Piece::Hidden));
            at = *to;
        }
        pieces.extend(text.get(at..).map(Piece::Plain));
        pieces.retain(|piece| !matches!(piece, Piece::Plain("")));
        pieces
    }
}

/// A string or another scalar of a JSON text: the inside of its quotes, where it has some.
struct Word {
    from: usize,
    to: usize,
    /// Whether it is the value of a secret member, or stands in one.
    secret: bool,
}

/// What a bracket has opened.
struct Open {
    object: bool,
    secret: bool,
}

/// The words of a text that is JSON, in order, names among them.
fn words(body: &str, is_secret: fn(&str) -> bool) -> impl Iterator<Item = Word> {
    let bytes = body.as_bytes();
    let (mut opened, mut found): (Vec<Open>, Vec<Word>) = (Vec::new(), Vec::new());
    let (mut at, mut names, mut secret) = (0, false, false);
    while let Some(byte) = bytes.get(at).copied() {
        let inside = opened.last().is_some_and(|open| open.secret);
        let from = at;
        at += 1;
        match byte {
            b'{' | b'[' => {
                opened.push(Open { object: byte == b'{', secret: secret || inside });
                (names, secret) = (byte == b'{', false);
            }
            b'}' | b']' => {
                opened.pop();
                secret = false;
            }
            b',' => (names, secret) = (opened.last().is_some_and(|open| open.object), false),
            b':' => names = false,
            b'"' => {
                while bytes.get(at).is_some_and(|byte| *byte != b'"') {
                    at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
                }
                if names {
                    secret = body.get(from + 1..at).is_some_and(|name| is_secret(&decoded(name)));
                }
                found.push(Word { from: from + 1, to: at, secret: !names && (secret || inside) });
                at += 1;
            }
            b' ' | b'\n' | b'\r' | b'\t' => {}
            _ => {
                while bytes.get(at).is_some_and(|byte| !b",]} \n\r\t".contains(byte)) {
                    at += 1;
                }
                found.push(Word { from, to: at, secret: secret || inside });
            }
        }
    }
    found.into_iter()
}

/// What the inside of a string's quotes says.
fn decoded(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    Json::parse(&format!("\"{raw}\"")).ok().and_then(|json| json.text().map(str::to_owned)).unwrap_or_default()
}
