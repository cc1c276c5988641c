//! Answers that come by the relay: to a hidden frame or a popup.

use crate::support::journey::{entropy, state};
use crate::support::{
    CODE, METADATA, NOW, VERIFIER, assert_report, checked, code_form, page, parse, token_form, tokens, with,
};
use protocol::authorize::{self, Departure};
use protocol::callback::{self, CallbackError};
use protocol::config::ClientConfig;
use protocol::form::{ConfigForm, Field};
use protocol::id_token::Identity;
use protocol::json::Json;
use protocol::pkce::fingerprint;
use protocol::redact::{self, Secrets};
use protocol::relay::{self, RelayError};
use protocol::report::Who;
use protocol::secret::Secret;
use protocol::token;
use protocol::trace::{Step, What};
use protocol::transaction::Pending;
use protocol::urlencoded;
use protocol::wire::Shown;

const RELAY: &str = "https://client.example.com/renew.html";
const SERVER: &str = "https://server.example.com";

fn left(form: &ConfigForm, shape: fn(ClientConfig) -> ClientConfig) -> Departure {
    let (through, config) = relay::through(form, &checked(form), &page().address);
    authorize::start(&through, &shape(config), false, entropy(), NOW)
}

fn sent(departure: &Departure, name: &str) -> Vec<String> {
    let (_, query) = departure.url.split_once('?').unwrap();
    let pairs = urlencoded::raw_pairs(query).filter(|(other, _)| *other == name);
    pairs.map(|(_, value)| urlencoded::decode(value).unwrap()).collect()
}

/// What is made of a text on the channel of that sign-in.
fn taken(waiting: &mut Option<Pending>, href: &str) -> Result<token::Asked, CallbackError> {
    let mut checks = callback::planned("code");
    let href = href.replace("STATE", &state());
    let (response, pending) = relay::take(&href, waiting, &mut checks)?;
    let accepted = callback::accept(pending, &response, &page(), parse, NOW + 1000, &mut checks)?;
    Ok(token::request(*accepted.code.expect("a code")).1)
}

#[test]
fn the_relay_stands_beside_the_page() {
    for (page, relay) in [
        ("https://client.example.com/cb", RELAY),
        ("https://client.example.com/", RELAY),
        ("https://client.example.com/tools/x/index.html", "https://client.example.com/tools/x/renew.html"),
        ("http://localhost:8000/tools/x/", "http://localhost:8000/tools/x/renew.html"),
    ] {
        assert_eq!(relay::address(page), relay);
    }
}

#[test]
fn c196_a_renewal_asks_for_the_same_and_for_no_question() {
    let form = with(
        &code_form(),
        &[(Field::Scope, "openid read"), (Field::AuthorizationParams, "prompt=consent\nui_locales=de")],
    );
    let departure = left(&form, relay::silent);
    assert_eq!(sent(&departure, "prompt"), ["none"]);
    assert_eq!(sent(&departure, "redirect_uri"), [RELAY]);
    assert_eq!(sent(&departure, "scope"), ["openid read"]);
    assert_eq!(sent(&departure, "ui_locales"), ["de"]);
    assert_eq!((sent(&departure, "nonce").len(), sent(&departure, "code_challenge").len()), (1, 1));
    assert_eq!(departure.pending.trace.form().trimmed(Field::RedirectUri), RELAY);
    assert_eq!(sent(&left(&form, |config| config), "prompt"), ["consent"], "a popup asks as the person wrote");
}

/// An ID token as a server may give it, with signs that an address has to encode.
const ID_TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl+/=";

#[test]
fn c196_a_renewal_names_by_the_id_token_who_is_meant() {
    let form = with(&code_form(), &[(Field::Scope, "openid read"), (Field::AuthorizationParams, "ui_locales=de")]);
    let departure = left(&form, relay::silent).hinting(Some(&Secret::new(ID_TOKEN)));
    assert_eq!(sent(&departure, "id_token_hint"), [ID_TOKEN]);
    assert_eq!((sent(&departure, "prompt"), sent(&departure, "state").len()), (vec!["none".to_owned()], 1));
    assert_eq!(departure.url, departure.message.address(), "what is shown is what is sent");
    let without = left(&form, relay::silent).hinting(None);
    assert!(sent(&without, "id_token_hint").is_empty(), "a session without one");
    assert_eq!(without.url, left(&form, relay::silent).url);
}

#[test]
fn c011_a_hint_that_was_typed_stays_alone() {
    for name in ["id_token_hint", "ID_Token_Hint"] {
        let typed = format!("{name}=mine");
        let form = with(&code_form(), &[(Field::Scope, "openid"), (Field::AuthorizationParams, &typed)]);
        let departure = left(&form, relay::silent).hinting(Some(&Secret::new(ID_TOKEN)));
        assert_eq!(sent(&departure, name), ["mine"]);
        assert!(!departure.url.contains("eyJ"), "{}", departure.url);
    }
}

