use crate::support::{assert_harmless, cases, parse, texts};
use proptest::prelude::*;
use protocol::endpoint::{AddressProblem, Endpoint};

#[track_caller]
fn problem(text: &str) -> AddressProblem {
    Endpoint::parse(text, parse).expect_err(text)
}

#[test]
fn an_address_is_normalised_and_keeps_its_own_query() {
    let endpoint = Endpoint::parse("  HTTPS://AS.Example:443/auth?tenant=7 ", parse).unwrap();
    assert_eq!(endpoint.href, "https://as.example/auth?tenant=7");
    assert_eq!(endpoint.origin, "https://as.example");
    assert_eq!(endpoint.query, "tenant=7");
}

#[test]
fn each_problem_is_named() {
    use AddressProblem::{Fragment, HiddenCharacter, Missing, NotAbsolute, PlainHttp, Scheme, UserInfo};
    for (text, expected) in [
        ("", Missing),
        (" \t ", Missing),
        ("as.example/auth", NotAbsolute),
        ("/auth", NotAbsolute),
        ("https://", NotAbsolute),
        ("https://as.example:99999", NotAbsolute),
        ("https://as example/", HiddenCharacter),
        ("https://as.example/\u{a0}x", HiddenCharacter),
        ("https://as.ex\tample/", HiddenCharacter),
        ("https:\\\\as.example", HiddenCharacter),
        ("https://as.example\\@evil.example", HiddenCharacter),
        ("https://as.ex\u{ad}ample/", HiddenCharacter),
        ("https://as.example/\u{200b}", HiddenCharacter),
        ("https://as.example/\u{202e}", HiddenCharacter),
        ("https://as.ex\u{34f}ample/", HiddenCharacter),
        ("https://as.ex\u{fe0f}ample/", HiddenCharacter),
        ("mailto:a@as.example", Scheme("mailto".to_owned())),
        ("javascript:alert(1)", Scheme("javascript".to_owned())),
        ("http://as.example/", PlainHttp("as.example".to_owned())),
        ("https://a@as.example/", UserInfo),
        ("https://a:b@as.example/", UserInfo),
        ("https://as.example/#", Fragment),
        ("https://as.example/#/route", Fragment),
    ] {
        assert_eq!(problem(text), expected, "{text:?}");
    }
}

#[test]
fn a_problem_says_what_to_type_instead() {
    for (text, words) in [
        ("", "Needed."),
        ("as.example", "This is no whole address. Begin with https://"),
        ("javascript:alert(1)", "Addresses that begin with javascript: are not opened from here. Use https."),
        (
            "http://as.example",
            "Plain http to as.example is forbidden by this page's policy. Use https; http works for localhost and 127.0.0.1 only.",
        ),
    ] {
        assert_eq!(problem(text).sentence(), words);
    }
}

/// Found by fuzzing: the parser drops such a character from a host, so the host that is typed is not the one that is called.
#[test]
fn every_character_that_the_parser_drops_from_a_host_counts_as_hidden() {
    let drops = |c: &char| parse(&format!("https://as.ex{c}ample/")).is_some_and(|parts| parts.host == "as.example");
    // The planes where there are any.
    let all = ('\u{80}'..='\u{ffff}')
        .chain('\u{1bc00}'..='\u{1bcff}')
        .chain('\u{1d100}'..='\u{1d1ff}')
        .chain('\u{e0000}'..='\u{e0fff}');
    let dropped: Vec<char> = all.filter(drops).collect();
    assert!(dropped.len() > 200, "only {}", dropped.len());
    for c in dropped {
        assert_eq!(problem(&format!("https://as.ex{c}ample/")), AddressProblem::HiddenCharacter, "{c:?}");
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_accepted_is_https_or_this_machine_and_nothing_hides_in_it(
        text in prop_oneof![
            texts::anything(),
            texts::made_of(&["http", "https", ":", "//", "/", "@", "localhost", "127.0.0.1", "as.example", "?", "#", "a=b", "%", "\\", " ", "[::1]"]),
        ]
    ) {
        match Endpoint::parse(&text, parse) {
            Ok(endpoint) => {
                let again = url::Url::parse(&endpoint.href).unwrap();
                let local = matches!(again.host_str(), Some("localhost" | "127.0.0.1"));
                prop_assert!(again.scheme() == "https" || (again.scheme() == "http" && local), "{}", endpoint.href);
                prop_assert!(again.username().is_empty() && again.password().is_none());
                prop_assert_eq!(again.fragment(), None);
                prop_assert_eq!(again.as_str(), endpoint.href.as_str(), "normalised once is normalised");
                prop_assert_eq!(again.origin().ascii_serialization(), endpoint.origin);
                prop_assert!(endpoint.href.bytes().all(|byte| byte.is_ascii_graphic()));
            }
            Err(problem) => assert_harmless(&problem.sentence()),
        }
    }
}
