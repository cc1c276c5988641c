//! The page: the story of one run, downwards, with its picture beside it.

use crate::session::Session;
use crate::view::{
    announce::Announce, api::ApiStep, authorize::AuthorizeStep, bar::Bar, beside::Beside, callback::CallbackStep,
    configure::ConfigureStep, lead::Lead, picture::Picture, token::TokenStep,
};
use leptos::prelude::*;

/// The whole page.
#[component]
pub fn App(
    /// The address with which the browser came back, when it did.
    arrival: Option<String>,
) -> impl IntoView {
    provide_context(Session::open(arrival));
    view! {
        <Bar />
        <main class="page" id="main">
            <Lead />
            <div class="story">
                <ConfigureStep />
                <AuthorizeStep />
                <CallbackStep />
                <TokenStep />
                <ApiStep />
            </div>
            <aside class="beside-story" aria-label="Picture and comparison">
                <Picture />
                <Beside />
                <p class="small">"Nothing leaves your browser but the requests that you see here."</p>
            </aside>
        </main>
        <Announce />
    }
}
