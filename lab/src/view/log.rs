//! What the servers noted of a run, line by line.

use super::seen::shown;
use crate::log::{Entry, Server};
use crate::record::Run;
use grantlens::element::{Element, classed, el};
use protocol::urlencoded::{decode, raw_pairs};

/// More lines than these are folded away.
const SHORT: usize = 9;
/// Longer values are cut, and shown whole when asked for.
const LONG: usize = 300;

/// What a person comes for, among the parameters of a request.
const TELLING: [&str; 11] = [
    "response_type",
    "code_challenge",
    "code",
    "code_verifier",
    "access_token",
    "callback",
    "address",
    "storage",
    "cookies",
    "back",
    "error",
];

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
    let (path, query) = entry.url.split_once('?').unwrap_or((&entry.url, ""));
    let target = if query.is_empty() { path.to_owned() } else { format!("{}?", hashes_cut(path)) };
    let first = classed("p", "line")
        .child(classed("span", "number").text(&number.to_string()))
        .child(el("b").text(&entry.method))
        .child(classed("span", "target").text(&hashes_cut(&target)))
        .child(classed("span", "status").text(&entry.status.map_or_else(String::new, |status| status.to_string())));
    let by = if entry.by_server { "sent by the client\u{2019}s server" } else { "sent by the browser" };
    let who = classed("p", "who").child(el("strong").text(entry.server.words())).text(&format!(" noted it; {by}"));
    let query: Vec<(String, String)> =
        raw_pairs(query).map(|(name, value)| (name.to_owned(), decoded(value))).collect();
    let (telling, quiet): (Vec<_>, Vec<_>) =
        query.iter().chain(&entry.body).partition(|(name, _)| TELLING.contains(&name.as_str()));
    let headers = ["origin", "authorization", "access-control-request-headers"];
    let headers = headers.iter().filter_map(|name| Some(pair(name, entry.header(name)?)));
    let cookies = entry.header("cookie").map(|cookie| pair("cookie names", &cookie_names(cookie).join(", ")));
    let request = el("dl")
        .children(telling.into_iter().map(|(name, value)| pair(name, value)))
        .children(headers)
        .children(cookies);
    classed("li", way(entry))
        .attr("data-server", server_name(entry.server))
        .attr("data-by", if entry.by_server { "server" } else { "browser" })
        .child(first)
        .child(who)
        .child(request)
        .maybe(more(&quiet))
        .maybe(answered(entry))
}

/// The parameters that tell nothing here, folded to their names.
fn more(quiet: &[&(String, String)]) -> Option<Element> {
    let names: Vec<&str> = quiet.iter().map(|(name, _)| name.as_str()).collect();
    (!names.is_empty()).then(|| {
        let rows = quiet.iter().map(|(name, value)| pair(name, value));
        classed("details", "more")
            .child(el("summary").text(&format!("and {}", names.join(", "))))
            .child(el("dl").children(rows))
    })
}

/// What the answer carried: leave to read it, where to go, a cookie, a body.
fn answered(entry: &Entry) -> Option<Element> {
    let mut rows: Vec<Element> = Vec::new();
    if let Some(leave) = entry.answer_header("access-control-allow-origin").filter(|_| !entry.by_server) {
        rows.push(pair("leave to read", leave));
    } else if entry.header("origin").is_some() && entry.header("sec-fetch-site") == Some("cross-site") {
        rows.push(param("leave to read", classed("dd", "no").text("none")));
    }
    if let Some(to) = entry.answer_header("location") {
        rows.push(pair("location", &brief(to)));
    }
    if let Some(set) = entry.answer_header("set-cookie") {
        rows.push(pair("sets cookies", &set.lines().map(cookie_set).collect::<Vec<_>>().join("; ")));
    }
    if let Some(script) = entry.answer_header("content-type").filter(|it| it.contains("javascript")) {
        rows.push(pair("content-type", script));
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
    shown(el("li"), &hashes_cut(&format!("{} {} {}", entry.method, entry.url, entry.status.unwrap_or_default())))
}

fn pair(name: &str, value: &str) -> Element {
    let value = hashes_cut(value);
    let Some(begun) = value.char_indices().nth(LONG).and_then(|(end, _)| value.get(..end)) else {
        return param(name, shown(el("dd"), &value));
    };
    let whole = format!("all {} characters", value.chars().count());
    let fold = el("details").child(el("summary").text(&whole)).child(shown(el("p"), &value));
    param(name, shown(el("dd"), &format!("{begun}\u{2026}")).child(fold))
}

fn param(name: &str, value: Element) -> Element {
    classed("div", "param").child(el("dt").text(name)).child(value)
}

/// The names of the cookies in a header.
pub fn cookie_names(header: &str) -> Vec<String> {
    header.split(';').filter_map(|pair| Some(pair.split_once('=')?.0.trim().to_owned())).collect()
}

/// The name of a cookie that is set, with the two flags that protect it.
fn cookie_set(line: &str) -> String {
    let name = line.split('=').next().unwrap_or_default().trim();
    let lower = line.to_ascii_lowercase();
    let flags: Vec<&str> =
        ["httponly", "samesite=lax", "samesite=strict"].into_iter().filter(|flag| lower.contains(flag)).collect();
    format!("{name} ({})", flags.join(", "))
}

/// An address without the parameters that tell nothing here.
fn brief(address: &str) -> String {
    let Some(at) = address.find(['?', '#']) else { return address.to_owned() };
    let (base, rest) = address.split_at(at);
    let pairs = raw_pairs(rest.get(1..).unwrap_or_default());
    let kept: Vec<String> = pairs
        .map(
            |(name, value)| {
                if TELLING.contains(&name) || name == "lab" { format!("{name}={value}") } else { "…".to_owned() }
            },
        )
        .collect();
    let mut text = kept.join("&");
    while text.contains("…&…") {
        text = text.replace("…&…", "…");
    }
    format!("{base}{}{text}", rest.get(..1).unwrap_or_default())
}

fn decoded(value: &str) -> String {
    decode(value).unwrap_or_else(|_| value.to_owned())
}

/// A hash stands for a secret that is not shown; its first digits are enough to know it again.
pub fn hashes_cut(text: &str) -> String {
    const SIGN: &str = "sha256:";
    let mut pieces = text.split(SIGN);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_hexdigit).count();
        out.push_str("\u{2039}hidden ");
        out.push_str(piece.get(..digits.min(6)).unwrap_or_default());
        out.push('\u{203a}');
        out.push_str(piece.get(digits..).unwrap_or_default());
    }
    out
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
        Server::Authorization => "authorization_server",
        Server::Api => "api",
    }
}
