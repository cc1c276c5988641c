//! The third arrow: the address that came back in, a code or a token out (RFC 6749 §4.1.2 and §4.2.2, RFC 9207).
//!
//! The order is fixed and each refusal says how far it came: parts, repeated parameters, the transaction, then `iss`, then type
//! and mode, and only then `error` or success. Until the transaction is found, nothing that the address says is believed and
//! nothing is deleted because of it.

mod jarm;
mod refusal;
mod response;

pub use refusal::CallbackError;
pub use response::Response;

use crate::check::{Checks, Outcome};
use crate::config::{self, ClientConfig, Exchange, Page};
use crate::endpoint::ParseUrl;
use crate::grant::{self, Fields, TokenKind, Tokens};
use crate::id_token::Identity;
use crate::outside::{made_visible, start_of};
use crate::pkce::CodeVerifier;
use crate::response_type::{ResponseMode, ResponseType};
use crate::secret::Secret;
use crate::signed::SignedError;
use crate::transaction::Pending;
use crate::wire::Place;

/// What a good answer brings: a code, tokens, or both (OpenID Connect Core §3.3).
pub struct Accepted {
    /// What it was an answer to.
    pub asked: Asked,
    /// Still to be exchanged.
    pub code: Option<Box<CodeGrant>>,
    /// The access token of the address itself.
    pub tokens: Option<Tokens>,
    /// The ID token of the address itself. Nothing in it has been looked at.
    pub id_token: Option<Secret>,
}

/// The sign-in that an answer belongs to, as it was when the person left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The configuration.
    pub config: ClientConfig,
    /// RFC 6749 §10.12.
    pub state: String,
    /// OpenID Connect Core §3.1.2.1; there with `openid` only.
    pub nonce: Option<String>,
}

/// A code with the verifier that makes it worth something, and everything its exchange needs.
pub struct CodeGrant {
    /// RFC 6749 §4.1.2.
    pub code: Secret,
    /// RFC 7636 §4.1.
    pub verifier: CodeVerifier,
    /// How it is exchanged.
    pub exchange: Exchange,
    /// The sign-in that it belongs to.
    pub asked: Asked,
    /// Who signed in, where an ID token came beside it and was validated.
    pub identity: Option<Box<Identity>>,
}

/// The storage's answer to "whose `state` is this?".
pub enum Lookup {
    /// The transaction, taken out of storage.
    Found(Box<Pending>),
    /// No such transaction. `used` when its fingerprint says that an answer came before; `others` when further sign-ins wait.
    NotFound {
        /// The same `state` was answered within the last 15 minutes.
        used: bool,
        /// This tab waits for the answer to some other sign-in.
        others: bool,
    },
}

/// The names of the checks, in their order.
const NAMES: [&str; 6] = ["one part", "each parameter once", "state", "age", "iss", "response type"];

/// The checks of the answer at this address, none made yet. One that is signed has those of its JWT, its `iss` among them.
pub fn planned(href: &str) -> Checks {
    let [part, once, state, age, iss, kind] = NAMES;
    let middle: &[&str] = if response::has(href, "response") { &jarm::CHECKS } else { &[iss] };
    let token: &[&str] = if response::has(href, "access_token") { &grant::CHECKS } else { &[] };
    Checks::planned(&[&[part, once, state, age], middle, &[kind], token].concat())
}

/// The checks that need no transaction: one part, each parameter once, every value readable.
pub fn read(href: &str, checks: &mut Checks) -> Result<Response, CallbackError> {
    let mut response = Response::split(href)?;
    checks.note(NAMES[0], Outcome::Passed, "query or fragment", response.place_words());
    let count = response.decode_once()?;
    let came = if response.is_signed() { "one signed text".to_owned() } else { format!("{count} parameters") };
    checks.note(NAMES[1], Outcome::Passed, "no repeats", &came);
    Ok(response)
}

/// Finds whose answer it is: `lookup` reads the storage by `state` and takes the record out.
pub fn find(
    response: &Response,
    lookup: impl FnOnce(&str) -> Lookup,
    checks: &mut Checks,
) -> Result<Pending, CallbackError> {
    let Some(state) = response.to_find() else {
        checks.compare(NAMES[2], false, "the one that was sent", "none");
        let refuses = response.get("error").is_some();
        return Err(CallbackError::StateMissing { response_had_one: false, refuses });
    };
    let error = match state.look_up(lookup) {
        Lookup::Found(pending) if state.finds(&pending) => {
            checks.compare(NAMES[2], true, &start_of(&pending.state), &state.shown());
            return Ok(*pending);
        }
        Lookup::NotFound { used: true, .. } => CallbackError::StateUsed,
        // Whatever a storage takes for a match: equal is equal byte by byte.
        Lookup::Found(_) | Lookup::NotFound { others: true, .. } => CallbackError::StateMismatched,
        Lookup::NotFound { .. } => CallbackError::StateMissing { response_had_one: true, refuses: false },
    };
    checks.compare(NAMES[2], false, error.state_expected(), &state.shown());
    Err(error)
}

