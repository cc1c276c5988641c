//! What the servers noted of a run, line by line.

use super::seen::shown;
use crate::log::{Entry, Server};
use crate::record::Run;
use grantlens::element::{Element, classed, el};

/// More lines than these are folded away.
const SHORT: usize = 9;

/// The panel.
pub fn panel(run: &Run, level: &'static str) -> Element {
    let lines: Vec<Element> = run.lines().enumerate().map(|(index, entry)| line(index + 1, entry)).collect();
    let count = lines.len();
    let list = classed("ol", "log").children(lines);
    let scenery: Vec<Element> = run.entries.iter().filter(|entry| entry.is_scenery()).map(bare).collect();
    let folded = (!scenery.is_empty()).then(|| {
        let words = format!("and {} more: files of this page, pages of the sign-in", scenery.len());
        classed("details", "scenery").child(el("summary").text(&words)).child(el("ul").children(scenery))
    });
    let panel = classed("div", "panel").child(el(level).text("What the servers\u{2019} logs say"));
    let panel = match count {
        0 => panel.child(classed("p", "small").text("No server noted a request.")),
        count if count > SHORT => panel
            .child(el("details").child(el("summary").text(&format!("{count} requests, in their order"))).child(list)),
        _ => panel.child(list),
    };
    panel.maybe(folded)
}

/// A line in full: the request, what it carried that matters here, and what was answered.
fn line(number: usize, entry: &Entry) -> Element {
    let first = classed("p", "line")
        .child(classed("span", "number").attr("title", "its number in the picture").text(&number.to_string()))
        .child(el("b").text(&entry.method))
        .child(shown(classed("span", "target"), &entry.url))
        .child(classed("span", "status").text(&entry.status.map_or_else(String::new, |status| status.to_string())));
    let by = if entry.by_server { "sent by the client\u{2019}s server" } else { "sent by the browser" };
    let who = classed("p", "who").child(el("strong").text(entry.server.words())).text(&format!(" noted it; {by}"));
    let sent = ["origin", "authorization", "access-control-request-headers"];
    let sent = sent.iter().filter_map(|name| Some(pair(name, entry.header(name)?)));
    let cookies = entry.header("cookie").map(|cookie| pair("cookie names", &cookie_names(cookie).join(", ")));
    let fields = entry.body.iter().map(|(name, value)| pair(name, value));
    let request = el("dl").children(sent).children(cookies).children(fields);
    let answer = answered(entry);
    classed("li", "wire")
        .attr("class", way(entry))
        .attr("data-server", server_name(entry.server))
        .attr("data-by", if entry.by_server { "server" } else { "browser" })
        .child(first)
        .child(who)
        .child(request)
        .maybe(answer)
}

/// What the answer carried: leave to read it, where to go, a cookie, a body.
fn answered(entry: &Entry) -> Option<Element> {
    const LEAVE: &str = "access-control-allow-origin";
    let mut rows: Vec<Element> = Vec::new();
    if let Some(leave) = entry.answer_header(LEAVE) {
        rows.push(pair("leave to read", leave));
    } else if entry.header("origin").is_some() && entry.header("sec-fetch-site") == Some("cross-site") {
        rows.push(param("leave to read", classed("dd", "no").text("none")));
    }
    for (name, label) in [("location", "location"), ("set-cookie", "set-cookie"), ("content-type", "content-type")] {
        let wanted = name != "content-type" || entry.answer_header(name).is_some_and(|it| it.contains("javascript"));
        if let Some(value) = entry.answer_header(name).filter(|_| wanted) {
            rows.push(pair(label, value));
        }
    }
    if !entry.answer_body.is_empty() {
        rows.push(pair("body", &entry.answer_body));
    }
    (!rows.is_empty()).then(|| {
        el("div")
            .child(classed("p", "added").text(&format!("answered {}", entry.status.unwrap_or_default())))
            .child(el("dl").children(rows))
    })
}

fn bare(entry: &Entry) -> Element {
    shown(el("li"), &format!("{} {} {}", entry.method, entry.url, entry.status.unwrap_or_default()))
}

fn pair(name: &str, value: &str) -> Element {
    param(name, shown(el("dd"), value))
}

fn param(name: &str, value: Element) -> Element {
    classed("div", "param").child(el("dt").text(name)).child(value)
}

/// The names of the cookies in a header.
pub fn cookie_names(header: &str) -> Vec<String> {
    header.split(';').filter_map(|pair| Some(pair.split_once('=')?.0.trim().to_owned())).collect()
}

fn way(entry: &Entry) -> &'static str {
    if entry.by_server {
        "wire server-line"
    } else if entry.is_navigation() {
        "wire"
    } else {
        "wire back"
    }
}

fn server_name(server: Server) -> &'static str {
    match server {
        Server::Host => "host",
        Server::Client => "client",
        Server::AuthorizationServer => "authorization_server",
        Server::Api => "api",
    }
}
