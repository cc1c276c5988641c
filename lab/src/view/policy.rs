//! The line of the page's content policy that an exhibit needs, beside the app's own.

use crate::addresses::addresses;
use crate::run::Lab;
use grantlens::element::{Element, classed, el};

/// The app's policy, as its servers and its build take it.
const APP: &str = include_str!("../../../demo/security-headers.mjs");

/// The card for one directive, such as `script-src`: what this page says, what the app says, and what that means.
pub fn weakened(directive: &'static str, why: &'static str) -> Element {
    let policy = Lab::policy();
    let here = policy.split(';').map(str::trim).find(|line| line.starts_with(directive)).unwrap_or("no such line");
    let app = APP.split('"').find(|piece| piece.starts_with(&format!("{directive} ")));
    let says = app.map_or_else(|| format!("no {directive} line, so default-src 'none' holds"), str::to_owned);
    let api = addresses().api;
    // The app names no server, but lets this machine's be framed, at any port.
    let any_port = api.rsplit_once(':').map(|(host, _)| format!("{host}:*")).unwrap_or_default();
    let allowed = app.is_some_and(|app| app.split(' ').any(|source| source == api || source == any_port));
    let (what, verdict) = if allowed {
        (
            "A line of this page\u{2019}s policy that this needs. ",
            "The app\u{2019}s own policy allows it too: it renews sessions in a frame.",
        )
    } else {
        ("A weakened line of this page\u{2019}s policy. ", "The app\u{2019}s own policy would block this exhibit.")
    };
    let row = |name: &str, text: &str| {
        classed("div", "param").child(el("dt").text(name)).child(el("dd").child(el("code").text(text)))
    };
    classed("div", "policy")
        .child(el("p").child(el("strong").text(what)).text(why).text(" ").text(verdict))
        .child(el("dl").child(row("the lab", here)).child(row("the app", &says)))
}
