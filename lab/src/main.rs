//! The lab's entry point: the answer out of boot.js's hands, and the page.

mod addresses;
mod app;
mod browser;
mod exhibit;
mod log;
mod record;
mod run;
mod texts;
mod timeline;
mod view;
mod walk;

use grantlens::{browser::location, element};

fn main() {
    let arrival = location::take_arrival();
    if let Some(root) = location::root() {
        element::mount(root, move || app::app(arrival.as_deref()));
    }
}
