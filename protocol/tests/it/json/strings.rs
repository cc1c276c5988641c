//! Strings: every escape, and every character that needs one.

use crate::support::{cases, texts};
use proptest::prelude::*;
use protocol::json::Json;

/// The text of a string that is written so between its quotes.
fn read(inside: &str) -> Result<String, String> {
    Json::parse(&format!("\"{inside}\"")).map(|json| json.text().unwrap().to_owned())
}

/// UTF-16 in escapes.
fn escapes(units: &[u16], upper: bool) -> String {
    let escape = |unit: &u16| if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
    units.iter().map(escape).collect::<Vec<_>>().concat()
}

#[track_caller]
fn refused(inside: &str, words: &str) {
    let error = read(inside).expect_err(inside);
    assert!(error.starts_with(words), "{inside:?}: {error}");
}

/// RFC 8259 §7.
#[test]
fn every_escape_is_its_character() {
    for (escape, character) in [
        (r#"\""#, "\""),
        (r"\\", "\\"),
        (r"\/", "/"),
        (r"\b", "\u{8}"),
        (r"\f", "\u{c}"),
        (r"\n", "\n"),
        (r"\r", "\r"),
        (r"\t", "\t"),
        (r"\u0041", "A"),
        (r"\u0000", "\u{0}"),
        (r"\u00e9", "é"),
        (r"\u00E9", "é"),
        (r"\ud7ff", "\u{d7ff}"),
        (r"\ue000", "\u{e000}"),
        (r"\uffff", "\u{ffff}"),
        (r"\ufeff", "\u{feff}"),
    ] {
        assert_eq!(read(&format!("a{escape}b")), Ok(format!("a{character}b")), "{escape}");
    }
}

#[test]
fn two_surrogates_are_one_character() {
    for (escapes, character) in [
        (r"\ud800\udc00", "\u{10000}"),
        (r"\uD83D\uDE00", "\u{1f600}"),
        (r"\udbff\udfff", "\u{10ffff}"),
        (r"\ud83d\ude00\ud83d\ude00", "\u{1f600}\u{1f600}"),
    ] {
        assert_eq!(read(escapes), Ok(character.to_owned()), "{escapes}");
    }
}

#[test]
fn c087_half_a_pair_of_surrogates_is_no_character() {
    for inside in [
        r"\ud800",
        r"\udbff",
        r"\udc00",
        r"\udfff",
        r"\ud800x",
        r"\ud800\n",
        r"\ud800\u0041",
        r"\ud800\ud800",
        r"\ud800\ue000",
        r"\ud800\u",
        r"\ud800\udc0",
        r"\udc00\ud800",
        r"\ud83d\ude00\ud83d",
    ] {
        refused(inside, "an escape is no character");
    }
}

#[test]
fn an_escape_that_is_none_is_refused() {
    for inside in [r"\u", r"\u12", r"\u12g4", r"\u+123", r"\u 123", r"\u-001", "\\u00é", "\\u１２３４"] {
        refused(inside, "an escape is no character");
    }
    for inside in [r"\a", r"\x41", r"\U0041", r"\0", r"\'", "\\\n", "\\é"] {
        refused(inside, "an escape is unknown");
    }
}

#[test]
fn control_characters_are_refused_as_they_are_and_read_as_escapes() {
    for control in '\0'..' ' {
        refused(&format!("a{control}b"), "a control character stands in a string");
        assert_eq!(read(&format!("\\u{:04x}", u32::from(control))), Ok(control.to_string()));
    }
    for other in ["\u{7f}", "\u{80}", "\u{9f}", "\u{2028}", "\u{2029}", "\u{202e}", "\u{ffff}"] {
        assert_eq!(read(other), Ok(other.to_owned()), "JSON lets it stand; `outside` makes it visible");
    }
}

/// RFC 8259 §8.1: no writer may put one there; a reader may pass over it, and ours does not.
#[test]
fn c087_a_byte_order_mark_is_refused_before_a_value_and_kept_within_a_string() {
    for text in ["\u{feff}{}", "{}\u{feff}", "{\u{feff}}", " \u{feff}1", "[1,\u{feff}2]"] {
        assert!(Json::parse(text).is_err(), "{text:?}");
    }
    assert_eq!(read("\u{feff}"), Ok("\u{feff}".to_owned()));
}

#[test]
fn blanks_are_the_four_of_rfc_8259_and_no_others() {
    assert!(
        Json::object(" \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n} \t\r\n").is_ok()
    );
    for other in ["\u{b}", "\u{c}", "\u{a0}", "\u{85}", "\u{2003}", "\u{2028}", "\u{3000}", "\0"] {
        assert!(Json::object(&format!("{other}{{}}")).is_err() && Json::object(&format!("{{}}{other}")).is_err());
        assert!(Json::object(&format!("{{\"a\":{other}1}}")).is_err(), "{other:?}");
    }
}

#[test]
fn what_must_be_escaped_is_escaped_and_nothing_else() {
    let text = Json::Text("\"\\/\u{0}\u{8}\n\u{1f} \u{7f}é\u{2028}\u{1f600}".to_owned());
    assert_eq!(text.to_string(), "\"\\\"\\\\/\\u0000\\u0008\\u000a\\u001f \u{7f}é\u{2028}\u{1f600}\"");
    assert_eq!(Json::of([("\"", Json::Null)]).to_string(), r#"{"\"":null}"#);
}

proptest! {
    #![proptest_config(cases(1024))]

    /// The standard library knows which sequences of UTF-16 are text.
    #[test]
    fn escapes_are_read_as_utf_16(
        units in proptest::collection::vec(prop_oneof![any::<u16>(), 0xd7f0..0xe010u16, 0x20..0x7fu16], 0..6),
        upper in any::<bool>(),
    ) {
        prop_assert_eq!(read(&escapes(&units, upper)).ok(), String::from_utf16(&units).ok());
    }

    #[test]
    fn a_text_is_the_same_however_it_is_escaped(text in texts::anything(), escaped in any::<u64>()) {
        let spell = |(at, c): (usize, char)| {
            let must = c < ' ' || c == '"' || c == '\\';
            if must || escaped >> (at % 64) & 1 == 1 {
                escapes(c.encode_utf16(&mut [0; 2]), false)
            } else {
                c.to_string()
            }
        };
        let inside: String = text.chars().enumerate().map(spell).collect();
        prop_assert_eq!(read(&inside), Ok(text));
    }
}
