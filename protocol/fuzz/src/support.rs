//! What the targets share: one client and its servers, a journey there and back, and what every text for a person must be.

use protocol::authorize::{self, Departure, Entropy};
use protocol::callback::{Asked, CodeGrant};
use protocol::check::Check;
use protocol::config::{self, ClientConfig, Page};
use protocol::endpoint::UrlParts;
use protocol::form::{ConfigForm, Field};
use protocol::json::Json;
use protocol::kept::Kept;
use protocol::outside::hides;
use protocol::pkce::{CodeVerifier, random_text};
use protocol::report::Report;
use protocol::secret::Secret;
use protocol::trace::{Step, Trace, What};
use std::borrow::Cow;
use std::sync::OnceLock;

/// When the person leaves, in milliseconds since 1970.
pub const NOW: u64 = 1_790_000_000_000;
/// The code: longer than 40 characters, where some texts are cut.
pub const CODE: &str = "SplxlOBeZQQYbYS6WxSbIA.ABeZxlOSplQQY.6WxSbIAbYS";
/// The token.
pub const TOKEN: &str = "2YotnFZFEjr1zCsicMWpAA-FEjr1zCsnFZicMWpAA~2YotnFZ";
const VERIFIER: [u8; 32] = *b"a verifier of thirty-two letters";
/// The origin of the page.
pub const ORIGIN: &str = "https://client.example.com";
/// The address of the page.
pub const PAGE: &str = "https://client.example.com/cb";
/// The issuer.
pub const ISSUER: &str = "https://server.example.com";

/// The first byte, which chooses how a target is run, and the text after it, decoded as the page decodes bodies.
pub fn chosen(data: &[u8]) -> Option<(u8, String)> {
    let (how, text) = data.split_first()?;
    Some((*how, whole(text)))
}

/// The input as text, with what a fuzzer could never guess put in: `$C` is the code, `$T` the token, `$S` the state, `$V` the verifier.
pub fn whole(data: &[u8]) -> String {
    let text = match String::from_utf8_lossy(data) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    };
    if !text.contains('$') {
        return text;
    }
    text.replace("$C", CODE).replace("$T", TOKEN).replace("$S", &state()).replace("$V", &verifier())
}

/// The browser's URL parser: the `url` crate in its place.
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

/// Where the page stands.
pub fn page() -> Page {
    Page { address: PAGE.to_owned(), origin: ORIGIN.to_owned() }
}

