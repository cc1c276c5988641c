//! An answer that comes to a page beside this one, and is handed over: out of a hidden frame that asks for new tokens without a word to
//! the person (OpenID Connect Core §3.1.2.1, `prompt=none`), or out of a popup.
//!
//! The page that asked lives on, so its transaction stays in memory. The relay, renew.html, reads nothing of the answer but `state`, to
//! find the channel. What it hands over is checked by `callback`, as any other answer is.

mod refusal;

pub use refusal::RelayError;

use crate::callback::{self, CallbackError, Lookup, Response};
use crate::check::Checks;
use crate::config::ClientConfig;
use crate::form::{ConfigForm, Field};
use crate::grant::Tokens;
use crate::pkce::fingerprint;
use crate::secret::Secret;
use crate::transaction::Pending;

/// The file of the relay, beside the page's own.
const FILE: &str = "renew.html";

/// Longest wait for a hidden frame, in seconds. For a popup there is none: a person is at work in it.
pub const SECONDS: u32 = 10;

/// The relay of the page at this address: a redirect URI of its own, to be registered beside the page's.
pub fn address(page: &str) -> String {
    let folder = page.rfind('/').map_or("", |slash| page.get(..=slash).unwrap_or_default());
    format!("{folder}{FILE}")
}

/// Whether an address, without query and fragment, is a relay's.
pub fn is_at(address: &str) -> bool {
    address.strip_suffix(FILE).is_some_and(|folder| folder.ends_with('/'))
}

/// The form of a sign-in and its configuration, with the relay of the page at `page` as redirect URI.
pub fn through(form: &ConfigForm, config: &ClientConfig, page: &str) -> (ConfigForm, ClientConfig) {
    let (mut form, mut config) = (form.clone(), config.clone());
    form.set(Field::RedirectUri, address(page));
    config.redirect_uri = address(page);
    (form, config)
}

/// The same request, but nobody may be asked anything (OpenID Connect Core §3.1.2.1).
#[must_use]
pub fn silent(mut config: ClientConfig) -> ClientConfig {
    config.authorization_params.retain(|(name, _)| name != "prompt");
    config.authorization_params.push(("prompt".to_owned(), "none".to_owned()));
    config
}

/// The ID token that names in such a request who is signed in (`authorize::Departure::hinting`): that of the token endpoint, else the
/// validated one of the address.
pub fn hint(tokens: &Tokens) -> Option<&Secret> {
    tokens.id_token.as_ref().or(tokens.identity.as_ref().map(|identity| &identity.token))
}

/// Whether a session of this configuration can be renewed so: `prompt` is OpenID Connect's, and there have to be tokens to come of it.
pub fn renews(config: &ClientConfig) -> bool {
    let asks_openid = config.scope.as_deref().unwrap_or_default().split(' ').any(|token| token == "openid");
    asks_openid && (config.response_type.code || config.response_type.token)
}

/// The name of the channel on which the answer to that `state` is handed over. Only the two ends of the sign-in know `state`, and the
/// name does not tell it. renew.js makes the same.
pub fn channel(state: &str) -> String {
    format!("grantlens.answer.{}", fingerprint(state))
}

/// Takes what was said on the channel for the answer to `waiting`, which is taken too if its `state` is the same, byte by byte.
pub fn take(
    href: &str,
    waiting: &mut Option<Pending>,
    checks: &mut Checks,
) -> Result<(Response, Pending), CallbackError> {
    let response = callback::read(href, checks)?;
    let lookup = |state: &str| match waiting.take_if(|pending| pending.state == state) {
        Some(pending) => Lookup::Found(Box::new(pending)),
        None => Lookup::NotFound { used: false, others: true },
    };
    let pending = callback::find(&response, lookup, checks)?;
    Ok((response, pending))
}

/// Whether this was no answer to the sign-in that waits, so that it goes on waiting. What cannot be read at all ends the wait: it
/// came by a channel that only the sign-in's own two ends know.
pub fn is_foreign(error: &CallbackError) -> bool {
    matches!(error, CallbackError::StateMissing { .. } | CallbackError::StateMismatched)
}
