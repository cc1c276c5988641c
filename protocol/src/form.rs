//! The form as typed: free text, one string a field. Nothing in it has been checked.

use crate::json::Json;
use crate::kept::Kept;
use crate::response_type::ResponseType;

/// A field, by the name that its control and the deep link use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    Metadata,
    ResponseMode,
    Dpop,
    Par,
    Keep,
    TrustedAudiences,
    /// Not a control: `1` says that this page's own host publishes its request log at `./log`, as the demo's does.
    HostLog,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 21] = [
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
        Self::Metadata,
        Self::ResponseMode,
        Self::Dpop,
        Self::Par,
        Self::Keep,
        Self::TrustedAudiences,
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
            Self::Metadata => "metadata",
            Self::ResponseMode => "response_mode",
            Self::Dpop => "dpop",
            Self::Par => "par",
            Self::Keep => "keep",
            Self::TrustedAudiences => "trusted_audiences",
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
        matches!(self, Self::Mode | Self::HostLog | Self::Keep)
    }
}

/// What is typed in each field, in the order of `Field::ALL`; a field that was not typed in is empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigForm([String; 21]);

impl ConfigForm {
    /// An untouched form: code + PKCE, `GET`, run to the end, and the page's own address as `redirect_uri`.
    pub fn fresh(redirect_uri: &str) -> Self {
        let mut form = Self::default();
        form.set(Field::ResponseType, "code");
        form.set(Field::ApiMethod, "GET");
        form.set(Field::Mode, "run");
        form.set(Field::Keep, "memory");
        form.set(Field::RedirectUri, redirect_uri);
        form
    }

    /// The text of a field, as typed.
    pub fn text(&self, field: Field) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }

    /// The text of a field without the blanks around it.
    pub fn trimmed(&self, field: Field) -> &str {
        self.text(field).trim()
    }

    /// The response type, if it is one.
    pub fn response_type(&self) -> Option<ResponseType> {
        ResponseType::read(self.text(Field::ResponseType))
    }

    /// Types `text` into a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        if let Some(typed) = self.0.get_mut(field as usize) {
            *typed = text.into();
        }
    }

    /// Whether a field that `counts` differs from `other`.
    pub fn differs(&self, other: &Self, counts: fn(Field) -> bool) -> bool {
        Field::ALL.into_iter().any(|field| counts(field) && self.trimmed(field) != other.trimmed(field))
    }
}

/// An object of the fields that hold anything.
impl Kept for ConfigForm {
    fn to_json(&self) -> Json {
        let typed = Field::ALL.into_iter().filter(|field| !self.text(*field).is_empty());
        Json::Object(typed.map(|field| (field.name().to_owned(), Json::Text(self.text(field).to_owned()))).collect())
    }

    fn from_json(json: &Json) -> Option<Self> {
        let Json::Object(members) = json else { return None };
        let mut form = Self::default();
        for (name, text) in members {
            form.set(Field::named(name)?, text.text()?);
        }
        Some(form)
    }
}
