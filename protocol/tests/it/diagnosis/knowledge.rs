//! The data files of `diagnosis/`: how they are read, whether those that ship are whole, and whether each rule finds what it is for.

use crate::support::{ORIGIN, parse};
use protocol::diagnosis::clock::{compared, http_date, retry_after};
use protocol::diagnosis::knowledge::{self, Knowledge};
use protocol::diagnosis::rule::{Facts, find};
use protocol::diagnosis::values::Values;
use protocol::diagnosis::{Failed, Sort};
use protocol::json::Json;
use protocol::report::{Report, Who};
use protocol::trace::Step;
use std::fs;
use std::path::Path;

const TOPICS: [&str; 6] = ["cors", "redirect-uri", "public-client", "pkce", "scope", "csp"];

/// The files of a folder, in the order of their names, as setup/pack.mjs takes them.
fn files(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../diagnosis").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn shipped() -> Knowledge {
    let servers = files("servers").join(",");
    let lists = files("rules");
    let rules: Vec<&str> = lists.iter().map(|list| list.trim().trim_start_matches('[').trim_end_matches(']')).collect();
    knowledge::read(&format!("{{\"servers\":[{servers}],\"rules\":[{}]}}", rules.join(",")), parse).unwrap()
}

/// A sentence, and braces that stand for something.
fn expect_sound(text: &str, of: &str) {
    let names = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
    for name in
        names.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && !name.is_empty())
    {
        assert!(Values::NAMES.contains(&name), "{of}: {{{name}}} is nothing that the page knows");
    }
}

#[test]
fn every_server_that_ships_is_whole() {
    let texts = files("servers");
    let shipped = shipped();
    assert_eq!(shipped.servers.len(), texts.len(), "one was left out");
    for (server, text) in shipped.servers.iter().zip(&texts) {
        let json = Json::object(text).unwrap();
        let written = |name| json.get(name).unwrap();
        assert_eq!(server.settings.len(), written("settings").items().len(), "{}: a setting was left out", server.name);
        assert_eq!(server.links.len(), written("links").members().len(), "{}: a link is no https address", server.name);
        assert!(!server.links.is_empty(), "{} names no source", server.name);
        let (year, month) = server.checked.split_once('-').unwrap();
        assert!(year.len() == 4 && month.len() == 2, "{}", server.checked);
        assert!(server.setting("cors").is_some(), "{} says nothing of CORS", server.name);
        for setting in &server.settings {
            let of = format!("{}, {}", server.name, setting.topic);
            assert!(TOPICS.contains(&setting.topic.as_str()), "{of}");
            assert!(!setting.value.is_empty() || setting.note.ends_with('.'), "{of} says nothing to set");
            for text in setting.value.iter().chain([&setting.place, &setting.note]) {
                expect_sound(text, &of);
            }
        }
    }
}

#[test]
fn a_server_is_known_by_its_address() {
    let shipped = shipped();
    let at = |url: &str| shipped.server_at(url, parse).map(|server| server.name.as_str());
    for (url, name) in [
        ("https://id.example.org/realms/one/protocol/openid-connect/token", "Keycloak"),
        ("https://example.eu.auth0.com/oauth/token", "Auth0"),
        ("https://example.okta.com/oauth2/default/v1/token", "Okta"),
        ("https://login.microsoftonline.com/common/oauth2/v2.0/token", "Microsoft Entra ID"),
    ] {
        assert_eq!(at(url), Some(name), "{url}");
    }
    for url in [
        "https://as.example.org/token",
        "https://as.example.org/oauth2/token", // Spring's, and Hydra's, and Cognito's
        "https://auth0.com.example.org/",
        "https://notlogin.microsoftonline.com.example/",
        "no address",
    ] {
        assert_eq!(at(url), None, "{url}");
    }
}

