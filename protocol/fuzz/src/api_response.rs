//! The API's answer: judged by its status and its challenge, shown as it came, and never kept with the token in it.

use crate::support::{
    NOW, ORIGIN, TOKEN, checked, checks_fit_for_a_person, chosen, code_form, fit_for_a_person, keeps_quiet,
};
use protocol::api::{self, ApiError};
use protocol::config::ApiCall;
use protocol::grant::{TokenKind, Tokens};
use protocol::http::Response;
use protocol::secret::Secret;
use protocol::trace::{Step, Trace, What};
use std::sync::OnceLock;

const STATUS: [u16; 16] = [200, 201, 204, 299, 300, 302, 400, 401, 401, 401, 403, 403, 404, 429, 500, 503];

/// One answer. The first byte chooses the status; the first line is the challenge, the second another header, the rest the body.
pub fn run(data: &[u8]) {
    static CALL: OnceLock<ApiCall> = OnceLock::new();
    let Some((how, text)) = chosen(data) else { return };
    let status = STATUS[usize::from(how & 15)];
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default().to_owned();
    let mut headers = vec![("x-seen".to_owned(), String::new())];
    if how & 16 != 0 {
        headers.push(("www-authenticate".to_owned(), line()));
    }
    headers[0].1 = line();
    let body = line();
    let bytes = body.len();
    let response = Response { status, headers, body, bytes, elapsed_ms: 5 };

    let call = CALL.get_or_init(|| checked(&code_form()).api.expect("an API"));
    let tokens = Tokens {
        access_token: Secret::new(TOKEN),
        kind: TokenKind::Bearer,
        refresh_token: None,
        id_token: None,
        identity: None,
        expires_at_ms: Some(NOW + 1),
        scope: None,
        bound_to: Some("https://api.example.com".to_owned()),
    };
    let request = api::request(call, &tokens, NOW).map_err(|_| ()).expect("a token for this origin");
    assert!(!request.url.contains(TOKEN) && request.body.is_none());
    assert!(api::request(call, &tokens, NOW + 1).is_err(), "an expired token was sent");
    let mut trace = Trace::default();
    trace.push(Step::Api, NOW, What::Sent(api::message(call, Some(&tokens), ORIGIN)));
    let mut checks = api::planned();
    let judged = api::process(&response, &mut checks);
    let answer = api::answer(&response);
    assert_eq!(answer.body.as_deref(), Some(response.body.as_str()), "shown as it came");
    trace.push(Step::Api, NOW, What::Answered(answer));
    let checks = checks.finish();
    checks_fit_for_a_person(&checks);
    trace.push(Step::Api, NOW, What::Checked(checks));
    assert_eq!(judged.is_ok(), (200..300).contains(&status));
    if let Err(error) = judged {
        match &error {
            ApiError::Challenged { status, .. } => assert!(matches!(status, 401 | 403)),
            ApiError::Status(_) => assert!(!matches!(status, 401 | 403)),
            _ => panic!("an answer that came is no failure to come"),
        }
        let report = error.report(ORIGIN, &call.endpoint.href);
        fit_for_a_person(&report);
        assert_eq!(report.status, Some(status));
        trace.push(Step::Api, NOW, What::Refused(report));
    }
    keeps_quiet(trace, &[TOKEN]);
}
