//! The bar at the top.

use grantlens::element::{Element, classed, el};

/// The bar: whose page this is, and that it is not the app.
pub fn bar() -> Element {
    let mark = classed("svg", "mark")
        .attr("viewBox", "0 0 28 28")
        .attr("width", "28")
        .attr("height", "28")
        .attr("aria-hidden", "true")
        .child(
            classed("path", "handle")
                .attr("d", "M11 4h6M12 4v7L5.5 22.5c-.7 1.2 0 2 1.2 2h14.6c1.2 0 1.9-.8 1.2-2L16 11V4"),
        )
        .child(classed("path", "tick").attr("d", "M9 18h10"));
    let name = el("h1").text("Grantlens").child(classed("span", "lab-name").text("the lab"));
    classed("header", "bar")
        .child(classed("div", "brand").child(mark).child(name))
        .child(classed("p", "small end").text("Weak on purpose, on this machine only. Not the app."))
}