#[test]
fn every_rule_that_ships_is_whole_and_finds_its_examples() {
    let shipped = shipped();
    let written: usize = files("rules").iter().map(|text| Json::parse(text).unwrap().items().len()).sum();
    assert_eq!(shipped.rules.len(), written, "one was left out");
    let mut ids: Vec<&str> = shipped.rules.iter().map(|rule| rule.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), written, "two of one name");
    for rule in &shipped.rules {
        assert!(!rule.examples.is_empty(), "{} has no example", rule.id);
        for cause in &rule.causes {
            assert!(cause.ends_with(['.', '}']), "{}: {cause}", rule.id);
            expect_sound(cause, &rule.id);
        }
        assert!(rule.topic.is_empty() || TOPICS.contains(&rule.topic.as_str()), "{}", rule.id);
        let server = shipped.servers.iter().find(|server| server.name == rule.server);
        assert!(rule.server.is_empty() || server.is_some(), "{}: {} is no server of ours", rule.id, rule.server);
        if let (Some(server), false) = (server, rule.topic.is_empty()) {
            assert!(server.setting(&rule.topic).is_some(), "{}: {} has no such setting", rule.id, rule.server);
        }
        for example in &rule.examples {
            let found = find(&shipped.rules, example).map(|rule| rule.id.as_str());
            assert_eq!(found, Some(rule.id.as_str()), "{example:?}");
        }
        for other in &rule.others {
            assert_ne!(find(&shipped.rules, other).map(|rule| rule.id.as_str()), Some(rule.id.as_str()), "{other:?}");
        }
    }
    assert_eq!(
        find(
            &shipped.rules,
            &Facts { kind: "as_error".to_owned(), error: "of_its_own".to_owned(), ..Facts::default() }
        ),
        None
    );
}

#[test]
fn the_facts_are_those_of_the_report() {
    let report = Report::new("as_error", Who::Client, "h", "m", "x")
        .status(400)
        .evidence("error", "invalid_grant")
        .evidence("error_description", "words of the server");
    let facts = Facts::of(&report, "as.example.com");
    assert_eq!((facts.kind.as_str(), facts.status, facts.error.as_str()), ("as_error", Some(400), "invalid_grant"));
    assert_eq!((facts.says.as_str(), facts.host.as_str()), ("words of the server", "as.example.com"));
}

#[test]
fn a_rule_or_a_server_that_lacks_something_is_left_out() {
    let read = |text: &str| knowledge::read(text, parse);
    assert!(read("[]").is_err());
    let none = read(r#"{"servers":[{"name":"no date"}],"rules":[{"id":"x","whose":"client","causes":[]},{"id":"y","whose":"nobody","causes":["c"]}]}"#).unwrap();
    assert!(none.servers.is_empty() && none.rules.is_empty());
    let one = read(r#"{"rules":[{"id":"x","whose":"client","causes":["c"],"links":{"a":"http://plain.example/","b":"javascript:x"}}]}"#).unwrap();
    assert!(one.rules[0].links.is_empty());
}

#[test]
fn values_are_put_in_once() {
    let values = Values::default().with("origin", "https://{scope}").with("scope", "").with("headers", "a, b");
    assert_eq!(values.fill("{origin} {scope} {headers} {other} {"), "https://{scope} (none) a, b {other} {");
    let failed = Failed {
        step: Step::Api,
        method: "PUT".to_owned(),
        url: "https://api.example.com/notes".to_owned(),
        headers: vec!["authorization".to_owned(), "dpop".to_owned()],
        sort: Sort::Write,
        client_id: None,
    };
    let spring = shipped().servers.into_iter().find(|server| server.name.starts_with("Spring")).unwrap();
    let text = spring.setting("cors").unwrap().filled(&failed.values(ORIGIN, parse)).value.join("\n");
    for line in [
        r#"setAllowedOrigins(List.of("https://client.example.com"))"#,
        r#"List.of("PUT", "OPTIONS")"#,
        r#"List.of("authorization", "dpop")"#,
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(!text.contains("{origin}") && !text.contains("quoted"), "{text}");
}

#[test]
fn c_clock_the_offset_is_measured_by_the_header_date() {
    assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
    assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
    assert_eq!(http_date("Thu, 29 Feb 2024 23:59:60 GMT"), Some(1_709_251_200_000));
    for text in [
        "",
        "now",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:99:37 GMT",
        "Sun, 06 Nov 99999999999 08:49:37 GMT",
    ] {
        assert_eq!(http_date(text), None, "{text}");
    }
    let at = |ms: u64| compared(Some("Thu, 01 Jan 1970 01:00:00 GMT"), ms);
    assert!(at(3_600_900).contains("agree"));
    assert!(at(3_660_000).contains("60 s ahead"), "{}", at(3_660_000));
    assert!(at(3_300_000).contains("300 s behind"));
    assert!(compared(None, 5).contains("exposes no header Date"));
    assert!(retry_after(Some("120")).contains("120 s"));
    assert!(retry_after(Some("Sun, 06 Nov 1994 08:49:37 GMT")).contains("until"));
    assert!(retry_after(None).contains("Retry-After"));
}
