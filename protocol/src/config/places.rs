//! The fields that say where: the server and its endpoints, and the API.

use super::{ApiCall, Exchange, Found, METHODS, Problem, server};
use crate::endpoint::{self, Endpoint};
use crate::extra;
use crate::form::Field;
use crate::json::Json;
use crate::metadata::ServerMetadata;

impl Found<'_> {
    /// Checked as an address, kept as typed: an issuer is compared character by character (RFC 9207 §2.4).
    pub(super) fn issuer(&mut self) -> Option<String> {
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

    pub(super) fn server(&mut self) -> ServerMetadata {
        server::known(self.form, self.parse).unwrap_or_else(|sentence| {
            self.problem(Field::Metadata, sentence);
            ServerMetadata::default()
        })
    }

    /// Its own query may hold nothing that the request holds too: a parameter comes once (RFC 6749 §3.1). `prompt` is among
    /// those, as signing in again sets it, `id_token_hint`, as a renewal does, and `response_mode`, as the answer is expected where the
    /// flow says.
    pub(super) fn authorization_endpoint(
        &mut self,
        server: &ServerMetadata,
        typed: &[(String, String)],
    ) -> Option<Endpoint> {
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

    pub(super) fn exchange(&mut self, server: &ServerMetadata) -> Option<Exchange> {
        let token_endpoint = self.endpoint(Field::TokenEndpoint, server);
        let token_params = self.sentence(Field::TokenParams, extra::token_params);
        Some(Exchange { token_endpoint: token_endpoint?, token_params: token_params? })
    }

    /// Asked for by the person, or demanded by the server (RFC 9126 §5): never left out because it could not be done.
    pub(super) fn push_to(&mut self, server: &ServerMetadata) -> Option<Endpoint> {
        let demanded = server.says("require_pushed_authorization_requests");
        let endpoint = server.endpoint("pushed_authorization_request_endpoint");
        if endpoint.is_none() && demanded {
            self.problem(Field::Metadata, "The server demands pushed requests (require_pushed_authorization_requests) and names no usable pushed_authorization_request_endpoint.");
        } else if endpoint.is_none() && self.form.trimmed(Field::Par) == "1" {
            self.of_the_server(Field::Par, server, "The server\u{2019}s metadata names no pushed_authorization_request_endpoint. Look the server up, or switch this off.");
        }
        endpoint.filter(|_| demanded || self.form.trimmed(Field::Par) == "1").cloned()
    }

    /// An ID token in the address has to be validated before anything of the answer is used (OpenID Connect Core §3.2.2.11), and a signed
    /// answer verified (JARM §2.4).
    pub(super) fn keys(&mut self, server: &ServerMetadata, what: &str) {
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

    pub(super) fn api(&mut self) -> Option<ApiCall> {
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
}
