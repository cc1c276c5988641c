use crate::support::{cases, parse};
use proptest::prelude::*;
use protocol::well_known::{appended, inserted};

#[test]
fn c109_the_suffix_stands_behind_the_path_or_before_it() {
    for (identifier, behind, before) in [
        ("https://as.example", "https://as.example/.well-known/x", "https://as.example/.well-known/x"),
        ("https://as.example/", "https://as.example/.well-known/x", "https://as.example/.well-known/x"),
        ("https://as.example/t1", "https://as.example/t1/.well-known/x", "https://as.example/.well-known/x/t1"),
        ("https://as.example/t1/", "https://as.example/t1/.well-known/x", "https://as.example/.well-known/x/t1"),
        (
            "https://as.example:8443/a/b",
            "https://as.example:8443/a/b/.well-known/x",
            "https://as.example:8443/.well-known/x/a/b",
        ),
        (
            "https://api.example/notes?limit=5#x",
            "https://api.example/notes/.well-known/x",
            "https://api.example/.well-known/x/notes",
        ),
    ] {
        let parts = parse(identifier).unwrap();
        assert_eq!(appended(&parts, "x"), behind, "{identifier}");
        assert_eq!(inserted(&parts, "x"), before, "{identifier}");
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn c109_there_is_no_double_slash_whatever_the_path_ends_in(path in "(/[a-z]{1,4}){0,3}/{0,3}") {
        let parts = parse(&format!("https://as.example{path}")).unwrap();
        for made in [appended(&parts, "x"), inserted(&parts, "x")] {
            prop_assert!(!made["https://".len()..].contains("//"), "{}", made);
        }
    }
}
