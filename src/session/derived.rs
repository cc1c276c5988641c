//! What follows from the flow, the trace and the form. Nothing here is remembered, but for a switch that stays where it was.

use super::page;
use crate::browser::url;
use leptos::prelude::*;
use protocol::config::{self, ClientConfig, Problem};
use protocol::flow::{Changed, Flow, StepState};
use protocol::form::{ConfigForm, Field};
use protocol::metadata::ServerMetadata;
use protocol::trace::{Step, Trace};

/// A configuration, or every problem of the form.
pub type Checked = Result<ClientConfig, Vec<Problem>>;

/// What follows from the flow, the trace and the form.
#[derive(PartialEq)]
pub struct Derived {
    /// The form checked.
    pub checked: Checked,
    /// What the form's server says of itself, where that counts.
    pub server: ServerMetadata,
    /// The state of every step.
    pub states: [StepState; 5],
    /// What the server offers.
    pub offers: Offers,
    held: Held,
}

/// The ways of asking that a server has by its metadata, whatever else the form lacks.
#[derive(Clone, Copy, PartialEq)]
pub struct Offers {
    /// Proofs of a key (RFC 9449 §5.1).
    pub proofs: bool,
    /// No requests but pushed ones (RFC 9126 §5).
    pub only_pushed: bool,
    /// Which switches are drawn.
    pub switches: Switches,
}

/// The switches that a form may have.
#[derive(Clone, Copy, PartialEq)]
pub struct Switches {
    /// For a key, which this browser has to keep.
    pub proofs: bool,
    /// For pushed requests.
    pub push: bool,
}

/// Which switches are on, or were so while the same issuer stood in the form. They are drawn whatever server and browser have, so that
/// what a link or another server's form has switched on can be switched off; and then they stay, as a control that goes when it is
/// pressed takes the keyboard along.
#[derive(PartialEq)]
struct Held {
    issuer: String,
    dpop: bool,
    par: bool,
}

impl Held {
    fn of(form: &ConfigForm, before: Option<&Self>) -> Self {
        let issuer = form.trimmed(Field::Issuer);
        let before = before.filter(|before| before.issuer == issuer);
        let is_on = |field| form.trimmed(field) == "1";
        Self {
            issuer: issuer.to_owned(),
            dpop: is_on(Field::Dpop) || before.is_some_and(|before| before.dpop),
            par: is_on(Field::Par) || before.is_some_and(|before| before.par),
        }
    }
}

/// Reads the four, so that a memo of it follows them. `before` is what the memo held.
pub fn derive(
    before: Option<&Derived>,
    flow: RwSignal<Flow>,
    trace: RwSignal<Trace>,
    form: RwSignal<ConfigForm>,
    keeps_keys: RwSignal<bool>,
) -> Derived {
    let origin = |form: &ConfigForm| url::parse(form.trimmed(Field::Api)).map(|parts| parts.origin);
    let form = form.read();
    let changed = trace.with(|trace| {
        let then = trace.form();
        Changed::between(&form, then, origin(&form).as_deref(), origin(then).as_deref())
    });
    let checked = config::check(&form, &page(), url::parse);
    let mut states = flow.with(|flow| {
        let changed = if matches!(flow, Flow::Configuring) { Changed::default() } else { changed };
        flow.states(changed, !form.trimmed(Field::Api).is_empty())
    });
    // An answer to a sign-in that is not this tab's: nobody left from here.
    if let [_, authorize @ StepState::Done, ..] = &mut states
        && trace.with(|trace| trace.of(Step::Authorize).next().is_none())
    {
        *authorize = StepState::Blocked;
    }
    if let [configure @ StepState::Ready, ..] = &mut states
        && checked.as_ref().is_err_and(|problems| problems.iter().any(|problem| !problem.missing))
    {
        *configure = StepState::Failed;
    }
    let server = match &checked {
        Ok(config) => config.server.clone(),
        Err(_) => config::known(&form, url::parse).unwrap_or_default(),
    };
    let held = Held::of(&form, before.map(|before| &before.held));
    let offers = Offers {
        proofs: server.lists("dpop_signing_alg_values_supported", "ES256"),
        only_pushed: server.says("require_pushed_authorization_requests"),
        switches: Switches {
            proofs: keeps_keys.get() || held.dpop,
            push: server.endpoint("pushed_authorization_request_endpoint").is_some() || held.par,
        },
    };
    Derived { checked, server, states, offers, held }
}
