//! Parameters and headers that a person adds as free text: one a line, `name=value` or `name: value`, taken literally.
//!
//! They may add to a request and never take anything of ours over.

use crate::details;
use crate::json::Json;

/// What the authorization request is made of, and what would smuggle the same past it (RFC 9101 request objects).
const PROTECTED_AUTHORIZATION: [&str; 12] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "dpop_jkt",
    "request",
    "request_uri",
    "client_secret",
];

/// What the token request is made of, and the ways of a confidential client (RFC 6749 §2.3.1, RFC 7521 §4.2).
const PROTECTED_TOKEN: [&str; 8] = [
    "grant_type",
    "code",
    "redirect_uri",
    "client_id",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
];

/// Headers that `fetch` drops without a word (Fetch, "forbidden request-header").
const FORBIDDEN_HEADERS: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// `authorization_params`: each problem is a sentence that names its line.
pub fn authorization_params(text: &str) -> Result<Vec<(String, String)>, String> {
    let params = params(text, &PROTECTED_AUTHORIZATION)?;
    match params.iter().find_map(|(name, value)| openid_fault(name, value)) {
        Some(fault) => Err(fault.to_owned()),
        None => Ok(params),
    }
}

/// What OpenID Connect asks of its own parameters (Core §3.1.2.1, §5.5): a server would refuse the whole request for it.
fn openid_fault(name: &str, value: &str) -> Option<&'static str> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let words = value.split_whitespace().count();
    match name {
        "claims" if Json::object(value).is_err() => {
            Some("claims has to be one JSON object, no member twice (OpenID Connect Core §5.5).")
        }
        "max_age" if !digits(value) => Some("max_age is a whole number of seconds (OpenID Connect Core §3.1.2.1)."),
        "prompt" if words > 1 && value.split_whitespace().any(|word| word == "none") => {
            Some("prompt=none stands alone: it forbids what the others ask for (OpenID Connect Core §3.1.2.1).")
        }
        _ => None,
    }
}

/// Whether the authorization request itself has a parameter of that name, in any case of letters: some servers read names so.
pub fn is_set_by_flow(name: &str) -> bool {
    PROTECTED_AUTHORIZATION.iter().any(|taken| taken.eq_ignore_ascii_case(name))
}

/// `token_params`.
pub fn token_params(text: &str) -> Result<Vec<(String, String)>, String> {
    params(text, &PROTECTED_TOKEN)
}

fn params(text: &str, protected: &[&str]) -> Result<Vec<(String, String)>, String> {
    let mut params: Vec<(String, String)> = Vec::new();
    for line in lines(text) {
        let Some((name, value)) = line.split_once('=') else {
            return Err(format!("\u{201c}{}\u{201d} has no = sign. Write name=value, one a line.", shown(line)));
        };
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() {
            return Err(format!("\u{201c}{}\u{201d} has no name before the = sign.", shown(line)));
        }
        if name.eq_ignore_ascii_case("client_secret") {
            return Err("A page in a browser cannot keep a secret, so Grantlens sends none (RFC 10017 §6.3.3.1). Register a public client.".to_owned());
        }
        // In any case of letters: some servers read names so.
        if protected.iter().any(|taken| taken.eq_ignore_ascii_case(name)) {
            return Err(format!("{name} is set by the flow itself and cannot be replaced here."));
        }
        if name == "resource" && !is_resource(value) {
            return Err("A resource is a whole address without a # part (RFC 8707 §2).".to_owned());
        }
        if name == details::NAME {
            details::check(value)?;
        }
        if name != "resource" && params.iter().any(|(other, _)| other == name) {
            return Err(format!("{} stands here twice; a parameter may come once (RFC 6749 §3.1).", shown(name)));
        }
        params.push((name.to_owned(), value.to_owned()));
    }
    Ok(params)
}

/// RFC 8707 §2: an absolute URI, of whatever scheme, without a fragment.
fn is_resource(value: &str) -> bool {
    let (scheme, rest) = value.split_once(':').unwrap_or_default();
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(legal)
        && !rest.is_empty()
        && !value.contains(|c: char| c == '#' || c.is_whitespace())
}

/// `api_headers`.
pub fn headers(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut headers = Vec::new();
    for line in lines(text) {
        let Some((name, value)) = line.split_once(':') else {
            return Err(format!("\u{201c}{}\u{201d} has no colon. Write name: value, one a line.", shown(line)));
        };
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || !name.bytes().all(is_token_character) {
            return Err(format!("\u{201c}{}\u{201d} is no header name (RFC 9110 §5.1).", shown(name)));
        }
        let lower = name.to_ascii_lowercase();
        if lower == "authorization" {
            return Err("Authorization carries the access token; the flow sets it.".to_owned());
        }
        if lower == "dpop" {
            return Err(
                "DPoP carries the proof, which is made anew for each request; switch DPoP on instead.".to_owned()
            );
        }
        if FORBIDDEN_HEADERS.contains(&lower.as_str()) || lower.starts_with("sec-") || lower.starts_with("proxy-") {
            return Err(format!("Browsers silently drop {name} from a page's request, so it would never be sent."));
        }
        if !value.chars().all(|c| c == '\t' || (' '..='~').contains(&c) || ('\u{80}'..='\u{ff}').contains(&c)) {
            return Err(format!("The value of {name} has a character that no header can carry."));
        }
        headers.push((name.to_owned(), value.to_owned()));
    }
    Ok(headers)
}

/// Whether a name sounds like a secret, so that a link to share leaves its value out.
pub fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["key", "token", "secret", "auth", "cookie", "passw", "credential", "session", "assertion", "code", "hint"]
        .iter()
        .any(|word| name.contains(word))
}

/// The text with one parameter more, in place of earlier ones of its name.
pub fn with_param(text: &str, name: &str, value: &str) -> String {
    let others = lines(text).filter(|line| line.split('=').next().map(str::trim) != Some(name));
    let lines: Vec<String> = others.map(str::to_owned).chain([format!("{name}={value}")]).collect();
    lines.join("\n")
}

/// The lines that hold anything.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// RFC 9110 §5.6.2.
fn is_token_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn shown(text: &str) -> String {
    crate::outside::made_visible(text, 40)
}
