//! Deep links: a query in, a filled form out, and back.
//!
//! **Invariant:** a link fills a form and does nothing else, and a link that is made here carries no secret.

use crate::extra;
use crate::form::{ConfigForm, Field};
use crate::urlencoded;

/// Longest query read, in bytes.
const LIMIT: usize = 64 * 1024;

/// Fills the fields that `query` names, and says whether it named any. Values that cannot be decoded are passed over.
pub fn fill(form: &mut ConfigForm, query: &str) -> bool {
    if query.len() > LIMIT {
        return false; // half a query could hold half an address
    }
    let mut named = false;
    for (name, value) in urlencoded::raw_pairs(query) {
        // What a link says of a server is not what the server says of itself.
        let field = Field::named(name).filter(|field| *field != Field::Metadata);
        if let (Some(field), Ok(text)) = (field, urlencoded::decode(value)) {
            form.set(field, text);
            named = true;
        }
    }
    named
}

/// A link to share.
pub struct Link {
    /// The whole address.
    pub address: String,
    /// Names of the parameters, headers and fields that were left out because they sound like secrets.
    pub left_out: Vec<String>,
}

/// The form without what sounds like a secret, and the names of what was left out.
pub fn without_secrets_of(form: &ConfigForm) -> (ConfigForm, Vec<String>) {
    let mut left_out = Vec::new();
    let mut kept = ConfigForm::default();
    for field in Field::ALL {
        let text = match field {
            Field::ApiHeaders => without_secrets(form.text(field), ':', &mut left_out),
            Field::AuthorizationParams | Field::TokenParams => without_secrets(form.text(field), '=', &mut left_out),
            Field::Issuer | Field::AuthorizationEndpoint | Field::TokenEndpoint | Field::RedirectUri | Field::Api => {
                address(field, form.trimmed(field), &mut left_out)
            }
            Field::ApiBody if extra::sounds_secret(form.text(field)) => {
                left_out.push(field.name().to_owned());
                String::new()
            }
            _ => form.trimmed(field).to_owned(),
        };
        kept.set(field, text);
    }
    (kept, left_out)
}

/// Makes the link that fills this form at the page of that address. The page's own `redirect_uri` goes without saying, and what the
/// server says of itself is too long for a link: another look at the server brings it back.
pub fn make(form: &ConfigForm, page_address: &str) -> Link {
    let (kept, left_out) = without_secrets_of(form);
    let goes_without_saying = |field: &Field| {
        let text = kept.text(*field);
        text.is_empty() || *field == Field::Metadata || (*field == Field::RedirectUri && text == page_address)
    };
    let named = Field::ALL.into_iter().filter(|field| !goes_without_saying(field));
    let query = urlencoded::encode_pairs(named.map(|field| (field.name(), kept.text(field))));
    Link { address: format!("{page_address}?{query}"), left_out }
}

/// An address without what sounds secret in its query: many an API takes its key there. After `#` stands nothing better.
fn address(field: Field, text: &str, left_out: &mut Vec<String>) -> String {
    let text = text.replace(['\t', '\n', '\r'], ""); // as every parser of addresses does
    if has_user(&text) {
        left_out.push(field.name().to_owned()); // a password before the host
        return String::new();
    }
    let (text, fragment) = text.split_once('#').map_or((text.as_str(), None), |(text, rest)| (text, Some(rest)));
    let (bare, query) = text.split_once('?').map_or((text, None), |(text, rest)| (text, Some(rest)));
    let mut kept = bare.to_owned();
    for (sign, part) in [('?', query), ('#', fragment)] {
        let mut pairs = part.map(|part| part.split('&').collect::<Vec<_>>()).unwrap_or_default();
        pairs.retain(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            let decoded = urlencoded::decode(name);
            let secret = decoded.as_ref().map_or(true, |name| extra::sounds_secret(name));
            if secret {
                left_out.push(decoded.unwrap_or_else(|_| name.to_owned()));
            }
            !secret
        });
        if !pairs.is_empty() {
            kept.push(sign);
            kept.push_str(&pairs.join("&"));
        }
    }
    kept.trim().to_owned()
}

/// Whether a user name or password may stand before the host. Parsers forgive much before a host, so only where a plain `https://host`
/// is seen to begin the address is an `@` behind that one of the path.
fn has_user(address: &str) -> bool {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let mut pieces = bare.splitn(4, '/');
    let begins =
        (pieces.next().unwrap_or_default().to_ascii_lowercase(), pieces.next(), pieces.next().unwrap_or_default());
    match begins {
        (scheme, Some(""), host) if matches!(scheme.as_str(), "https:" | "http:") && !host.is_empty() => {
            host.contains('@')
        }
        _ => bare.contains('@'),
    }
}

fn without_secrets(text: &str, separator: char, left_out: &mut Vec<String>) -> String {
    let mut kept = Vec::new();
    for line in extra::lines(text) {
        let name = line.split(separator).next().unwrap_or_default().trim();
        if extra::sounds_secret(name) {
            left_out.push(name.to_owned());
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}