/// OpenID Connect's ID token is no credential, and says who somebody is: it is kept and shown as any other token.
#[test]
fn c228_the_hint_is_masked_and_is_in_nothing_that_is_kept_or_taken_along() {
    let form = with(&code_form(), &[(Field::Scope, "openid")]);
    let departure = left(&form, relay::silent).hinting(Some(&Secret::new(ID_TOKEN)));
    let line = departure.message.lines.iter().find(|line| line.name == "id_token_hint").unwrap();
    assert!(matches!(&line.value, Shown::Masked(masked) if masked.characters == ID_TOKEN.len()));
    assert!(!format!("{:?}", departure.message).contains("eyJ"));
    let kept = departure.pending.to_text();
    assert!(!kept.contains("eyJ") && kept.contains("id_token_hint"), "{kept}");
    assert_eq!(redact::written(line, Secrets::LeftOut), Some(redact::stand_in(ID_TOKEN.len())));
    let mut trace = departure.pending.trace;
    trace.push(Step::Session, NOW, What::Sent(departure.message));
    let quoting = RelayError::Answer(CallbackError::Refused {
        unsigned: false,
        error: "invalid_request".to_owned(),
        description: format!("no such hint: {ID_TOKEN}"),
        uri: None,
    });
    trace.push(Step::Session, NOW, What::Refused(quoting.report(SERVER, RELAY)));
    let text = protocol::kept::Kept::to_json(&trace).to_string();
    assert!(text.contains("no such hint") && !text.contains("eyJ"), "a server that repeats it: {text}");
}

#[test]
fn the_hint_is_the_id_token_of_the_token_endpoint_else_the_validated_one_of_the_address() {
    let mut tokens = tokens();
    assert!(relay::hint(&tokens).is_none());
    tokens.identity = Some(Box::new(Identity {
        token: Secret::new("of.the.address"),
        issuer: SERVER.to_owned(),
        subject: "alice".to_owned(),
        audiences: Vec::new(),
        nonce: None,
        issued_at: String::new(),
        auth_time: None,
        header: Json::Null,
        claims: Json::Null,
    }));
    assert_eq!(relay::hint(&tokens).map(Secret::reveal), Some("of.the.address"));
    tokens.id_token = Some(Secret::new(ID_TOKEN));
    assert_eq!(relay::hint(&tokens).map(Secret::reveal), Some(ID_TOKEN));
}

#[test]
fn only_a_session_that_openid_connect_gave_can_be_renewed_so() {
    for (typed, renews) in
        [("openid", true), ("read openid write", true), ("read", false), ("", false), ("openidx", false)]
    {
        for form in [code_form(), token_form()] {
            assert_eq!(relay::renews(&checked(&with(&form, &[(Field::Scope, typed)]))), renews, "{typed}");
        }
    }
    let typed = [(Field::Scope, "openid"), (Field::ResponseType, "id_token"), (Field::Metadata, METADATA)];
    let id_token = with(&code_form(), &typed);
    assert!(!relay::renews(&checked(&id_token)), "no access token comes of it");
}

#[test]
fn the_channel_does_not_tell_the_state() {
    let name = relay::channel(&state());
    assert_eq!(name, format!("grantlens.answer.{}", fingerprint(&state())));
    assert!(!name.contains(&state()));
}

#[test]
fn an_answer_is_taken_once() {
    let mut waiting = Some(left(&code_form(), |config| config).pending);
    let href = format!("{RELAY}?code={CODE}&state=STATE&iss={SERVER}");
    assert_eq!(taken(&mut waiting, &href).map(|asked| asked.scope), Ok(Some("read write".to_owned())));
    assert!(waiting.is_none());
    let again = taken(&mut waiting, &href).map(drop).unwrap_err();
    assert!(relay::is_foreign(&again));
}

#[test]
fn c026_what_is_no_answer_to_it_leaves_it_waiting() {
    let mut waiting = Some(left(&code_form(), |config| config).pending);
    let shorter = state()[1..].to_owned();
    for href in [
        String::new(),
        "no address".to_owned(),
        format!("{RELAY}?code={CODE}"),
        format!("{RELAY}?code={CODE}&state=x"),
        format!("{RELAY}?code={CODE}&state={shorter}"),
        format!("{RELAY}?code={CODE}&state={}", state().to_lowercase()),
        format!("{RELAY}?error=access_denied&state={}", state().to_uppercase()),
    ] {
        let error = taken(&mut waiting, &href).map(drop).unwrap_err();
        assert!(relay::is_foreign(&error), "{href}: {error:?}");
        assert!(waiting.is_some(), "{href}");
    }
    assert!(taken(&mut waiting, &format!("{RELAY}?code={CODE}&state=STATE")).is_ok());
}

