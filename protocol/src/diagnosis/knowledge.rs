//! What is known of servers' settings and of their errors: data files in (`diagnosis/`), values out.
//!
//! **Invariant:** a server's answer is compared with this and shown beside it; it decides nothing.

use super::rule::Rule;
use super::server::Server;
use crate::endpoint::{self, ParseUrl};
use crate::json::Json;

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knowledge {
    /// Kinds of servers, and where their settings are.
    pub servers: Vec<Server>,
    /// What usually causes an error.
    pub rules: Vec<Rule>,
}

/// Reads it. A server or a rule that lacks what it needs is left out; so is a link that is no https address.
pub fn read(text: &str, parse: ParseUrl) -> Result<Knowledge, String> {
    let all = Json::object(text)?;
    let list = |name| all.get(name).map(Json::items).unwrap_or_default().iter();
    Ok(Knowledge {
        servers: list("servers").filter_map(|json| Server::read(json, parse)).collect(),
        rules: list("rules").filter_map(|json| Rule::read(json, parse)).collect(),
    })
}

impl Knowledge {
    /// The kind of server that this address is of, where it shows.
    pub fn server_at(&self, url: &str, parse: ParseUrl) -> Option<&Server> {
        self.servers.iter().find(|server| server.is_at(url, parse))
    }
}

pub(super) fn text(json: &Json, name: &str) -> Option<String> {
    json.get(name).and_then(Json::text).map(str::to_owned)
}

pub(super) fn texts(json: &Json, name: &str) -> Vec<String> {
    let items = json.get(name).map(Json::items).unwrap_or_default();
    items.iter().filter_map(Json::text).map(str::to_owned).collect()
}

/// Words and addresses.
pub(super) fn links(json: &Json, parse: ParseUrl) -> Vec<(String, String)> {
    let members = json.get("links").map(Json::members).unwrap_or_default();
    let links = members.iter().filter_map(|(words, href)| Some((words.clone(), href.text()?.to_owned())));
    links.filter(|(_, href)| endpoint::checked(href, parse).is_ok_and(|parts| parts.scheme == "https")).collect()
}
