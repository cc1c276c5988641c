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
        if let (Some(field), Ok(text)) = (Field::named(name), urlencoded::decode(value)) {
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

/// Makes the link that fills this form at the page of that address. The page's own `redirect_uri` goes without saying.
pub fn make(form: &ConfigForm, page_address: &str) -> Link {
    let mut left_out = Vec::new();
    let mut pairs = Vec::new();
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
        let goes_without_saying = field == Field::RedirectUri && text == page_address;
        if !text.is_empty() && !goes_without_saying {
            pairs.push((field.name(), text));
        }
    }
    let query = urlencoded::encode_pairs(pairs.iter().map(|(name, text)| (*name, text.as_str())));
    Link { address: format!("{page_address}?{query}"), left_out }
}

/// An address without what sounds secret in its query: many an API takes its key there.
fn address(field: Field, text: &str, left_out: &mut Vec<String>) -> String {
    if text.split('/').nth(2).is_some_and(|host| host.contains('@')) {
        left_out.push(field.name().to_owned()); // a password before the host
        return String::new();
    }
    let Some((bare, query)) = text.split_once('?') else { return text.to_owned() };
    let mut kept = query.split('&').collect::<Vec<_>>();
    kept.retain(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let name = urlencoded::decode(name).unwrap_or_else(|_| name.to_owned());
        let secret = extra::sounds_secret(&name);
        if secret {
            left_out.push(name);
        }
        !secret
    });
    if kept.is_empty() { bare.to_owned() } else { format!("{bare}?{}", kept.join("&")) }
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
