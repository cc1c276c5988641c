//! A sign-in that somebody else begins (OpenID Connect Core §4): a query with `iss` in, what to ask the person out.
//!
//! Any site can link here, so nothing begins by itself: a known issuer is shown for the person to confirm, and any other is named and
//! left alone.

use crate::extra;
use crate::form::{ConfigForm, Field};
use crate::outside::{is_one_line, made_visible};
use crate::urlencoded;

/// What such a link asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initiated {
    /// The issuer, as it stands in the link.
    pub iss: String,
    /// Whom to ask for, where it says so.
    pub login_hint: Option<String>,
    /// Whether the form names this very issuer.
    pub is_known: bool,
}

impl Initiated {
    /// Reads a query without `?`; `None` where it is something else, or names a parameter twice. `target_link_uri` is passed over: this
    /// page goes nowhere else.
    pub fn read(query: &str, form: &ConfigForm) -> Option<Self> {
        let mut iss = None;
        let mut login_hint = None;
        for (name, value) in urlencoded::raw_pairs(query) {
            let place = match name {
                "iss" => &mut iss,
                "login_hint" => &mut login_hint,
                name if Field::named(name).is_some() => return None, // a link of ours, which fills the form
                _ => continue,
            };
            if place.replace(urlencoded::decode(value).ok()?).is_some() {
                return None;
            }
        }
        let iss = iss.filter(|iss| !iss.is_empty())?;
        let is_known = iss == form.trimmed(Field::Issuer);
        let login_hint = login_hint.filter(|hint| is_one_line(hint, 200));
        Some(Self { iss: made_visible(&iss, 200), login_hint, is_known })
    }

    /// Puts the hint among the parameters of the request, in place of an earlier one.
    pub fn fill(&self, form: &mut ConfigForm) {
        let Some(hint) = &self.login_hint else { return };
        let params = extra::with_param(form.text(Field::AuthorizationParams), "login_hint", hint);
        form.set(Field::AuthorizationParams, params);
    }
}
