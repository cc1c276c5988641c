use crate::support::{checked, code_form};
use protocol::form::Field;
use protocol::initiated::Initiated;

fn read(query: &str) -> Option<Initiated> {
    Initiated::read(query, &code_form())
}

#[test]
fn a_known_issuer_may_be_confirmed_and_any_other_is_named_only() {
    let known = read("iss=https%3A%2F%2Fserver.example.com&login_hint=alice&target_link_uri=https://evil.example/")
        .expect("one");
    assert!(known.is_known);
    assert_eq!((known.iss.as_str(), known.login_hint.as_deref()), ("https://server.example.com", Some("alice")));
    for other in ["https://evil.example", "https://server.example.com/", "https://SERVER.example.com"] {
        assert!(!read(&format!("iss={other}")).expect("one").is_known, "{other}");
    }
}

#[test]
fn the_hint_becomes_a_parameter_once() {
    let mut form = code_form();
    form.set(Field::AuthorizationParams, "login_hint=bob\naudience=x");
    read("iss=https://server.example.com&login_hint=alice%40example.com").expect("one").fill(&mut form);
    assert_eq!(form.text(Field::AuthorizationParams), "audience=x\nlogin_hint=alice@example.com");
    assert_eq!(checked(&form).authorization_params.len(), 2);
}

#[test]
fn what_is_no_such_link_is_none() {
    for query in [
        "",
        "login_hint=alice",
        "iss=",
        "iss=a&iss=b",
        "iss=a&login_hint=x&login_hint=y",
        "iss=%zz",
        "iss=https://server.example.com&client_id=theirs",
        "issuer=https://server.example.com",
    ] {
        assert_eq!(read(query), None, "{query}");
    }
    let line_break = read("iss=a&login_hint=x%0Aprompt%3Dnone").expect("one");
    assert_eq!(line_break.login_hint, None, "a hint that would be two parameters");
}