/// A sign-in whose answer came in time, and what was asked in it. What is left to do with it is to accept that answer, once.
pub struct Matched {
    pending: Pending,
    /// The configuration, as it was when the person left.
    pub config: ClientConfig,
}

/// Whether the answer came in time, and to what. `now_ms` is milliseconds since 1970.
pub fn in_time(
    pending: Pending,
    page: &Page,
    parse: ParseUrl,
    now_ms: u64,
    checks: &mut Checks,
) -> Result<Matched, CallbackError> {
    if !checks.compare(NAMES[3], !pending.expired(now_ms), "under 15 minutes", &minutes(now_ms, pending.created_ms)) {
        return Err(CallbackError::StateExpired);
    }
    let config = config::check(pending.trace.form(), page, parse).map_err(|_| CallbackError::TransactionUnusable)?;
    Ok(Matched { pending, config })
}

/// Accepts the answer to `pending`, once: `in_time` and `Matched::accept` in one, for an answer that has nothing to be opened.
pub fn accept(
    pending: Pending,
    response: &Response,
    page: &Page,
    parse: ParseUrl,
    now_ms: u64,
    checks: &mut Checks,
) -> Result<Accepted, CallbackError> {
    in_time(pending, page, parse, now_ms, checks)?.accept(response, parse, now_ms, checks)
}

impl Matched {
    /// Why a signed answer to it was not opened. `origin` is the page's.
    pub fn unopened(&self, error: SignedError, origin: &str) -> CallbackError {
        let jwks_uri = self.config.server.endpoint("jwks_uri").map(|keys| keys.href.clone()).unwrap_or_default();
        CallbackError::Signed { error: Box::new(error), origin: origin.to_owned(), jwks_uri }
    }

    /// Accepts the answer. One that came as a JWT and is not open is none that was asked for. `now_ms` is milliseconds since 1970.
    pub fn accept(
        self,
        response: &Response,
        parse: ParseUrl,
        now_ms: u64,
        checks: &mut Checks,
    ) -> Result<Accepted, CallbackError> {
        let Self { pending, config } = self;
        if response.is_open() {
            issuer(&config, response, checks)?;
        }
        shape(&config, response, parse, checks)?;
        if let Some(error) = response.get("error") {
            return Err(CallbackError::Refused {
                error: made_visible(error, 100),
                description: made_visible(
                    response.get("error_description").unwrap_or_default(),
                    crate::report::LONGEST,
                ),
                uri: response.get("error_uri").and_then(|uri| safe_link(uri, parse)),
                unsigned: asks_signed(&config) && !response.is_signed(),
            });
        }
        let asked = Asked { config, state: pending.state, nonce: pending.nonce };
        let tokens = tokens(&asked.config, response, now_ms, checks)?;
        let id_token = response.get("id_token").filter(|text| !text.is_empty()).map(Secret::new);
        if asked.config.response_type.id_token && id_token.is_none() {
            return Err(CallbackError::NoIdToken);
        }
        let code = match (&asked.config.exchange, pending.verifier) {
            (None, _) => None,
            (Some(_), None) => return Err(CallbackError::TransactionUnusable),
            (Some(exchange), Some(verifier)) => {
                let code = response.get("code").filter(|code| !code.is_empty()).ok_or(CallbackError::NoCode)?;
                let (code, exchange) = (Secret::new(code), exchange.clone());
                Some(Box::new(CodeGrant { code, verifier, exchange, asked: asked.clone(), identity: None }))
            }
        };
        Ok(Accepted { asked, code, tokens, id_token })
    }
}

fn asks_signed(config: &ClientConfig) -> bool {
    config.response_mode.is_some_and(ResponseMode::is_signed)
}

