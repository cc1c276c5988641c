use crate::support::journey::{leave, state};
use crate::support::{CODE, NOW, TOKEN, VERIFIER, assert_all_harmless, cases, code_form, page, parse, token_form};
use proptest::prelude::*;
use protocol::check::{Check, Outcome};
use protocol::import::{self, Brought, Here, ImportError, Imported, Read, Sort};
use protocol::transaction::Pending;
use protocol::wire::Shown;
use std::cell::Cell;

/// A token that a server signed in 2018: of jwt.io's example, with `exp` and `nonce` beside.
fn jwt(header: &str, claims: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as base64};
    format!("{}.{}.{}", base64.encode(header), base64.encode(claims), base64.encode("a signature"))
}

fn read_with(text: &str, waiting: &dyn Fn(&str) -> Option<Pending>) -> Result<Imported, ImportError> {
    let page = page();
    import::read(text, &Here { now_ms: NOW, page: &page, parse, waiting })
}

fn read(text: &str) -> Result<Imported, ImportError> {
    read_with(text, &|_| None)
}

#[track_caller]
fn one(text: &str) -> Read {
    let mut imported = read(text).expect("it can be read");
    assert_eq!(imported.reads.len(), 1);
    imported.reads.remove(0)
}

#[track_caller]
fn outcome(checks: &[Check], name: &str) -> Outcome {
    checks.iter().find(|check| check.name == name).unwrap_or_else(|| panic!("no check {name} in {checks:?}")).outcome
}

#[test]
fn an_address_is_explained_and_its_code_is_masked() {
    let read = one(&format!("https://client.example.com/cb?code={CODE}&state=abc&iss=https%3A%2F%2Fas.example.com"));
    assert_eq!(read.sort, Sort::AuthorizationResponse);
    let message = read.message.as_ref().unwrap();
    assert!(matches!(&message.lines[0].value, Shown::Masked(_)));
    assert!(!format!("{read:?}").contains(CODE));
    assert_eq!(outcome(&read.checks, "each parameter once"), Outcome::Passed);
    assert_eq!(outcome(&read.checks, "state"), Outcome::NotChecked);
    assert_eq!(outcome(&read.checks, "one outcome"), Outcome::Passed);
    assert_eq!(read.checks.iter().find(|check| check.name == "flow").unwrap().expected, "authorization code");
    for part in [format!("?code={CODE}&state=abc"), format!("code={CODE}&state=abc"), format!("#code={CODE}&state=abc")]
    {
        assert_eq!(one(&part).sort, Sort::AuthorizationResponse, "{part}");
    }
}

#[test]
fn what_is_wrong_with_the_form_of_an_address_is_said() {
    let doubled = one(&format!("https://c.example/?code={CODE}&code=other&state=abc"));
    assert_eq!(outcome(&doubled.checks, "each parameter once"), Outcome::Failed);
    assert_eq!(doubled.refusal.as_ref().unwrap().kind, "param");
    assert_eq!(doubled.message.as_ref().unwrap().lines.len(), 3, "both are shown");
    let mixed = one(&format!("https://c.example/?code={CODE}&state=abc#access_token={TOKEN}"));
    assert_eq!(outcome(&mixed.checks, "one part"), Outcome::Failed);
    assert_eq!(mixed.refusal.as_ref().unwrap().kind, "mode");
    let both = one(&format!("https://c.example/?code={CODE}&error=access_denied&state=abc"));
    assert_eq!(outcome(&both.checks, "one outcome"), Outcome::Failed);
    let stateless = one(&format!("https://c.example/?code={CODE}"));
    assert_eq!(outcome(&stateless.checks, "state"), Outcome::Failed);
    let refused = one("https://c.example/?error=access_denied&error_description=No&state=abc");
    assert_eq!(refused.refusal.as_ref().unwrap().kind, "as_error");
    for read in [doubled, mixed, both, stateless] {
        assert!(!format!("{read:?}").contains(CODE));
    }
}

