use crate::support::{CODE, assert_harmless, cases, texts};
use proptest::prelude::*;
use protocol::outside::{made_visible, parts, start_of, without};

#[test]
fn a_long_text_is_cut_at_the_end_of_a_line_where_one_is_near() {
    assert_eq!(parts("short", 16), ["short"]);
    assert_eq!(parts(&"a".repeat(40), 16).iter().map(|part| part.len()).collect::<Vec<_>>(), [16, 16, 8]);
    assert_eq!(parts("aaaaaaaaaaaaaa\nbbbbbb", 16), ["aaaaaaaaaaaaaa\n", "bbbbbb"]);
    assert_eq!(parts("aaaa\nbbbbbbbbbbbbbbbbb", 16)[0].len(), 16, "not at one far away");
    assert_eq!(parts("ééééé", 3), ["é", "é", "é", "é", "é"], "never within a character");
    assert_eq!(parts("", 16), [""]);
}

proptest! {
    #[test]
    fn parts_put_together_are_the_text(text in texts::anything(), size in 4_usize..40) {
        let parts = parts(&text, size);
        prop_assert!(parts.concat() == text);
        prop_assert!(parts.iter().all(|part| part.len() <= size));
    }
}

#[test]
fn c041_control_and_direction_changing_characters_are_made_visible() {
    for (text, shown) in [
        ("a\u{0}b\u{1b}[31mc\r", "a␀b␛[31mc␍"),
        ("\u{7f}\u{9b}", "\u{fffd}\u{fffd}"),
        ("pay \u{202e}evil\u{202c}", "pay \u{fffd}evil\u{fffd}"),
        ("\u{2066}a\u{2069}\u{200f}\u{61c}", "\u{fffd}a\u{fffd}\u{fffd}\u{fffd}"),
        ("zero\u{200b}width\u{feff}\u{ad}", "zero\u{fffd}width\u{fffd}\u{fffd}"),
        ("line\u{2028}and\u{2029}paragraph", "line\u{fffd}and\u{fffd}paragraph"),
        ("tag\u{e0041}", "tag\u{fffd}"),
    ] {
        assert_eq!(made_visible(text, 100), shown);
    }
}

#[test]
fn c041_markup_stays_the_text_that_it_is() {
    let text = "<img src=x onerror=alert(1)> {{7*7}} ${7*7} naïve 日本 🎉 two\nlines\tand a tab";
    assert_eq!(made_visible(text, 200), text);
}

#[test]
fn c041_a_megabyte_is_cut_with_a_sign_of_it() {
    let shown = made_visible(&"é".repeat(1 << 20), 600);
    assert_eq!(shown.chars().count(), 601);
    assert!(shown.ends_with("é…"));
    assert_eq!(made_visible("abc", 3), "abc", "what fits is not cut");
}

#[test]
fn the_start_of_a_value_is_six_characters() {
    assert_eq!(start_of("abcdefgh"), "abcdef…");
    assert_eq!(start_of("abc"), "abc");
}

#[test]
fn a_secret_that_a_server_repeats_is_taken_out() {
    assert_eq!(without(&format!("Invalid code: {CODE}, {CODE}"), &[CODE]), "Invalid code: •••, •••");
    assert_eq!(without("Invalid code", &[CODE]), "Invalid code");
}

/// Names of headers and of parameters come in small letters.
#[test]
fn so_is_one_in_another_case_of_letters() {
    for other in [CODE.to_ascii_lowercase(), CODE.to_ascii_uppercase()] {
        assert_eq!(without(&format!("Ü {other}!"), &[CODE]), "Ü •••!");
        assert_eq!(without(&format!("{}…", &other[..12]), &[CODE]), "•••…");
    }
}

/// Real servers put whole tokens into a message, and messages are cut before they are kept.
#[test]
fn so_is_the_beginning_of_one_at_the_end_of_a_cut_text() {
    let cut = made_visible(&format!("Invalid code: {CODE}"), 24);
    assert_eq!(cut, "Invalid code: SplxlOBeZQ…");
    assert_eq!(without(&cut, &[CODE]), "Invalid code: •••…");
}

/// Found by fuzzing.
#[test]
fn and_one_at_a_cut_in_the_middle_of_a_text() {
    let cut = made_visible(CODE, 12);
    assert_eq!(without(&format!("{cut}: lifetime unknown"), &[CODE]), "•••…: lifetime unknown");
}

/// Found by fuzzing: the shorter one went first, and the rest of the longer one stayed.
#[test]
fn a_secret_that_holds_another_goes_as_a_whole() {
    let longer = format!("{CODE}.signature");
    for secrets in [[CODE, longer.as_str()], [longer.as_str(), CODE]] {
        assert_eq!(without(&format!("Invalid code: {longer}!"), &secrets), "Invalid code: •••!");
    }
    assert_eq!(without("abcdefghijklmnop", &["abcdefghij", "ghijklmnop"]), "•••", "or begins within it");
}

#[test]
fn what_is_as_short_as_a_word_is_left_alone() {
    assert_eq!(without("a 401 error", &["401", "error"]), "a 401 error");
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn nothing_made_visible_alters_the_page(text in texts::anything(), limit in 0usize..80) {
        let shown = made_visible(&text, limit);
        assert_harmless(&shown);
        prop_assert!(shown.chars().count() <= limit + 1);
    }

    /// Reports are made visible where they are made and again where evidence is added.
    #[test]
    fn what_is_visible_stays_as_it_is(text in texts::anything(), limit in 0usize..80) {
        let once = made_visible(&text, limit);
        prop_assert_eq!(made_visible(&once, limit), once);
    }

    #[test]
    fn no_text_around_it_hides_a_secret(before in texts::anything(), after in texts::anything()) {
        let text = without(&format!("{before}{CODE}{after}"), &[CODE]);
        prop_assert!(!text.contains(CODE));
    }
}
