//! Saved configurations by name: forms in, one text for storage or a file out, and back with every fault named.
//!
//! **Invariant:** a profile holds nothing that sounds like a secret: what a link leaves out, a profile leaves out.

use crate::form::{ConfigForm, Field};
use crate::json::Json;
use crate::kept::Kept;
use crate::link;
use crate::outside::{is_one_line, made_visible};

/// A form under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What the person calls it.
    pub name: String,
    /// What is typed.
    pub form: ConfigForm,
}

/// All of them, in the order saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profiles(Vec<Profile>);

/// What such a text says of itself.
const FORMAT: &str = "grantlens-profiles-1";

/// Longest text read, in bytes, and the most profiles in it.
const LIMIT: usize = 1024 * 1024;
const MOST: usize = 200;

impl Profiles {
    /// All of them.
    pub fn all(&self) -> &[Profile] {
        &self.0
    }

    /// The one of that name.
    pub fn named(&self, name: &str) -> Option<&Profile> {
        self.0.iter().find(|profile| profile.name == name)
    }

    /// Saves a form under a name, in place of an earlier one. What sounds like a secret stays behind; its names come back. The error is
    /// a sentence about the name.
    pub fn save(&mut self, name: &str, form: &ConfigForm) -> Result<Vec<String>, &'static str> {
        let name = name.trim();
        if !is_one_line(name, 80) {
            return Err("A name is 1 to 80 visible characters.");
        }
        let (form, left_out) = link::without_secrets_of(form);
        self.remove(name);
        if self.0.len() >= MOST {
            return Err("There are 200 profiles already. Remove one first.");
        }
        self.0.push(Profile { name: name.to_owned(), form });
        Ok(left_out)
    }

    /// Removes one.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|profile| profile.name != name);
    }

    /// The text for storage and for a file.
    pub fn to_text(&self) -> String {
        let profile =
            |profile: &Profile| Json::of([("name", profile.name.to_json()), ("form", profile.form.to_json())]);
        Json::of([
            ("format", Json::Text(FORMAT.to_owned())),
            ("profiles", Json::List(self.0.iter().map(profile).collect())),
        ])
        .to_string()
    }

    /// Reads it back, all or nothing. The error is a sentence that says which profile is at fault and how.
    pub fn from_text(text: &str) -> Result<Self, String> {
        if text.len() > LIMIT {
            return Err("The file is over 1 MB: that is no file of profiles.".to_owned());
        }
        let json = Json::object(text).map_err(|why| format!("The file is no JSON object: {why}."))?;
        if json.get("format").and_then(Json::text) != Some(FORMAT) {
            return Err(format!("The file is not one of profiles: its format has to be \u{201c}{FORMAT}\u{201d}."));
        }
        let Some(Json::List(items)) = json.get("profiles") else {
            return Err("The file has no list of profiles.".to_owned());
        };
        if items.len() > MOST {
            return Err("The file has over 200 profiles.".to_owned());
        }
        let mut profiles = Self::default();
        for (index, item) in items.iter().enumerate() {
            let fault = |what: &str| format!("Profile {} {what}", index + 1);
            let name: String = item.take("name").ok_or_else(|| fault("has no name."))?;
            if profiles.named(&name).is_some() {
                return Err(fault("has the name of an earlier one."));
            }
            let form = item.get("form").ok_or_else(|| fault("has no form."))?;
            let unknown = form.members().iter().find(|(name, _)| Field::named(name).is_none());
            if let Some((field, _)) = unknown {
                return Err(fault(&format!("has a field that this page does not know: {}.", made_visible(field, 40))));
            }
            let form = ConfigForm::from_json(form).ok_or_else(|| fault("has a field that is not text."))?;
            profiles.save(&name, &form).map_err(|sentence| fault(&format!("has no good name. {sentence}")))?;
        }
        Ok(profiles)
    }

    /// Adds those of another list; one of the same name takes the earlier one's place.
    pub fn add(&mut self, others: Self) -> Result<(), &'static str> {
        for profile in others.0 {
            self.save(&profile.name, &profile.form)?;
        }
        Ok(())
    }
}
