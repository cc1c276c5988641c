//! The strict decoder beside `form_urlencoded`, which guesses: where ours reads, both read the same; where it refuses, there was a guess.

use crate::support::whole;
use protocol::urlencoded::{self, DecodeError};
use url::form_urlencoded;

/// One text: as a component to decode, as plain text to encode, as a query to take apart.
pub fn run(data: &[u8]) {
    let text = whole(data);
    component(&text);
    let encoded = urlencoded::encode(&text);
    assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._*%".contains(&byte)));
    if text.contains('\0') {
        assert_eq!(urlencoded::decode(&encoded), Err(DecodeError::Nul));
    } else {
        assert_eq!(urlencoded::decode(&encoded).as_ref(), Ok(&text));
    }
    assert_eq!(lossy(&encoded), text);
    let theirs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let ours: Vec<(&str, &str)> = urlencoded::raw_pairs(&text).collect();
    assert_eq!(ours.len(), theirs.len());
    for ((raw_name, raw_value), (name, value)) in ours.iter().zip(&theirs) {
        assert_eq!((lossy(raw_name), lossy(raw_value)), (name.clone(), value.clone()));
        component(raw_name);
        component(raw_value);
    }
    let again = urlencoded::encode_pairs(theirs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    assert_eq!(form_urlencoded::parse(again.as_bytes()).into_owned().collect::<Vec<_>>(), theirs);
}

fn component(text: &str) {
    let escapes_are_whole = text
        .split('%')
        .skip(1)
        .all(|after| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()));
    match urlencoded::decode(text) {
        Ok(decoded) => {
            assert!(escapes_are_whole && !decoded.contains('\0'));
            assert_eq!(lossy(text), decoded);
        }
        Err(DecodeError::BadEscape) => assert!(!escapes_are_whole),
        Err(DecodeError::NotUtf8) => assert!(lossy(text).contains('\u{fffd}')),
        Err(DecodeError::Nul) => assert!(lossy(text).contains('\0')),
    }
}

/// One component as `form_urlencoded` reads it; `&` and `=` are no signs in it.
fn lossy(text: &str) -> String {
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(format!("x={escaped}").as_bytes()).next().expect("a pair").1.into_owned()
}
