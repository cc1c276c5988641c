//! What the browser does for the picture: scrolls it, and saves it as the file that it is or as an image of it.

use super::{Session, start};
use crate::browser::{download, environment, image, scroll};
use protocol::drawing::geometry::WIDTH;
use protocol::urlencoded;

/// So many pixels a unit: sharp on a dense screen.
const SCALE: u32 = 2;

impl Session {
    /// Brings a part of the element of that id in sight, where it scrolls: from and to are parts of its height.
    pub fn show_within(self, id: &str, from: f64, to: f64) {
        scroll::show_within(id, from, to);
    }

    /// Whether the page is dark now.
    pub fn is_dark(self) -> bool {
        environment::is_dark()
    }

    /// Saves an SVG. `false` when the browser refuses.
    pub fn save_svg(self, svg: &str) -> bool {
        download::text("grantlens.svg", "image/svg+xml", svg)
    }

    /// Saves an image of an SVG, and tells `done` whether there is one.
    pub fn save_png(self, svg: String, done: impl Fn(bool) + 'static) {
        start(async move {
            // As a `data:` address, which the page's policy allows an image to have.
            let address = format!("data:image/svg+xml,{}", urlencoded::encode(&svg));
            let drawn = image::png(&address, WIDTH.unsigned_abs() * SCALE).await;
            done(drawn.is_some_and(|png| download::blob("grantlens.png", &png)));
        });
    }
}
