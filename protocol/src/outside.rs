//! Text that came from outside, made fit to be shown.

/// Makes control and direction-changing characters visible and cuts after `limit` characters.
///
/// A server chooses `error_description` and response bodies: a right-to-left override could reorder our own sentence, a
/// megabyte could freeze it. Markup needs no care here, as the page only ever writes text nodes.
pub fn made_visible(text: &str, limit: usize) -> String {
    let mut out: String = text.chars().take(limit).map(|c| if alters_the_page(c) { stand_in(c) } else { c }).collect();
    if text.chars().nth(limit).is_some() {
        out.push('…');
    }
    out
}

/// Takes secrets of ours out of what a server wrote: some repeat the very code or token in their error messages.
///
/// In whatever case of letters: names of headers and of parameters come in small ones. Where a text was cut the beginning of one may
/// stand before the `…`. Fewer than 8 characters are no secret, and might be any word.
pub fn without(text: &str, secrets: &[&str]) -> String {
    const LEAST: usize = 8;
    let mut found = Vec::new();
    let small = text.to_ascii_lowercase(); // as long, byte for byte
    for secret in secrets.iter().filter(|secret| secret.len() >= LEAST) {
        let secret = secret.to_ascii_lowercase();
        found.extend(small.match_indices(&secret).map(|(at, _)| (at, at + secret.len())));
        for (cut, _) in small.match_indices('…') {
            let before = small.get(..cut).unwrap_or_default();
            let mut begun = (LEAST..secret.len().min(cut + 1)).rev().filter_map(|end| secret.get(..end));
            found.extend(begun.find(|begun| before.ends_with(begun)).map(|begun| (cut - begun.len(), cut)));
        }
    }
    // All are found before any is taken out: one may hold another, or begin within it.
    found.sort_unstable();
    let (mut out, mut at) = (String::new(), 0);
    for (from, to) in found {
        if let Some(between) = text.get(at..from) {
            out.push_str(between);
            out.push_str("•••");
        }
        at = at.max(to);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Cuts a long text into parts of about `size` bytes, none of them longer: at the end of a line where one is near, else between two
/// characters. Put together they are the text.
pub fn parts(text: &str, size: usize) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while rest.len() > size {
        let most = (0..=size).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or_default();
        let near = (most - most / 8..=most).find(|at| rest.is_char_boundary(*at)).unwrap_or(most);
        let line = rest.get(near..most).and_then(|end| end.rfind('\n')).map(|at| near + at + 1);
        let Some((part, left)) = rest.split_at_checked(line.unwrap_or(most).max(1)) else { break };
        parts.push(part);
        rest = left;
    }
    parts.push(rest);
    parts
}

/// Whether a text is one line of at most `limit` characters with nothing hidden in it.
pub fn is_one_line(text: &str, limit: usize) -> bool {
    !text.is_empty() && !text.contains(['\n', '\t']) && made_visible(text, limit) == text
}

/// The first characters of a value that identifies something without being worth a whole line.
pub fn start_of(text: &str) -> String {
    made_visible(text, 6)
}

fn alters_the_page(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || hides(c)
}

/// Formatting characters of Unicode: they take no room themselves, or turn the direction or the line of what follows. All that has
/// the property `Default_Ignorable_Code_Point` is among them: parsers of host names drop those.
#[rustfmt::skip] // a row a block
pub fn hides(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// U+2400 to U+241F picture the control characters; everything else that hides becomes the replacement character.
fn stand_in(c: char) -> char {
    match u32::from(c) {
        code @ 0..=31 => char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}'),
        _ => '\u{FFFD}',
    }
}
