//! What both flows end with: the token and what was said about it (RFC 6749 §5.1 in a body, §4.2.2 in a fragment).

use crate::check::{Checks, Outcome};
use crate::id_token::Identity;
use crate::secret::Secret;

/// A token that passed every check of its response, held in memory only.
pub struct Tokens {
    /// The access token. Opaque: nothing is ever read out of it.
    pub access_token: Secret,
    /// How it is shown to an API.
    pub kind: TokenKind,
    /// RFC 6749 §1.5, where one came.
    pub refresh_token: Option<Secret>,
    /// OpenID Connect Core §2, where one came from the token endpoint. Nothing may be read out of it but by `identity`.
    pub id_token: Option<Secret>,
    /// Who signed in, once an ID token of this sign-in was validated.
    pub identity: Option<Box<Identity>>,
    /// When it ends, in milliseconds since 1970, by this browser's clock; `None` when the server did not say.
    pub expires_at_ms: Option<u64>,
    /// The scope that was granted; by RFC 6749 §5.1 the one asked for, where the response names none.
    pub scope: Option<String>,
    /// The origin that the person named at the start: the only one that may receive the token.
    pub bound_to: Option<String>,
}

/// The type of an access token (RFC 6749 §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Whoever has it can use it (RFC 6750).
    Bearer,
    /// Bound to a key (RFC 9449).
    Dpop,
}

impl TokenKind {
    /// How the type is written, in `token_type` and before the token in `Authorization` (RFC 6750 §2.1, RFC 9449 §7.1).
    pub fn scheme(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }
}

/// What is wrong with the fields of a successful response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantProblem {
    /// `access_token` is not there, not text or empty.
    NoAccessToken,
    /// It has a character that no header can carry, or a blank.
    UnfitAccessToken,
    /// `token_type` is not there, not text or empty.
    NoTokenType,
    /// A type other than asked for: a token must not be used by a client that does not understand its type (RFC 6749 §7.1).
    TokenType(String),
    /// Bearer, though a proof of possession was sent (RFC 9449 §5).
    NotBound,
}

/// The fields as they came, from whichever part of the response.
pub struct Fields<'a> {
    /// `access_token`, when it is text.
    pub access_token: Option<&'a str>,
    /// `token_type`, when it is text.
    pub token_type: Option<&'a str>,
    /// `expires_in` as text: its digits, or whatever else stood there.
    pub expires_in: Option<&'a str>,
    /// `scope`, when it is text.
    pub scope: Option<&'a str>,
}

/// The names of the checks made by `read`, for `Checks::planned`.
pub const CHECKS: [&str; 4] = ["access_token", "token_type", "expires_in", "scope"];

/// Checks the fields and makes the token of them. `kind` is the type that has to come, `asked` the scope of the request, `now_ms`
/// milliseconds since 1970.
pub fn read(
    fields: &Fields<'_>,
    kind: TokenKind,
    asked: Option<&str>,
    bound_to: Option<String>,
    now_ms: u64,
    checks: &mut Checks,
) -> Result<Tokens, GrantProblem> {
    let access_token = access_token(fields.access_token, checks)?;
    token_type(fields.token_type, kind, checks)?;
    let expires_at_ms =
        lifetime(fields.expires_in, checks).map(|seconds| now_ms.saturating_add(seconds.saturating_mul(1000)));
    let scope = scope(fields.scope, asked, checks);
    Ok(Tokens {
        access_token,
        kind,
        refresh_token: None,
        id_token: None,
        identity: None,
        expires_at_ms,
        scope,
        bound_to,
    })
}

/// Printable ASCII without a blank: wider than the alphabet of RFC 6750 §2.1, as real tokens are, and always fit for a header.
fn access_token(text: Option<&str>, checks: &mut Checks) -> Result<Secret, GrantProblem> {
    const EXPECTED: &str = "printable, no blank";
    match text {
        None | Some("") => {
            checks.compare(CHECKS[0], false, EXPECTED, "none");
            Err(GrantProblem::NoAccessToken)
        }
        Some(token) if token.bytes().all(|byte| (0x21..=0x7e).contains(&byte)) => {
            checks.compare(CHECKS[0], true, EXPECTED, &format!("{} characters", token.len()));
            Ok(Secret::new(token))
        }
        Some(_) => {
            checks.compare(CHECKS[0], false, EXPECTED, "a character that no header can carry");
            Err(GrantProblem::UnfitAccessToken)
        }
    }
}

