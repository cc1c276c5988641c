//! A secret as a chip: its length at a glance, its text only when asked for.

use super::copy::CopyButton;
use leptos::prelude::*;
use protocol::secret::Masked;

/// The chip. A secret that was forgotten has no button: there is nothing to show.
#[component]
#[allow(clippy::needless_pass_by_value)] // a component owns what it is given
pub fn SecretChip(
    /// The secret.
    masked: Masked,
    /// Its name, for a screen reader.
    name: String,
) -> impl IntoView {
    let characters = masked.characters;
    let Some(text) = masked.reveal().map(str::to_owned) else {
        return view! { <span class="secret" data-secret="gone">{format!("{characters} characters, not kept")}</span> }
            .into_any();
    };
    let shown = RwSignal::new(false);
    let copied = text.clone();
    let words = move || if shown.get() { "hide" } else { "show" };
    view! {
        <span class="secret" data-secret=move || if shown.get() { "shown" } else { "masked" }>
            {move || if shown.get() { text.clone() } else { "•".repeat(12) }}
        </span>
        <span class="secret-tools">
            <button
                type="button"
                class="plain"
                aria-label=move || format!("{} {name}", words())
                aria-pressed=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {words}
            </button>
            <CopyButton label="copy" action="copy-secret" plain=true text=move || copied.clone() />
        </span>
    }
    .into_any()
}
