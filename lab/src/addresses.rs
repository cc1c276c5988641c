//! Where the lab's servers are: the one file of their addresses, read at build time.

use protocol::config::Page;
use protocol::form::{ConfigForm, Field};
use protocol::json::Json;

const ADDRESSES: &str = include_str!("../../demo/lab/addresses.json");

/// The origins of the lab, and how its page is registered.
pub struct Addresses {
    /// This page and its host.
    pub web: String,
    /// The authorization server.
    pub authorization_server: String,
    /// The API.
    pub api: String,
    client_id: String,
    scope: String,
}

/// Reads them.
pub fn addresses() -> Addresses {
    let file = Json::object(ADDRESSES).unwrap_or(Json::Null);
    let text = |name| file.get(name).and_then(Json::text).unwrap_or_default().to_owned();
    let origin = |host, name| match file.get(name) {
        Some(Json::Number(port)) => format!("http://{}:{port}", text(host)),
        _ => String::new(),
    };
    Addresses {
        web: origin("host", "web"),
        authorization_server: origin("servers_host", "authorization_server"),
        api: origin("servers_host", "api"),
        client_id: text("client_id"),
        scope: text("scope"),
    }
}

impl Addresses {
    /// The form for `protocol`, as the app would have it filled in by hand. `response_type` is `code` or `token`.
    pub fn form(&self, response_type: &str) -> ConfigForm {
        let mut form = ConfigForm::fresh(&self.page().address);
        form.set(Field::Issuer, self.authorization_server.as_str());
        form.set(Field::AuthorizationEndpoint, format!("{}/auth", self.authorization_server));
        form.set(Field::TokenEndpoint, format!("{}/token", self.authorization_server));
        form.set(Field::ClientId, self.client_id.as_str());
        form.set(Field::Scope, self.scope.as_str());
        form.set(Field::ResponseType, response_type);
        form.set(Field::Api, format!("{}/notes", self.api));
        form
    }

    /// Where this page is registered to be.
    pub fn page(&self) -> Page {
        Page { address: format!("{}/", self.web), origin: self.web.clone() }
    }
}
