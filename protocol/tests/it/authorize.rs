use crate::support::journey::{entropy, leave, state};
use crate::support::{NOW, VERIFIER, assert_report, checked, code_form, token_form, with};
use protocol::authorize::{self, Entropy, StartError};
use protocol::form::{ConfigForm, Field};
use protocol::report::Who;
use protocol::wire::{Channel, Shown};
use std::collections::HashSet;
use url::form_urlencoded;

/// The parameters of the request, as a server reads them.
fn sent(url: &str) -> Vec<(String, String)> {
    let (_, query) = url.split_once('?').expect("a query");
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn get<'a>(params: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    params.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect()
}

/// RFC 6749 §4.1.1 and RFC 7636 §4.3 with the challenge of its Appendix B.
#[test]
fn c001_the_code_flow_sends_exactly_this() {
    let url = leave(&code_form()).url;
    let expected = format!(
        "https://server.example.com/authorize?response_type=code&client_id=s6BhdRkqt3\
         &redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&scope=read%20write&state={}\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
        state()
    );
    assert_eq!(url, expected);
    assert!(!url.contains(VERIFIER));
}

/// RFC 6749 §4.2.1.
#[test]
fn c008_the_implicit_flow_sends_exactly_this() {
    let url = leave(&token_form()).url;
    let expected = format!(
        "https://server.example.com/authorize?response_type=token&client_id=s6BhdRkqt3\
         &redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&scope=read%20write&state={}",
        state()
    );
    assert_eq!(url, expected);
}

/// The first request of RFC 6749 §4.1.1 has no scope; every parameter of it is among ours with the same value.
#[test]
fn the_example_of_rfc_6749_section_4_1_1() {
    let example = "response_type=code&client_id=s6BhdRkqt3&redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb";
    let ours = sent(&leave(&with(&code_form(), &[(Field::Scope, "")])).url);
    for (name, value) in form_urlencoded::parse(example.as_bytes()) {
        assert_eq!(get(&ours, &name), [value.as_ref()]);
    }
    assert!(get(&ours, "scope").is_empty(), "no scope is not an empty scope");
}

#[test]
fn c001_c008_a_nonce_goes_with_openid_and_never_without() {
    for (form, scope, nonces) in [
        (code_form(), "openid profile", 1),
        (token_form(), "profile openid", 1),
        (code_form(), "profile", 0),
        (token_form(), "openid.not openidx", 0),
    ] {
        let params = sent(&leave(&with(&form, &[(Field::Scope, scope)])).url);
        let nonce = get(&params, "nonce");
        assert_eq!(nonce.len(), nonces, "{scope}");
        assert!(nonce.iter().all(|nonce| nonce.len() == 43 && *nonce != state()));
    }
}

#[test]
fn c006_two_sign_ins_share_nothing() {
    let form = with(&code_form(), &[(Field::Scope, "openid")]);
    let config = checked(&form);
    let other = Entropy { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
    let departures = [leave(&form), authorize::start(&form, &config, false, other, NOW)];
    let mut seen = HashSet::new();
    for departure in &departures {
        let params = sent(&departure.url);
        for name in ["state", "nonce", "code_challenge"] {
            assert!(seen.insert(get(&params, name)[0].to_owned()), "{name} comes again");
        }
    }
}

#[test]
fn no_parameter_is_sent_twice_but_resource() {
    let extra = "prompt=none\nresource=https://a.example/\nresource=https://b.example/\nacr_values=a b";
    let form = with(
        &code_form(),
        &[
            (Field::Scope, "openid"),
            (Field::AuthorizationParams, extra),
            (Field::AuthorizationEndpoint, "https://as.example/auth?tenant=7"),
        ],
    );
    let departure = authorize::start(&form, &checked(&form), true, entropy(), NOW);
    let params = sent(&departure.url);
    let names: HashSet<&str> = params.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len() + 1, params.len(), "{params:?}");
    assert_eq!(get(&params, "resource"), ["https://a.example/", "https://b.example/"]);
    assert_eq!(get(&params, "tenant"), ["7"]);
}

#[test]
fn c021_what_was_typed_is_encoded_once_as_utf_8() {
    let extra = "login_hint=jörg+a@b.example\nui_locales=de fr\nacr_values=100%25";
    let params = sent(&leave(&with(&code_form(), &[(Field::AuthorizationParams, extra)])).url);
    assert_eq!(get(&params, "login_hint"), ["jörg+a@b.example"]);
    assert_eq!(get(&params, "ui_locales"), ["de fr"]);
    assert_eq!(get(&params, "acr_values"), ["100%25"]);
}

#[test]
fn to_sign_in_again_is_to_ask_for_the_password_whatever_was_typed() {
    let form = with(&code_form(), &[(Field::AuthorizationParams, "prompt=none")]);
    let departure = authorize::start(&form, &checked(&form), true, entropy(), NOW);
    assert_eq!(get(&sent(&departure.url), "prompt"), ["login"]);
}

#[test]
fn the_endpoint_s_own_query_is_kept() {
    for (endpoint, begins) in [
        ("https://as.example/auth?a=b", "https://as.example/auth?a=b&response_type=code&"),
        ("https://as.example/auth?", "https://as.example/auth?response_type=code&"),
        ("https://as.example", "https://as.example/?response_type=code&"),
    ] {
        let url = leave(&with(&code_form(), &[(Field::AuthorizationEndpoint, endpoint)])).url;
        assert!(url.starts_with(begins), "{url}");
    }
}

#[test]
fn the_page_shows_what_is_sent() {
    let departure = leave(&code_form());
    assert_eq!(departure.message.channel, Channel::Front);
    for (name, value) in sent(&departure.url) {
        assert_eq!(departure.message.get(&name), Some(value.as_str()));
    }
}

/// The lines of a message, and whether each has its text already.
fn lines(message: &protocol::wire::Message) -> Vec<(&str, bool)> {
    message.lines.iter().map(|line| (line.name.as_str(), matches!(line.value, Shown::Plain(_)))).collect()
}

#[test]
fn before_leaving_the_page_shows_the_same_lines_with_the_random_ones_to_come() {
    let form = with(&code_form(), &[(Field::Scope, "openid"), (Field::AuthorizationParams, "prompt=login")]);
    let preview = authorize::preview(&form);
    let names = |message| lines(message).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&preview), names(&leave(&form).message));
    let later: Vec<&str> = lines(&preview).into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect();
    assert_eq!(later, ["state", "nonce", "code_challenge"]);
}

#[test]
fn an_empty_form_has_a_preview_too() {
    let preview = authorize::preview(&ConfigForm::default());
    assert_eq!(
        lines(&preview),
        [("response_type", false), ("client_id", false), ("redirect_uri", false), ("state", false)]
    );
}

#[test]
fn c003_c020_whatever_keeps_a_sign_in_from_starting_says_so() {
    for (error, kind, headline) in [
        (StartError::Framed, "env", "This page stands inside another page."),
        (StartError::InsecureContext, "env", "The connection to this page is not trustworthy."),
        (StartError::NoRandomSource, "env", "This browser gives no random numbers."),
        (StartError::StorageDenied, "storage", "This browser lets the page remember nothing."),
        (StartError::StorageFull, "storage", "This page's storage is full."),
        (StartError::WouldNotLeave, "env", "The browser would not open the server's address."),
    ] {
        let report = error.report();
        assert_report(&report, kind, None, None, Who::Browser);
        assert_eq!(report.headline, headline);
    }
}