#[test]
fn an_address_of_this_tab_is_checked_like_a_run_and_consumes_nothing() {
    let asked = Cell::new(0);
    let waiting = |of: &str| {
        asked.set(asked.get() + 1);
        (of == state()).then(|| Pending { verifier: None, ..leave(&code_form()).pending })
    };
    let imported =
        read_with(&format!("https://client.example.com/cb?code={CODE}&state={}", state()), &waiting).unwrap();
    let read = &imported.reads[0];
    assert_eq!(asked.get(), 1, "looked at once, and left where it is");
    assert!(read.refusal.is_none(), "{:?}", read.refusal);
    for name in ["one part", "each parameter once", "state", "age", "response type", "one outcome"] {
        assert_eq!(outcome(&read.checks, name), Outcome::Passed, "{name}");
    }
    let weaker = format!("https://client.example.com/cb#access_token={TOKEN}&token_type=Bearer&state={}", state());
    let read = &read_with(&weaker, &waiting).unwrap().reads[0];
    assert_eq!(outcome(&read.checks, "response type"), Outcome::Failed);
    assert_eq!(read.refusal.as_ref().unwrap().kind, "mode");
    let waiting = |_: &str| Some(leave(&token_form()).pending);
    let read = &read_with(&weaker, &waiting).unwrap().reads[0];
    assert_eq!(outcome(&read.checks, "access_token"), Outcome::Passed);
}

