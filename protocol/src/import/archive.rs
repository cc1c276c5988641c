//! The entries of an archive: each that is an exchange of OAuth as a `Read`, the others counted.

use super::authorization::{self, SignIn};
use super::line::{line, lines};
use super::opened::Beside;
use super::{Brought, Here, Imported, MOST, Read, Sort, callback, sort, token};
use crate::check::{Checks, Outcome};
use crate::har::Entry;
use crate::http::Response;
use crate::json::Json;
use crate::outside::made_visible;
use crate::redact::{Secrets, stood_in, written_address};
use crate::urlencoded;
use crate::wire::{Answer, Channel, Line, Message, Place};
use crate::{api, discovery, introspection, jwks, server_answer};

/// Longest body shown of a request.
const LONGEST: usize = 64 * 1024;

/// Reads all of them.
pub fn read(entries: &[Entry], here: &Here<'_>) -> Imported {
    let mut archive = Archive { here, asked: Vec::new(), codes: Vec::new(), arrived: Vec::new(), reads: Vec::new() };
    let sorts = sorts(entries);
    let (mut passed_over, mut not_shown) = (0, 0);
    for (entry, sort) in entries.iter().zip(sorts) {
        match sort {
            None => passed_over += 1,
            // An address that a redirect led to has been read there, with the fragment that the request has no more.
            Some(Sort::AuthorizationResponse) if archive.has_arrived(&entry.url) => {}
            Some(_) if archive.reads.len() >= MOST => not_shown += 1,
            Some(Sort::Preflight) => archive.preflight(entry),
            Some(sort) => archive.exchange(entry, sort),
        }
        if entry.location.contains("://") && callback::is_response(&entry.location) && archive.reads.len() < MOST {
            archive.arrival(entry);
        }
    }
    Imported { brought: Brought::Archive, reads: archive.reads, passed_over, not_shown }
}

/// What each is. A preflight counts where what it asked for does.
fn sorts(entries: &[Entry]) -> Vec<Option<Sort>> {
    let with_token = asked_with_token(entries);
    let of = |entry: &Entry| {
        (!is_preflight(entry)).then(|| sort::of(entry, with_token.contains(&entry.url.as_str()))).flatten()
    };
    let mut sorts: Vec<Option<Sort>> = entries.iter().map(of).collect();
    let known: Vec<&str> =
        entries.iter().zip(&sorts).filter(|(_, sort)| sort.is_some()).map(|(entry, _)| entry.url.as_str()).collect();
    for (entry, sort) in entries.iter().zip(&mut sorts) {
        if is_preflight(entry) && known.contains(&entry.url.as_str()) {
            *sort = Some(Sort::Preflight);
        }
    }
    sorts
}

fn is_preflight(entry: &Entry) -> bool {
    entry.method == "OPTIONS" && header(&entry.headers, "access-control-request-method").is_some()
}

/// The addresses that a browser asked about for a request with a token: the archives of some have no `Authorization` themselves.
fn asked_with_token(entries: &[Entry]) -> Vec<&str> {
    let asks = |entry: &&Entry| {
        let names = header(&entry.headers, "access-control-request-headers").unwrap_or_default().to_ascii_lowercase();
        is_preflight(entry) && names.split(',').any(|name| name.trim() == "authorization")
    };
    entries.iter().filter(asks).map(|entry| entry.url.as_str()).collect()
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

struct Archive<'a> {
    here: &'a Here<'a>,
    /// The sign-ins that began in it.
    asked: Vec<SignIn>,
    /// The codes that came in it.
    codes: Vec<String>,
    /// The addresses of responses that were read from a redirect, without their fragments.
    arrived: Vec<String>,
    reads: Vec<Read>,
}

