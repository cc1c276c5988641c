//! What the form knows of the server: the metadata that counts, and what has to be asked before a run can begin.

use super::Problem;
use crate::discovery;
use crate::endpoint::ParseUrl;
use crate::form::{ConfigForm, Field};
use crate::json::Json;
use crate::metadata::ServerMetadata;
use crate::outside::made_visible;
use crate::response_type::ResponseType;

/// Who is asked before the first redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The authorization server, for its metadata.
    Server,
    /// The API, for its authorization server.
    Api,
}

/// Whom to ask, when nothing but the answer stands between the form and a run.
pub fn to_ask(form: &ConfigForm, problems: &[Problem]) -> Option<Ask> {
    let only_that = !problems.is_empty() && problems.iter().all(|problem| problem.to_be_asked);
    let ask = if form.trimmed(Field::Issuer).is_empty() { Ask::Api } else { Ask::Server };
    only_that.then_some(ask)
}

/// The metadata in the form, if it is that of the issuer typed; of another it does not count. The error is a sentence for the field.
pub fn known(form: &ConfigForm, parse: ParseUrl) -> Result<ServerMetadata, String> {
    let text = form.text(Field::Metadata);
    if text.len() > discovery::LONGEST {
        return Err(format!("This is longer than any metadata is: {} bytes are read.", discovery::LONGEST));
    }
    let server = ServerMetadata::read(text, parse).map_err(|why| format!("This is no metadata document: {why}."))?;
    let issuer = form.trimmed(Field::Issuer);
    if !issuer.is_empty() && server.issuer() != Some(issuer) {
        return Ok(ServerMetadata::default());
    }
    let unfit = Json::object(text).map(|document| discovery::unfit(&document, parse)).unwrap_or_default();
    match unfit.iter().find(|(name, _)| matches!(*name, "authorization_endpoint" | "token_endpoint")) {
        Some((name, problem)) => Err(format!("{name}: {}", problem.sentence())),
        None => Ok(server),
    }
}

/// The problem of an endpoint that is neither typed nor known: the server will tell it, or the API will tell the server; else the person
/// has to, and an issuer is the least to type.
pub(super) fn gap(form: &ConfigForm, field: Field, server: &ServerMetadata) -> Problem {
    let typed = |field| !form.trimmed(field).is_empty();
    let other = if field == Field::TokenEndpoint { Field::AuthorizationEndpoint } else { Field::TokenEndpoint };
    let (field, to_be_asked, sentence) = if server.is_known() {
        (field, false, "Needed: the server\u{2019}s metadata names none.")
    } else if typed(Field::Issuer) {
        (field, true, "The server will be asked for it.")
    } else if typed(other) {
        (field, false, "Needed.")
    } else if typed(Field::Api) {
        (Field::Issuer, true, "The API will be asked for it.")
    } else {
        (Field::Issuer, false, "Needed. Without one, type the two endpoints below.")
    };
    Problem { field, missing: true, to_be_asked, sentence: sentence.to_owned() }
}

/// Why a code cannot be asked for, where the server says that it does not do PKCE with S256 (RFC 7636 §4.2). What it does not say is not
/// held against it.
pub(super) fn refuses(server: &ServerMetadata, asked: ResponseType) -> Option<String> {
    let methods = server.list("code_challenge_methods_supported").filter(|_| asked.code)?;
    (!methods.contains(&"S256")).then(|| {
        format!(
            "The server lists PKCE with {} only. Grantlens sends S256 and nothing weaker (RFC 7636 §7.2).",
            shown(&methods)
        )
    })
}

/// What is said of a response type that the server does not list (RFC 8414 §2). No rule forbids to ask for it all the same, and the
/// server's answer is what a person may want to see.
pub fn unlisted(server: &ServerMetadata, asked: ResponseType) -> Option<String> {
    let types = server.list("response_types_supported")?;
    let does = types.iter().any(|listed| ResponseType::read(listed) == Some(asked));
    (!does).then(|| {
        format!(
            "The server\u{2019}s metadata does not list the response type {}. It lists {}. You can ask all the same, and see what it answers.",
            asked.words(),
            shown(&types)
        )
    })
}

fn shown(items: &[&str]) -> String {
    if items.is_empty() { "none".to_owned() } else { made_visible(&items.join(", "), 200) }
}