/// The access token of the address itself, where one was asked for.
fn tokens(
    config: &ClientConfig,
    response: &Response,
    now_ms: u64,
    checks: &mut Checks,
) -> Result<Option<Tokens>, CallbackError> {
    if !config.response_type.token {
        return Ok(None);
    }
    let fields = Fields {
        access_token: response.get("access_token"),
        token_type: response.get("token_type"),
        expires_in: response.get("expires_in"),
        scope: response.get("scope"),
    };
    checks.plan(&grant::CHECKS); // those that no address told of: they stood inside a JWT
    let bound_to = config.api.as_ref().map(|api| api.endpoint.origin.clone());
    let tokens = grant::read(&fields, TokenKind::Bearer, config.scope.as_deref(), bound_to, now_ms, checks);
    tokens.map(Some).map_err(CallbackError::Grant)
}

/// RFC 9207 §2.4: simple string comparison with the issuer that was configured.
fn issuer(config: &ClientConfig, response: &Response, checks: &mut Checks) -> Result<(), CallbackError> {
    let actual = response.get("iss").map(|iss| {
        let misplaced = if response.iss_was_apart() { " (in the other part of the address)" } else { "" };
        format!("{}{misplaced}", made_visible(iss, 200))
    });
    let Some(expected) = config.issuer.as_deref() else {
        checks.note(NAMES[4], Outcome::NotChecked, "no issuer named", &actual.unwrap_or_else(|| "none".to_owned()));
        return Ok(());
    };
    let Some(iss) = response.get("iss") else {
        return no_issuer(config, response, expected, checks);
    };
    if checks.compare(NAMES[4], iss == expected, expected, &actual.unwrap_or_default()) {
        return Ok(());
    }
    Err(CallbackError::Issuer { expected: expected.to_owned(), actual: made_visible(iss, 200) })
}

/// A server that says that it always sends `iss` has to (RFC 9207 §2.4): its answer without one may be another server's. A success that
/// brings an ID token is the exception, as that carries the issuer itself and real servers then leave `iss` out.
fn no_issuer(
    config: &ClientConfig,
    response: &Response,
    expected: &str,
    checks: &mut Checks,
) -> Result<(), CallbackError> {
    let by_id_token = config.response_type.id_token && response.get("error").is_none();
    let promised = config.server.says("authorization_response_iss_parameter_supported");
    if promised && !by_id_token {
        checks.compare(NAMES[4], false, expected, "none came, and the server says that it sends one");
        return Err(CallbackError::IssuerMissing { expected: expected.to_owned() });
    }
    let actual = if by_id_token { "carried by the ID token" } else { "none came" };
    checks.note(NAMES[4], Outcome::NotChecked, expected, actual);
    Ok(())
}

/// The answer is of the type that was asked for, in the part where that type belongs, and signed where it was to be. An error may stand
/// in either part, and a plain one where a signed answer was asked for: real servers put it where the request, not the type, made
/// them, and one that signs nothing has no other way to say so. It brings nothing that could be used.
fn shape(
    config: &ClientConfig,
    response: &Response,
    parse: ParseUrl,
    checks: &mut Checks,
) -> Result<(), CallbackError> {
    let asked = config.response_type;
    let place = asked.place(config.response_mode);
    let signed = |signed| if signed { "signed, " } else { "" };
    let expected = format!("{}{} in the {}", signed(asks_signed(config)), asked.words(), place_word(place));
    let got = response.kinds();
    let what = got.join(" and ");
    let actual = format!("{}{what} in the {}", signed(response.is_signed()), place_word(response.place()));
    let right_page = response.is_at(&config.redirect_uri, parse);
    let right_type = ResponseType::read(&got.join(" ")) == Some(asked);
    let right_place = response.place() == place;
    let right = got.contains(&"error") || (right_type && right_place && response.is_signed() == asks_signed(config));
    if checks.compare(NAMES[5], right && right_page, expected.as_str(), actual.as_str()) {
        return Ok(());
    }
    let unnamed = place == Place::Fragment && config.response_mode.is_none();
    Err(if right {
        CallbackError::OtherPage
    } else {
        CallbackError::Shape { expected, actual, place_unnamed: unnamed && right_type && !right_place }
    })
}

fn place_word(place: Place) -> &'static str {
    if place == Place::Fragment { "fragment" } else { "query" }
}

/// A link that a server sent becomes a link of ours only when it is a plain https address (C042).
pub(crate) fn safe_link(text: &str, parse: ParseUrl) -> Option<String> {
    crate::endpoint::checked(text, parse).ok().filter(|parts| parts.scheme == "https").map(|parts| parts.href)
}

fn minutes(now_ms: u64, then_ms: u64) -> String {
    let seconds = now_ms.saturating_sub(then_ms) / 1000;
    format!("{} min {} s", seconds / 60, seconds % 60)
}
