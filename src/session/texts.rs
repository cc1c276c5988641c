//! The explanations: a data file of this page's host for each language, fetched once the second half of the program is there.

use super::presets::data_file;
use super::{Session, start};
use crate::browser::{environment, files, keyboard, saved};
use leptos::prelude::*;
use protocol::glossary::{FALL_BACK, Glossary, Meaning};
use protocol::language::{self, Language};
use std::sync::LazyLock;

/// Where the person's choice is kept.
const KEY: &str = "language";

/// What happens in the steps, in English: it is there as soon as they are, so that they need no file to be understood.
static STEPS: LazyLock<Option<Glossary>> = LazyLock::new(|| {
    let steps = include_str!("../../texts/en/steps.json");
    Glossary::read(&format!(r#"{{"language":"{FALL_BACK}","texts":{{"steps":{steps}}}}}"#)).ok()
});

/// How far the texts have come.
#[derive(Clone, Default)]
pub struct Texts {
    /// The one that is to be spoken: the person's choice, or the browser's.
    wanted: Option<Language>,
    /// Whether its file could not be had.
    missing: bool,
    /// What has come so far, for as long as the page lives.
    here: Vec<&'static Glossary>,
    /// The one that is spoken now: that which was wanted last, once it is there.
    spoken: Option<&'static Glossary>,
}

impl Session {
    /// The session to which a part of the page belongs. `None` for parts of another page, that has no session.
    pub fn here() -> Option<Self> {
        use_context::<StoredValue<Self, LocalStorage>>().map(|session| session.get_value())
    }

    /// Tells the parts of the page whose they are.
    pub fn provide(self) {
        provide_context(StoredValue::new_local(self));
    }

    /// The meaning of a name, as far as the texts are there.
    pub fn meaning(self, groups: &[&str], name: &str) -> Option<Meaning<'static>> {
        self.texts.with(|texts| texts.spoken)?.meaning(groups, name)
    }

    /// A text that stands alone, and its language.
    pub fn text(self, group: &str, name: &str) -> Option<(&'static str, &'static str)> {
        self.texts.with(|texts| texts.spoken)?.text(group, name)
    }

    /// What happens in a step and why, and the language of that.
    pub fn step_text(self, name: &str) -> (&'static str, &'static str) {
        let own = || STEPS.as_ref()?.text("steps", name);
        self.text("steps", name).or_else(own).unwrap_or_default()
    }

    /// Whether there are any texts yet.
    pub fn has_texts(self) -> bool {
        self.texts.with(|texts| texts.spoken.is_some())
    }

    /// Whether the language that is wanted could not be had.
    pub fn are_texts_missing(self) -> bool {
        self.texts.with(|texts| texts.missing)
    }

    /// The languages that there are.
    pub fn languages(self) -> Vec<Language> {
        self.languages.get()
    }

    /// Whether a language is the one that is wanted.
    pub fn speaks(self, code: &str) -> bool {
        self.texts.with(|texts| texts.wanted.as_ref().is_some_and(|wanted| wanted.code == code))
    }

    /// Has the texts come, for somebody who looks at a name.
    pub fn want_texts(self) {
        self.want_half();
    }

    /// Once the second half is there, and again for whoever wants what could not be had.
    pub fn fetch_texts(self) {
        let all = files::texts().map(|list| language::read(&list)).unwrap_or_default();
        let chosen = self.texts.with_untracked(|texts| texts.wanted.as_ref().map(|wanted| wanted.code.clone()));
        let chosen = chosen.or_else(|| saved::read(KEY));
        let wanted = language::choose(&all, chosen.as_deref(), &environment::languages()).cloned();
        if self.languages.with_untracked(|known| *known != all) {
            self.languages.set(all);
        }
        self.texts.update(|texts| texts.wanted = wanted);
        self.speak();
    }

    /// The same for whoever presses a button for it. The button goes with its notice, so the keyboard goes to what the notice is about:
    /// a name, or the chosen language.
    pub fn fetch_texts_again(self) {
        keyboard::step_aside(".param, [data-languages]", ".term, :checked");
        self.fetch_texts();
    }

    /// Speaks another language, and remembers that for the next visit.
    pub fn choose_language(self, code: &str) {
        // Where it cannot be kept, it holds as long as the page.
        let _ = saved::write(KEY, code);
        let wanted = self.languages.with_untracked(|all| all.iter().find(|language| language.code == code).cloned());
        self.texts.update(|texts| texts.wanted = wanted);
        self.speak();
    }

    /// Speaks what is wanted: at once where it has come before, else when it comes.
    fn speak(self) {
        let Some(wanted) = self.texts.with_untracked(|texts| texts.wanted.clone()) else { return };
        let known = |texts: &Texts| texts.here.iter().copied().find(|glossary| glossary.language() == wanted.code);
        let known = self.texts.with_untracked(known);
        self.texts.update(|texts| {
            texts.missing = false;
            texts.spoken = known.or(texts.spoken);
        });
        if known.is_none() {
            start(self.fetch_language(wanted));
        }
    }

    async fn fetch_language(self, language: Language) {
        let read = read(&language).await;
        self.texts.update(|texts| {
            let is_wanted = texts.wanted.as_ref() == Some(&language);
            match read {
                Some(glossary) => {
                    texts.here.push(glossary);
                    if is_wanted {
                        texts.spoken = Some(glossary);
                    }
                }
                None => texts.missing |= is_wanted,
            }
        });
    }
}

/// Drops the person's choice; at the next visit the browser's holds again.
pub fn forget() {
    saved::remove(KEY);
}

async fn read(language: &Language) -> Option<&'static Glossary> {
    let text = data_file(Some(language.file.clone())).await?;
    let glossary = Glossary::read(&text).ok().filter(|glossary| glossary.language() == language.code)?;
    Some(&*Box::leak(Box::new(glossary)))
}
