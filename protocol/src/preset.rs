//! What is known of a kind of server: how its issuer looks, what to set there, what it cannot do. Data files in, values out.
//!
//! **Invariant:** a preset fills the form and is shown; it decides nothing.

use crate::endpoint::{self, ParseUrl};
use crate::form::{ConfigForm, Field};
use crate::json::Json;

/// One kind of server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// What people call it.
    pub name: String,
    /// The month in which somebody last held this against the server's documentation: `2026-11`.
    pub checked: String,
    /// What goes into the form. A part in braces stands for something that only the person knows.
    pub fields: Vec<(Field, String)>,
    /// The parts in braces, each with what to put there.
    pub fill_in: Vec<(String, String)>,
    /// What to set at the server.
    pub set: Vec<String>,
    /// What it does not do for a page in a browser, or does differently.
    pub limits: Vec<String>,
    /// Its documentation: words and address.
    pub links: Vec<(String, String)>,
}

/// The fields that a preset may fill.
const FILLED: [Field; 7] = [
    Field::Issuer,
    Field::AuthorizationEndpoint,
    Field::TokenEndpoint,
    Field::ClientId,
    Field::Scope,
    Field::Api,
    Field::AuthorizationParams,
];

/// Reads the list of presets. One that lacks its name or date is left out; a link that is no https address, too.
pub fn read(text: &str, parse: ParseUrl) -> Result<Vec<Preset>, String> {
    let list = Json::parse(text)?;
    Ok(list.items().iter().filter_map(|json| one(json, parse)).collect())
}

fn one(json: &Json, parse: ParseUrl) -> Option<Preset> {
    let text = |name| json.get(name).and_then(Json::text);
    let texts = |name| json.get(name).map(Json::items).unwrap_or_default().iter().filter_map(Json::text);
    let pairs = |name| json.get(name).map(Json::members).unwrap_or_default().iter();
    let pairs = |name| pairs(name).filter_map(|(name, value)| Some((name.clone(), value.text()?.to_owned())));
    let fields = FILLED.iter().filter_map(|field| Some((*field, text(field.name())?.to_owned())));
    let is_link =
        |(_, href): &(String, String)| endpoint::checked(href, parse).is_ok_and(|parts| parts.scheme == "https");
    Some(Preset {
        name: text("name")?.to_owned(),
        checked: text("checked")?.to_owned(),
        fields: fields.collect(),
        fill_in: pairs("fill_in").collect(),
        set: texts("set").map(str::to_owned).collect(),
        limits: texts("limits").map(str::to_owned).collect(),
        links: pairs("links").filter(is_link).collect(),
    })
}

impl Preset {
    /// Fills the form; what it does not name stays as it is.
    pub fn fill(&self, form: &mut ConfigForm) {
        for (field, text) in &self.fields {
            form.set(*field, text.as_str());
        }
    }
}
