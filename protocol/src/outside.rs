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

/// The first characters of a value that identifies something without being worth a whole line.
pub fn start_of(text: &str) -> String {
    made_visible(text, 6)
}

fn alters_the_page(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// U+2400 to U+241F picture the control characters; everything else that hides becomes the replacement character.
fn stand_in(c: char) -> char {
    match u32::from(c) {
        code @ 0..=31 => char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}'),
        _ => '\u{FFFD}',
    }
}
