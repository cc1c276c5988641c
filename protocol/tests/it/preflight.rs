use crate::support::{ORIGIN, checked, code_form, tokens};
use protocol::api;
use protocol::form_post;
use protocol::preflight::{self, Cause};
use protocol::wire::{Channel, Line, Message, Place};

fn request(method: &str, target: &str, headers: &[(&str, &str)]) -> Message {
    Message {
        channel: Channel::Back,
        method: method.to_owned(),
        headers: headers.iter().map(|(name, value)| Line::plain(name, value)).collect(),
        added_by_browser: vec![Line::plain("Origin", ORIGIN)],
        ..Message::navigation(target, Place::Body, Vec::new())
    }
}

fn causes(method: &str, headers: &[(&str, &str)]) -> Vec<Cause> {
    preflight::of(&request(method, "https://api.example.com/", headers)).map(|asked| asked.causes).unwrap_or_default()
}

#[test]
fn what_cors_lets_pass_is_sent_unasked() {
    for method in ["GET", "HEAD", "POST"] {
        assert_eq!(causes(method, &[]), []);
    }
    let safe = [
        ("Accept", "application/json"),
        ("accept-language", "de, en;q=0.5"),
        ("Content-Language", "en"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("content-type", "Text/Plain;charset=UTF-8"),
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Range", "bytes=0-"),
        ("Range", "bytes=10-20"),
    ];
    for header in safe {
        assert_eq!(causes("POST", &[header]), [], "{header:?}");
    }
    assert!(preflight::of(&form_post::message("https://as.example.com/token", Vec::new(), ORIGIN)).is_none());
}

#[test]
fn anything_else_is_asked_for_and_the_rule_says_why() {
    let name = |text: &str| text.to_owned();
    assert_eq!(causes("PUT", &[]), [Cause::Method(name("PUT"))]);
    assert_eq!(causes("GET", &[("X-One", "1")]), [Cause::Header(name("X-One"))]);
    assert_eq!(causes("POST", &[("Content-Type", "application/json")]), [Cause::ContentType(name("application/json"))]);
    let long = "a".repeat(129);
    for (header, value) in [
        ("Accept", "a\"b"),
        ("Accept", long.as_str()),
        ("Accept-Language", "a(b"),
        ("Content-Type", "text/plain;x=\"y\""),
        ("Range", "bytes=-5"),
        ("Range", "lines=1-2"),
    ] {
        assert_eq!(causes("GET", &[(header, value)]), [Cause::Value(name(header))], "{header}: {value}");
    }
    for cause in [
        Cause::Method(name("PUT")),
        Cause::Header(name("X")),
        Cause::ContentType(name("a/b")),
        Cause::Value(name("Range")),
    ] {
        assert!(cause.rule().ends_with('.') && cause.section().starts_with("https://fetch.spec.whatwg.org/#cors-"));
    }
}

#[test]
fn it_names_the_headers_small_and_in_the_order_of_the_alphabet() {
    let message = request(
        "PATCH",
        "https://api.example.com/",
        &[("X-B", "1"), ("Accept", "a/b"), ("Authorization", "x"), ("x-a", "2")],
    );
    let asked = preflight::of(&message).unwrap();
    assert_eq!(
        asked.request_headers(),
        [
            ("Origin", ORIGIN.to_owned()),
            ("Access-Control-Request-Method", "PATCH".to_owned()),
            ("Access-Control-Request-Headers", "authorization,x-a,x-b".to_owned()),
        ]
    );
    assert_eq!(
        asked.line().value.text(),
        Some("a preflight asks whether PATCH and X-B and Authorization and x-a may be sent")
    );
}

#[test]
fn the_page_s_own_host_a_navigation_and_what_names_no_origin_are_not_asked() {
    let headers = [("Authorization", "Bearer x")];
    for at_home in [ORIGIN.to_owned(), format!("{ORIGIN}/api"), format!("{ORIGIN}?x=1")] {
        assert!(preflight::of(&request("GET", &at_home, &headers)).is_none(), "{at_home}");
    }
    for abroad in [format!("{ORIGIN}.evil.example"), format!("{ORIGIN}:444/api")] {
        assert!(preflight::of(&request("GET", &abroad, &headers)).is_some(), "{abroad}");
    }
    let mut navigation = request("GET", "https://api.example.com/", &headers);
    navigation.channel = Channel::Front;
    assert!(preflight::of(&navigation).is_none());
    let mut nameless = request("GET", "https://api.example.com/", &headers);
    nameless.added_by_browser.clear();
    assert!(preflight::of(&nameless).is_none());
}

#[test]
fn the_call_of_an_api_is_asked_for_whether_the_token_is_there_yet_or_not() {
    let call = checked(&code_form()).api.unwrap();
    for message in [api::message(&call, None, ORIGIN), api::message(&call, Some(&tokens()), ORIGIN)] {
        let asked = preflight::of(&message).unwrap();
        assert_eq!(asked.causes, [Cause::Header("Authorization".to_owned())]);
        assert!(message.added_by_browser.iter().any(|line| line.name == asked.line().name));
    }
}