fn token_type(text: Option<&str>, kind: TokenKind, checks: &mut Checks) -> Result<(), GrantProblem> {
    let text = text.filter(|text| !text.is_empty());
    let actual = crate::outside::made_visible(text.unwrap_or("none"), 40);
    let is = |kind: TokenKind| text.is_some_and(|text| text.eq_ignore_ascii_case(kind.scheme()));
    if checks.compare(CHECKS[1], is(kind), kind.scheme(), actual.as_str()) {
        return Ok(());
    }
    Err(match text {
        None => GrantProblem::NoTokenType,
        Some(_) if is(TokenKind::Bearer) => GrantProblem::NotBound,
        Some(_) => GrantProblem::TokenType(actual),
    })
}

/// Whole seconds. Anything else leaves the lifetime unknown: a wrong number is no reason to throw a good token away, and
/// never a reason to believe in one.
fn lifetime(text: Option<&str>, checks: &mut Checks) -> Option<u64> {
    let Some(text) = text else {
        checks.note(CHECKS[2], Outcome::NotChecked, "whole seconds", "not said: lifetime unknown");
        return None;
    };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // 2^53 - 1, the largest number that every JSON reader agrees on.
    let lifetime = text.parse::<u64>().ok().filter(|seconds| digits && *seconds < 1 << 53);
    if let Some(seconds) = lifetime {
        checks.note(CHECKS[2], Outcome::Passed, "whole seconds", &seconds.to_string());
    } else {
        let actual = format!("{}: lifetime unknown", crate::outside::made_visible(text, 40));
        checks.note(CHECKS[2], Outcome::NotChecked, "whole seconds", &actual);
    }
    lifetime
}

/// RFC 6749 §3.3: the server may grant less, or other, than was asked; it is shown and used as granted.
fn scope(granted: Option<&str>, asked: Option<&str>, checks: &mut Checks) -> Option<String> {
    let expected = asked.unwrap_or("none asked");
    let Some(granted) = granted else {
        checks.note(CHECKS[3], Outcome::Passed, expected, "not said: as asked");
        return asked.map(str::to_owned);
    };
    let tokens: Vec<&str> = granted.split_whitespace().collect();
    let wanted: Vec<&str> = asked.unwrap_or_default().split(' ').filter(|token| !token.is_empty()).collect();
    let missing = beyond(&wanted, &tokens);
    // Of nothing that was asked, all would be.
    let more = if wanted.is_empty() { String::new() } else { beyond(&tokens, &wanted) };
    let outcome = if missing.is_empty() { Outcome::Passed } else { Outcome::NotChecked };
    let mut actual = crate::outside::made_visible(&tokens.join(" "), 300);
    for (what, which) in [("not granted", missing), ("not asked", more)] {
        if !which.is_empty() {
            actual = format!("{actual} ({what}: {})", crate::outside::made_visible(&which, 300));
        }
    }
    checks.note(CHECKS[3], outcome, expected, &actual);
    Some(tokens.join(" "))
}

/// Those of the one list that are not in the other.
fn beyond(all: &[&str], known: &[&str]) -> String {
    all.iter().filter(|token| !known.contains(token)).copied().collect::<Vec<_>>().join(" ")
}

impl GrantProblem {
    /// The machine kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoAccessToken | Self::UnfitAccessToken => "param",
            Self::NoTokenType | Self::TokenType(_) => "token_type",
            Self::NotBound => "dpop",
        }
    }

    /// One sentence.
    pub fn headline(&self) -> String {
        match self {
            Self::NoAccessToken => "The response has no access token.".to_owned(),
            Self::UnfitAccessToken => "The access token has a character that no header can carry.".to_owned(),
            Self::NoTokenType => "The response does not say what type of token this is.".to_owned(),
            Self::TokenType(name) => format!("The token is of type {name}, which was not asked for."),
            Self::NotBound => "The token is not bound to the key.".to_owned(),
        }
    }

    /// What it means.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::NoAccessToken => {
                "A successful response must carry access_token as text (RFC 6749 §5.1). Nothing was kept."
            }
            Self::UnfitAccessToken => {
                "A blank often means that a + was not written as %2B on the way. The token was dropped and never put into a header."
            }
            Self::NoTokenType | Self::TokenType(_) => {
                "A client must not use a token whose type it does not understand (RFC 6749 §7.1). The token was dropped."
            }
            Self::NotBound => {
                "A proof was sent, and a Bearer token came: whoever gets hold of that one can use it. It was dropped (RFC 9449 §5)."
            }
        }
    }

    /// What to do.
    pub fn mend(&self) -> &'static str {
        match self {
            Self::NoAccessToken | Self::UnfitAccessToken => {
                "The authorization server has to send a whole access_token."
            }
            Self::NoTokenType | Self::TokenType(_) => {
                "The authorization server has to answer with token_type Bearer, or DPoP where a proof was sent."
            }
            Self::NotBound => "Switch DPoP on at the server for this client, or off in the further settings here.",
        }
    }
}
