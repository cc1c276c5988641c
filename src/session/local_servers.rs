//! The servers of `make demo`: the one file of their addresses, read at build time.

use protocol::form::{ConfigForm, Field};
use protocol::json::Json;

const ADDRESSES: &str = include_str!("../../demo/addresses.json");

/// Fills the form for the local servers, as the link does that `make demo` prints.
pub fn fill(form: &mut ConfigForm, page_origin: &str) {
    let Ok(addresses) = Json::object(ADDRESSES) else { return };
    let text = |name| addresses.get(name).and_then(Json::text).unwrap_or_default();
    let origin = |name| match addresses.get(name) {
        Some(Json::Number(port)) => format!("http://{}:{port}", text("host")),
        _ => String::new(),
    };
    let server = origin("authorization_server");
    form.set(Field::AuthorizationEndpoint, format!("{server}/auth"));
    form.set(Field::TokenEndpoint, format!("{server}/token"));
    form.set(Field::Issuer, server);
    form.set(Field::ClientId, text("client_id"));
    form.set(Field::Scope, text("scope"));
    form.set(Field::Api, format!("{}{}", origin("api"), text("resource")));
    let publishes_log = origin("web") == page_origin;
    form.set(Field::HostLog, if publishes_log { "1" } else { "" });
}

/// The login to type at the local authorization server.
pub fn login() -> Option<String> {
    let addresses = Json::object(ADDRESSES).ok()?;
    let Some(Json::List(users)) = addresses.get("users") else { return None };
    users.first()?.get("login")?.text().map(str::to_owned)
}
