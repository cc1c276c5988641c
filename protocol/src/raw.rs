//! Messages and answers as HTTP writes them: the first line, the headers, an empty line, the body. Secrets stand in them apart.
//!
//! No version of HTTP is named: a browser does not tell a page which one it spoke. Addresses are whole, the fragment too where one
//! came, though no browser sends that to anybody.

use crate::outside::made_visible;
use crate::preflight::Preflight;
use crate::secret::{Masked, Secret};
use crate::urlencoded;
use crate::wire::{Answer, Line, Message, Piece, Place, Shown};

/// A piece of such a text.
#[derive(Clone, Debug)]
pub enum Bit {
    /// Fit to be shown.
    Plain(String),
    /// The value of a name, shown only when the person asks.
    Hidden(String, Masked),
}

/// Bits, those of plain text joined.
#[derive(Default)]
struct Bits(Vec<Bit>);

impl Bits {
    fn plain(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Bit::Plain(before)) => before.push_str(text),
            _ => self.0.push(Bit::Plain(text.to_owned())),
        }
    }

    fn value(&mut self, line: &Line, write: fn(&str) -> String) {
        match &line.value {
            Shown::Plain(text) => self.plain(&write(text)),
            Shown::Masked(masked) => {
                let written = masked.reveal().map(|text| Masked::of(&Secret::new(write(text))));
                self.0.push(Bit::Hidden(line.name.clone(), written.unwrap_or_else(|| masked.clone())));
            }
            Shown::Later | Shown::Missing => {}
        }
    }

    fn header(&mut self, line: &Line) {
        self.plain(&format!("\n{}: ", made_visible(&line.name, usize::MAX)));
        self.value(line, |text| made_visible(text, usize::MAX));
    }

    fn pairs(&mut self, lines: &[Line]) {
        for (index, line) in lines.iter().enumerate() {
            let between = if index == 0 { "" } else { "&" };
            self.plain(&format!("{between}{}=", urlencoded::encode(&line.name)));
            self.value(line, urlencoded::encode);
        }
    }
}

/// A message as it was sent, or as it came.
pub fn message(message: &Message) -> Vec<Bit> {
    let mut bits = Bits::default();
    bits.plain(&format!("{} {}", message.method, made_visible(&message.target, usize::MAX)));
    let separator = match message.place {
        Place::Query if message.target.contains('?') => "&",
        Place::Query => "?",
        Place::Fragment => "#",
        Place::Body => "",
    };
    if message.place != Place::Body && !message.lines.is_empty() {
        bits.plain(separator);
        bits.pairs(&message.lines);
    }
    message.headers.iter().for_each(|line| bits.header(line));
    if let Some(body) = &message.body {
        bits.plain(&format!("\n\n{body}"));
    } else if message.place == Place::Body && !message.lines.is_empty() {
        bits.plain("\n\n");
        bits.pairs(&message.lines);
    }
    bits.0
}

/// A preflight as the standard has the browser send it.
pub fn preflight(target: &str, preflight: &Preflight) -> Vec<Bit> {
    let mut bits = Bits::default();
    bits.plain(&format!("OPTIONS {}", made_visible(target, usize::MAX)));
    for (name, value) in preflight.request_headers() {
        bits.header(&Line::plain(name, &value));
    }
    bits.0
}

/// The status of an answer and the headers that the page may read.
pub fn head(answer: &Answer) -> Vec<Bit> {
    let mut bits = Bits::default();
    bits.plain(&answer.status.to_string());
    for (name, value) in &answer.headers {
        bits.header(&Line::plain(name, value));
    }
    bits.0
}

/// The body of an answer that is shown by its members, with its secrets apart; `None` where it is not kept.
pub fn body(answer: &Answer) -> Option<Vec<Bit>> {
    let mut bits = Bits::default();
    let mut hidden = 0;
    for piece in answer.exact.as_ref()?.pieces() {
        match piece {
            Piece::Plain(text) => bits.plain(text),
            Piece::Hidden(text) => {
                hidden += 1;
                bits.0.push(Bit::Hidden(format!("secret {hidden} of the body"), Masked::of(&Secret::new(text))));
            }
        }
    }
    Some(bits.0)
}
