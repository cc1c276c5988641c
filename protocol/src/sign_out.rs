//! Signing out at the server (OpenID Connect RP-Initiated Logout 1.0 §2): what is known of the session in, the address to go to out.
//!
//! The tokens are gone from this page before the browser leaves for it.

use crate::config::ClientConfig;
use crate::secret::Secret;
use crate::wire::{Line, Message, Place, Shown};

/// The navigation; `None` where the server's metadata names no `end_session_endpoint`. `page` is where the server sends the person
/// back, `state` what tells the way back from any other visit. The ID token goes along as a hint, in the address: it says who signs out.
pub fn message(config: &ClientConfig, id_token: Option<&Secret>, page: &str, state: &str) -> Option<Message> {
    let endpoint = config.server.endpoint("end_session_endpoint")?;
    let mut lines = Vec::new();
    lines.extend(id_token.map(|token| Line::new("id_token_hint", Shown::secret(token))));
    lines.push(Line::plain("client_id", config.client_id.as_str()));
    lines.push(Line::plain("post_logout_redirect_uri", page));
    lines.push(Line::plain("state", state));
    Some(Message::navigation(&endpoint.href, Place::Query, lines))
}

/// The way back to `page`, as the server wrote it into the address (RP-Initiated Logout §3): the `state` and nothing else.
pub fn way_back(page: &str, state: &str) -> Message {
    Message::navigation(page, Place::Query, vec![Line::plain("state", state)])
}
