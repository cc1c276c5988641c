use crate::support::{assert_harmless, cases, code_form, texts, token_form, with};
use proptest::prelude::*;
use protocol::form::Field;
use protocol::profiles::Profiles;

fn two() -> Profiles {
    let mut profiles = Profiles::default();
    profiles.save("at work", &code_form()).expect("a name");
    profiles.save(" at home ", &token_form()).expect("a name");
    profiles
}

#[test]
fn what_is_saved_comes_back_under_its_name() {
    let back = Profiles::from_text(&two().to_text()).expect("its own text");
    assert_eq!(back, two());
    assert_eq!(back.named("at home").map(|profile| &profile.form), Some(&token_form()));
}

#[test]
fn a_name_is_one_profile() {
    let mut profiles = two();
    profiles.save("at work", &token_form()).expect("a name");
    assert_eq!(profiles.all().iter().map(|profile| profile.name.as_str()).collect::<Vec<_>>(), ["at home", "at work"]);
    profiles.remove("at work");
    assert_eq!(profiles.all().len(), 1);
    for bad in ["", "  ", "a\u{202e}b", &"x".repeat(81)] {
        assert!(profiles.save(bad, &code_form()).is_err(), "{bad:?}");
    }
}

#[test]
fn what_sounds_like_a_secret_stays_behind() {
    let form = with(&code_form(), &[(Field::ApiHeaders, "x-api-key: hunter2\naccept: text/plain")]);
    let mut profiles = Profiles::default();
    assert_eq!(profiles.save("p", &form), Ok(vec!["x-api-key".to_owned()]));
    assert!(!profiles.to_text().contains("hunter2"));
    // A file may have been written by anyone.
    let smuggled = Profiles::from_text(&profiles.to_text().replace("accept: text/plain", "x-api-key: hunter2"));
    assert!(!smuggled.expect("a file").to_text().contains("hunter2"));
}

#[test]
fn c259_a_file_at_fault_is_refused_whole_and_says_where() {
    let text = two().to_text();
    for (from, to, words) in [
        ("grantlens-profiles-1", "grantlens-profiles-9", "format"),
        ("\"at home\"", "\"at work\"", "Profile 2 has the name"),
        ("\"at home\"", "7", "Profile 2 has no name"),
        ("\"at home\"", "\"\"", "Profile 2 has no good name"),
        ("\"client_id\"", "\"client_idd\"", "Profile 1 has a field that this page does not know: client_idd"),
        ("\"s6BhdRkqt3\"", "7", "Profile 1 has a field that is not text"),
        ("\"profiles\":[", "\"profile\":[", "no list"),
        ("{", "", "no JSON"),
    ] {
        let fault = Profiles::from_text(&text.replacen(from, to, 1)).expect_err(from);
        assert!(fault.contains(words), "{fault}");
    }
    assert!(Profiles::from_text(&" ".repeat(1024 * 1024 + 1)).is_err());
}

#[test]
fn an_import_adds_and_replaces() {
    let mut profiles = two();
    let mut others = Profiles::default();
    others.save("at work", &token_form()).expect("a name");
    others.save("new", &code_form()).expect("a name");
    profiles.add(others).expect("room");
    assert_eq!(profiles.all().len(), 3);
    assert_eq!(profiles.named("at work").map(|profile| &profile.form), Some(&token_form()));
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn no_file_makes_it_panic_or_alters_the_page(text in texts::anything()) {
        if let Err(fault) = Profiles::from_text(&text) {
            assert_harmless(&fault);
        }
    }
}
