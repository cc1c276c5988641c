//! Parameters and headers as free text: what is accepted adds to a request and takes nothing over.

use crate::support::{chosen, harmless};
use protocol::extra;

const AUTHORIZATION: [&str; 11] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "client_secret",
];
const TOKEN: [&str; 8] = [
    "grant_type",
    "code",
    "redirect_uri",
    "client_id",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
];

/// One text, read by the reader that the first byte chooses.
pub fn run(data: &[u8]) {
    let Some((how, text)) = chosen(data) else { return };
    let (read, taken): (_, &[&str]) = match how % 4 {
        0 | 1 => (extra::authorization_params(&text), &AUTHORIZATION),
        2 => (extra::token_params(&text), &TOKEN),
        _ => return headers(&text),
    };
    match read {
        Ok(params) => {
            assert_eq!(params.len(), extra::lines(&text).count(), "a line is a parameter");
            for (at, (name, value)) in params.iter().enumerate() {
                assert!(!name.is_empty() && name == name.trim() && value == value.trim());
                assert!(!taken.iter().any(|ours| ours.eq_ignore_ascii_case(name)), "{name} is taken over");
                assert!(name == "resource" || params[..at].iter().all(|(earlier, _)| earlier != name), "{name} twice");
                if name == "resource" {
                    assert!(value.contains(':') && !value.contains('#'));
                }
            }
            // Written again they are read as the same.
            let lines: Vec<String> = params.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let again = if how % 4 == 2 {
                extra::token_params(&lines.join("\n"))
            } else {
                extra::authorization_params(&lines.join("\n"))
            };
            assert_eq!(again.as_ref(), Ok(&params));
        }
        Err(problem) => is_a_sentence(&problem),
    }
}

fn headers(text: &str) {
    match extra::headers(text) {
        Ok(headers) => {
            assert_eq!(headers.len(), extra::lines(text).count(), "a line is a header");
            for (name, value) in &headers {
                assert!(
                    !name.is_empty()
                        && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(&byte))
                );
                let lower = name.to_ascii_lowercase();
                assert!(
                    !["authorization", "cookie", "host", "origin", "referer", "content-length"]
                        .contains(&lower.as_str())
                );
                assert!(!lower.starts_with("sec-") && !lower.starts_with("proxy-"));
                assert!(
                    value.chars().all(|c| c == '\t' || (u32::from(c) <= 0xff && !matches!(u32::from(c), 0..=31 | 127))),
                    "{value:?}"
                );
            }
            let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            assert_eq!(extra::headers(&lines.join("\n")).as_ref(), Ok(&headers));
        }
        Err(problem) => is_a_sentence(&problem),
    }
}

fn is_a_sentence(problem: &str) {
    harmless(problem);
    assert!(problem.ends_with('.'), "no whole sentence: {problem:?}");
}
