//! `matrix`: what is asked, that none of it can succeed, and that no cell claims more than was proved.

mod reading;

use crate::support::{ORIGIN, cases, code_form, parse, texts, with};
use proptest::prelude::*;
use proptest::sample::select;
use protocol::discovery;
use protocol::form::{ConfigForm, Field};
use protocol::http::Request;
use protocol::matrix::{Column, PROBE, Plan, Row, Target};
use protocol::metadata::ServerMetadata;
use protocol::trace::{Step, Trace, What};
use protocol::urlencoded;
use protocol::wire::PREFLIGHT;

const METADATA: &str = r#"{"issuer":"https://server.example.com","token_endpoint":"https://server.example.com/t",
    "jwks_uri":"https://keys.example.com/jwks","userinfo_endpoint":"https://server.example.com/me",
    "revocation_endpoint":"https://server.example.com/revoke","registration_endpoint":"https://server.example.com/reg",
    "pushed_authorization_request_endpoint":"https://server.example.com/par","dpop_signing_alg_values_supported":["ES256"]}"#;

fn server(metadata: &str) -> ServerMetadata {
    ServerMetadata::read(metadata, parse).unwrap()
}

fn plan_with(form: &ConfigForm, metadata: &str) -> Plan {
    Plan::of(form, &server(metadata), &Trace::of_run(form), ORIGIN, parse)
}

/// Of the whole form, at a server that names everything.
fn plan() -> Plan {
    plan_with(&code_form(), METADATA)
}

fn request(plan: &Plan, row: Row, column: Column) -> Request {
    plan.message(row, column).expect("a request").request()
}

fn address(plan: &Plan, row: Row) -> &str {
    match plan.target(row) {
        Target::At(endpoint) => &endpoint.href,
        Target::Nowhere(why) => why,
    }
}

#[test]
fn every_endpoint_that_is_known_is_asked_in_three_ways() {
    let plan = plan();
    assert_eq!(plan.requests(), 24);
    let expected = [
        (Row::Discovery, "https://server.example.com/.well-known/openid-configuration"),
        (Row::Jwks, "https://keys.example.com/jwks"),
        (Row::Token, "https://server.example.com/token"), // typed, which wins
        (Row::UserInfo, "https://server.example.com/me"),
        (Row::Revocation, "https://server.example.com/revoke"),
        (Row::Registration, "https://server.example.com/reg"),
        (Row::Par, "https://server.example.com/par"),
        (Row::Api, "https://api.example.com/resource"),
    ];
    for (row, there) in expected {
        assert_eq!(address(&plan, row), there);
        for column in Column::SENT {
            assert_eq!(request(&plan, row, column).url, there);
        }
        assert!(plan.message(row, Column::Exposed).is_none());
    }
    let hosts = [("https://server.example.com", 18), ("https://keys.example.com", 3), ("https://api.example.com", 3)];
    assert_eq!(plan.hosts(), hosts);
}

