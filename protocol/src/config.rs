//! The first arrow: free text in, a `ClientConfig` out, or every problem at once, each tied to its field.
//!
//! **Invariant:** a `ClientConfig` exists only if nothing in it needs checking again.

mod places;
mod request;
mod server;

pub use server::{Ask, known, to_ask, unlisted};

use crate::endpoint::{AddressProblem, Endpoint, ParseUrl};
use crate::extra;
use crate::form::{ConfigForm, Field};
use crate::metadata::ServerMetadata;
use crate::response_type::{ResponseMode, ResponseType};

/// Everything a run needs, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientConfig {
    /// The expected `iss`, exactly as typed (RFC 9207 §2.4); `None` shows the check as *not checked*.
    pub issuer: Option<String>,
    /// Where the person is sent (RFC 6749 §3.1).
    pub authorization_endpoint: Endpoint,
    /// RFC 6749 §2.2.
    pub client_id: String,
    /// RFC 6749 §3.1.2, exactly as it is sent.
    pub redirect_uri: String,
    /// Scope tokens joined by single blanks; `None` sends no `scope` (RFC 6749 §3.3).
    pub scope: Option<String>,
    /// What comes back.
    pub response_type: ResponseType,
    /// How it is carried, where that was chosen.
    pub response_mode: Option<ResponseMode>,
    /// How a code becomes a token; there is one exactly if `response_type` has a code.
    pub exchange: Option<Exchange>,
    /// What the server says of itself; nothing where nobody asked it, or where it was another issuer that was asked.
    pub server: ServerMetadata,
    /// Whether the token is to be bound to a key (RFC 9449).
    pub dpop: bool,
    /// Where the request is pushed to before anyone leaves (RFC 9126 §5); `None` sends it through the address bar.
    pub push_to: Option<Endpoint>,
    /// Audiences besides this client that an ID token may have (OpenID Connect Core §3.1.3.7); usually none.
    pub trusted_audiences: Vec<String>,
    /// Where the session is kept.
    pub keep: Keep,
    /// Further parameters of the authorization request.
    pub authorization_params: Vec<(String, String)>,
    /// The call to make with the token; `None` ends the run at the token.
    pub api: Option<ApiCall>,
    /// Whether to stop at each step.
    pub pace: Pace,
}

/// The token request of a code (RFC 6749 §4.1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Where the code is exchanged (RFC 6749 §3.2).
    pub token_endpoint: Endpoint,
    /// Further parameters of the token request.
    pub token_params: Vec<(String, String)>,
}

/// Where the tokens are kept while the page is open, by the person's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In memory: a reload ends the session.
    Memory,
    /// In the tab's sessionStorage too: a reload keeps it, and any script of this origin can read it.
    Tab,
}

/// The protected resource and how it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiCall {
    /// Its address; its origin is what the token is bound to.
    pub endpoint: Endpoint,
    /// One of `METHODS`.
    pub method: String,
    /// Headers as the person wrote them, `Authorization` never among them.
    pub headers: Vec<(String, String)>,
    /// Body, where the method has one.
    pub body: Option<String>,
}

/// The methods that `fetch` sends.
pub const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// How a run moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// From the form to the API's answer without a stop.
    Run,
    /// Waits at each step for the person.
    Step,
}

/// Where this page stands: the two facts that a configuration is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page's address without query and fragment: the `redirect_uri` to register.
    pub address: String,
    /// Its origin: what CORS settings name.
    pub origin: String,
}

