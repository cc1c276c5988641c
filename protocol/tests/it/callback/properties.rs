//! What holds for every address, however hostile.

use crate::support::journey::{come_back, come_back_to};
use crate::support::{NOW, assert_all_harmless, assert_harmless, cases, code_form, texts, token_form};
use proptest::prelude::*;
use protocol::callback;
use protocol::check::Checks;
use protocol::urlencoded;
use protocol::wire::{Place, Shown};

const KNOWN: [&str; 13] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id_token",
    "response",
    "session_state",
];

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn what_is_read_has_each_parameter_once_from_one_part(address in prop_oneof![texts::anything(), texts::urlish()]) {
        let Ok(response) = callback::read(&address, &mut Checks::planned(&[])) else { return Ok(()) };
        let (rest, fragment) = address.split_once('#').unwrap_or((&address, ""));
        let query = rest.split_once('?').map_or("", |(_, query)| query);
        let named = |part: &str, name: &str| {
            urlencoded::raw_pairs(part).filter(|(raw, _)| urlencoded::decode(raw).is_ok_and(|decoded| decoded == name)).count()
        };
        for name in KNOWN {
            let (in_query, in_fragment) = (named(query, name), named(fragment, name));
            if let Some(value) = response.get(name) {
                let in_its_part = if response.place() == Place::Fragment { in_fragment } else { in_query };
                let count = if name == "iss" { in_query + in_fragment } else { in_its_part };
                prop_assert!(count == 1, "{name} in {address}");
                prop_assert!(!value.contains('\0'));
            }
        }
        for line in response.message().lines {
            prop_assert!(KNOWN.contains(&line.name.as_str()));
            if let Shown::Plain(text) = &line.value {
                assert_harmless(text);
            }
        }
    }

    #[test]
    fn nothing_but_the_right_state_brings_a_code_or_a_token(address in texts::urlish()) {
        for form in [code_form(), token_form()] {
            if let Err(error) = come_back_to(&form, &address, NOW).outcome {
                assert_all_harmless(&error.report());
            } else {
                prop_assert!(address.contains("STATE"), "{address}");
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_is_accepted_is_exactly_what_was_sent(code in texts::anything(), others in texts::anything()) {
        prop_assume!(!code.contains('\0'));
        let tail = format!("?code={}&state=STATE&x={}", urlencoded::encode(&code), urlencoded::encode(&others));
        match come_back(&code_form(), &tail).outcome {
            Ok(accepted) => {
                prop_assert!(accepted.tokens.is_none() && accepted.id_token.is_none(), "a token");
                prop_assert_eq!(accepted.code.map(|grant| grant.code.reveal().to_owned()), Some(code));
            }
            Err(error) => prop_assert!(code.is_empty(), "{error:?}"),
        }
    }

    #[test]
    fn no_words_of_a_server_alter_the_page(error in texts::anything(), description in texts::anything(), uri in texts::urlish()) {
        let encode = urlencoded::encode;
        let tail = format!("?state=STATE&error={}&error_description={}&error_uri={}", encode(&error), encode(&description), encode(&uri));
        let judged = come_back(&code_form(), &tail);
        assert_all_harmless(&judged.checks);
        let report = judged.error().report();
        assert_all_harmless(&report);
        let uri = report.evidence.iter().find(|(label, _)| label == "error_uri").map(|(_, uri)| uri.as_str());
        prop_assert!(uri.is_none_or(|uri| uri.starts_with("https://")));
    }
}
