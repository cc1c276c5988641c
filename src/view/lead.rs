//! What this is, in two sentences, until a run is under way.

use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;

/// The lead of the first screen.
#[component]
pub fn Lead() -> impl IntoView {
    let session = Session::expect();
    let at_rest = Memo::new(move |_| session.flow.with(|flow| matches!(flow, Flow::Configuring)));
    view! {
        <div class="lead" hidden=move || !at_rest.get()>
            <p>"Run OAuth in this browser, and see all of it."</p>
            <p>
                "Every redirect, request and check, as it happens. Tokens stay in this page; nothing goes anywhere but to the servers that you name."
            </p>
        </div>
    }
}
