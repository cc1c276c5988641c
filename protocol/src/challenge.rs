//! `WWW-Authenticate` read tolerantly: header text in, challenges out, whatever the bytes (RFC 9110 §11.6.1, RFC 6750 §3).

/// One challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// `Bearer`, `DPoP`, `Basic`, …, as written.
    pub scheme: String,
    /// Its parameters, names in lower case, quotes and escapes undone.
    pub params: Vec<(String, String)>,
}

impl Challenge {
    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Longest header read, in bytes.
const LIMIT: usize = 16 * 1024;

/// Reads every challenge of a header. What cannot be understood is passed over; a cut quotation ends at the end.
pub fn parse(header: &str) -> Vec<Challenge> {
    let mut challenges: Vec<Challenge> = Vec::new();
    let mut rest = cut(header);
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return challenges;
        }
        let (word, after) = take_token(rest);
        if word.is_empty() {
            // No token can begin here: pass one character over, so that the loop always ends.
            let mut characters = rest.chars();
            characters.next();
            rest = characters.as_str();
            continue;
        }
        let spaced = after.trim_start_matches([' ', '\t']);
        match (spaced.strip_prefix('='), challenges.last_mut()) {
            (Some(value), challenge) if !value.starts_with('=') => {
                let (text, left) = take_value(value.trim_start_matches([' ', '\t']));
                // A parameter before any scheme belongs to no challenge.
                if let Some(challenge) = challenge {
                    challenge.params.push((word.to_ascii_lowercase(), text));
                }
                rest = left;
            }
            // The padding of a token68 (RFC 9110 §11.2): nothing of Bearer.
            (Some(value), _) => rest = value.trim_start_matches('='),
            (None, _) => {
                challenges.push(Challenge { scheme: word.to_owned(), params: Vec::new() });
                rest = skip_token68(after);
            }
        }
    }
}

/// At most `LIMIT` bytes, ending where a character ends.
fn cut(header: &str) -> &str {
    let end = (0..=LIMIT.min(header.len())).rev().find(|end| header.is_char_boundary(*end)).unwrap_or(0);
    header.get(..end).unwrap_or_default()
}

fn take_token(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `Basic dGVzdA==`: a token68 follows its scheme and is no parameter.
fn skip_token68(after_scheme: &str) -> &str {
    let text = after_scheme.trim_start_matches([' ', '\t']);
    if text.len() == after_scheme.len() {
        return after_scheme; // no blank, so nothing follows; looking all the same would cost the square of the header's length
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-._~+/".contains(c))).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let padded = rest.trim_start_matches('=');
    let ends = padded.is_empty() || padded.starts_with([',', ' ', '\t']);
    let is_token68 =
        !word.is_empty() && ends && (padded.len() < rest.len() || padded.is_empty() || padded.starts_with(','));
    if is_token68 { padded } else { after_scheme }
}

fn take_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        return (word.to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}
