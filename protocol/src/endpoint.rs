//! Addresses that came from a person or a link: text in, an address fit for a navigation or a request out.
//!
//! Parsing is the browser's own, given as an argument (`ParseUrl`): the address that is checked is then exactly the one that
//! is used, and the page carries no tables of its own. The native tests give the `url` crate instead.

/// What a URL parser of the WHATWG standard says of an absolute address.
pub struct UrlParts {
    /// The whole address, normalised: host in lower case and punycode.
    pub href: String,
    /// `https`, without the colon.
    pub scheme: String,
    /// Host without the port.
    pub host: String,
    /// Scheme, host and port where it is not the default.
    pub origin: String,
    /// Whether a user name or password stands in it.
    pub has_userinfo: bool,
    /// Query without `?`.
    pub query: String,
    /// Fragment without `#`.
    pub fragment: String,
}

/// The browser's URL parser. `None` where it would throw.
pub type ParseUrl = fn(&str) -> Option<UrlParts>;

/// A checked address: https, or http on this machine; no user name, no fragment, no hidden character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The normalised address, its own query included.
    pub href: String,
    /// Its origin: what a token is bound to.
    pub origin: String,
    /// Its own query without `?`, kept when parameters are added.
    pub query: String,
}

/// What is wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// Nothing was typed.
    Missing,
    /// A blank, a control or formatting character or a backslash inside: parsers drop or turn these, so two of them may disagree.
    HiddenCharacter,
    /// A part in braces, as in `https://{tenant}.example`, which stands for something of the person's own.
    Unfilled(String),
    /// No absolute address.
    NotAbsolute,
    /// A scheme other than https and http.
    Scheme(String),
    /// http to a host other than localhost and 127.0.0.1 (RFC 6749 §3.1.2.1, §3.2; this page's own policy).
    PlainHttp(String),
    /// A user name before an `@`, as in `https://good.example@evil.example`.
    UserInfo,
    /// A fragment, which an endpoint must not have (RFC 6749 §3.1, §3.2).
    Fragment,
}

impl Endpoint {
    /// Checks `text`; blanks around it are a slip of the hand and are dropped.
    pub fn parse(text: &str, parse: ParseUrl) -> Result<Self, AddressProblem> {
        let parts = checked(text, parse)?;
        if parts.href.contains('#') {
            return Err(AddressProblem::Fragment);
        }
        Ok(Self { href: parts.href, origin: parts.origin, query: parts.query })
    }
}

/// Every check but the one for the fragment, which a link may have and an endpoint may not.
pub fn checked(text: &str, parse: ParseUrl) -> Result<UrlParts, AddressProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AddressProblem::Missing);
    }
    if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\' || crate::outside::hides(c)) {
        return Err(AddressProblem::HiddenCharacter);
    }
    let unfilled = placeholder(text);
    let parts = parse(text).ok_or_else(|| unfilled.clone().unwrap_or(AddressProblem::NotAbsolute))?;
    match parts.scheme.as_str() {
        "https" => {}
        "http" if matches!(parts.host.as_str(), "localhost" | "127.0.0.1") => {}
        "http" => return Err(AddressProblem::PlainHttp(parts.host)),
        _ => return Err(AddressProblem::Scheme(parts.scheme)),
    }
    if parts.has_userinfo {
        return Err(AddressProblem::UserInfo);
    }
    unfilled.map_or(Ok(parts), Err)
}

/// Only before the query: what a query holds is the server's own business.
fn placeholder(text: &str) -> Option<AddressProblem> {
    let (_, rest) = text.split(['?', '#']).next()?.split_once('{')?;
    rest.split_once('}').map(|(name, _)| AddressProblem::Unfilled(name.to_owned()))
}

impl AddressProblem {
    /// One sentence for the field: what is wrong and what to type instead.
    pub fn sentence(&self) -> String {
        match self {
            Self::Missing => "Needed.".to_owned(),
            Self::HiddenCharacter => {
                "There is a blank, a control character or a backslash inside. Type the address again by hand."
                    .to_owned()
            }
            Self::Unfilled(name) => format!(
                "{{{}}} stands for something of your own. Put that in its place, without the braces.",
                crate::outside::made_visible(name, 40)
            ),
            Self::NotAbsolute => "This is no whole address. Begin with https://".to_owned(),
            Self::Scheme(scheme) => format!(
                "Addresses that begin with {}: are not opened from here. Use https.",
                crate::outside::made_visible(scheme, 20)
            ),
            Self::PlainHttp(host) => format!(
                "Plain http to {} is forbidden by this page's policy. Use https; http works for localhost and 127.0.0.1 only.",
                crate::outside::made_visible(host, 60)
            ),
            Self::UserInfo => {
                "There is a user name before the @, which hides the host that would really be called. Remove it."
                    .to_owned()
            }
            Self::Fragment => "An endpoint has no # part (RFC 6749 §3.1). Remove it and what follows.".to_owned(),
        }
    }
}
