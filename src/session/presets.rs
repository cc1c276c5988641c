//! The kinds of servers that are known: a data file of this page's host, fetched when somebody wants it.

use super::{Session, start, store, typing};
use crate::browser::limit::Cancel;
use crate::browser::{fetch, files, url};
use leptos::prelude::*;
use protocol::form::Field;
use protocol::http::Request;
use protocol::preset::{self, Preset};

/// How far the list has come.
pub enum Presets {
    /// Nobody looks at it.
    Folded,
    /// On its way.
    Coming,
    /// It could not be had. The next press tries again.
    Missing,
    /// There, with the one that was chosen.
    Here(Vec<Preset>, Option<usize>),
}

impl Session {
    /// The list as it stands, for those who show it.
    pub fn with_presets<T>(self, show: impl FnOnce(&Presets) -> T) -> T {
        self.presets.with(show)
    }

    /// Whether the list is folded away.
    pub fn are_presets_folded(self) -> bool {
        self.presets.with(|presets| matches!(presets, Presets::Folded))
    }

    pub(super) fn toggle_presets(self) {
        let shown = self.presets.with_untracked(|presets| matches!(presets, Presets::Coming | Presets::Here(..)));
        if shown {
            self.presets.set(Presets::Folded);
        } else {
            self.presets.set(Presets::Coming);
            start(self.fetch_presets());
        }
    }

    async fn fetch_presets(self) {
        let read = read().await;
        if self.presets.with_untracked(|presets| matches!(presets, Presets::Coming)) {
            self.presets.set(read.map_or(Presets::Missing, |presets| Presets::Here(presets, None)));
        }
    }

    /// Fills the form with a preset; what was typed for another server does not go to it. Flow and pace stay.
    pub fn choose_preset(self, index: usize) {
        let chosen = self.presets.try_update(|presets| match presets {
            Presets::Here(list, chosen) => {
                *chosen = Some(index);
                list.get(index).cloned()
            }
            _ => None,
        });
        let Some(preset) = chosen.flatten() else { return };
        self.insisted.set(false);
        self.form.update(|form| {
            let then = std::mem::replace(form, typing::fresh());
            for field in [Field::ResponseType, Field::Mode] {
                form.set(field, then.text(field));
            }
            preset.fill(form);
        });
        self.form.with_untracked(store::keep_form);
    }
}

async fn read() -> Option<Vec<Preset>> {
    let list = preset::read(&data_file(files::presets()).await?, url::parse).ok()?;
    (!list.is_empty()).then_some(list)
}

/// The text of one of the page's own data files.
pub(super) async fn data_file(address: Option<String>) -> Option<String> {
    let request = Request { method: "GET".to_owned(), url: address?, headers: Vec::new(), body: None };
    let response = fetch::send(&request, &Cancel::new()?).await.ok()?;
    (response.status == 200).then_some(response.body)
}
