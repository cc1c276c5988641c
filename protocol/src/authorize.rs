//! The second arrow: a configuration in, the address to navigate to and the transaction to remember out
//! (RFC 6749 §4.1.1 and §4.2.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1).
//!
//! The page shows the same lines before they are complete: `preview` and `start` share the one function that lists them.

mod refusal;

pub use refusal::StartError;

use crate::config::ClientConfig;
use crate::dpop;
use crate::endpoint::Endpoint;
use crate::extra;
use crate::form::{ConfigForm, Field};
use crate::par::{self, Pushed};
use crate::pkce::{CodeVerifier, random_text};
use crate::response_type::ResponseType;
use crate::secret::Secret;
use crate::trace::{Step, Trace, What};
use crate::transaction::Pending;
use crate::wire::{Line, Message, Place, Shown};

const HINT: &str = "id_token_hint";

/// 256 random bits for each value that must not be guessed, drawn by the caller for this one transaction.
pub struct Entropy {
    /// For `state`.
    pub state: [u8; 32],
    /// For `nonce`.
    pub nonce: [u8; 32],
    /// For `code_verifier`.
    pub verifier: [u8; 32],
}

/// A request made and not yet sent: where to go, and what to remember.
pub struct Departure {
    /// The whole address of the authorization request.
    pub url: String,
    /// The same, one parameter a line.
    pub message: Message,
    /// The transaction, to be stored before leaving.
    pub pending: Pending,
    /// Where the request has to be pushed to first (RFC 9126); then it is not sent as it stands.
    pub push_to: Option<Endpoint>,
    /// When a pushed request ends that `url` names, in milliseconds since 1970, where the server said so.
    pub expires_at_ms: Option<u64>,
}

impl Departure {
    /// Binds the code to a key by its thumbprint (`dpop_jkt`, RFC 9449 §10): nobody can redeem it with another.
    #[must_use]
    pub fn bound_to(self, thumbprint: &str) -> Self {
        self.with(Line::plain("dpop_jkt", thumbprint))
    }

    /// Names by the session's ID token whom the answer has to be about: beside `prompt=none` it should be there, and a server may refuse
    /// a request without it (OpenID Connect Core §3.1.2.1). It travels in the address, and is masked in all that is shown and kept. A
    /// hint that the person has typed stays alone.
    #[must_use]
    pub fn hinting(self, id_token: Option<&Secret>) -> Self {
        let typed = self.message.lines.iter().any(|line| line.name.eq_ignore_ascii_case(HINT));
        match id_token.filter(|_| !typed) {
            Some(token) => self.with(Line::new(HINT, Shown::secret(token))),
            None => self,
        }
    }

    fn with(mut self, line: Line) -> Self {
        self.message.lines.push(line);
        self.url = self.message.address();
        self.pending.trace.leave_with(&self.message);
        self
    }

    /// The request as it is pushed, while it has to be; its proof is made when it is sent. `origin` is the page's.
    pub fn push_message(&self, origin: &str) -> Option<Message> {
        let proof = self.message.get("dpop_jkt").map(|_| dpop::later());
        let endpoint = self.push_to.as_ref()?;
        Some(par::message(&endpoint.href, self.message.lines.clone(), proof, origin))
    }

    /// What is left to be sent through the address bar once the request was pushed. `trace` is the run until then, the push in it.
    #[must_use]
    pub fn pushed(mut self, pushed: &Pushed, mut trace: Trace, now_ms: u64) -> Self {
        let client_id = self.message.get("client_id").unwrap_or_default().to_owned();
        self.message = par::navigation(&self.message.target, &client_id, pushed);
        self.push_to = None;
        self.expires_at_ms = pushed.expires_at_ms;
        self.url = self.message.address();
        trace.push(Step::Authorize, now_ms, What::Left(self.message.clone()));
        self.pending.trace = trace;
        self
    }
}

