//! Saved configurations by name: use, save, remove, and to and from a file's text.

use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::urlencoded;

/// What the last press came to.
type Said = RwSignal<Option<Result<String, String>>>;

/// The profiles, below the kinds of servers.
pub fn profiles(session: Session) -> Element {
    let said: Said = RwSignal::new(None);
    let name = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let save = move || {
        let outcome = session.save_profile(&name.get_untracked());
        if outcome.is_ok() {
            name.set(String::new());
        }
        said.set(Some(outcome));
    };
    let import = move || {
        let outcome = session.import_profiles(&text.get_untracked());
        if outcome.is_ok() {
            text.set(String::new());
        }
        said.set(Some(outcome));
    };
    let content = classed("div", "notes")
        .child(classed("p", "small").text("What is typed, under a name, kept by this browser until you remove it. Tokens are never in them, nor what sounds like a secret."))
        .live(move || list(session))
        .child(labelled("profile-name", "Name", el("input").attr("type", "text"), name))
        .child(classed("div", "row").child(press("Save this form", "save-profile", save)).live(move || export(session)))
        .child(labelled("profile-text", "A file of profiles, pasted", el("textarea").attr("rows", "2"), text))
        .child(classed("div", "row").child(press("Import", "import-profiles", import)))
        .child(el("div").attr("role", "status").live(move || outcome(said)));
    classed("details", "more")
        .attr("data-profiles", "")
        .child(el("summary").text("Profiles: save what is typed, and use it again"))
        .child(content)
}

fn list(session: Session) -> Vec<Element> {
    let one = |name: String| {
        let (used, removed) = (name.clone(), name.clone());
        classed("li", "row")
            .child(press(&name, "use-profile", move || session.use_profile(&used)).attr("data-profile", &name))
            .child(
                press("Remove", "remove-profile", move || session.remove_profile(&removed))
                    .attr("class", "plain")
                    .attr("aria-label", &format!("Remove {name}")),
            )
    };
    let names: Vec<String> = session.profiles().all().iter().map(|profile| profile.name.clone()).collect();
    if names.is_empty() { Vec::new() } else { vec![el("ul").children(names.into_iter().map(one))] }
}

fn export(session: Session) -> Vec<Element> {
    let profiles = session.profiles();
    let link = || {
        let address = format!("data:application/json,{}", urlencoded::encode(&profiles.to_text()));
        el("a")
            .attr("href", &address)
            .attr("download", "grantlens-profiles.json")
            .attr("data-action", "export-profiles")
            .text("Export all")
    };
    if profiles.all().is_empty() { Vec::new() } else { vec![link()] }
}

fn outcome(said: Said) -> Vec<Element> {
    let words = said.with(|said| {
        said.as_ref().map(|outcome| match outcome {
            Ok(words) => classed("p", "small").text(words),
            Err(fault) => classed("p", "fault").attr("data-kind", "config").text(fault),
        })
    });
    words.into_iter().collect()
}

fn labelled(id: &'static str, label: &str, control: Element, typed: RwSignal<String>) -> Element {
    let control = control
        .attr("id", id)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .value(move || typed.get())
        .on_value("input", move |text| typed.set(text));
    classed("div", "field").child(el("label").attr("for", id).text(label)).child(control)
}

fn press(words: &str, action: &str, work: impl Fn() + 'static) -> Element {
    el("button").attr("type", "button").attr("data-action", action).on("click", work).text(words)
}
