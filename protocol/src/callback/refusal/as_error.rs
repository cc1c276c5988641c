//! The server refused in its own words (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).

use crate::report::{Report, Who};

/// The report (`as_error`). The registered codes get a sentence of their own; the server's words always stand beside it.
pub fn refused(error: &str, description: &str, uri: Option<&str>) -> Report {
    let (who, headline, mend) = match error {
        "access_denied" => (
            Who::You,
            "The sign-in was declined.",
            "If that was not meant, start again and agree. Without any scope, some servers answer this too.",
        ),
        "invalid_request" => (
            Who::Client,
            "The server finds the request malformed.",
            "Its own words below name the parameter. Extra parameters are the first suspects.",
        ),
        "unauthorized_client" => (
            Who::Client,
            "This client may not use this flow.",
            "Allow the grant type for this client at the authorization server.",
        ),
        "unsupported_response_type" => (
            Who::Client,
            "The server does not do this response type.",
            "Choose the other flow, or allow the type for this client.",
        ),
        "invalid_scope" => (
            Who::Client,
            "The server does not know this scope, or does not give it to this client.",
            "Compare the scope field with what the server lists.",
        ),
        "invalid_target" => (
            Who::Client,
            "The server does not know the resource that was named (RFC 8707).",
            "Compare the resource parameter with what the server lists.",
        ),
        "server_error" => {
            (Who::AuthorizationServer, "The authorization server failed.", "Try again; its own log says more.")
        }
        "temporarily_unavailable" => {
            (Who::AuthorizationServer, "The authorization server is busy.", "Try again in a while.")
        }
        "login_required" => (
            Who::You,
            "Nobody is signed in there, and the request forbade to ask.",
            "Leave prompt=none out, or sign in there first.",
        ),
        "consent_required" => {
            (Who::You, "Consent is needed, and the request forbade to ask.", "Leave prompt=none out.")
        }
        "interaction_required" | "account_selection_required" => {
            (Who::You, "The server has to ask something, and the request forbade it.", "Leave prompt=none out.")
        }
        "unmet_authentication_requirements" => (
            Who::You,
            "The sign-in was not strong enough for what was asked.",
            "Sign in as acr_values asks, or ask for less.",
        ),
        "request_not_supported" | "request_uri_not_supported" | "registration_not_supported" => (
            Who::Client,
            "The server does not support a way of asking that was used.",
            "Remove the extra parameter that it names.",
        ),
        _ => (
            Who::AuthorizationServer,
            "The authorization server refused, with a code of its own.",
            "Its documentation explains the code below.",
        ),
    };
    Report::new("as_error", who, headline, "No code and no token came of it, and this sign-in is over.", mend)
        .evidence("error", error)
        .evidence("error_description", description)
        .evidence("error_uri", uri.unwrap_or_default())
}
