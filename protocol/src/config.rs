//! The first arrow: free text in, a `ClientConfig` out, or every problem at once, each tied to its field.
//!
//! **Invariant:** a `ClientConfig` exists only if nothing in it needs checking again.

use crate::endpoint::{self, AddressProblem, Endpoint, ParseUrl};
use crate::extra;
use crate::form::{ConfigForm, Field};
use crate::json::Json;

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
    /// What comes back, and how it becomes a token.
    pub grant: GrantType,
    /// Further parameters of the authorization request.
    pub authorization_params: Vec<(String, String)>,
    /// The call to make with the token; `None` ends the run at the token.
    pub api: Option<ApiCall>,
    /// Whether to stop at each step.
    pub pace: Pace,
}

/// The two ways to a token. PKCE without a token endpoint cannot be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantType {
    /// `response_type=code` with PKCE (RFC 6749 §4.1, RFC 7636).
    Code {
        /// Where the code is exchanged (RFC 6749 §3.2).
        token_endpoint: Endpoint,
        /// Further parameters of the token request.
        token_params: Vec<(String, String)>,
    },
    /// `response_type=token` (RFC 6749 §4.2).
    Implicit,
}

impl GrantType {
    /// The parameter's value.
    pub fn response_type(&self) -> &'static str {
        match self {
            Self::Code { .. } => "code",
            Self::Implicit => "token",
        }
    }
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
pub fn registration(form: &ConfigForm, page: &Page) -> [(&'static str, String); 4] {
    let grant =
        if form.trimmed(Field::ResponseType) == "token" { "implicit" } else { "authorization_code, PKCE with S256" };
    [
        ("redirect URI", form.trimmed(Field::RedirectUri).to_owned()),
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
    /// One sentence: what is wrong and what to type instead.
    pub sentence: String,
}

/// Checks the whole form. All problems come back at once, in the order of the form.
pub fn check(form: &ConfigForm, page: &Page, url_parser: ParseUrl) -> Result<ClientConfig, Vec<Problem>> {
    let mut found = Found { form, parse: url_parser, problems: Vec::new() };
    let authorization_params = found.sentence(Field::AuthorizationParams, |text| {
        extra::authorization_params(text, form.trimmed(Field::ResponseType))
    });
    let issuer = found.issuer();
    let authorization_endpoint = found.authorization_endpoint(authorization_params.as_deref().unwrap_or_default());
    let grant = found.grant();
    let client_id = found.client_id();
    let redirect_uri = found.redirect_uri(page);
    let scope = found.scope();
    let api = found.api();
    let mode = found.mode();
    found.problems.sort_by_key(|problem| problem.field);
    match (authorization_endpoint, grant, client_id, redirect_uri, authorization_params, mode) {
        (
            Some(authorization_endpoint),
            Some(grant),
            Some(client_id),
            Some(redirect_uri),
            Some(authorization_params),
            Some(mode),
        ) if found.problems.is_empty() => Ok(ClientConfig {
            issuer,
            authorization_endpoint,
            client_id,
            redirect_uri,
            scope,
            grant,
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
        self.problems.push(Problem { field, missing: false, sentence: sentence.into() });
    }

    fn address(&mut self, field: Field) -> Option<Endpoint> {
        Endpoint::parse(self.form.text(field), self.parse).map_err(|problem| self.address_problem(field, &problem)).ok()
    }

    fn address_problem(&mut self, field: Field, problem: &AddressProblem) {
        let missing = *problem == AddressProblem::Missing;
        self.problems.push(Problem { field, missing, sentence: problem.sentence() });
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

    /// Its own query may hold nothing that the request holds too: a parameter comes once (RFC 6749 §3.1). `prompt` is among
    /// those, as signing in again sets it, and `response_mode`, as the answer is expected where the flow says.
    fn authorization_endpoint(&mut self, typed: &[(String, String)]) -> Option<Endpoint> {
        let endpoint = self.address(Field::AuthorizationEndpoint)?;
        let taken = crate::urlencoded::raw_pairs(&endpoint.query)
            .filter_map(|(name, _)| crate::urlencoded::decode(name).ok())
            .find(|name| {
                let by_flow = matches!(name.as_str(), "prompt" | "response_mode") || extra::is_set_by_flow(name);
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

    fn grant(&mut self) -> Option<GrantType> {
        match self.form.trimmed(Field::ResponseType) {
            "code" => {
                let token_endpoint = self.address(Field::TokenEndpoint);
                let token_params = self.sentence(Field::TokenParams, extra::token_params);
                Some(GrantType::Code { token_endpoint: token_endpoint?, token_params: token_params? })
            }
            "token" => Some(GrantType::Implicit),
            _ => {
                self.problem(Field::ResponseType, "Grantlens runs response_type code and token. Choose one of them.");
                None
            }
        }
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

    fn scope(&mut self) -> Option<String> {
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
        (!tokens.is_empty()).then(|| tokens.join(" "))
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
