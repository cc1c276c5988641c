//! The bar at the top: which flow, which pace, and the ways to share, begin again and forget.

use super::copy::CopyButton;
use super::field::Choice;
use crate::session::Session;
use leptos::prelude::*;
use protocol::form::Field;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let session = Session::expect();
    view! {
        <header class="bar">
            <div class="brand">
                <svg class="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
                    <circle class="lens" cx="12" cy="12" r="8.25" />
                    <path class="handle" d="M18.2 18.2 25 25" />
                    <path class="tick" d="M8.4 12.2l2.6 2.6 5-5.4" />
                </svg>
                <h1>"Grantlens"</h1>
            </div>
            <Choice
                field=Field::ResponseType
                legend="Flow"
                options=&[("code", "Code + PKCE"), ("token", "Implicit, legacy")]
            />
            <Choice field=Field::Mode legend="Pace" options=&[("run", "Run"), ("step", "Step through")] />
            <div class="row end">
                <CopyButton label="Copy link" action="copy-link" plain=true text=move || session.link().address />
                <button class="plain" data-action="start-over" on:click=move |_| session.start_over()>
                    "Start over"
                </button>
                <button class="plain" data-action="forget" on:click=move |_| session.forget_everything()>
                    "Forget everything"
                </button>
            </div>
        </header>
    }
}
