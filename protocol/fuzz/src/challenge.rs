//! `WWW-Authenticate`: whatever stands in it, what is read was written there, and reads the same when it is written properly.

use crate::support::whole;
use protocol::challenge::{self, Challenge};

/// One header.
pub fn run(data: &[u8]) {
    let header = whole(data);
    let challenges = challenge::parse(&header);
    let lower = header.to_ascii_lowercase();
    let mut read = 0;
    for challenge in &challenges {
        assert!(is_token(&challenge.scheme) && header.contains(&challenge.scheme), "{challenge:?}");
        read += challenge.scheme.len();
        for (name, value) in &challenge.params {
            assert!(is_token(name) && lower.contains(name.as_str()), "{challenge:?}");
            assert_eq!(name, &name.to_ascii_lowercase());
            assert!(challenge.get(name).is_some());
            assert!(value.len() <= header.len());
            read += name.len() + value.len();
        }
    }
    assert!(read <= header.len(), "more was read than came");
    let written: Vec<String> = challenges.iter().map(written).collect();
    assert_eq!(challenge::parse(&written.join(", ")), challenges, "written as {written:?}");
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// By the rules of RFC 9110 §11.6.1, every value quoted.
fn written(challenge: &Challenge) -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let params: Vec<String> =
        challenge.params.iter().map(|(name, value)| format!("{name}=\"{}\"", quoted(value))).collect();
    format!("{} {}", challenge.scheme, params.join(", ")).trim_end().to_owned()
}
