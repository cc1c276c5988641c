use crate::support::{CODE, TOKEN, cases, texts};
use proptest::prelude::*;
use protocol::findings::{Basis, Evidence, Left, Place, Sought, judge};
use protocol::secret::Secret;
use protocol::urlencoded::encode;

const NONE: Evidence<'_> = Evidence { arrival: None, entries: None, host_log: None, api_body: None };

fn judged(sought: &Sought<'_>, evidence: &Evidence<'_>, place: Place) -> (Basis, Left) {
    let finding =
        judge(sought, evidence).into_iter().find(|finding| finding.place == place).expect("every place is judged");
    (finding.basis, finding.left)
}

fn token(evidence: &Evidence<'_>, place: Place) -> (Basis, Left) {
    judged(&Sought::Token(&Secret::new(TOKEN)), evidence, place)
}

#[test]
fn every_place_is_judged_once_in_the_order_of_the_table() {
    let places: Vec<Place> =
        judge(&Sought::Token(&Secret::new(TOKEN)), &NONE).iter().map(|finding| finding.place).collect();
    assert_eq!(places, Place::ALL);
}

#[test]
fn what_could_not_be_read_is_not_measured_and_the_history_is_only_told_of() {
    for place in Place::ALL {
        let expected =
            if place == Place::History { (Basis::Told, Left::Token) } else { (Basis::NotMeasured, Left::Unknown) };
        assert_eq!(token(&NONE, place), expected, "{place:?}");
    }
}

#[test]
fn each_place_is_judged_by_its_own_evidence() {
    let bad = "https://client.example.com/cb#access_token=2YotnFZFEjr1zCsicMWpAA&state=x";
    let good = "https://client.example.com/cb";
    let echo = |referer| format!("{{\"headers_seen\":{{\"referer\":\"{referer}\"}}}}");
    let (bad_echo, good_echo) = (echo(bad), echo(good));
    let (bad, good) = (Some(bad), Some(good));
    let evidence = Evidence { arrival: bad, entries: good, host_log: good, api_body: Some(&good_echo) };
    let found = [Place::AddressBar, Place::NavigationEntry, Place::Script, Place::HostLog, Place::Referer]
        .map(|place| token(&evidence, place).1);
    assert_eq!(found, [Left::Token, Left::Nothing, Left::Nothing, Left::Nothing, Left::Nothing]);
    let evidence = Evidence { arrival: good, entries: bad, host_log: bad, api_body: Some(&bad_echo) };
    let found = [Place::AddressBar, Place::NavigationEntry, Place::Script, Place::HostLog, Place::Referer]
        .map(|place| token(&evidence, place).1);
    assert_eq!(found, [Left::Nothing, Left::Token, Left::Token, Left::Token, Left::Token]);
}

#[test]
fn a_code_is_called_a_spent_code() {
    let evidence = Evidence { host_log: Some("GET /cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x"), ..NONE };
    assert_eq!(
        judged(&Sought::Code(&Secret::new(CODE)), &evidence, Place::HostLog),
        (Basis::Measured, Left::SpentCode)
    );
    assert_eq!(judged(&Sought::Code(&Secret::new(CODE)), &evidence, Place::History), (Basis::Told, Left::SpentCode));
}

/// Servers escape as they like; a token that is there in any spelling is there.
#[test]
fn a_secret_is_found_in_whatever_way_it_was_escaped() {
    let secret = Secret::new("a+b/c==~x");
    for spelled in ["a+b/c==~x", "a%2Bb%2Fc%3D%3D%7Ex", "a%2bb%2fc%3d%3d~x", "a%2Bb/c==~x", "%61%2Bb/c==~x"] {
        let text = format!("stray % before\nhttps://client.example.com/cb#access_token={spelled}&state=x");
        let evidence = Evidence { entries: Some(&text), ..NONE };
        assert_eq!(judged(&Sought::Token(&secret), &evidence, Place::NavigationEntry).1, Left::Token, "{spelled}");
    }
    let evidence = Evidence { entries: Some("https://client.example.com/cb#access_token=other%"), ..NONE };
    assert_eq!(judged(&Sought::Token(&secret), &evidence, Place::NavigationEntry).1, Left::Nothing);
}

/// No `referer` among the headers that an API saw is the measured absence of one; no list of headers is no measurement.
#[test]
fn a_referer_is_measured_only_where_the_api_tells_what_it_saw() {
    for (body, expected) in [
        (r#"{"headers_seen":{"host":"api"}}"#, (Basis::Measured, Left::Nothing)),
        (r#"{"headers_seen":{"referer":"https://client.example.com/"}}"#, (Basis::Measured, Left::Nothing)),
        (r#"{"headers_seen":null}"#, (Basis::NotMeasured, Left::Unknown)),
        (r#"{"headers_seen":"2YotnFZFEjr1zCsicMWpAA"}"#, (Basis::NotMeasured, Left::Unknown)),
        (r#"{"other":1}"#, (Basis::NotMeasured, Left::Unknown)),
        ("<html>", (Basis::NotMeasured, Left::Unknown)),
        ("", (Basis::NotMeasured, Left::Unknown)),
    ] {
        assert_eq!(token(&Evidence { api_body: Some(body), ..NONE }, Place::Referer), expected, "{body}");
    }
}

#[test]
fn places_and_bases_have_stable_names() {
    assert_eq!(
        Place::ALL.map(Place::name),
        ["address-bar", "navigation-entry", "script", "host-log", "referer", "history"]
    );
    assert_eq!(
        [Basis::Measured, Basis::Told, Basis::NotMeasured].map(Basis::name),
        ["measured", "told", "not-measured"]
    );
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn an_address_with_the_token_is_never_called_clean(before in texts::anything(), token in "[!-~]{8,40}", upper in any::<bool>()) {
        let escaped = encode(&token);
        let escaped = if upper { escaped } else { lower_escapes(&escaped) };
        let text = format!("{before}\nhttps://client.example.com/cb#access_token={escaped}&state=x");
        let evidence = Evidence { entries: Some(&text), ..NONE };
        prop_assert_eq!(judged(&Sought::Token(&Secret::new(token)), &evidence, Place::Script).1, Left::Token);
    }
}

/// `%2B` as `%2b`.
fn lower_escapes(text: &str) -> String {
    let mut pieces = text.split('%');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |out, piece| format!("{out}%{}{}", piece[..2].to_ascii_lowercase(), &piece[2..]))
}
