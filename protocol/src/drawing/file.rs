//! The drawing as a file of its own: an SVG with its style in it, every colour resolved, which any viewer can show.

use super::geometry::{Drawing, Mark, WIDTH};
use std::fmt::Write;

/// How the file looks.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The page's own sheet for the drawing: one `@layer` block of plain rules.
    pub sheet: &'a str,
    /// The page's own sheet that gives the variables their values.
    pub tokens: &'a str,
    /// Whether the dark colours are meant.
    pub dark: bool,
}

/// Writes the file. `title` and `words` are for whoever does not see it.
pub fn svg(drawing: &Drawing, title: &str, words: &str, look: Look<'_>) -> String {
    let height = drawing.height;
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"seq\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>{}</title>\n<desc>{}</desc>\n<style>{}</style>\n<path class=\"paper\" d=\"M0 0h{WIDTH}v{height}H0z\"/>\n",
        escaped(title),
        escaped(words),
        escaped(&look.style()),
    );
    write_marks(&mut out, &drawing.marks);
    out.push_str("</svg>\n");
    out
}

fn write_marks(out: &mut String, marks: &[Mark]) {
    for mark in marks {
        // Writing to a text cannot fail.
        let _ = match mark {
            Mark::Group { class, marks, .. } => {
                let _ = write!(out, "<g class=\"{}\">", escaped(class));
                write_marks(out, marks);
                out.write_str("</g>\n")
            }
            Mark::Path { class, d } => write!(out, "<path class=\"{class}\" d=\"{}\"/>", escaped(d)),
            Mark::Text { class, x, y, words } => {
                write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(words))
            }
        };
    }
}

/// Text for XML 1.0, in an element or an attribute: what is no character of it (§2.2) becomes a replacement character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
    out
}

impl Look<'_> {
    /// The rules of the layer, without it and its comments, each variable replaced by its value: other viewers than browsers know neither.
    fn style(&self) -> String {
        let sheet = without_comments(self.sheet);
        let rules = sheet.split_once('{').and_then(|(_, rest)| rest.rsplit_once('}')).map_or("", |(rules, _)| rules);
        let mut pieces = rules.split("var(--");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once(')').unwrap_or_default();
            out.push_str(self.value(name));
            out.push_str(rest);
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The value of a variable: the light or the dark one where it has two.
    fn value(&self, name: &str) -> &str {
        let declared = self.tokens.split_once(&format!("--{name}:")).and_then(|(_, rest)| rest.split_once(';'));
        let value = declared.map_or("", |(value, _)| value.trim());
        let two = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
        match two.and_then(|two| two.split_once(',')) {
            Some((light, dark)) => if self.dark { dark } else { light }.trim(),
            None => value,
        }
    }
}

fn without_comments(sheet: &str) -> String {
    let mut pieces = sheet.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| out + piece.split_once("*/").map_or("", |(_, rest)| rest))
}
