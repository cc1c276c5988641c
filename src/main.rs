//! The entry point: a panic hook, the callback out of boot.js's hands, and the page.

use grantlens::{app::App, browser};

fn main() {
    browser::crash::notice_panics();
    let arrival = browser::location::take_arrival();
    if let Some(root) = browser::location::root() {
        leptos::mount::mount_to(root, move || leptos::view! { <App arrival=arrival.clone() /> }).forget();
    }
}