impl Archive<'_> {
    fn has_arrived(&self, url: &str) -> bool {
        let bare = url.split('#').next().unwrap_or_default();
        self.arrived.iter().any(|arrived| arrived == bare)
    }

    /// A response in the address that a redirect leads to.
    fn arrival(&mut self, entry: &Entry) {
        let bare = entry.location.split('#').next().unwrap_or_default().to_owned();
        if self.has_arrived(&bare) && !entry.location.contains('#') {
            return;
        }
        self.arrived.push(bare);
        let read = callback::read(&entry.location, self.here, &self.asked);
        self.came(read, entry.at_ms);
    }

    fn came(&mut self, mut read: Read, at_ms: Option<u64>) {
        let code = read.message.as_ref().and_then(|message| message.get("code"));
        self.codes.extend(code.map(str::to_owned));
        read.at_ms = at_ms;
        self.reads.push(read);
    }

    fn exchange(&mut self, entry: &Entry, sort: Sort) {
        if sort == Sort::AuthorizationResponse {
            let href = match &entry.fragment {
                Some(pairs) => {
                    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                    format!("{}#{}", entry.url, urlencoded::encode_pairs(pairs))
                }
                None => entry.url.clone(),
            };
            let read = callback::read(&href, self.here, &self.asked);
            return self.came(read, entry.at_ms);
        }
        let message = message(entry, sort);
        let mut read = Read::of(sort);
        read.at_ms = entry.at_ms;
        match sort {
            Sort::AuthorizationRequest | Sort::PushedRequest => {
                read.checks = authorization::request(&message, self.here.parse);
                self.asked.push(SignIn::of(&message));
            }
            Sort::TokenRequest => read.checks = authorization::token_request(&message, &self.asked, &self.codes),
            _ => {}
        }
        // What the browser shows of a page that asks for the password says nothing here.
        if sort != Sort::AuthorizationRequest {
            self.judge(&mut read, entry, &message);
        }
        read.message = Some(message);
        self.reads.push(read);
    }

    fn preflight(&mut self, entry: &Entry) {
        let mut read = Read::of(Sort::Preflight);
        read.at_ms = entry.at_ms;
        read.message = Some(message(entry, Sort::Preflight));
        if let Some(response) = response(entry) {
            let mut checks = Checks::planned(&["status"]);
            let good = (200..300).contains(&response.status);
            checks.compare("status", good, "2xx", &response.status.to_string());
            read.checks = checks.finish();
            cors(&mut read, entry);
            read.answer = Some(server_answer::answer(&response));
        }
        self.reads.push(read);
    }

    /// The answer, and the checks that the run itself would make of it.
    fn judge(&self, read: &mut Read, entry: &Entry, message: &Message) {
        let Some(response) = response(entry) else { return };
        cors(read, entry);
        read.answer = Some(answer(read.sort, &response));
        if entry.content.is_none() {
            let mut checks = Checks::planned(&["status"]);
            checks.note(
                "status",
                Outcome::NotChecked,
                "and what the body says",
                &format!("{}, no body in the archive", response.status),
            );
            read.checks.extend(checks.finish());
            return;
        }
        let (here, origin) = (self.here, &self.here.page.origin);
        let target = message.target.as_str();
        let mut checks = Checks::planned(&[]);
        match read.sort {
            Sort::TokenRequest => {
                let asked = self.asked.last();
                let known = token::Known {
                    scope: asked
                        .and_then(|asked| asked.scope.clone())
                        .filter(|_| message.get("grant_type") == Some("authorization_code")),
                    proven: Some(message.headers.iter().any(|line| line.name == "dpop")),
                    refreshes: message.get("grant_type") == Some("refresh_token"),
                    endpoint: target,
                    beside: Beside {
                        client_id: message.get("client_id"),
                        nonce: asked
                            .and_then(|asked| asked.nonce.as_deref())
                            .filter(|_| message.get("grant_type") == Some("authorization_code")),
                        code: message.get("code"),
                        ..Beside::default()
                    },
                };
                token::judge(read, &response, &known, here);
            }
            Sort::Metadata => metadata(&entry.url, &response, here, &mut checks),
            Sort::Keys => {
                let count = jwks::process(&response).map(|jwks| jwks.count());
                let actual = count.as_ref().map_or_else(|_| "none".to_owned(), |count| format!("{count} keys"));
                checks.add(
                    "keys",
                    if count.is_ok() { Outcome::Passed } else { Outcome::Failed },
                    "a list of keys",
                    &actual,
                );
            }
            Sort::UserInfo => {
                checks = Checks::planned(&server_answer::CHECKS);
                let sub = server_answer::object(&response, &mut checks).ok();
                let there = sub.as_ref().and_then(|claims| claims.get("sub")).and_then(Json::text);
                let outcome = if there.is_some() { Outcome::NotChecked } else { Outcome::Failed };
                checks.add(
                    "sub",
                    outcome,
                    "that of an ID token, which is not at hand",
                    &made_visible(there.unwrap_or("none"), 255),
                );
            }
            Sort::Introspection => {
                checks = introspection::planned();
                let _ = introspection::process(&response, &mut checks);
            }
            Sort::ApiCall => {
                checks = api::planned();
                if let Err(error) = api::process(&response, &mut checks) {
                    read.refusal = Some(super::offline(error.report(origin, target)));
                }
            }
            _ => {
                let good = (200..300).contains(&response.status);
                checks.add(
                    "status",
                    if good { Outcome::Passed } else { Outcome::Failed },
                    "2xx",
                    &response.status.to_string(),
                );
            }
        }
        read.checks.extend(checks.finish());
    }
}

