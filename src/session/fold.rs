//! When the folded part of the form opens by itself.

use super::{Session, page, typing};
use leptos::prelude::*;
use protocol::config::Problem;
use protocol::form::{ConfigForm, Field};

/// Whether a problem is shown: what is merely missing not before the person tried to go, and what a server will be asked for never.
pub fn is_worth_saying(problem: &Problem, insisted: bool) -> bool {
    !problem.missing || (insisted && !problem.to_be_asked)
}

impl Session {
    /// Whether something stands in these fields that the person has to see: a fault, or what they or a link have put there. A memo, so
    /// that what the person closes again stays closed.
    pub fn unfolds(self, folded: &'static [Field]) -> Memo<bool> {
        let (derived, insisted, form) = (self.derived, self.insisted, self.form);
        Memo::new(move |_| {
            let insisted = insisted.get();
            let is_shown = |problem: &Problem| folded.contains(&problem.field) && is_worth_saying(problem, insisted);
            let at_fault =
                derived.with(|derived| derived.checked.as_ref().err().is_some_and(|all| all.iter().any(is_shown)));
            at_fault || form.with(|form| folded.iter().any(|field| is_told(form, *field)))
        })
    }
}

/// Whether a person or a link has put something there. What a button of this page or a server has filled in goes without saying.
fn is_told(form: &ConfigForm, field: Field) -> bool {
    let typed = form.trimmed(field);
    match field {
        // Its switch moves out of the fold once the server is known: the fold would close under the person's hands.
        Field::Metadata | Field::Dpop => false,
        Field::AuthorizationEndpoint | Field::TokenEndpoint => !typed.is_empty() && !typing::is_local(form),
        Field::RedirectUri => typed != page().address,
        Field::ApiMethod => typed != "GET",
        _ => !typed.is_empty(),
    }
}
