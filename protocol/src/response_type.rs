//! What is asked for and where it comes back: `response_type` and `response_mode` (OAuth 2.0 Multiple Response Type Encoding
//! Practices; RFC 6749 §3.1.1; JARM §2.3).

use crate::wire::Place;

/// One of the seven sets of things that an authorization response may bring. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseType {
    /// An authorization code, to be exchanged with PKCE.
    pub code: bool,
    /// An access token, in the address itself.
    pub token: bool,
    /// An ID token, in the address itself.
    pub id_token: bool,
}

impl ResponseType {
    /// All of them, as they are written.
    pub const ALL: [&'static str; 7] =
        ["code", "token", "id_token", "id_token token", "code id_token", "code token", "code id_token token"];

    /// Reads the names, in any order, each once.
    pub fn read(text: &str) -> Option<Self> {
        let mut read = Self { code: false, token: false, id_token: false };
        for name in text.split_ascii_whitespace() {
            let asked = match name {
                "code" => &mut read.code,
                "token" => &mut read.token,
                "id_token" => &mut read.id_token,
                _ => return None,
            };
            if std::mem::replace(asked, true) {
                return None;
            }
        }
        (read.code || read.token || read.id_token).then_some(read)
    }

    /// The parameter's value.
    pub fn words(self) -> &'static str {
        let place = [(true, false, false), (false, true, false), (false, false, true), (false, true, true)]
            .iter()
            .chain(&[(true, false, true), (true, true, false), (true, true, true)])
            .position(|set| *set == (self.code, self.token, self.id_token));
        place.and_then(|place| Self::ALL.get(place)).copied().unwrap_or_default()
    }

    /// Whether a token of any kind comes in the address: only the fragment may carry one.
    pub fn has_token(self) -> bool {
        self.token || self.id_token
    }

    /// The part of the address where the answer belongs.
    pub fn place(self, mode: Option<ResponseMode>) -> Place {
        match mode {
            Some(ResponseMode::Fragment | ResponseMode::FragmentJwt) => Place::Fragment,
            None | Some(ResponseMode::Jwt) if self.has_token() => Place::Fragment,
            Some(ResponseMode::Query | ResponseMode::QueryJwt | ResponseMode::Jwt) | None => Place::Query,
        }
    }
}

/// How the answer is carried, where the person chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query, for a code alone.
    Query,
    /// In the fragment.
    Fragment,
    /// As a signed JWT in the part where the type belongs (JARM §2.3.4).
    Jwt,
    /// As a signed JWT in the query, for a code alone (JARM §2.3.1).
    QueryJwt,
    /// As a signed JWT in the fragment (JARM §2.3.2).
    FragmentJwt,
}

impl ResponseMode {
    /// The modes that can be chosen; the first leaves the choice to the type.
    pub const ALL: [&'static str; 6] = ["", "query", "fragment", "jwt", "query.jwt", "fragment.jwt"];

    /// Reads a mode for an answer of that type. The error is a sentence for the field.
    pub fn read(text: &str, response_type: ResponseType) -> Result<Option<Self>, String> {
        match text {
            "" => Ok(None),
            "fragment" => Ok(Some(Self::Fragment)),
            "fragment.jwt" => Ok(Some(Self::FragmentJwt)),
            "jwt" => Ok(Some(Self::Jwt)),
            "query" if !response_type.has_token() => Ok(Some(Self::Query)),
            "query.jwt" if !response_type.has_token() => Ok(Some(Self::QueryJwt)),
            "query" | "query.jwt" => Err(format!(
                "response_mode={text} would put the token into a query, where every host logs it. Leave it out."
            )),
            "form_post" | "form_post.jwt" => Err(format!(
                "response_mode={text} sends the answer as a POST, whose body a static page can never read. Use query or fragment."
            )),
            _ => {
                Err("Grantlens reads response_mode query and fragment, and jwt, query.jwt and fragment.jwt.".to_owned())
            }
        }
    }

    /// Whether the answer is to be signed (JARM).
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Jwt | Self::QueryJwt | Self::FragmentJwt)
    }

    /// The parameter's value.
    pub fn words(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::Jwt => "jwt",
            Self::QueryJwt => "query.jwt",
            Self::FragmentJwt => "fragment.jwt",
        }
    }
}
