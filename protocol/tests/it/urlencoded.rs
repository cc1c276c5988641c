use crate::support::{cases, texts};
use proptest::prelude::*;
use protocol::urlencoded::{DecodeError, decode, encode, encode_pairs, raw_pairs};
use url::form_urlencoded;

/// RFC 6749 Appendix B gives ` %&+£€` and its form.
#[test]
fn the_example_of_rfc_6749_appendix_b_is_read_and_written() {
    assert_eq!(decode("+%25%26%2B%C2%A3%E2%82%AC").as_deref(), Ok(" %&+£€"));
    assert_eq!(encode(" %&+£€"), "%20%25%26%2B%C2%A3%E2%82%AC");
}

/// `+` would be a blank to a reader of forms and a plus to a reader of URLs; `%20` is a blank to both.
#[test]
fn a_blank_is_written_as_percent_20_and_a_plus_is_escaped() {
    assert_eq!(encode("openid api:read"), "openid%20api%3Aread");
    assert_eq!(encode("a+b"), "a%2Bb");
}

#[test]
fn c053_plus_and_escapes_are_decoded_as_a_form() {
    for (text, plain) in [
        ("a%2Bb%2Fc%3D", "a+b/c="),
        ("a%2bb%2fc%3d", "a+b/c="),
        ("a+b", "a b"),
        ("a%20b", "a b"),
        ("%E2%82%AC", "€"),
        ("", ""),
    ] {
        assert_eq!(decode(text).as_deref(), Ok(plain), "{text}");
    }
}

#[test]
fn c054_what_is_no_form_encoded_utf_8_is_an_error() {
    use DecodeError::{BadEscape, NotUtf8, Nul};
    for (text, why) in [
        ("%", BadEscape),
        ("a%", BadEscape),
        ("%4", BadEscape),
        ("%zz", BadEscape),
        ("%+1", BadEscape),
        ("%\u{e9}1", BadEscape),
        ("%C3%28", NotUtf8),
        ("%C0%AF", NotUtf8),       // an overlong slash
        ("%E0%80%AF", NotUtf8),    // another
        ("%ED%A0%80", NotUtf8),    // a lone surrogate
        ("%F4%90%80%80", NotUtf8), // beyond U+10FFFF
        ("%FF", NotUtf8),
        ("a%00b", Nul),
        ("\0", Nul),
    ] {
        assert_eq!(decode(text), Err(why), "{text}");
    }
}

#[test]
fn pairs_are_split_at_the_first_equals_sign_and_empty_pieces_are_passed_over() {
    let pairs: Vec<_> = raw_pairs("a=1&&b=2=3&c&=d&").collect();
    assert_eq!(pairs, [("a", "1"), ("b", "2=3"), ("c", ""), ("", "d")]);
    assert_eq!(raw_pairs("").count(), 0);
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_encoded_here_is_decoded_here(text in texts::anything()) {
        let expected = if text.contains('\0') { Err(DecodeError::Nul) } else { Ok(text.clone()) };
        prop_assert_eq!(decode(&encode(&text)), expected);
    }

    #[test]
    fn the_url_crate_reads_the_pairs_that_are_written_here(pairs in proptest::collection::vec((texts::anything(), texts::anything()), 0..5)) {
        let written = encode_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        prop_assert!(written.is_ascii());
        let read: Vec<(String, String)> = form_urlencoded::parse(written.as_bytes()).into_owned().collect();
        prop_assert_eq!(read, pairs);
    }

    #[test]
    fn what_the_url_crate_writes_is_read_here(text in texts::anything()) {
        prop_assume!(!text.contains('\0'));
        let written: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        prop_assert_eq!(decode(&written), Ok(text));
    }

    #[test]
    fn whatever_is_accepted_means_the_same_to_the_url_crate(text in texts::urlish()) {
        for (name, value) in raw_pairs(&text) {
            if let (Ok(name), Ok(decoded)) = (decode(name), decode(value)) {
                let read = form_urlencoded::parse(format!("{}={value}", encode(&name)).as_bytes()).into_owned().next();
                prop_assert_eq!(read, Some((name, decoded)));
            }
        }
    }
}
