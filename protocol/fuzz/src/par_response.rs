//! The PAR endpoint's answer, and the nonce that any answer may bring: whatever came, only 201 with a whole URI is a pushed request, and
//! only a demand that can be met is met.

use crate::support::{NOW, ORIGIN, checks_fit_for_a_person, chosen, fit_for_a_person, harmless};
use protocol::dpop::{self, Demand};
use protocol::http::Response;
use protocol::par;
use serde_json::Value;

const STATUS: [u16; 8] = [201, 201, 201, 200, 400, 401, 503, 302];

/// One answer. The first byte chooses status and headers; the first line is the challenge and the nonce, the rest the body.
pub fn run(data: &[u8]) {
    let Some((how, text)) = chosen(data) else { return };
    let (line, body) = text.split_once('\n').unwrap_or(("", &text));
    let media_type = if how & 8 == 0 { "application/json" } else { "text/html" };
    let mut headers = vec![("content-type".to_owned(), media_type.to_owned())];
    if how & 16 != 0 {
        headers.push(("dpop-nonce".to_owned(), line.to_owned()));
        headers.push(("www-authenticate".to_owned(), line.to_owned()));
    }
    let status = STATUS[usize::from(how & 7)];
    let response = Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 };
    pushed(&response);
    demanded(&response);
}

fn pushed(response: &Response) {
    let mut checks = par::planned();
    let outcome = par::process(response, NOW, &mut checks);
    checks_fit_for_a_person(&checks.finish());
    match outcome {
        Ok(pushed) => {
            assert!(response.status == 201 && response.says_json());
            let body: Value = serde_json::from_str(&response.body).expect("JSON for another reader, too");
            assert_eq!(body.get("request_uri").and_then(Value::as_str), Some(pushed.request_uri.as_str()));
            assert!(pushed.request_uri.bytes().all(|byte| byte.is_ascii_graphic()) && pushed.request_uri.contains(':'));
            assert!(!pushed.expired(NOW), "it is good for a second at least");
            let message = par::navigation("https://server.example.com/authorize", "s6BhdRkqt3", &pushed);
            assert_eq!(message.lines.len(), 2);
            assert!(!message.address().contains('#'));
        }
        Err(error) => fit_for_a_person(&error.report(ORIGIN, "https://server.example.com/par")),
    }
}

fn demanded(response: &Response) {
    for demand in [dpop::demanded_by_server(response), dpop::demanded_by_api(response)] {
        if let Demand::Nonce(nonce) = &demand {
            assert!(nonce.bytes().all(|byte| byte.is_ascii_graphic()));
            assert_eq!(response.header("dpop-nonce"), Some(nonce.as_str()));
            harmless(nonce);
        }
        assert!(matches!(dpop::judge(demand, true), Ok(None) | Err(_)), "there is no third sending");
    }
}