#[test]
fn what_cannot_be_read_ends_the_wait_with_its_own_refusal() {
    for (tail, kind) in [
        ("?code=a&code=b&state=STATE", "param"),
        ("?code=a&state=STATE#code=a&state=STATE", "mode"),
        ("?code=%ff&state=STATE", "param"),
    ] {
        let mut waiting = Some(left(&code_form(), |config| config).pending);
        let error = taken(&mut waiting, &format!("{RELAY}{tail}")).map(drop).unwrap_err();
        assert!(!relay::is_foreign(&error));
        assert_eq!(error.report().kind, kind, "{tail}");
    }
}

#[test]
fn c044_the_same_refusals_in_the_same_order_as_any_answer() {
    for (href, kind) in [
        (format!("{RELAY}?code={CODE}&state=STATE&iss=https://other.example.com"), "iss"),
        (format!("{RELAY}?error=login_required&state=STATE&iss=https://other.example.com"), "iss"),
        (format!("{RELAY}#code={CODE}&state=STATE"), "mode"),
        (format!("https://client.example.com/cb?code={CODE}&state=STATE"), "mode"),
        (format!("{RELAY}?error=login_required&state=STATE"), "as_error"),
    ] {
        let mut waiting = Some(left(&code_form(), |config| config).pending);
        assert_eq!(taken(&mut waiting, &href).map(drop).unwrap_err().report().kind, kind, "{href}");
        assert!(waiting.is_none(), "used up: {href}");
    }
}

#[test]
fn the_code_of_the_relay_is_redeemed_with_its_redirect_uri_and_verifier() {
    let pending = left(&code_form(), |config| config).pending;
    let mut checks = callback::planned("code");
    let href = format!("{RELAY}?code={CODE}&state={}", state());
    let (response, pending) = relay::take(&href, &mut Some(pending), &mut checks).unwrap();
    let accepted = callback::accept(pending, &response, &page(), parse, NOW, &mut checks).unwrap();
    let body = token::request(*accepted.code.unwrap()).0.body.unwrap();
    assert!(body.contains("redirect_uri=https%3A%2F%2Fclient.example.com%2Frenew.html"), "{body}");
    assert!(body.contains(&format!("code_verifier={VERIFIER}")));
}

#[test]
fn c196_c256_what_the_person_reads() {
    let refused = |error: &str| {
        RelayError::Answer(CallbackError::Refused {
            unsigned: false,
            error: error.to_owned(),
            description: "words of the server".to_owned(),
            uri: None,
        })
    };
    for (error, server, kind, who) in [
        (RelayError::Blocked, SERVER, "popup", Who::Browser),
        (RelayError::NoChannel, SERVER, "env", Who::Browser),
        (RelayError::Cancelled, SERVER, "cancelled", Who::You),
        (RelayError::Timeout { seconds: 10, loaded: true }, SERVER, "timeout", Who::AuthorizationServer),
        (RelayError::Timeout { seconds: 10, loaded: false }, SERVER, "timeout", Who::AuthorizationServer),
        (refused("login_required"), SERVER, "as_error", Who::Browser),
        (refused("login_required"), "https://client.example.com:8443", "as_error", Who::You),
        (refused("consent_required"), SERVER, "as_error", Who::You),
        (refused("interaction_required"), SERVER, "as_error", Who::You),
        (refused("something_else"), SERVER, "as_error", Who::AuthorizationServer),
        (refused("temporarily_unavailable"), SERVER, "as_error", Who::AuthorizationServer),
        (RelayError::Answer(CallbackError::NoCode), SERVER, "param", Who::AuthorizationServer),
    ] {
        let report = error.report(server, RELAY);
        assert_report(&report, kind, None, None, who);
        if kind == "as_error" {
            assert!(report.mend.contains("address bar") && report.meaning.contains("session stays"), "{report:?}");
            assert!(report.evidence.contains(&("error_description".to_owned(), "words of the server".to_owned())));
        }
    }
    for error in ["invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope"] {
        let report = refused(error).report(SERVER, RELAY);
        assert_report(&report, "as_error", None, None, Who::AuthorizationServer);
        assert!(!report.mend.contains("Renew through the address bar"), "it would fail the same way: {report:?}");
        assert!(report.meaning.contains("session stays") && report.headline.contains("request itself"), "{report:?}");
    }
    let cookies = refused("login_required").report(SERVER, RELAY);
    assert!(cookies.meaning.contains("third-party cookies"));
}
