//! Text made fit to be shown, and secrets taken out of it.

use crate::support::{chosen, harmless};
use protocol::outside::{made_visible, start_of, without};

/// The first byte is the limit, the first two lines are secrets, the rest is the text.
pub fn run(data: &[u8]) {
    let Some((limit, text)) = chosen(data) else { return };
    let mut lines = text.splitn(3, '\n');
    let secrets = [lines.next().unwrap_or_default(), lines.next().unwrap_or_default()];
    let (limit, text) = (usize::from(limit), lines.next().unwrap_or_default());
    let shown = made_visible(text, limit);
    harmless(&shown);
    harmless(&start_of(text));
    assert_eq!(shown.chars().count(), text.chars().count().min(limit + 1));
    assert_eq!(made_visible(&shown, limit), shown, "what is visible stays as it is");
    for (came, is) in text.chars().zip(shown.chars()).take(limit) {
        assert!(came == is || is == '\u{fffd}' || (u32::from(came) < 32 && u32::from(is) == 0x2400 + u32::from(came)));
    }
    hidden(text, secrets);
    hidden(&shown, secrets);
    // Cut texts stand in the middle of others too.
    hidden(&format!("{shown}: and so on"), secrets);
}

fn hidden(text: &str, secrets: [&str; 2]) {
    let rest = without(text, &secrets);
    only_less(text, &rest);
    // One made of our own signs would be found in what we write.
    let small = rest.to_ascii_lowercase();
    for secret in secrets.iter().filter(|secret| secret.len() >= 8 && !secret.contains(['•', '…'])) {
        let secret = secret.to_ascii_lowercase();
        assert!(!small.contains(&secret), "{secret:?} in {rest:?}");
        for end in (8..secret.len()).filter(|end| secret.is_char_boundary(*end)) {
            let begun = format!("{}…", &secret[..end]);
            assert!(!small.contains(&begun), "the beginning of {secret:?} in {rest:?}");
        }
    }
    if !secrets.iter().any(|secret| secret.len() >= 8) {
        assert_eq!(rest, text, "no secret, no change");
    }
    assert!(rest.len() <= text.len() + text.len() / 8 * 9, "{} of {}", rest.len(), text.len());
}

/// Nothing is added but the sign of what was taken out, which is told from the text where that has no such sign.
fn only_less(text: &str, rest: &str) {
    if text.contains('•') {
        return;
    }
    for piece in rest.split("•••") {
        assert!(text.contains(piece), "{piece:?} is not of {text:?}");
    }
}