#[test]
fn what_is_not_known_is_named_and_not_asked() {
    let bare = with(&code_form(), &[(Field::TokenEndpoint, ""), (Field::Api, ""), (Field::Issuer, "")]);
    let unknown = plan_with(&bare, "");
    assert_eq!(unknown.requests(), 0);
    assert_eq!(address(&unknown, Row::Discovery), "No issuer is typed.");
    assert_eq!(address(&unknown, Row::Api), "No API is typed.");
    assert!(address(&unknown, Row::Par).contains("not been looked up"));
    let known = plan_with(&bare, r#"{"issuer":"x"}"#);
    assert_eq!(address(&known, Row::Par), "Not named by the server.");
    let unfit = plan_with(&bare, r#"{"revocation_endpoint":"http://server.example.com/revoke"}"#);
    assert!(address(&unfit, Row::Revocation).contains("no address"));
}

#[test]
fn an_address_that_is_not_fit_is_never_asked() {
    for bad in ["javascript:alert(1)", "http://server.example.com/", "https://a@b.example/", "file:///etc/passwd", "x"]
    {
        let typed = [(Field::Issuer, bad), (Field::TokenEndpoint, bad), (Field::Api, bad)];
        assert_eq!(plan_with(&with(&code_form(), &typed), "").requests(), 0, "{bad}");
    }
}

#[test]
fn discovery_is_asked_where_the_document_was_found() {
    let form = code_form();
    let [first, second] = discovery::addresses("https://server.example.com", parse).unwrap();
    let mut trace = Trace::of_run(&form);
    for address in [&first, &second] {
        trace.push(Step::Configure, 0, What::Sent(discovery::message(address, ORIGIN)));
    }
    let plan = Plan::of(&form, &server(METADATA), &trace, ORIGIN, parse);
    assert_eq!(address(&plan, Row::Discovery), second);
    // Found nowhere, the first is as good.
    let plan = Plan::of(&form, &server(""), &trace, ORIGIN, parse);
    assert_eq!(address(&plan, Row::Discovery), first);
}

#[test]
fn simple_requests_have_no_preflight_and_all_others_say_which_header_brings_it() {
    let plan = plan();
    for (row, column) in Row::ALL.into_iter().flat_map(|row| Column::SENT.map(|column| (row, column))) {
        let message = plan.message(row, column).unwrap();
        let preflight = message.added_by_browser.iter().find(|line| line.name == PREFLIGHT);
        let asks = preflight.and_then(|line| line.value.text());
        match (row, column) {
            (Row::Registration, Column::Simple) => assert!(asks.unwrap().contains("Content-Type")),
            (_, Column::Simple) => assert_eq!(asks, None, "{row:?}"),
            (_, Column::Authorization) => assert!(asks.unwrap().contains("Authorization may be sent")),
            (_, _) => assert!(asks.unwrap().contains("DPoP may be sent")),
        }
        assert!(message.added_by_browser.iter().filter(|line| line.name == PREFLIGHT).count() < 2);
    }
}

#[test]
fn at_its_own_origin_a_page_is_asked_for_nothing_beforehand() {
    let form = with(&code_form(), &[(Field::Api, &format!("{ORIGIN}/api"))]);
    for column in Column::SENT {
        assert!(plan_with(&form, METADATA).message(Row::Api, column).unwrap().added_by_browser.is_empty());
    }
}

#[test]
fn another_client_or_address_makes_another_plan_and_nothing_else_does() {
    let changed = |typed: &[(Field, &str)]| plan_with(&with(&code_form(), typed), METADATA) != plan();
    assert!(changed(&[(Field::ClientId, "other")]));
    assert!(changed(&[(Field::TokenEndpoint, "https://server.example.com/other")]));
    assert!(!changed(&[
        (Field::Scope, "other"),
        (Field::ApiHeaders, "x: y"),
        (Field::Mode, "step"),
        (Field::ApiMethod, "PUT")
    ]));
}

/// Every body that is ever sent, for a client id.
fn bodies(client_id: &str) -> Vec<Option<String>> {
    let form = |name: &str, value: &str| {
        let client = (!client_id.is_empty()).then_some(("client_id", client_id));
        Some(urlencoded::encode_pairs(std::iter::once((name, value)).chain(client)))
    };
    vec![
        None,
        Some(PROBE.to_owned()),                     // no JSON, so nothing to register
        form("grant_type", "urn:grantlens:probe"),  // a grant type that nobody has
        form("token", PROBE),                       // a token that nobody issued
        form("request_uri", "urn:grantlens:probe"), // which PAR has to reject (RFC 9126 §2.1)
    ]
}

/// Headers that are ever set.
const HEADERS: [(&str, &str); 5] = [
    ("Accept", "application/json"),
    ("Content-Type", "application/x-www-form-urlencoded"),
    ("Content-Type", "application/json"),
    ("Authorization", "Bearer grantlens-probe"),
    ("DPoP", "grantlens-probe"),
];

const MARK: &str = "hunter2-the-secret";

/// A form with whatever in every field; where a secret may be typed there is one.
fn forms() -> impl Strategy<Value = ConfigForm> {
    let address = prop_oneof![
        select(vec![
            "https://server.example.com",
            "http://localhost:9001/t?p=1",
            "",
            "nonsense",
            "https://server.example.com/"
        ])
        .prop_map(str::to_owned),
        texts::anything(),
    ];
    let method = select(vec!["GET", "POST", "DELETE", "PUT", "TRACE", ""]);
    (proptest::collection::vec(address, 4), texts::anything(), method, any::<bool>()).prop_map(
        |(addresses, client_id, method, dpop)| {
            let mut form = ConfigForm::fresh("https://client.example.com/cb");
            let places = [Field::Issuer, Field::TokenEndpoint, Field::AuthorizationEndpoint];
            for (field, text) in places.into_iter().zip(&addresses) {
                form.set(field, text.as_str());
            }
            form.set(Field::Api, format!("{}?key={MARK}", addresses[3]));
            form.set(Field::ClientId, client_id);
            form.set(Field::ApiMethod, method);
            form.set(Field::ApiHeaders, format!("X-Api-Key: {MARK}\nAuthorization: {MARK}"));
            form.set(Field::ApiBody, MARK);
            form.set(Field::AuthorizationParams, format!("login_hint={MARK}"));
            form.set(Field::TokenParams, format!("client_secret={MARK}"));
            form.set(Field::Scope, MARK);
            form.set(Field::Dpop, if dpop { "1" } else { "" });
            form
        },
    )
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn no_request_carries_a_credential_and_none_can_succeed(form in forms(), known in any::<bool>()) {
        let plan = plan_with(&form, if known { METADATA } else { "" });
        let mut count = 0;
        for (row, column) in Row::ALL.into_iter().flat_map(|row| Column::SENT.map(|column| (row, column))) {
            let Some(message) = plan.message(row, column) else { continue };
            count += 1;
            let request = message.request();
            let reads = matches!(row, Row::Discovery | Row::Jwks | Row::UserInfo | Row::Api);
            prop_assert_eq!(&request.method, if reads { "GET" } else { "POST" });
            prop_assert!(!request.url.contains(MARK));
            prop_assert!(request.url.starts_with("https://") || request.url.starts_with("http://localhost"));
            for (name, value) in &request.headers {
                prop_assert!(HEADERS.contains(&(name.as_str(), value.as_str())), "{}: {}", name, value);
            }
            prop_assert_eq!(reads, request.body.is_none());
            prop_assert!(bodies(form.trimmed(Field::ClientId)).contains(&request.body), "{:?}", request.body);
        }
        prop_assert_eq!(count, plan.requests());
        prop_assert_eq!(count, plan.hosts().iter().map(|(_, of)| of).sum::<usize>());
    }
}
