//! A form filled by a link, checked, and sent on its way: what leaves is one request, all of it ours.

use crate::support::{NOW, ORIGIN, checked, code_form, harmless, kept, leave, page, parse, state, verifier, whole};
use protocol::authorize;
use protocol::config::{self, ClientConfig, METHODS};
use protocol::form::ConfigForm;
use protocol::link;
use protocol::pkce::CodeVerifier;
use protocol::transaction::Pending;

/// One query, over a valid form.
pub fn run(data: &[u8]) {
    let mut form = code_form();
    link::fill(&mut form, &whole(data));
    authorize::preview(&form);
    match config::check(&form, &page(), parse) {
        Ok(config) => holds(&form, &config),
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.is_sorted_by_key(|problem| problem.field));
            for problem in problems {
                harmless(&problem.sentence);
                assert!(problem.sentence.chars().count() < 400, "{}", problem.sentence);
            }
        }
    }
}

fn holds(form: &ConfigForm, config: &ClientConfig) {
    assert_eq!(&checked(form), config, "checked twice it is the same");
    let redirect = url::Url::parse(&config.redirect_uri).unwrap();
    assert_eq!(redirect.origin().ascii_serialization(), ORIGIN);
    if let Some(exchange) = &config.exchange {
        is_safe(&exchange.token_endpoint.href);
    }
    if let Some(call) = &config.api {
        is_safe(&call.endpoint.href);
        assert!(METHODS.contains(&call.method.as_str()));
        assert!(!call.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization")));
        assert!(call.body.is_none() || !matches!(call.method.as_str(), "GET" | "HEAD"));
    }
    let departure = leave(form, config);
    is_safe(&departure.url);
    is_ours(&departure.url, config);
    let text = departure.pending.to_text();
    let back = Pending::from_text(&text).expect("its own text");
    assert_eq!(back.to_text(), text);
    assert_eq!(back.trace.form(), form);
    assert!(!back.expired(NOW));
    assert!(kept(form).contains(&verifier()) || !kept(&back.trace).contains(&verifier()), "a verifier in the trace");
}

fn is_safe(href: &str) {
    let url = url::Url::parse(href).unwrap();
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    assert!(url.scheme() == "https" || (url.scheme() == "http" && local), "{href}");
    assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none(), "{href}");
}

/// Each parameter that makes the request comes once, in any case of letters, and is the one that was checked.
fn is_ours(address: &str, config: &ClientConfig) {
    let url = url::Url::parse(address).unwrap();
    assert_eq!(url.as_str(), address, "an address that a browser would change");
    let mut challenge = None;
    let mut nonce = None;
    if config.response_type.code {
        challenge = Some(CodeVerifier::restore(verifier()).challenge());
    }
    if config.scope.as_deref().is_some_and(|scope| scope.split(' ').any(|token| token == "openid")) {
        nonce = Some(protocol::pkce::random_text([8; 32]));
    }
    for (name, expected) in [
        ("response_type", Some(config.response_type.words().to_owned())),
        ("client_id", Some(config.client_id.clone())),
        ("redirect_uri", Some(config.redirect_uri.clone())),
        ("scope", config.scope.clone()),
        ("state", Some(state())),
        ("code_challenge_method", challenge.as_ref().map(|_| "S256".to_owned())),
        ("code_challenge", challenge),
        ("nonce", nonce),
        ("request", None),
        ("request_uri", None),
        ("client_secret", None),
    ] {
        let came: Vec<String> = url
            .query_pairs()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.into_owned())
            .collect();
        assert_eq!(came, expected.into_iter().collect::<Vec<_>>(), "{name} in {address}");
    }
}