#[test]
fn a_token_response_gets_every_check_that_needs_no_transaction() {
    let id_token = jwt(r#"{"alg":"none"}"#, r#"{"iss":"https://as.example.com","exp":1,"sub":"<b>"}"#);
    let text = format!(
        r#" {{"access_token":"{TOKEN}","token_type":"bearer","expires_in":"soon","scope":"read","id_token":"{id_token}"}} "#
    );
    let imported = read(&text).unwrap();
    assert_eq!(imported.brought, Brought::TokenResponse);
    let read = &imported.reads[0];
    assert!(!format!("{read:?}").contains(TOKEN));
    for (name, expected) in [
        ("status", Outcome::NotChecked),
        ("content type", Outcome::NotChecked),
        ("JSON", Outcome::Passed),
        ("access_token", Outcome::Passed),
        ("token_type", Outcome::Passed),
        ("expires_in", Outcome::NotChecked),
        ("scope", Outcome::NotChecked),
    ] {
        assert_eq!(outcome(&read.checks, name), expected, "{name}");
    }
    let opened = &read.opened[0];
    assert_eq!(outcome(&opened.checks, "alg"), Outcome::Failed);
    assert_eq!(outcome(&opened.checks, "signature"), Outcome::NotChecked);
    assert_eq!(outcome(&opened.checks, "exp"), Outcome::Failed);
    assert!(opened.claims.iter().any(|line| line.name == "sub"));

    let refused = one(r#"{"error":"invalid_grant","error_description":"used"}"#);
    assert_eq!(refused.refusal.as_ref().unwrap().kind, "as_error");
    assert_eq!(one(r#"{"access_token":"a b","token_type":"Bearer"}"#).refusal.unwrap().kind, "param");
    let dpop = one(&format!(r#"{{"access_token":"{TOKEN}","token_type":"DPoP"}}"#));
    assert!(dpop.refusal.is_none(), "nobody here knows what was asked");
}

#[test]
fn a_token_alone_is_looked_into_and_not_believed() {
    let text = jwt(
        r#"{"alg":"RS256","typ":"at+jwt"}"#,
        &format!(r#"{{"exp":{},"iat":{},"aud":["a"]}}"#, NOW / 1000 + 60, NOW / 1000),
    );
    let imported = read(&text).unwrap();
    assert_eq!(imported.brought, Brought::Token);
    let opened = &imported.reads[0].opened[0];
    assert_eq!(outcome(&opened.checks, "alg"), Outcome::Passed);
    assert_eq!(outcome(&opened.checks, "exp"), Outcome::Passed);
    assert_eq!(outcome(&opened.checks, "nbf"), Outcome::NotChecked);
    assert!(one("eyJhbGciOiJub25lIn0.e30x.").opened[0].fault.is_some());
}

/// A browser's archive of a sign-in with a page of its own, an image and a preflight; `Authorization` is left out, as browsers do.
fn browsers_archive() -> String {
    let entry = |method: &str, url: &str, headers: &str, post: &str, status: u16, answered: &str, content: &str| {
        format!(
            r#"{{"startedDateTime":"2026-11-30T13:00:00.000Z","time":5.25,"request":{{"method":"{method}","url":"{url}","httpVersion":"h2","headers":[{headers}],"queryString":[],"cookies":[]{post}}},"response":{{"status":{status},"statusText":"","headers":[{answered}],"content":{{"size":2,"mimeType":"application/json","text":{}}},"redirectURL":""}},"cache":{{}},"timings":{{}}}}"#,
            serde_json::Value::from(content)
        )
    };
    let header = |name: &str, value: &str| format!(r#"{{"name":"{name}","value":"{value}"}}"#);
    let origin = header("Origin", "https://client.example.com");
    let challenge = protocol::pkce::CodeVerifier::restore(VERIFIER.to_owned()).challenge();
    let authorize = format!(
        "https://as.example.com/auth?response_type=code&client_id=c&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&scope=read&state=st&code_challenge={challenge}&code_challenge_method=S256"
    );
    let back = format!("https://client.example.com/cb?code={CODE}&state=st");
    let form = header("Content-Type", "application/x-www-form-urlencoded");
    let post = format!(
        r#","postData":{{"mimeType":"application/x-www-form-urlencoded","text":"grant_type=authorization_code&code={CODE}&code_verifier={VERIFIER}&client_id=c"}}"#
    );
    let token = format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer","expires_in":60}}"#);
    let asks = format!(
        "{origin},{},{}",
        header("Access-Control-Request-Method", "GET"),
        header("Access-Control-Request-Headers", "authorization")
    );
    let allowed = header("Access-Control-Allow-Origin", "*");
    [
        entry("GET", &authorize, &header("Cookie", "session=hunter2"), "", 303, &header("Location", &back), ""),
        entry("GET", &back, "", "", 200, "", "<html>"),
        entry("GET", "https://client.example.com/logo.png", "", "", 200, "", ""),
        entry(
            "POST",
            "https://as.example.com/token",
            &format!("{origin},{form}"),
            &post,
            200,
            &format!("{allowed},{}", header("content-type", "application/json")),
            &token,
        ),
        entry("OPTIONS", "https://api.example.com/notes", &asks, "", 204, "", ""),
        entry(
            "GET",
            "https://api.example.com/notes",
            &origin,
            "",
            200,
            &header("Access-Control-Allow-Origin", "https://other.example"),
            "[]",
        ),
    ]
    .join(",")
}

#[test]
fn the_exchanges_of_a_browsers_archive_are_recognised_and_judged() {
    let imported = read(&format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, browsers_archive())).unwrap();
    let sorts: Vec<Sort> = imported.reads.iter().map(|read| read.sort).collect();
    assert_eq!(
        sorts,
        [Sort::AuthorizationRequest, Sort::AuthorizationResponse, Sort::TokenRequest, Sort::Preflight, Sort::ApiCall]
    );
    assert_eq!(imported.passed_over, 1, "the image; the page itself is the response that was read in the redirect");
    let [request, response, token, _, api] = imported.reads.as_slice() else { panic!() };
    assert_eq!(outcome(&request.checks, "code_challenge"), Outcome::Passed);
    assert_eq!(outcome(&response.checks, "state"), Outcome::Passed);
    assert_eq!(outcome(&response.checks, "response type"), Outcome::Passed);
    for name in ["code", "code_verifier", "client_secret", "CORS", "access_token", "scope"] {
        assert_eq!(outcome(&token.checks, name), Outcome::Passed, "{name}");
    }
    assert_eq!(outcome(&api.checks, "CORS"), Outcome::Failed);
    let shown = format!("{imported:?}");
    for secret in [CODE, TOKEN, VERIFIER, "hunter2"] {
        assert!(!shown.contains(secret), "{secret} is shown");
    }
}

#[test]
fn an_archive_without_a_fragment_of_its_own_has_it_in_the_redirect() {
    let text = format!(
        r#"{{"log":{{"entries":[{{"request":{{"method":"GET","url":"https://as.example.com/auth?response_type=token&client_id=c&state=st"}},"response":{{"status":302,"headers":[],"redirectURL":"https://client.example.com/cb#access_token={TOKEN}&token_type=Bearer&state=st"}}}}]}}}}"#
    );
    let imported = read(&text).unwrap();
    assert_eq!(imported.reads[1].sort, Sort::AuthorizationResponse);
    assert_eq!(outcome(&imported.reads[1].checks, "response type"), Outcome::Passed);
    assert!(!format!("{imported:?}").contains(TOKEN));
}

#[test]
fn what_cannot_be_read_says_why() {
    for (text, kind) in [
        ("", "config"),
        ("hello", "config"),
        ("https://client.example.com/", "config"),
        ("{\"a\":1}", "config"),
        ("[1]", "config"),
        ("{\"access_token\":", "json"),
        ("{\"log\":{}}", "json"),
    ] {
        let report = read(text).expect_err(text).report();
        assert_eq!(report.kind, kind, "{text}");
        assert_all_harmless(&report);
    }
    assert_eq!(read(&"[".repeat(300)).unwrap_err().report().kind, "size");
    assert_eq!(read(&"x".repeat(protocol::har::LIMIT + 1)).unwrap_err().report().kind, "size");
}

#[test]
fn more_exchanges_than_are_shown_are_counted() {
    let entry = r#"{"request":{"method":"GET","url":"https://api.example.com/","headers":[{"name":"authorization","value":"Bearer abcdefghij"}]},"response":{"status":200}}"#;
    let imported = read(&format!(r#"{{"log":{{"entries":[{}]}}}}"#, vec![entry; import::MOST + 3].join(","))).unwrap();
    assert_eq!((imported.reads.len(), imported.not_shown), (import::MOST, 3));
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,120}") {
        let _ = read(&text);
        let _ = read(&format!("https://c.example/?code=1&state={text}"));
        let _ = read(&format!("{{\"access_token\":{}}}", serde_json::Value::from(text.as_str())));
    }

    /// Whatever is written into the places of an archive that this page reads, it is read as text and its secret stays masked.
    #[test]
    fn no_text_in_an_archive_makes_it_panic_or_shows_a_token(a in "(?s).{0,40}", b in "(?s).{0,40}", which in 0_usize..8) {
        let mut archive: serde_json::Value =
            serde_json::from_str(&format!(r#"{{"log":{{"entries":[{}]}}}}"#, browsers_archive())).unwrap();
        let entry = &mut archive["log"]["entries"][which % 6];
        match which {
            0 | 1 => entry["request"]["url"] = format!("https://as.example.com/{a}?client_id={b}&response_type=code").into(),
            2 => entry["request"]["method"] = a.clone().into(),
            3 => entry["request"]["headers"][0]["name"] = a.clone().into(),
            4 => entry["response"]["headers"] = serde_json::json!([{ "name": a, "value": b }]),
            5 => entry["response"]["content"]["text"] = a.clone().into(),
            _ => entry["startedDateTime"] = a.clone().into(),
        }
        if let Ok(imported) = read(&archive.to_string()) {
            let shown = format!("{imported:?}");
            prop_assert!(!shown.contains(VERIFIER) && !shown.contains("hunter2"));
        }
    }
}