/// A whole and valid form for the code flow.
pub fn code_form() -> ConfigForm {
    let mut form = ConfigForm::fresh(PAGE);
    for (field, text) in [
        (Field::Issuer, ISSUER),
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

/// A form that is known to be valid.
pub fn checked(form: &ConfigForm) -> ClientConfig {
    config::check(form, &page(), parse).expect("the form is valid")
}

fn entropy() -> Entropy {
    Entropy { state: [7; 32], nonce: [8; 32], verifier: VERIFIER }
}

/// The `state` of `leave`.
pub fn state() -> String {
    random_text([7; 32])
}

/// The `code_verifier` of `leave`.
pub fn verifier() -> String {
    random_text(VERIFIER)
}

/// A sign-in begun with fixed bits.
pub fn leave(form: &ConfigForm, config: &ClientConfig) -> Departure {
    authorize::start(form, config, false, entropy(), NOW)
}

/// A code in hand, and the trace of how it came and is about to be sent. Made by hand, as it is made for every input.
pub fn exchanging() -> (CodeGrant, Trace) {
    static CONFIG: OnceLock<ClientConfig> = OnceLock::new();
    static TRACE: OnceLock<Trace> = OnceLock::new();
    let grant = || {
        let config = CONFIG.get_or_init(|| checked(&code_form())).clone();
        CodeGrant {
            code: Secret::new(CODE),
            verifier: CodeVerifier::restore(verifier()),
            exchange: config.exchange.clone().expect("a code's form"),
            asked: Asked { config, state: state(), nonce: None },
            identity: None,
        }
    };
    let trace = TRACE.get_or_init(|| {
        let mut trace = Trace::default();
        trace.push(Step::Token, NOW, What::Sent(protocol::token::message(&grant(), ORIGIN)));
        trace
    });
    (grant(), trace.clone())
}

const KINDS: [&str; 35] = [
    "dpop",
    "refresh",
    "userinfo",
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
    "api",
    "storage",
    "env",
    "timeout",
    "cancelled",
    "jwt",
    "alg",
    "key",
    "sig",
    "nonce",
    "hash",
    "claim.iss",
    "claim.aud",
    "claim.azp",
    "claim.exp",
    "claim.iat",
    "claim.nbf",
    "claim.sub",
    "claim.auth_time",
    "claim.acr",
];

/// No character in it hides, or turns what stands beside it.
#[track_caller]
pub fn harmless(text: &str) {
    let bad = text.chars().find(|c| hides(*c) || (c.is_control() && !matches!(c, '\n' | '\t')));
    assert_eq!(bad, None, "in {text:?}");
}

/// What every refusal owes the person: a kind that is promised, whole sentences, bounded facts, nothing that alters the page.
#[track_caller]
pub fn fit_for_a_person(report: &Report) {
    assert!(KINDS.contains(&report.kind.as_str()), "{} is no kind that is promised", report.kind);
    for sentence in [&report.headline, &report.meaning, &report.mend] {
        assert!(sentence.ends_with('.'), "no whole sentence: {sentence:?}");
        assert!(sentence.chars().count() < 600, "no sentence: {sentence:?}");
        harmless(sentence);
    }
    for (label, text) in &report.evidence {
        harmless(label);
        harmless(text);
        assert!(!text.is_empty() && text.chars().count() <= protocol::report::LONGEST + 1, "{label}: {text:?}");
    }
    assert_eq!(taken::<Report>(&kept(report)).as_ref(), Some(report), "it can be kept");
}

/// The same of checks.
#[track_caller]
pub fn checks_fit_for_a_person(checks: &[Check]) {
    for check in checks {
        for text in [&check.name, &check.expected, &check.actual] {
            harmless(text);
            assert!(text.chars().count() < 1000, "{text:?}");
        }
    }
}

/// A trace as it is kept and as it is printed holds none of these, nor the beginning of one, in any case of letters; and nothing at
/// all once it forgets.
#[track_caller]
pub fn keeps_quiet(mut trace: Trace, secrets: &[&str]) {
    let text = kept(&trace);
    let mut printed = format!("{trace:?}");
    if let Some(body) = trace.answer(Step::Api).and_then(|answer| answer.body.as_ref()).filter(|body| !body.is_empty())
    {
        printed = printed.replace(&format!("{body:?}"), ""); // shown as it came, and never kept
    }
    // The strings, not their JSON: there the `2` of an escaped `\u0012` would be taken for the first character of a token.
    let mut texts = vec![printed];
    strings(&Json::parse(&text).expect("what is kept is JSON"), &mut texts);
    for text in texts.iter().map(|text| text.to_ascii_lowercase()) {
        for secret in secrets.iter().map(|secret| secret.to_ascii_lowercase()) {
            assert!(!text.contains(&secret), "a secret in {text}");
            // Nor its beginning, where we cut a text.
            for (cut, _) in text.match_indices('…') {
                let begun = (8..secret.len()).find(|end| text[..cut].ends_with(&secret[..*end]));
                assert_eq!(begun, None, "a secret begins in {text}");
            }
        }
    }
    let back: Trace = taken(&text).expect("a trace is taken back");
    trace.forget();
    assert_eq!(format!("{trace:?}"), format!("{back:?}"), "what it does not forget is kept, and nothing else");
}

/// Every string and every name in a JSON value.
fn strings(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::Text(text) => found.push(text.clone()),
        Json::List(all) => all.iter().for_each(|value| strings(value, found)),
        Json::Object(members) => {
            for (name, value) in members {
                found.push(name.clone());
                strings(value, found);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The text in which a value is kept.
pub fn kept<T: Kept>(value: &T) -> String {
    value.to_json().to_string()
}

/// What such a text is taken for.
pub fn taken<T: Kept>(text: &str) -> Option<T> {
    T::from_json(&Json::parse(text).ok()?)
}

/// The values of a name in a query or fragment, read by the oracle.
pub fn named(part: &str, name: &str) -> Vec<String> {
    let pairs = url::form_urlencoded::parse(part.as_bytes());
    pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect()
}

/// An address cut into page, query and fragment.
pub fn parts(address: &str) -> (&str, &str, &str) {
    let (rest, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
    (page, query, fragment)
}
