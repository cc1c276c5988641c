//! A rule: an error as a server tells it, and what usually causes that.

use super::knowledge::{links, text, texts};
use super::server::is_host;
use crate::endpoint::ParseUrl;
use crate::json::Json;
use crate::report::{Report, Who};

/// What is known of a refusal, as far as rules look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The kind of its report.
    pub kind: String,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The code of the protocol; empty where none came.
    pub error: String,
    /// The server's own words; may be empty.
    pub says: String,
    /// The host that was asked.
    pub host: String,
}

/// One rule. A condition that is empty always holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name, for `data-cause`.
    pub id: String,
    /// Kinds of report, one of which it has to be.
    kinds: Vec<String>,
    /// Codes, one of which it has to be; the empty one stands for none.
    errors: Vec<String>,
    /// Statuses, one of which it has to be.
    statuses: Vec<u16>,
    /// Hosts, one of which it has to be.
    hosts: Vec<String>,
    /// Texts, one of which the server has to say, in whatever case of letters.
    says: Vec<String>,
    /// What usually causes it, the most usual first.
    pub causes: Vec<String>,
    /// Who can mend it.
    pub who: Who,
    /// The kind of server whose error it is by its words; empty where any may say so.
    pub server: String,
    /// The setting that mends it; empty where there is none.
    pub topic: String,
    /// Where it is written: words and address.
    pub links: Vec<(String, String)>,
    /// Refusals that it is for.
    pub examples: Vec<Facts>,
    /// Refusals that it is not for.
    pub others: Vec<Facts>,
}

impl Facts {
    /// Those of a report. `host` is the one that was asked.
    pub fn of(report: &Report, host: &str) -> Self {
        let get = |name: &str| {
            let found = report.evidence.iter().find(|(label, _)| label == name);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        Self {
            kind: report.kind.clone(),
            status: report.status,
            error: get("error"),
            says: get("error_description"),
            host: host.to_owned(),
        }
    }

    fn read(json: &Json) -> Self {
        let get = |name| text(json, name).unwrap_or_default();
        let status = json.take("status");
        Self { kind: get("kind"), status, error: get("error"), says: get("says"), host: get("host") }
    }
}

impl Rule {
    pub(super) fn read(json: &Json, parse: ParseUrl) -> Option<Self> {
        let facts = |name| json.get(name).map(Json::items).unwrap_or_default().iter().map(Facts::read).collect();
        let causes = texts(json, "causes");
        Some(Self {
            id: text(json, "id")?,
            kinds: texts(json, "kinds"),
            errors: texts(json, "errors"),
            statuses: json.take("statuses").unwrap_or_default(),
            hosts: texts(json, "hosts"),
            says: texts(json, "says").iter().map(|text| text.to_lowercase()).collect(),
            who: match text(json, "whose")?.as_str() {
                "you" => Who::You,
                "client" => Who::Client,
                "server" => Who::AuthorizationServer,
                "api" => Who::Api,
                "browser" => Who::Browser,
                _ => return None,
            },
            server: text(json, "server").unwrap_or_default(),
            topic: text(json, "topic").unwrap_or_default(),
            links: links(json, parse),
            examples: facts("examples"),
            others: facts("not"),
            causes: Some(causes).filter(|causes| !causes.is_empty())?,
        })
    }

    fn matches(&self, facts: &Facts) -> bool {
        let one_of = |wanted: &[String], is: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == is);
        let says = facts.says.to_lowercase();
        one_of(&self.kinds, &facts.kind)
            && one_of(&self.errors, &facts.error)
            && (self.statuses.is_empty() || facts.status.is_some_and(|status| self.statuses.contains(&status)))
            && (self.hosts.is_empty() || self.hosts.iter().any(|wanted| is_host(&facts.host, wanted)))
            && (self.says.is_empty() || self.says.iter().any(|wanted| says.contains(wanted.as_str())))
    }

    /// How narrow it is: words of a server count more than whose they are or where it is, and that more than the code.
    fn weight(&self) -> u8 {
        let counts = |list: &[String], weight: u8| if list.is_empty() { 0 } else { weight };
        let named = if self.server.is_empty() { 0 } else { 2 };
        counts(&self.says, 4) + counts(&self.hosts, 2) + counts(&self.errors, 1) + named
    }
}

/// The narrowest rule that matches; of several that are as narrow, the first.
pub fn find<'a>(rules: &'a [Rule], facts: &Facts) -> Option<&'a Rule> {
    let mut found: Option<&Rule> = None;
    for rule in rules.iter().filter(|rule| rule.matches(facts)) {
        if found.is_none_or(|before| rule.weight() > before.weight()) {
            found = Some(rule);
        }
    }
    found
}