/// Makes an authorization request and its transaction.
///
/// `sign_in_again` adds `prompt=login` (OpenID Connect Core §3.1.2.1). `now_ms` is the time in milliseconds since 1970.
#[allow(clippy::needless_pass_by_value)] // taken over, so that the same bits cannot be used for a second transaction
pub fn start(
    form: &ConfigForm,
    config: &ClientConfig,
    sign_in_again: bool,
    entropy: Entropy,
    now_ms: u64,
) -> Departure {
    let state = random_text(entropy.state);
    let nonce = asks_openid(config.scope.as_deref().unwrap_or_default()).then(|| random_text(entropy.nonce));
    let verifier = config.response_type.code.then(|| CodeVerifier::from_entropy(entropy.verifier));
    let mut extra = config.authorization_params.clone();
    if sign_in_again {
        extra.retain(|(name, _)| name != "prompt");
        extra.push(("prompt".to_owned(), "login".to_owned()));
    }
    let lines = lines(&Typed {
        response_type: config.response_type.words(),
        response_mode: form.trimmed(Field::ResponseMode),
        client_id: &config.client_id,
        redirect_uri: &config.redirect_uri,
        scope: config.scope.as_deref().unwrap_or_default(),
        state: Shown::Plain(state.clone()),
        nonce: nonce.clone().map_or(Shown::Later, Shown::Plain),
        challenge: verifier.as_ref().map_or(Shown::Later, |verifier| Shown::Plain(verifier.challenge())),
        binds: false, // by `Departure::bound_to`, once there is a key
        extra: &extra,
    });
    let message = Message::navigation(&config.authorization_endpoint.href, Place::Query, lines);
    let url = message.address();
    let mut trace = Trace::of_run(form);
    trace.push(Step::Authorize, now_ms, What::Left(message.clone()));
    let pending = Pending { state, nonce, verifier, created_ms: now_ms, trace };
    Departure { url, message, pending, push_to: config.push_to.clone(), expires_at_ms: None }
}

/// The request as far as the form says it, for the page to show while the person types.
pub fn preview(form: &ConfigForm) -> Message {
    let response_type = form.trimmed(Field::ResponseType);
    let extra = extra::authorization_params(form.text(Field::AuthorizationParams)).unwrap_or_default();
    let lines = lines(&Typed {
        response_type,
        response_mode: form.trimmed(Field::ResponseMode),
        client_id: form.trimmed(Field::ClientId),
        redirect_uri: form.trimmed(Field::RedirectUri),
        scope: &form.text(Field::Scope).split_whitespace().collect::<Vec<_>>().join(" "),
        state: Shown::Later,
        nonce: Shown::Later,
        challenge: Shown::Later,
        binds: form.trimmed(Field::Dpop) == "1",
        extra: &extra,
    });
    Message::navigation(form.trimmed(Field::AuthorizationEndpoint), Place::Query, lines)
}

struct Typed<'a> {
    response_type: &'a str,
    response_mode: &'a str,
    client_id: &'a str,
    redirect_uri: &'a str,
    scope: &'a str,
    state: Shown,
    nonce: Shown,
    challenge: Shown,
    /// Where the code is bound to a key that is still to be made.
    binds: bool,
    extra: &'a [(String, String)],
}

fn lines(typed: &Typed<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::new("response_type", Shown::typed(typed.response_type)),
        Line::new("client_id", Shown::typed(typed.client_id)),
        Line::new("redirect_uri", Shown::typed(typed.redirect_uri)),
    ];
    if !typed.response_mode.is_empty() {
        lines.insert(1, Line::plain("response_mode", typed.response_mode));
    }
    if !typed.scope.is_empty() {
        lines.push(Line::plain("scope", typed.scope));
    }
    lines.push(Line::new("state", typed.state.clone()));
    // Only with `openid`: real servers refuse a nonce that no ID token will carry.
    if asks_openid(typed.scope) {
        lines.push(Line::new("nonce", typed.nonce.clone()));
    }
    if ResponseType::read(typed.response_type).is_some_and(|asked| asked.code) {
        lines.push(Line::new("code_challenge", typed.challenge.clone()));
        lines.push(Line::plain("code_challenge_method", "S256"));
    }
    if typed.binds {
        lines.push(Line::new("dpop_jkt", Shown::Later));
    }
    lines.extend(typed.extra.iter().map(|(name, value)| Line::plain(name, value)));
    lines
}

fn asks_openid(scope: &str) -> bool {
    scope.split(' ').any(|token| token == "openid")
}
