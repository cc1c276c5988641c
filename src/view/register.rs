//! What to register at the authorization server, ready to be copied.

use super::copy::CopyButton;
use crate::session::Session;
use leptos::prelude::*;
use protocol::config;

/// The card.
#[component]
pub fn Register() -> impl IntoView {
    let session = Session::expect();
    let facts = Memo::new(move |_| session.form.with(|form| config::registration(form, &session.page())));
    let as_text = move || {
        let lines: Vec<String> = facts.get_untracked().iter().map(|(name, value)| format!("{name}: {value}")).collect();
        lines.join("\n")
    };
    view! {
        <div class="register" role="group" aria-label="Register this at your server">
            <div class="row">
                <h3>"Register this at your server"</h3>
                <CopyButton label="Copy" action="copy-registration" plain=true text=as_text />
            </div>
            <dl>
                {move || {
                    facts
                        .get()
                        .into_iter()
                        .map(|(name, value)| view! { <div><dt>{name}</dt><dd><code>{value}</code></dd></div> })
                        .collect_view()
                }}
            </dl>
        </div>
    }
}
