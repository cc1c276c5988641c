use crate::support::{cases, texts};
use proptest::prelude::*;
use protocol::challenge::{Challenge, parse};

#[track_caller]
fn reads(header: &str, expected: &[(&str, &[(&str, &str)])]) {
    let read = parse(header);
    let read: Vec<(&str, Vec<(&str, &str)>)> = read
        .iter()
        .map(|Challenge { scheme, params }| {
            (scheme.as_str(), params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect())
        })
        .collect();
    let expected: Vec<_> = expected.iter().map(|(scheme, params)| (*scheme, params.to_vec())).collect();
    assert_eq!(read, expected, "{header}");
}

#[test]
fn the_examples_of_rfc_6750_section_3() {
    reads("Bearer realm=\"example\"", &[("Bearer", &[("realm", "example")])]);
    reads(
        "Bearer realm=\"example\", error=\"invalid_token\", error_description=\"The access token expired\"",
        &[(
            "Bearer",
            &[("realm", "example"), ("error", "invalid_token"), ("error_description", "The access token expired")],
        )],
    );
}

#[test]
fn the_example_of_rfc_9110_section_11_6_1() {
    reads(
        "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
        &[
            ("Basic", &[("realm", "simple")]),
            ("Newauth", &[("realm", "apps"), ("type", "1"), ("title", "Login to \"apps\"")]),
        ],
    );
}

#[test]
fn c179_many_schemes_are_told_apart() {
    reads("", &[]);
    reads("Bearer", &[("Bearer", &[])]);
    reads("Bearer, Basic", &[("Bearer", &[]), ("Basic", &[])]);
    reads("bearer scope=\"a b\"", &[("bearer", &[("scope", "a b")])]);
    reads("Negotiate YII=, Bearer error=\"x\"", &[("Negotiate", &[]), ("Bearer", &[("error", "x")])]);
    reads("Negotiate, Bearer error=x", &[("Negotiate", &[]), ("Bearer", &[("error", "x")])]);
    reads(
        "DPoP algs=\"ES256 PS256\", Bearer realm=r",
        &[("DPoP", &[("algs", "ES256 PS256")]), ("Bearer", &[("realm", "r")])],
    );
    reads("Bearer error=a Basic realm=b", &[("Bearer", &[("error", "a")]), ("Basic", &[("realm", "b")])]);
}

#[test]
fn c179_blanks_and_commas_and_the_case_of_names_make_no_difference() {
    let expected: &[(&str, &[(&str, &str)])] = &[("Bearer", &[("realm", "r"), ("error", "e")])];
    for header in [
        "Bearer realm=r,error=e",
        ", ,Bearer   realm = \"r\" ,\t ERROR =e,,",
        "Bearer Realm=\"r\" error=\"e\"",
        "Bearer, realm=r, error=e",
    ] {
        reads(header, expected);
    }
}

#[test]
fn c179_broken_syntax_loses_what_is_broken_and_no_more() {
    reads("Bearer error=\"cut", &[("Bearer", &[("error", "cut")])]);
    reads("Bearer error=\"cut\\", &[("Bearer", &[("error", "cut")])]);
    reads("Bearer error=", &[("Bearer", &[])]);
    reads("error=\"x\"", &[]);
    reads("\"\"Bearer error=x", &[("Bearer", &[("error", "x")])]);
    reads("Bearer \u{e9}\u{0}error=x", &[("Bearer", &[("error", "x")])]);
    reads("Bearer error=\"\"", &[("Bearer", &[("error", "")])]);
    reads("====", &[]);
}

#[test]
fn a_comma_or_an_equals_sign_in_quotes_separates_nothing() {
    reads("Bearer error_description=\"a, Basic realm=b\"", &[("Bearer", &[("error_description", "a, Basic realm=b")])]);
}

#[test]
fn c179_a_megabyte_is_cut_at_the_end_of_a_character() {
    let many = parse(&"Bearer error=\"x\", ".repeat(60_000));
    assert!(many.len() < 2_000, "{} challenges", many.len());
    let wide = parse(&format!("Bearer error=\"{}", "€".repeat(1 << 18)));
    assert!(wide[0].get("error").is_some_and(|text| text.len() < 16 * 1024 && text.chars().all(|c| c == '€')));
}

#[test]
fn a_parameter_is_found_by_its_lower_case_name() {
    let challenges = parse("Bearer Error=\"x\"");
    assert_eq!(challenges[0].get("error"), Some("x"));
    assert_eq!(challenges[0].get("scope"), None);
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn c179_no_header_makes_it_panic_or_invents_anything(header in prop_oneof![
        texts::anything(),
        texts::made_of(&["Bearer", "Basic", "realm", "error", "=", "=", "\"", "\\", ",", ", ", " ", "\t", "a b", "dGVzdA==", "é"]),
    ]) {
        for challenge in parse(&header) {
            prop_assert!(!challenge.scheme.is_empty() && header.contains(&challenge.scheme));
            for (name, value) in &challenge.params {
                prop_assert!(!name.is_empty() && header.to_ascii_lowercase().contains(name));
                prop_assert!(value.len() <= header.len());
            }
        }
    }

    #[test]
    fn a_challenge_written_by_the_rules_is_read_back(
        params in proptest::collection::vec(("[a-z][a-z_]{0,8}", "[ -~]{0,20}"), 1..4),
    ) {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let written: Vec<String> = params.iter().map(|(name, value)| format!("{name}=\"{}\"", quoted(value))).collect();
        let read = parse(&format!("Bearer {}", written.join(", ")));
        prop_assert_eq!(read, [Challenge { scheme: "Bearer".to_owned(), params }]);
    }
}

/// Found while fuzzing: a second and more for 16 KiB.
#[test]
fn c179_a_header_that_never_ends_a_word_is_read_in_a_blink() {
    let begun = std::time::Instant::now();
    for header in
        ["a/".repeat(8 * 1024 - 1) + "(", "a ".repeat(8 * 1024), "a =\"".repeat(4 * 1024), "a b/".repeat(4096) + "("]
    {
        parse(&header);
    }
    assert!(begun.elapsed().as_millis() < 1000, "{:?}", begun.elapsed());
}
