//! An address typed by a person or named by a link: what is accepted is what a URL parser goes to.

use crate::support::{harmless, parse, whole};
use protocol::endpoint::{self, Endpoint};

/// One address.
pub fn run(data: &[u8]) {
    let text = whole(data);
    let endpoint = match Endpoint::parse(&text, parse) {
        Ok(endpoint) => endpoint,
        Err(problem) => {
            harmless(&problem.sentence());
            assert!(problem.sentence().chars().count() < 200);
            return;
        }
    };
    let again = url::Url::parse(&endpoint.href).unwrap();
    let local = matches!(again.host_str(), Some("localhost" | "127.0.0.1"));
    assert!(again.scheme() == "https" || (again.scheme() == "http" && local), "{}", endpoint.href);
    assert!(again.username().is_empty() && again.password().is_none(), "{}", endpoint.href);
    assert_eq!(again.fragment(), None);
    assert_eq!(again.as_str(), endpoint.href, "normalised once is normalised");
    assert_eq!(again.origin().ascii_serialization(), endpoint.origin);
    assert_eq!(again.query().unwrap_or_default(), endpoint.query);
    assert!(endpoint.href.bytes().all(|byte| byte.is_ascii_graphic()));
    assert_eq!(Endpoint::parse(&endpoint.href, parse).as_ref(), Ok(&endpoint));
    assert!(endpoint::checked(&text, parse).is_ok());
    nothing_vanishes(text.trim(), &endpoint.href);
}

/// Two parsers that disagree go to two places: a character that this one drops would be such a disagreement.
fn nothing_vanishes(text: &str, href: &str) {
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()).take(8) {
        let with = |other| [&text[..at], other, &text[at + c.len_utf8()..]].concat();
        let goes_there = |address: &str| url::Url::parse(address).is_ok_and(|url| url.as_str() == href);
        // Any letter may stand in a part of a path that `..` takes back, and a dot of any kind ends a number that is a host.
        assert!(
            !goes_there(&with("")) || goes_there(&with("q")) || goes_there(&with(".")),
            "{c:?} vanishes from {text:?}"
        );
    }
}
