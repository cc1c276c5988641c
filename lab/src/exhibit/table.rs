//! The table of the last exhibit: who saw what, out of the servers' logs.

use crate::log::{CODE, Entry, SECRET, Server, TOKEN};
use crate::record::Run;
use crate::view::log::cookie_names;
use grantlens::element::{Element, classed, el};

/// A way to the data: its column, the name of its facts, and its part of the run.
const WAYS: [(&str, &str, usize); 3] =
    [("implicit", "implicit", 0), ("code, server and secret", "own-server", 1), ("code + PKCE", "pkce", 2)];

const TITLE: &str = "Who saw what";

/// The table, and the note on cookies.
pub fn table(run: &Run) -> Vec<Element> {
    if run.outcome().is_none() {
        return Vec::new();
    }
    let heads = WAYS.map(|(words, _, _)| el("th").attr("scope", "col").text(words));
    let head = el("tr").child(el("th").attr("scope", "col").text("who saw what")).children(heads);
    let seen = rows(run).into_iter().map(|(place, cells)| row(place, cells.map(|secrets| cell(&secrets))));
    let table = classed("table", "beside compared")
        .attr("data-compared", "")
        .child(el("thead").child(head))
        .child(el("tbody").children(seen))
        .child(el("tbody").attr("class", "needs").children(needs(run)));
    let scroll =
        classed("div", "scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", TITLE).child(table);
    vec![scroll, cookies(run)]
}

type Row = (&'static str, [Vec<&'static str>; 3]);

fn rows(run: &Run) -> Vec<Row> {
    let fact =
        |fact: &'static str| WAYS.map(|(_, way, _)| words(run.fact(&format!("{way}.{fact}")).unwrap_or_default()));
    let log = |server: Server| {
        WAYS.map(|(_, _, part)| came(run, part, move |entry| entry.server == server && !entry.by_server))
    };
    // Its own log, and what it sent and was answered itself.
    let client = WAYS.map(|(_, _, part)| {
        let own = run.part(part).filter(|entry| entry.server == Server::Client || entry.by_server);
        secrets(
            &own.map(|entry| if entry.by_server { entry.came() + &entry.went() } else { entry.came() })
                .collect::<String>(),
        )
    });
    let all = |server: Server| WAYS.map(|(_, _, part)| came(run, part, move |entry| entry.server == server));
    let given = WAYS.map(|(_, _, part)| {
        let lines = run.part(part).filter(|entry| entry.server == Server::Authorization);
        secrets(&lines.map(|entry| entry.came() + &entry.went()).collect::<String>())
    });
    let bar = WAYS.map(|(_, way, part)| {
        let mut seen = words(run.fact(&format!("{way}.bar")).unwrap_or_default());
        for word in came(run, part, Entry::is_navigation) {
            if !seen.contains(&word) {
                seen.push(word);
            }
        }
        seen
    });
    vec![
        ("the page\u{2019}s script", fact("page")),
        ("the address bar", bar),
        ("the page\u{2019}s navigation entries", fact("entries")),
        ("the log of the page\u{2019}s host", log(Server::Host)),
        ("the client\u{2019}s own server", client),
        ("the authorization server", given),
        ("the API", all(Server::Api)),
    ]
}

fn came(run: &Run, part: usize, wanted: impl Fn(&Entry) -> bool) -> Vec<&'static str> {
    secrets(&run.part(part).filter(|entry| wanted(entry)).map(Entry::came).collect::<String>())
}

const WORDS: [&str; 4] = ["token", "code", "verifier", "secret"];

fn secrets(text: &str) -> Vec<&'static str> {
    let signs = [TOKEN, CODE, "code_verifier=", SECRET];
    WORDS.into_iter().zip(signs).filter(|(_, sign)| text.contains(sign)).map(|(word, _)| word).collect()
}

fn words(text: &str) -> Vec<&'static str> {
    WORDS.into_iter().filter(|word| text.split(' ').any(|piece| piece == *word)).collect()
}

fn cell(secrets: &[&'static str]) -> Element {
    if secrets.is_empty() {
        return classed("td", "told").text("nothing");
    }
    el("td").children(secrets.iter().map(|word| classed("span", &format!("chip chip-{word}")).text(word)))
}

fn row(name: &str, cells: [Element; 3]) -> Element {
    el("tr").child(el("th").attr("scope", "row").text(name)).children(cells)
}

fn plain(text: &str) -> Element {
    el("td").text(text)
}

/// What each needs, and how much it asks.
fn needs(run: &Run) -> Vec<Element> {
    let count = |part: usize, wanted: fn(&&Entry) -> bool| run.part(part).filter(wanted).count();
    let requests = WAYS.map(|(_, _, part)| {
        let shown = |entry: &&Entry| !entry.is_scenery();
        let all = count(part, shown);
        let servers = count(part, |entry| entry.by_server);
        let preflights = count(part, |entry| entry.method == "OPTIONS");
        let mut text = vec![all.to_string()];
        for (number, words) in [(preflights, "preflight"), (servers, "from server to server")] {
            if number > 0 {
                text.push(format!("{number} of them {words}"));
            }
        }
        plain(&text.join(", "))
    });
    let server = WAYS.map(|(_, _, part)| {
        let own = run.part(part).any(|entry| entry.server == Server::Client);
        plain(if own { "yes" } else { "no" })
    });
    let cors = WAYS.map(|(_, _, part)| {
        let leave = |server: Server| {
            run.part(part).any(|entry| {
                entry.server == server
                    && entry.header("origin").is_some()
                    && !entry.by_server
                    && entry.answer_header("access-control-allow-origin").is_some()
            })
        };
        plain(match (leave(Server::Authorization), leave(Server::Api)) {
            (true, true) => "at the token endpoint and at the API",
            (true, false) => "at the token endpoint",
            (false, true) => "at the API; not to get the token",
            (false, false) => "nowhere",
        })
    });
    let secret = WAYS.map(|(_, _, part)| {
        let used = run.part(part).any(|entry| entry.came().contains(SECRET));
        plain(if used { "yes" } else { "no" })
    });
    let verdict = [
        "must not be used to get access tokens (§7.2)",
        "strongly recommended for sensitive applications and personal data (§6.1.4.3)",
        "the flow that a browser-based client must use (§7.2); not for sensitive applications or personal data (§6.3.4.3)",
    ];
    vec![
        row("requests, files and sign-in pages apart", requests),
        row("needs a server of its own", server),
        row("needs CORS", cors),
        row("needs a secret", secret),
        row("RFC 10017 (2026) says", verdict.map(plain)),
    ]
}

/// Which cookie names each server really got: ports do not separate them.
fn cookies(run: &Run) -> Element {
    let servers = [Server::Host, Server::Client, Server::Authorization, Server::Api];
    let lines = servers.map(|server| {
        let mut names: Vec<String> = Vec::new();
        for entry in run.entries.iter().filter(|entry| entry.server == server) {
            for name in entry.header("cookie").map(cookie_names).unwrap_or_default() {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let row = classed("div", "param").child(el("dt").text(server.words()));
        row.child(el("dd").child(el("code").text(&names)))
    });
    classed("div", "policy")
        .child(
            el("p")
                .child(el("strong").text("Cookies that each server got, by name. "))
                .text("A cookie belongs to a host, whatever the port. That of the authorization server would go to the API as well; it is SameSite=Lax and this page is another site, so the browser keeps it back."),
        )
        .child(el("dl").children(lines))
}
