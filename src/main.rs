//! The entry point: the callback out of boot.js's hands, and the page.

use grantlens::{app::app, browser::location, element};

fn main() {
    let arrival = location::take_arrival();
    if let Some(root) = location::root() {
        element::mount(root, move || app(arrival.as_deref()));
    }
}
