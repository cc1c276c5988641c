//! What an exhibit says in its outcome, held against the servers' logs: where they do not show it, it is not said.

use crate::log::{CODE, Entry, SECRET, Server, TOKEN};
use crate::record::Run;
use crate::walk::Name;

/// Whether the logs of this run show what the exhibit claims by this outcome.
pub fn holds(run: &Run, outcome: &str) -> bool {
    let any = |wanted: &dyn Fn(&Entry) -> bool| run.entries.iter().any(wanted);
    let none = |unwanted: &dyn Fn(&Entry) -> bool| !any(unwanted);
    let at_api = |entry: &Entry, path: &str| entry.is(Server::Api, "GET", path) && entry.status == Some(200);
    let token_given = |entry: &Entry| {
        entry.is(Server::Authorization, "POST", "/token") && entry.status == Some(200) && entry.went().contains(TOKEN)
    };
    match run.journey.name {
        Name::SameOriginPolicy => any(&|entry| at_api(entry, "/quote") && !may_read(entry)),
        Name::PkceWithoutCors => any(&|entry| token_given(entry) && !may_read(entry) && !entry.by_server),
        Name::Implicit => {
            any(&|entry| entry.answer_header("location").is_some_and(|to| to.contains("#access_token=")))
                && none(&|entry| entry.server == Server::Host && entry.came().contains(TOKEN))
        }
        Name::Jsonp => {
            any(&|entry| at_api(entry, "/notes") && entry.url.contains(TOKEN))
                && (outcome != "taken-over" || any(&|entry| entry.is(Server::Api, "GET", "/collected")))
        }
        Name::Relay => {
            any(&|entry| entry.is(Server::Client, "POST", "/relay") && entry.came().contains(TOKEN))
                && any(&|entry| at_api(entry, "/notes") && entry.by_server && !entry.url.contains(TOKEN))
        }
        Name::Frame => any(&|entry| {
            at_api(entry, "/notes")
                && !entry.url.contains(TOKEN)
                && entry.header("sec-fetch-site") == Some("same-origin")
        }),
        Name::OwnServer => own_server(run.entries.iter()),
        Name::Cors => {
            any(&|entry| entry.is(Server::Api, "OPTIONS", "/notes"))
                && any(&|entry| at_api(entry, "/notes") && may_read(entry))
        }
        Name::PkceWithCors => {
            any(&|entry| token_given(entry) && may_read(entry))
                && any(&|entry| at_api(entry, "/notes") && may_read(entry))
        }
        Name::SideBySide => {
            (0..3).all(|part| run.part(part).any(|entry| at_api(entry, "/notes"))) && own_server(run.part(1))
        }
    }
}

/// The secret went from server to server, and the token to no request or answer of the browser.
fn own_server<'a>(entries: impl Iterator<Item = &'a Entry>) -> bool {
    let entries: Vec<&Entry> = entries.collect();
    let exchanged = entries.iter().any(|entry| {
        let came = entry.came();
        entry.by_server && came.contains(SECRET) && came.contains(CODE)
    });
    let reached = |entry: &&&Entry| !entry.by_server && (entry.came() + &entry.went()).contains(TOKEN);
    exchanged && !entries.iter().any(|entry| reached(&entry))
}

fn may_read(entry: &Entry) -> bool {
    entry.answer_header("access-control-allow-origin").is_some()
}
