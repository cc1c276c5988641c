//! A kind of server: how to know it by its address, and where its settings are.

use super::knowledge::{links, text, texts};
use super::values::Values;
use crate::endpoint::ParseUrl;
use crate::json::Json;

/// One kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// What people call it.
    pub name: String,
    /// The month in which somebody last held this against its documentation: `2026-11`.
    pub checked: String,
    /// How its addresses look: the end of a host, which begins with a point or is whole, or a part of a path, which begins with a slash.
    known_by: Vec<String>,
    /// Whether it stands before APIs, too.
    pub is_for_apis: bool,
    /// Its settings.
    pub settings: Vec<Setting>,
    /// Its documentation: words and address.
    pub links: Vec<(String, String)>,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What it is about: `cors`, `redirect-uri`, `public-client`, `pkce`, `scope`, `csp`.
    pub topic: String,
    /// Where it is.
    pub place: String,
    /// What to put there, a line each.
    pub value: Vec<String>,
    /// What to know of it; may be empty.
    pub note: String,
}

impl Server {
    pub(super) fn read(json: &Json, parse: ParseUrl) -> Option<Self> {
        let settings = json.get("settings").map(Json::items).unwrap_or_default();
        let setting = |json: &Json| {
            Some(Setting {
                topic: text(json, "topic")?,
                place: text(json, "where")?,
                value: texts(json, "value"),
                note: text(json, "note").unwrap_or_default(),
            })
        };
        Some(Self {
            name: text(json, "name")?,
            checked: text(json, "checked")?,
            known_by: texts(json, "known_by"),
            is_for_apis: json.get("api") == Some(&Json::Bool(true)),
            settings: settings.iter().filter_map(setting).collect(),
            links: links(json, parse),
        })
    }

    /// Whether an address is of this kind.
    pub(super) fn is_at(&self, url: &str, parse: ParseUrl) -> bool {
        let Some(parts) = parse(url) else { return false };
        self.known_by.iter().any(|sign| {
            if sign.starts_with('/') { parts.href.contains(sign.as_str()) } else { is_host(&parts.host, sign) }
        })
    }

    /// Its setting of a topic.
    pub fn setting(&self, topic: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.topic == topic)
    }
}

impl Setting {
    /// The same with the values of this page in it.
    #[must_use]
    pub fn filled(&self, values: &Values) -> Self {
        Self {
            topic: self.topic.clone(),
            place: values.fill(&self.place),
            value: self.value.iter().map(|line| values.fill(line)).collect(),
            note: values.fill(&self.note),
        }
    }
}

/// Whether a host is this one, or ends with it where it begins with a point.
pub(super) fn is_host(host: &str, wanted: &str) -> bool {
    if wanted.starts_with('.') { host.ends_with(wanted) } else { host == wanted }
}
