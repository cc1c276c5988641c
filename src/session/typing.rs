//! The form: typed in, filled by a link or for the local servers, emptied.

use super::{Session, local_servers, store};
use crate::browser::location;
use leptos::prelude::*;
use protocol::form::{ConfigForm, Field};
use protocol::link;

impl Session {
    /// Types into a field.
    pub fn set(self, field: Field, text: String) {
        self.form.update(|form| form.set(field, text));
        self.form.with_untracked(store::keep_form);
        if field == Field::Metadata {
            self.want_half();
        }
    }

    /// Fills the form for the servers of `make demo`; what was typed for another server does not go to them.
    pub fn fill_local_servers(self) {
        self.clear_addresses();
        self.form.update(|form| local_servers::fill(form, &location::origin()));
        self.form.with_untracked(store::keep_form);
    }

    /// Empties the form, and keeps the choice of flow and pace.
    pub fn clear_addresses(self) {
        self.insisted.set(false);
        self.form.update(|form| {
            let then = std::mem::replace(form, fresh());
            for field in [Field::ResponseType, Field::Mode] {
                form.set(field, then.text(field));
            }
        });
        self.form.with_untracked(store::keep_form);
    }

    /// Whether the form names the servers of `make demo`.
    pub fn names_local_servers(self) -> bool {
        self.form.with(is_local)
    }

    /// The login to type at the local servers.
    pub fn local_login(self) -> Option<String> {
        local_servers::login()
    }
}

/// Whether the form names the servers of `make demo`.
pub fn is_local(form: &ConfigForm) -> bool {
    let mut local = form.clone();
    local_servers::fill(&mut local, &location::origin());
    !local.differs(form, |field| matches!(field, Field::AuthorizationEndpoint | Field::TokenEndpoint | Field::ClientId))
}

/// Whether another site has sent the person here to sign in: an address with `iss` and no field of ours.
pub fn is_invited() -> bool {
    location::query().split('&').any(|pair| pair.starts_with("iss="))
}

/// An untouched form of this page.
pub fn fresh() -> ConfigForm {
    ConfigForm::fresh(&location::address())
}

/// The form that a deep link fills. It begins untouched: what was typed for another server must not go to the link's.
pub fn linked(arrival: Option<&str>) -> Option<ConfigForm> {
    let mut form = fresh();
    if arrival.is_some() || !link::fill(&mut form, &location::query()) {
        return None;
    }
    location::clear_query();
    store::keep_form(&form);
    Some(form)
}
