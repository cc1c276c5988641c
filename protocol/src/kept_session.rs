//! A session as a tab keeps it, where the person chose so: tokens in, one text for storage out, and back.
//!
//! This is the one text of this crate, beside a transaction's, that holds secrets. It belongs into the storage of one tab.

use crate::form::ConfigForm;
use crate::grant::{TokenKind, Tokens};
use crate::json::Json;
use crate::kept::Kept;
use crate::secret::Secret;

/// A session that was kept.
pub struct KeptSession {
    /// What the tab that owns it holds a lock by.
    pub id: String,
    /// The form that it began with.
    pub form: ConfigForm,
    /// Its tokens.
    pub tokens: Tokens,
}

impl KeptSession {
    /// The text for storage.
    pub fn text_of(id: &str, form: &ConfigForm, tokens: &Tokens) -> String {
        let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.reveal().to_owned()).to_json();
        let record = Json::of([
            ("id", id.to_owned().to_json()),
            ("form", form.to_json()),
            ("access_token", tokens.access_token.reveal().to_owned().to_json()),
            ("refresh_token", secret(&tokens.refresh_token)),
            ("id_token", secret(&tokens.id_token)),
            ("expires_at_ms", tokens.expires_at_ms.to_json()),
            ("scope", tokens.scope.to_json()),
            ("bound_to", tokens.bound_to.to_json()),
        ]);
        record.to_string()
    }

    /// Reads it back; `None` for anything else than such a text.
    pub fn from_text(text: &str) -> Option<Self> {
        let json = Json::object(text).ok()?;
        let secret = |name| Some(json.take::<Option<String>>(name)?.map(Secret::new));
        let access_token: String = json.take("access_token")?;
        // As `grant::read` demands: it will stand in a header.
        if access_token.is_empty() || !access_token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let tokens = Tokens {
            access_token: Secret::new(access_token),
            kind: TokenKind::Bearer,
            refresh_token: secret("refresh_token")?,
            id_token: secret("id_token")?,
            identity: None,
            expires_at_ms: json.take("expires_at_ms")?,
            scope: json.take("scope")?,
            bound_to: json.take("bound_to")?,
        };
        Some(Self { id: json.take("id")?, form: json.take("form")?, tokens })
    }
}
