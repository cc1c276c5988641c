//! The token endpoint's answer: whatever its head and body are, a token comes of an answer that says so by the rules, and of no other.

use crate::support::{
    CODE, NOW, ORIGIN, TOKEN, checks_fit_for_a_person, chosen, exchanging, fit_for_a_person, harmless, keeps_quiet,
    verifier,
};
use protocol::grant::Tokens;
use protocol::http::Response;
use protocol::token::{self, Sent, TokenError};
use protocol::trace::{Step, What};
use protocol::wire::{Answer, Shown};
use serde_json::Value;

const TYPES: [&str; 8] = [
    "application/json",
    "application/json",
    "Application/JSON;charset=UTF-8",
    "application/problem+json",
    "text/html",
    "",
    "text/json",
    "application/jsonp",
];

/// One answer. The first byte chooses status and media type, the rest is the body.
pub fn run(data: &[u8]) {
    let Some((how, body)) = chosen(data) else { return };
    let status = [200, 200, 200, 200, 400, 401, 500, 201][usize::from(how & 7)];
    let media_type = TYPES[usize::from(how >> 3 & 7)];
    let mut headers = vec![("content-type".to_owned(), media_type.to_owned())];
    if how & 64 != 0 {
        headers.push(("x-request".to_owned(), body.clone()));
    }
    if media_type.is_empty() {
        headers.remove(0);
    }
    let bytes = body.len();
    let _ = judge(&Response { status, headers, body, bytes, elapsed_ms: 5 });
}

/// Exchanges the code of one journey and judges the answer.
pub fn judge(response: &Response) -> Result<Tokens, TokenError> {
    let (grant, mut trace) = exchanging();
    let (request, asked) = token::request(grant);
    let mut checks = token::planned();
    let answer = token::answer(response);
    lines_are_fit(&answer);
    trace.push(Step::Token, NOW, What::Answered(answer));
    let outcome = token::process(response, asked, NOW, &mut checks);
    let checks = checks.finish();
    checks_fit_for_a_person(&checks);
    trace.push(Step::Token, NOW, What::Checked(checks));
    let verifier = verifier();
    let mut secrets = vec![CODE, verifier.as_str()];
    match &outcome {
        Ok(tokens) => {
            deserved(response, tokens);
            if tokens.access_token.reveal() == TOKEN {
                secrets.push(TOKEN);
            }
        }
        Err(error) => {
            let report = error.report(Sent::Code, ORIGIN, &request.url);
            fit_for_a_person(&report);
            trace.push(Step::Token, NOW, What::Refused(report));
            // A token that came with something wrong is a token all the same.
            let said = serde_json::from_str::<Value>(&response.body).ok();
            let came = said.as_ref().and_then(|said| said.get("access_token")).and_then(Value::as_str);
            if came == Some(TOKEN) && protocol::json::Json::object(&response.body).is_ok() {
                secrets.push(TOKEN);
            }
        }
    }
    keeps_quiet(trace, &secrets);
    outcome
}

fn lines_are_fit(answer: &Answer) {
    assert!(answer.body.is_none(), "the raw body of a token response is not for showing");
    for line in &answer.lines {
        harmless(&line.name);
        assert!(line.name.chars().count() <= 61);
        match &line.value {
            Shown::Plain(text) => {
                harmless(text);
                assert!(text.chars().count() <= 601);
                assert!(!["access_token", "refresh_token", "id_token"].contains(&line.name.as_str()));
            }
            Shown::Masked(_) => {}
            Shown::Later | Shown::Missing => panic!("what came is there"),
        }
    }
}

/// Judged anew by another reader of JSON.
fn deserved(response: &Response, tokens: &Tokens) {
    assert_eq!(response.status, 200);
    let head = &response.headers[0];
    assert!(head.0 == "content-type" && head.1.to_ascii_lowercase().contains("json") && !head.1.contains("text/"));
    let said: Value = serde_json::from_str(&response.body).expect("JSON");
    let text = |name| said.get(name).and_then(Value::as_str);
    let token = tokens.access_token.reveal();
    assert_eq!(text("access_token"), Some(token));
    assert!(!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()), "no header can carry {token:?}");
    assert!(text("token_type").is_some_and(|name| name.eq_ignore_ascii_case("bearer")));
    assert!(text("error").is_none(), "an error is no success");
    assert_eq!(tokens.bound_to.as_deref(), Some("https://api.example.com"));
    let lifetime = tokens.expires_at_ms.map(|end| (end - NOW) / 1000);
    if let Some(seconds) = lifetime {
        let said = &said["expires_in"];
        assert!(seconds < 1 << 53);
        assert!(
            said.as_u64() == Some(seconds) || said.as_str().is_some_and(|text| text.parse() == Ok(seconds)),
            "{said}"
        );
    }
    let granted = text("scope").map(|scope| scope.split_whitespace().collect::<Vec<_>>().join(" "));
    assert_eq!(tokens.scope, granted.or_else(|| Some("read write".to_owned())));
}
