//! A token response: every check of the token endpoint's answer that needs no transaction.

use super::opened::{Beside, open_beside};
use super::{Here, Read, Sort};
use crate::check::{Checks, Outcome};
use crate::grant::TokenKind;
use crate::http::Response;
use crate::json::Json;
use crate::redact::stood_in;
use crate::token::{self, Asked, Sent};

/// What a token response was an answer to, as far as the text says.
#[derive(Default)]
pub struct Known<'a> {
    /// The scope that was asked for.
    pub scope: Option<String>,
    /// Whether a proof went along (RFC 9449 §5); `None` where nobody knows.
    pub proven: Option<bool>,
    /// Whether a refresh token was sent.
    pub refreshes: bool,
    /// Where the request went.
    pub endpoint: &'a str,
    /// What an ID token in it has to agree with.
    pub beside: Beside<'a>,
}

/// The JSON of a token response alone; `None` where it is neither a success nor an error of one.
pub fn pasted(text: &str, here: &Here<'_>) -> Option<Read> {
    let json = Json::object(text).ok()?;
    ["access_token", "id_token", "refresh_token", "token_type", "error"]
        .iter()
        .find(|name| json.get(name).is_some())?;
    let failed = json.get("error").is_some();
    let response = Response {
        status: if failed { 400 } else { 200 },
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: text.to_owned(),
        bytes: text.len(),
        elapsed_ms: 0,
    };
    let mut read = Read::of(Sort::TokenResponse);
    judge(&mut read, &response, &Known::default(), here);
    // It came without its head, and without the time that it took.
    for check in read
        .checks
        .iter_mut()
        .filter(|check| matches!(check.name.as_str(), "status" | "content type" | "Cache-Control"))
    {
        (check.outcome, check.actual) = (Outcome::NotChecked, "not part of what was pasted".to_owned());
    }
    if let Some(report) = &mut read.refusal {
        report.status = None;
        report.evidence.retain(|(label, _)| label != "status");
    }
    // The head that it is shown with would be ours.
    read.answer = Some(token::answer(&response)).map(|mut answer| {
        answer.headers.clear();
        answer
    });
    Some(read)
}

/// Judges an answer of the token endpoint and looks into the tokens in it.
pub fn judge(read: &mut Read, response: &Response, known: &Known<'_>, here: &Here<'_>) {
    let json = Json::object(&response.body).ok();
    let text = |name| json.as_ref().and_then(|json| json.get(name)).and_then(Json::text);
    let says_dpop = text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("dpop"));
    let kind = if known.proven.unwrap_or(says_dpop) { TokenKind::Dpop } else { TokenKind::Bearer };
    let asked = Asked { scope: known.scope.clone(), bound_to: None, kind, details: None };
    let mut checks = token::planned();
    if let Err(error) = token::process(response, asked, here.now_ms, &mut checks) {
        let sent = if known.refreshes { Sent::RefreshToken } else { Sent::Code };
        read.refusal = Some(super::offline(error.report(sent, &here.page.origin, known.endpoint)));
    }
    if known.scope.is_none() {
        note_unknown_scope(&mut checks, text("scope"));
    }
    read.checks.extend(checks.finish());
    let beside = Beside { access_token: text("access_token"), ..known.beside.clone() };
    let is_kept = |token: &&str| !token.is_empty() && stood_in(token).is_none();
    if let Some(token) = text("id_token").filter(is_kept) {
        read.opened.push(open_beside("id_token", token, &beside, here.now_ms));
    }
    if let Some(token) = text("access_token").filter(is_kept).filter(|token| super::opened::is_token(token)) {
        read.opened.push(super::opened::open("access_token", token, here.now_ms));
    }
}

/// Nobody here knows what was asked for.
fn note_unknown_scope(checks: &mut Checks, granted: Option<&str>) {
    let actual = granted.map_or_else(|| "not said".to_owned(), |scope| crate::outside::made_visible(scope, 300));
    checks.note("scope", Outcome::NotChecked, "not known what was asked", &actual);
}