/// What is asked of whoever registers this client at the authorization server, one fact a line, to be copied.
pub fn registration(form: &ConfigForm, page: &Page) -> [(&'static str, String); 5] {
    let asked = ResponseType::read(form.text(Field::ResponseType));
    let grant = match asked.map(|asked| (asked.code, asked.has_token())) {
        Some((false, _)) => "implicit",
        Some((true, true)) => "authorization_code, PKCE with S256; implicit",
        _ => "authorization_code, PKCE with S256",
    };
    [
        ("redirect URI", form.trimmed(Field::RedirectUri).to_owned()),
        ("redirect URI of popups and quiet renewal", crate::relay::address(&page.address)),
        ("origin for CORS", page.origin.clone()),
        ("client type", "public: no secret, token_endpoint_auth_method none".to_owned()),
        ("grant type", grant.to_owned()),
    ]
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where to mend it.
    pub field: Field,
    /// Nothing typed yet: no fault to show in red before the person tried to go.
    pub missing: bool,
    /// Nobody has to type it: the server is asked for it, or the API for its server, before the run begins.
    pub to_be_asked: bool,
    /// One sentence: what is wrong and what to type instead.
    pub sentence: String,
}

/// Checks the whole form. All problems come back at once, in the order of the form.
pub fn check(form: &ConfigForm, page: &Page, url_parser: ParseUrl) -> Result<ClientConfig, Vec<Problem>> {
    let mut found = Found { form, parse: url_parser, problems: Vec::new() };
    let authorization_params = found.sentence(Field::AuthorizationParams, extra::authorization_params);
    let typed = authorization_params.as_deref().unwrap_or_default();
    let issuer = found.issuer();
    let server = found.server();
    let authorization_endpoint = found.authorization_endpoint(&server, typed);
    let response_type = found.response_type(&server);
    let response_mode = response_type.and_then(|asked| found.response_mode(asked, typed));
    let exchange = response_type.filter(|asked| asked.code).and_then(|_| found.exchange(&server));
    if response_type.is_some_and(|asked| asked.id_token) {
        found.keys(&server, "An ID token in the address");
    } else if response_mode.is_some_and(ResponseMode::is_signed) {
        found.keys(&server, "A signed answer");
    }
    let push_to = found.push_to(&server);
    let dpop = found.dpop(response_type);
    let client_id = found.client_id();
    let redirect_uri = found.redirect_uri(page);
    let scope = found.scope(response_type);
    let trusted_audiences = found.trusted_audiences();
    let api = found.api();
    let mode = found.mode();
    found.problems.sort_by_key(|problem| problem.field);
    match (authorization_endpoint, response_type, client_id, redirect_uri, authorization_params, mode) {
        (
            Some(authorization_endpoint),
            Some(response_type),
            Some(client_id),
            Some(redirect_uri),
            Some(authorization_params),
            Some(mode),
        ) if found.problems.is_empty() => Ok(ClientConfig {
            issuer: issuer.or_else(|| server.issuer().map(str::to_owned)),
            authorization_endpoint,
            client_id,
            redirect_uri,
            scope,
            response_type,
            response_mode,
            exchange,
            server,
            dpop,
            push_to,
            trusted_audiences,
            keep: if form.trimmed(Field::Keep) == "tab" { Keep::Tab } else { Keep::Memory },
            authorization_params,
            api,
            pace: mode,
        }),
        _ => Err(found.problems),
    }
}

struct Found<'a> {
    form: &'a ConfigForm,
    parse: ParseUrl,
    problems: Vec<Problem>,
}

/// What every field needs: a text read, a problem written down.
impl Found<'_> {
    fn problem(&mut self, field: Field, sentence: impl Into<String>) {
        self.problems.push(Problem { field, missing: false, to_be_asked: false, sentence: sentence.into() });
    }

    fn address(&mut self, field: Field) -> Option<Endpoint> {
        Endpoint::parse(self.form.text(field), self.parse).map_err(|problem| self.address_problem(field, &problem)).ok()
    }

    fn address_problem(&mut self, field: Field, problem: &AddressProblem) {
        let missing = *problem == AddressProblem::Missing;
        self.problems.push(Problem { field, missing, to_be_asked: false, sentence: problem.sentence() });
    }

    fn sentence<T>(&mut self, field: Field, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        read(self.form.text(field)).map_err(|sentence| self.problem(field, sentence)).ok()
    }
}
