//! Saved configurations: the one thing that outlives the tab, since the person saves it on purpose. No token and nothing that sounds
//! like a secret is in them.

use super::{Session, store};
use crate::browser::saved;
use leptos::prelude::*;
use protocol::profiles::Profiles;

const KEY: &str = "profiles";

impl Session {
    /// All of them, as they are kept.
    pub fn profiles(self) -> Profiles {
        self.form.track();
        kept()
    }

    /// Saves the form under a name. The words for the person: what stayed behind, or why it could not be saved.
    pub fn save_profile(self, name: &str) -> Result<String, String> {
        let mut profiles = kept();
        let left_out = self.form.with_untracked(|form| profiles.save(name, form)).map_err(str::to_owned)?;
        keep(&profiles)?;
        self.form.notify();
        Ok(match left_out.as_slice() {
            [] => "Saved.".to_owned(),
            names => format!("Saved, without what sounds like a secret: {}.", names.join(", ")),
        })
    }

    /// Fills the form with one of them.
    pub fn use_profile(self, name: &str) {
        if let Some(profile) = kept().named(name) {
            self.insisted.set(false);
            self.form.set(profile.form.clone());
            self.form.with_untracked(store::keep_form);
        }
    }

    /// Removes one of them.
    pub fn remove_profile(self, name: &str) {
        let mut profiles = kept();
        profiles.remove(name);
        if profiles.all().is_empty() {
            saved::remove(KEY);
        } else {
            let _ = keep(&profiles);
        }
        self.form.notify();
    }

    /// Adds those of a file's text, all or none. The words for the person.
    pub fn import_profiles(self, text: &str) -> Result<String, String> {
        let others = Profiles::from_text(text)?;
        let count = others.all().len();
        let mut profiles = kept();
        profiles.add(others).map_err(str::to_owned)?;
        keep(&profiles)?;
        self.form.notify();
        Ok(format!("{count} profiles imported."))
    }
}

fn kept() -> Profiles {
    saved::read(KEY).and_then(|text| Profiles::from_text(&text).ok()).unwrap_or_default()
}

fn keep(profiles: &Profiles) -> Result<(), String> {
    if saved::write(KEY, &profiles.to_text()) {
        Ok(())
    } else {
        Err("The browser does not let this page keep anything.".to_owned())
    }
}

/// Removes all of them.
pub fn forget() {
    saved::remove(KEY);
}
