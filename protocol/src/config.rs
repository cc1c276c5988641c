//! The first arrow: free text in, a `ClientConfig` out, or every problem at once, each tied to its field.
//!
//! **Invariant:** a `ClientConfig` exists only if nothing in it needs checking again.

mod server;

pub use server::{Ask, known, to_ask, unlisted};

use crate::endpoint::{self, AddressProblem, Endpoint, ParseUrl};
use crate::extra;
use crate::form::{ConfigForm, Field};
use crate::json::Json;
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

impl Found<'_> {
    fn problem(&mut self, field: Field, sentence: impl Into<String>) {
        self.problems.push(Problem { field, missing: false, to_be_asked: false, sentence: sentence.into() });
    }

    fn address(&mut self, field: Field) -> Option<Endpoint> {
        Endpoint::parse(self.form.text(field), self.parse).map_err(|problem| self.address_problem(field, &problem)).ok()
    }

    /// An endpoint of the server: what is typed; where nothing is, what the server says of itself.
    fn endpoint(&mut self, field: Field, server: &ServerMetadata) -> Option<Endpoint> {
        if self.form.trimmed(field).is_empty() {
            let said = server.endpoint(field.name()).cloned();
            if said.is_none() {
                let gap = server::gap(self.form, field, server);
                if !self.problems.iter().any(|problem| problem.field == gap.field) {
                    self.problems.push(gap);
                }
            }
            return said;
        }
        self.address(field)
    }

    fn address_problem(&mut self, field: Field, problem: &AddressProblem) {
        let missing = *problem == AddressProblem::Missing;
        self.problems.push(Problem { field, missing, to_be_asked: false, sentence: problem.sentence() });
    }

    fn sentence<T>(&mut self, field: Field, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        read(self.form.text(field)).map_err(|sentence| self.problem(field, sentence)).ok()
    }

    /// Checked as an address, kept as typed: an issuer is compared character by character (RFC 9207 §2.4).
    fn issuer(&mut self) -> Option<String> {
        let text = self.form.trimmed(Field::Issuer);
        if text.is_empty() {
            return None;
        }
        match endpoint::checked(text, self.parse) {
            Ok(parts) if parts.query.is_empty() && !text.contains(['?', '#']) => Some(text.to_owned()),
            Ok(_) => {
                self.problem(Field::Issuer, "An issuer has no query and no # part (RFC 8414 §2).");
                None
            }
            Err(problem) => {
                self.address_problem(Field::Issuer, &problem);
                None
            }
        }
    }

    fn server(&mut self) -> ServerMetadata {
        server::known(self.form, self.parse).unwrap_or_else(|sentence| {
            self.problem(Field::Metadata, sentence);
            ServerMetadata::default()
        })
    }

    /// Its own query may hold nothing that the request holds too: a parameter comes once (RFC 6749 §3.1). `prompt` is among
    /// those, as signing in again sets it, `id_token_hint`, as a renewal does, and `response_mode`, as the answer is expected where the
    /// flow says.
    fn authorization_endpoint(&mut self, server: &ServerMetadata, typed: &[(String, String)]) -> Option<Endpoint> {
        let endpoint = self.endpoint(Field::AuthorizationEndpoint, server)?;
        let taken = crate::urlencoded::raw_pairs(&endpoint.query)
            .filter_map(|(name, _)| crate::urlencoded::decode(name).ok())
            .find(|name| {
                let by_flow = matches!(name.as_str(), "prompt" | "id_token_hint" | "response_mode")
                    || extra::is_set_by_flow(name);
                by_flow || typed.iter().any(|(other, _)| other == name)
            })
            .map(|name| crate::outside::made_visible(&name, 40));
        if let Some(name) = taken {
            self.problem(
                Field::AuthorizationEndpoint,
                format!("Its own query has {name}, which the request sets too. Remove it from the address."),
            );
            return None;
        }
        Some(endpoint)
    }

    fn response_type(&mut self, server: &ServerMetadata) -> Option<ResponseType> {
        let asked = ResponseType::read(self.form.text(Field::ResponseType));
        let refused = match asked {
            Some(asked) => server::refuses(server, asked),
            None => Some(format!("Grantlens runs response_type {}. Choose one of them.", ResponseType::ALL.join(", "))),
        };
        if let Some(sentence) = refused {
            self.problem(Field::ResponseType, sentence);
        }
        asked
    }

    /// Chosen in its field or typed among the parameters, not both.
    fn response_mode(&mut self, asked: ResponseType, typed: &[(String, String)]) -> Option<ResponseMode> {
        let chosen = self.form.trimmed(Field::ResponseMode);
        let among = typed.iter().find(|(name, _)| name == "response_mode").map(|(_, mode)| mode.as_str());
        let field = if among.is_some() { Field::AuthorizationParams } else { Field::ResponseMode };
        if among.is_some() && !chosen.is_empty() {
            self.problem(field, "response_mode is chosen above already. Remove it here, or there.");
            return None;
        }
        let read = match among {
            Some("") => Err("response_mode needs a value, or leave the line out.".to_owned()),
            _ => ResponseMode::read(among.unwrap_or(chosen), asked),
        };
        read.map_err(|sentence| self.problem(field, sentence)).ok().flatten()
    }

    /// Asked for by the person, or demanded by the server (RFC 9126 §5): never left out because it could not be done.
    fn push_to(&mut self, server: &ServerMetadata) -> Option<Endpoint> {
        let demanded = server.says("require_pushed_authorization_requests");
        let endpoint = server.endpoint("pushed_authorization_request_endpoint");
        if endpoint.is_none() && demanded {
            self.problem(Field::Metadata, "The server demands pushed requests (require_pushed_authorization_requests) and names no usable pushed_authorization_request_endpoint.");
        } else if endpoint.is_none() && self.form.trimmed(Field::Par) == "1" {
            self.of_the_server(Field::Par, server, "The server\u{2019}s metadata names no pushed_authorization_request_endpoint. Look the server up, or switch this off.");
        }
        endpoint.filter(|_| demanded || self.form.trimmed(Field::Par) == "1").cloned()
    }

    /// Only the token endpoint binds a token to a key (RFC 9449 §5): one that comes in the address is for whoever has it.
    fn dpop(&mut self, response_type: Option<ResponseType>) -> bool {
        let wanted = self.form.trimmed(Field::Dpop) == "1";
        let by_code_alone = response_type.is_none_or(|asked| asked.code && !asked.token);
        if wanted && !by_code_alone {
            self.problem(Field::Dpop, "A token that comes in the address cannot be bound to a key. Choose a response type with code and without token, or switch this off.");
        }
        wanted
    }

    /// An ID token in the address has to be validated before anything of the answer is used (OpenID Connect Core §3.2.2.11), and a signed
    /// answer verified (JARM §2.4).
    fn keys(&mut self, server: &ServerMetadata, what: &str) {
        if server.issuer().is_none() || server.endpoint("jwks_uri").is_none() {
            let sentence = format!(
                "{what} has to be validated, so the server\u{2019}s metadata is needed, with its issuer and a jwks_uri that can be fetched."
            );
            self.of_the_server(Field::Metadata, server, &sentence);
        }
    }

    /// What the server's metadata lacks; where nobody has asked for it yet, it is asked for before the run begins.
    fn of_the_server(&mut self, field: Field, server: &ServerMetadata, sentence: &str) {
        let to_be_asked = !server.is_known() && !self.form.trimmed(Field::Issuer).is_empty();
        let sentence = sentence.to_owned();
        self.problems.push(Problem { field, missing: to_be_asked, to_be_asked, sentence });
    }

    fn exchange(&mut self, server: &ServerMetadata) -> Option<Exchange> {
        let token_endpoint = self.endpoint(Field::TokenEndpoint, server);
        let token_params = self.sentence(Field::TokenParams, extra::token_params);
        Some(Exchange { token_endpoint: token_endpoint?, token_params: token_params? })
    }

    fn client_id(&mut self) -> Option<String> {
        let text = self.form.trimmed(Field::ClientId);
        if text.is_empty() {
            self.address_problem(Field::ClientId, &AddressProblem::Missing);
            return None;
        }
        if !text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) {
            self.problem(Field::ClientId, "A client id is printable ASCII (RFC 6749 Appendix A.1).");
            return None;
        }
        Some(text.to_owned())
    }

    fn redirect_uri(&mut self, page: &Page) -> Option<String> {
        let endpoint = self.address(Field::RedirectUri)?;
        if endpoint.origin != page.origin {
            self.problem(
                Field::RedirectUri,
                format!("The answer has to come back to this page, so it must begin with {}/", page.origin),
            );
            return None;
        }
        Some(self.form.trimmed(Field::RedirectUri).to_owned())
    }

    fn scope(&mut self, response_type: Option<ResponseType>) -> Option<String> {
        let tokens: Vec<&str> = self.form.text(Field::Scope).split_whitespace().collect();
        let legal = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        if let Some(token) = tokens.iter().find(|token| !token.bytes().all(legal)) {
            let sentence = format!(
                "\u{201c}{}\u{201d} has a character that no scope can have (RFC 6749 §3.3).",
                crate::outside::made_visible(token, 40)
            );
            self.problem(Field::Scope, sentence);
            return None;
        }
        // OpenID Connect Core §3.1.2.1: without it there is no ID token to be had.
        if response_type.is_some_and(|asked| asked.id_token) && !tokens.contains(&"openid") {
            self.problem(Field::Scope, "An ID token is asked for, so the scope must have openid.");
            return None;
        }
        (!tokens.is_empty()).then(|| tokens.join(" "))
    }

    /// Compared character by character with what stands in `aud`, so that anything but a control character may stand in one.
    fn trusted_audiences(&mut self) -> Vec<String> {
        let names: Vec<String> =
            self.form.text(Field::TrustedAudiences).split_whitespace().map(str::to_owned).collect();
        if names.iter().any(|name| name.contains(char::is_control)) {
            self.problem(Field::TrustedAudiences, "An audience has a control character in it. Type it anew.");
        }
        names
    }

    fn api(&mut self) -> Option<ApiCall> {
        if self.form.trimmed(Field::Api).is_empty() {
            return None;
        }
        let endpoint = self.address(Field::Api);
        let method = self.form.trimmed(Field::ApiMethod).to_ascii_uppercase();
        if !METHODS.contains(&method.as_str()) {
            self.problem(Field::ApiMethod, format!("A page can send {}.", METHODS.join(", ")));
        }
        let headers = self.sentence(Field::ApiHeaders, extra::headers);
        let body = self.form.text(Field::ApiBody);
        if !body.is_empty() && matches!(method.as_str(), "GET" | "HEAD") {
            self.problem(
                Field::ApiBody,
                format!("A browser sends no body with {method}. Choose another method or empty this."),
            );
        }
        let (endpoint, mut headers) = (endpoint?, headers?);
        let typed = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !typed && Json::parse(body).is_ok() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        Some(ApiCall { endpoint, method, headers, body: (!body.is_empty()).then(|| body.to_owned()) })
    }

    fn mode(&mut self) -> Option<Pace> {
        match self.form.trimmed(Field::Mode) {
            "run" => Some(Pace::Run),
            "step" => Some(Pace::Step),
            _ => {
                self.problem(Field::Mode, "Choose run or step.");
                None
            }
        }
    }
}
