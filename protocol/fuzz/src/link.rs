//! A deep link: a query fills a form and does nothing else; a link made of that form carries no secret and fills the same form.

use crate::support::{PAGE, code_form, named, whole};
use protocol::extra;
use protocol::form::{ConfigForm, Field};
use protocol::link;

/// What a person would not want in a link. A fuzzer finds places for it.
const SECRET: &str = "hunter2hunter2";

const ADDRESSES: [Field; 5] =
    [Field::Issuer, Field::AuthorizationEndpoint, Field::TokenEndpoint, Field::RedirectUri, Field::Api];

/// One query.
pub fn run(data: &[u8]) {
    let query = whole(data).replace("$P", SECRET);
    let before = code_form();
    let mut form = before.clone();
    let filled = link::fill(&mut form, &query);
    let mut known = false;
    for field in Field::ALL {
        let values = named(&query, field.name());
        if form.text(field) != before.text(field) {
            assert!(values.iter().any(|value| value == form.text(field)), "{field:?} is {:?}", form.text(field));
        }
        known |= !values.is_empty();
    }
    assert!(filled || form == before);
    assert!(!filled || known, "a form filled by nothing");
    made_of(&form);
}

fn made_of(form: &ConfigForm) {
    let link = link::make(form, PAGE);
    let (page, query) = link.address.split_once('?').expect("a query");
    assert_eq!(page, PAGE);
    assert!(query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._*%&=".contains(&byte)), "{query}");
    let mut again = ConfigForm::default();
    link::fill(&mut again, query);
    let second = link::make(&again, PAGE);
    assert_eq!(second.address, link.address, "a link of what a link filled is the same");
    assert!(second.left_out.is_empty(), "{:?} came through a link", second.left_out);
    for field in Field::ALL {
        let lines: Vec<&str> = extra::lines(form.text(field)).collect();
        let mut typed = form.trimmed(field).to_owned();
        if ADDRESSES.contains(&field) {
            typed = typed.replace(['\t', '\n', '\r'], "");
        }
        match field {
            Field::ApiHeaders | Field::AuthorizationParams | Field::TokenParams => {
                assert!(extra::lines(again.text(field)).all(|line| lines.contains(&line)), "{field:?}");
            }
            Field::RedirectUri if typed == PAGE => assert_eq!(again.text(field), "", "it goes without saying"),
            _ if link.left_out.is_empty() => assert_eq!(again.text(field), typed, "{field:?}"),
            _ => {}
        }
    }
    secrets_stay(form, &link.address);
}

/// A password before a host, and the value of a parameter that sounds secret, as a URL parser finds them.
fn secrets_stay(form: &ConfigForm, address: &str) {
    let is_shown = address.contains(SECRET);
    let elsewhere = |own: Field| Field::ALL.iter().any(|other| *other != own && form.text(*other).contains(SECRET));
    for field in ADDRESSES {
        let text = form.trimmed(field);
        if !is_shown || !text.contains(SECRET) || elsewhere(field) || text.matches(SECRET).count() > 1 {
            continue;
        }
        let Ok(url) = url::Url::parse(text) else { continue };
        assert_ne!(url.password(), Some(SECRET), "a password in {address}");
        assert_ne!(url.username(), SECRET, "a user in {address}");
        for part in [url.query(), url.fragment()].into_iter().flatten() {
            for (name, value) in url::form_urlencoded::parse(part.as_bytes()) {
                assert!(!(extra::sounds_secret(&name) && value == SECRET), "the value of {name} in {address}");
            }
        }
    }
}
