//! The form as typed: free text, one string a field. Nothing in it has been checked.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A field, by the name that its control and the deep link use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names are the protocol's words; `glossary` explains them
pub enum Field {
    Issuer,
    AuthorizationEndpoint,
    TokenEndpoint,
    ClientId,
    RedirectUri,
    Scope,
    ResponseType,
    Api,
    ApiMethod,
    ApiHeaders,
    ApiBody,
    AuthorizationParams,
    TokenParams,
    Mode,
    /// Not a control: `1` says that this page's own host publishes its request log at `./log`, as the demo's does.
    HostLog,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 15] = [
        Self::Issuer,
        Self::AuthorizationEndpoint,
        Self::TokenEndpoint,
        Self::ClientId,
        Self::RedirectUri,
        Self::Scope,
        Self::ResponseType,
        Self::Api,
        Self::ApiMethod,
        Self::ApiHeaders,
        Self::ApiBody,
        Self::AuthorizationParams,
        Self::TokenParams,
        Self::Mode,
        Self::HostLog,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::AuthorizationEndpoint => "authorization_endpoint",
            Self::TokenEndpoint => "token_endpoint",
            Self::ClientId => "client_id",
            Self::RedirectUri => "redirect_uri",
            Self::Scope => "scope",
            Self::ResponseType => "response_type",
            Self::Api => "api",
            Self::ApiMethod => "api_method",
            Self::ApiHeaders => "api_headers",
            Self::ApiBody => "api_body",
            Self::AuthorizationParams => "authorization_params",
            Self::TokenParams => "token_params",
            Self::Mode => "mode",
            Self::HostLog => "host_log",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Whether the field only shapes the API call: it may change after the token came, and the token stays good.
    pub fn is_api(self) -> bool {
        matches!(self, Self::Api | Self::ApiMethod | Self::ApiHeaders | Self::ApiBody)
    }

    /// Whether the field says how to show the flow and not what to send.
    pub fn is_presentation(self) -> bool {
        matches!(self, Self::Mode | Self::HostLog)
    }
}

/// What is typed in each field; an absent field is empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConfigForm(BTreeMap<Field, String>);

impl ConfigForm {
    /// An untouched form: code + PKCE, `GET`, run to the end, and the page's own address as `redirect_uri`.
    pub fn fresh(redirect_uri: &str) -> Self {
        let mut form = Self::default();
        form.set(Field::ResponseType, "code");
        form.set(Field::ApiMethod, "GET");
        form.set(Field::Mode, "run");
        form.set(Field::RedirectUri, redirect_uri);
        form
    }

    /// The text of a field, as typed.
    pub fn text(&self, field: Field) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// The text of a field without the blanks around it.
    pub fn trimmed(&self, field: Field) -> &str {
        self.text(field).trim()
    }

    /// Types `text` into a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.0.insert(field, text.into());
    }

    /// Whether a field that `counts` differs from `other`.
    pub fn differs(&self, other: &Self, counts: fn(Field) -> bool) -> bool {
        Field::ALL.into_iter().any(|field| counts(field) && self.trimmed(field) != other.trimmed(field))
    }
}
