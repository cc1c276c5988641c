//! `application/x-www-form-urlencoded`, as RFC 6749 Appendix B asks: pairs of text in, encoded text out, and back.
//!
//! Decoding is strict where most decoders guess: a stray `%` or bytes that are no UTF-8 are an error, because a guessed
//! `code` or token would be sent on.

/// Why a component could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// `%` without two hexadecimal digits after it.
    BadEscape,
    /// The bytes are no UTF-8 (overlong forms and lone surrogates included).
    NotUtf8,
    /// A NUL character.
    Nul,
}

/// One name or value, encoded. A space becomes `%20`, which every reader of queries understands; `+` is ambiguous.
pub fn encode(text: &str) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'*') {
            out.push(char::from(byte));
        } else {
            let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or('0');
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// Pairs joined as `name=value&name=value`.
pub fn encode_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let encoded: Vec<String> =
        pairs.into_iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    encoded.join("&")
}

/// One name or value, decoded: `+` is a space, `%XX` a byte, the whole UTF-8.
pub fn decode(text: &str) -> Result<String, DecodeError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (rest.next().and_then(hex), rest.next().and_then(hex)) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err(DecodeError::BadEscape),
            },
            other => other,
        });
    }
    if bytes.contains(&0) {
        return Err(DecodeError::Nul);
    }
    String::from_utf8(bytes).map_err(|_| DecodeError::NotUtf8)
}

/// The still encoded pairs of a query or fragment (without its `?` or `#`), in order. Empty pieces are passed over.
pub fn raw_pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('&').filter(|piece| !piece.is_empty()).map(|piece| piece.split_once('=').unwrap_or((piece, "")))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
