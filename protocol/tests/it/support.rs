//! What many tests need: one client and its servers (those of RFC 6749's examples), a journey there and back, and text as hostile
//! as a generator can make it.

pub mod journey;
pub mod records;
pub mod shipped;
pub mod texts;

use proptest::prelude::ProptestConfig;
use protocol::config::{self, ClientConfig, Page};
use protocol::endpoint::UrlParts;
use protocol::form::{ConfigForm, Field};
use protocol::grant::{TokenKind, Tokens};
use protocol::json::Json;
use protocol::kept::Kept;
use protocol::outside::hides;
use protocol::report::{Report, Who};
use protocol::secret::Secret;

/// What the server says of itself, as far as an ID token needs it.
pub const METADATA: &str = r#"{"issuer": "https://server.example.com", "jwks_uri": "https://server.example.com/jwks"}"#;

/// Milliseconds since 1970 when the person leaves.
pub const NOW: u64 = 1_790_000_000_000;
/// The code of RFC 6749 §4.1.2.
pub const CODE: &str = "SplxlOBeZQQYbYS6WxSbIA";
/// The token of RFC 6749 §5.1.
pub const TOKEN: &str = "2YotnFZFEjr1zCsicMWpAA";
/// The verifier of RFC 7636 Appendix B, and the octets that it is made of.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const VERIFIER_OCTETS: [u8; 32] = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240,
    91, 88, 5, 88, 83, 132, 141, 121,
];
/// The origin of the page.
pub const ORIGIN: &str = "https://client.example.com";

/// The `url` crate in the browser's place: both implement the WHATWG standard.
pub fn parse(text: &str) -> Option<UrlParts> {
    let url = url::Url::parse(text).ok()?;
    Some(UrlParts {
        href: url.to_string(),
        scheme: url.scheme().to_owned(),
        host: url.host_str().unwrap_or_default().to_owned(),
        origin: url.origin().ascii_serialization(),
        has_userinfo: !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty()),
        query: url.query().unwrap_or_default().to_owned(),
        fragment: url.fragment().unwrap_or_default().to_owned(),
    })
}

pub fn page() -> Page {
    Page { address: format!("{ORIGIN}/cb"), origin: ORIGIN.to_owned() }
}

/// A whole and valid form for the code flow.
pub fn code_form() -> ConfigForm {
    let mut form = ConfigForm::fresh("https://client.example.com/cb");
    for (field, text) in [
        (Field::Issuer, "https://server.example.com"),
        (Field::AuthorizationEndpoint, "https://server.example.com/authorize"),
        (Field::TokenEndpoint, "https://server.example.com/token"),
        (Field::ClientId, "s6BhdRkqt3"),
        (Field::Scope, "read write"),
        (Field::Api, "https://api.example.com/resource"),
    ] {
        form.set(field, text);
    }
    form
}

/// The same for the implicit flow.
pub fn token_form() -> ConfigForm {
    with(&code_form(), &[(Field::ResponseType, "token")])
}

/// A bearer token in hand, for one second.
pub fn tokens() -> Tokens {
    Tokens {
        access_token: Secret::new(TOKEN),
        kind: TokenKind::Bearer,
        refresh_token: None,
        id_token: None,
        identity: None,
        expires_at_ms: Some(NOW + 1000),
        scope: None,
        bound_to: Some("https://api.example.com".to_owned()),
    }
}

/// A copy of `form` with other texts in some fields.
pub fn with(form: &ConfigForm, typed: &[(Field, &str)]) -> ConfigForm {
    let mut form = form.clone();
    for (field, text) in typed {
        form.set(*field, *text);
    }
    form
}

#[track_caller]
pub fn checked(form: &ConfigForm) -> ClientConfig {
    config::check(form, &page(), parse).expect("the form is valid")
}

/// The text in which a value is kept.
pub fn kept<T: Kept>(value: &T) -> String {
    value.to_json().to_string()
}

/// What such a text is taken for.
pub fn taken<T: Kept>(text: &str) -> Option<T> {
    T::from_json(&Json::parse(text).ok()?)
}

/// How often a property is tried. Nothing is written next to the sources when it fails: the failing value is printed.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// The kinds that `report.rs` promises to keep.
const KINDS: [&str; 25] = [
    "config",
    "state",
    "iss",
    "mode",
    "param",
    "size",
    "as_error",
    "net_or_cors",
    "http",
    "content",
    "json",
    "token_type",
    "jwt",
    "alg",
    "key",
    "sig",
    "nonce",
    "hash",
    "api",
    "dpop",
    "storage",
    "env",
    "popup",
    "timeout",
    "cancelled",
];

/// The machine part of a refusal, and what every refusal owes the person: whole sentences, no secret, nothing that alters the page.
#[track_caller]
pub fn assert_report(report: &Report, kind: &str, reason: Option<&str>, status: Option<u16>, who: Who) {
    assert!(KINDS.contains(&kind) || kind.starts_with("claim."), "{kind} is no kind that is promised");
    assert_eq!(report.kind, kind);
    assert_eq!(report.reason.as_deref(), reason);
    assert_eq!(report.status, status);
    assert_eq!(report.who, who);
    for sentence in [&report.headline, &report.meaning, &report.mend] {
        assert!(sentence.ends_with('.'), "no whole sentence: {sentence:?}");
    }
    let text = kept(report);
    for secret in [CODE, TOKEN, VERIFIER] {
        assert!(!text.contains(secret), "a secret in {text}");
    }
    assert_all_harmless(report);
}

/// No character in it hides, or turns what stands beside it.
#[track_caller]
pub fn assert_harmless(text: &str) {
    let bad = text.chars().find(|c| hides(*c) || (c.is_control() && !matches!(c, '\n' | '\t')));
    assert_eq!(bad, None, "in {text:?}");
}

/// The same of every text in a value, as it is before JSON escapes anything.
#[track_caller]
pub fn assert_all_harmless<T: Kept>(value: &T) {
    let mut rest = vec![value.to_json()];
    while let Some(json) = rest.pop() {
        match json {
            Json::Text(text) => assert_harmless(&text),
            Json::List(items) => rest.extend(items),
            Json::Object(members) => {
                for (name, value) in members {
                    assert_harmless(&name);
                    rest.push(value);
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
}
