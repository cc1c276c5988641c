//! A button that copies a text and says that it did.

use crate::session::Session;
use leptos::{prelude::*, task::spawn_local};

/// The button. Its words change for as long as the page shows it, and a screen reader hears them.
#[component]
pub fn CopyButton(
    /// The words before.
    label: &'static str,
    /// For `data-action`.
    action: &'static str,
    /// Drawn without a border.
    #[prop(default = false)]
    plain: bool,
    /// What is copied, asked for at the press.
    text: impl Fn() -> String + 'static,
) -> impl IntoView {
    let session = Session::expect();
    let said = RwSignal::new(None::<bool>);
    let press = move |_| {
        let text = text();
        spawn_local(async move {
            let copied = session.copy(text).await;
            said.try_set(Some(copied));
        });
    };
    let words = move || match said.get() {
        None => label,
        Some(true) => "Copied",
        Some(false) => "The browser refused to copy",
    };
    view! {
        <button type="button" class:plain=plain data-action=action on:click=press on:blur=move |_| said.set(None)>
            <span role="status">{words}</span>
        </button>
    }
}