/// Whether the issuer that a document names has its metadata where this was found (RFC 8414 §3.3).
fn metadata(url: &str, response: &Response, here: &Here<'_>, checks: &mut Checks) {
    let json = Json::object(&response.body).ok();
    let named = json.as_ref().and_then(|json| json.get("issuer")).and_then(Json::text);
    let Some(issuer) = named else {
        checks.add("issuer", Outcome::NotChecked, "one, where it is a server\u{2019}s", "none");
        return;
    };
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    let fits = discovery::addresses(issuer, here.parse).is_ok_and(|all| all.iter().any(|address| address == bare));
    if fits {
        *checks = discovery::planned();
        let _ = discovery::process(response, issuer, here.parse, checks);
    } else {
        checks.add("issuer", Outcome::Failed, "one whose metadata stands at this address", &made_visible(issuer, 200));
    }
}

/// Whether CORS let the page read it (Fetch §4.9), where the archive says who asked.
fn cors(read: &mut Read, entry: &Entry) {
    let Some(origin) = header(&entry.headers, "origin") else { return };
    let allowed = header(&entry.answered, "access-control-allow-origin");
    let good = allowed.is_some_and(|allowed| allowed == "*" || allowed == origin);
    let mut checks = Checks::planned(&["CORS"]);
    checks.compare("CORS", good, &made_visible(origin, 200), &made_visible(allowed.unwrap_or("none"), 200));
    read.checks.extend(checks.finish());
}

fn response(entry: &Entry) -> Option<Response> {
    Some(Response {
        status: entry.status?,
        headers: entry
            .answered
            .iter()
            .map(|(name, value)| (made_visible(name, 60), made_visible(value, 2000)))
            .collect(),
        body: entry.content.clone().unwrap_or_default(),
        bytes: entry.bytes,
        elapsed_ms: entry.elapsed_ms,
    })
}

fn answer(sort: Sort, response: &Response) -> Answer {
    let mut answer = match sort {
        Sort::TokenRequest => crate::token::answer(response),
        Sort::Keys => jwks::answer(response),
        Sort::Metadata => discovery::answer(response),
        _ => server_answer::answer(response),
    };
    // What an archive of ours left out.
    for member in &mut answer.lines {
        if let Some(text) = member.value.text().map(str::to_owned)
            && stood_in(&text).is_some()
        {
            *member = line(&member.name, &text);
        }
    }
    // A cookie is a secret of somebody's, whatever its name.
    answer.headers.retain(|(name, _)| name != "set-cookie");
    answer
}

/// The request as the page shows its own.
fn message(entry: &Entry, sort: Sort) -> Message {
    let is_posted = entry.method == "POST" && entry.body.is_some();
    let (bare, query) = (entry.url.split(['?', '#']).next().unwrap_or_default(), sort::query(&entry.url));
    let in_query = sort == Sort::AuthorizationRequest && !is_posted;
    let form = sort::is_form(entry);
    let body = entry.body.as_deref().unwrap_or_default();
    let target = if in_query || query.is_empty() {
        bare.to_owned()
    } else {
        written_address(&format!("{bare}?{query}"), Secrets::LeftOut)
    };
    let channel = if sort == Sort::AuthorizationRequest { Channel::Front } else { Channel::Back };
    let is_shown = |name: &str| !name.starts_with(':') && !name.starts_with("sec-") && name != "origin";
    let headers = entry.headers.iter().filter(|(name, _)| is_shown(name)).map(|(name, value)| line(name, value));
    let added: Vec<Line> = header(&entry.headers, "origin").map(|origin| line("Origin", origin)).into_iter().collect();
    let message = Message {
        channel,
        method: made_visible(&entry.method, 20),
        target: made_visible(&target, 2000),
        place: if in_query { Place::Query } else { Place::Body },
        lines: if in_query {
            lines(query)
        } else if form {
            lines(body)
        } else {
            Vec::new()
        },
        headers: if sort == Sort::AuthorizationRequest { Vec::new() } else { headers.collect() },
        added_by_browser: added,
        body: (!form && !body.is_empty()).then(|| made_visible(body, LONGEST)),
    };
    if entry.is_foreseen { message.foreseen() } else { message }
}
