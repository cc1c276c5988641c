//! A challenge that asks for more (RFC 6750 §3.1 `insufficient_scope`, RFC 9470): what the API said in, what to ask the authorization
//! server for out.

use crate::challenge::Challenge;
use crate::extra;
use crate::form::{ConfigForm, Field};
use crate::outside::{is_one_line, made_visible};

/// What a new request has to have more than the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepUp {
    /// Scope tokens that are missing.
    pub scope: Vec<String>,
    /// RFC 9470 §3.
    pub acr_values: Option<String>,
    /// RFC 9470 §3, in seconds.
    pub max_age: Option<u64>,
}

impl StepUp {
    /// Reads a challenge; `None` where it asks for nothing that a new request could bring. Values that could not stand in a request
    /// are passed over: they come from an API, and go to the authorization server only when the person presses.
    pub fn of(challenge: &Challenge, form: &ConfigForm) -> Option<Self> {
        let get = |name| challenge.get(name).unwrap_or_default();
        let mut wanted = Self::default();
        match get("error") {
            "insufficient_scope" => {
                let has: Vec<&str> = form.text(Field::Scope).split_whitespace().collect();
                let legal = |token: &&str| token.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
                let missing = get("scope").split_whitespace().filter(|token| !has.contains(token)).filter(legal);
                wanted.scope = missing.take(50).map(str::to_owned).collect();
            }
            "insufficient_user_authentication" => {
                let acr_values = get("acr_values").trim();
                wanted.acr_values = is_one_line(acr_values, 300).then(|| acr_values.to_owned());
                wanted.max_age = get("max_age").parse().ok();
            }
            _ => {}
        }
        (wanted != Self::default()).then_some(wanted)
    }

    /// Puts it into the form: scopes beside those that are there, the others in place of an earlier one.
    pub fn fill(&self, form: &mut ConfigForm) {
        let mut scope: Vec<&str> = form.text(Field::Scope).split_whitespace().collect();
        scope.extend(self.scope.iter().map(String::as_str));
        let scope = scope.join(" ");
        form.set(Field::Scope, scope);
        let max_age = self.max_age.map(|seconds| seconds.to_string());
        for (name, value) in [("acr_values", self.acr_values.as_ref()), ("max_age", max_age.as_ref())] {
            let Some(value) = value else { continue };
            let params = extra::with_param(form.text(Field::AuthorizationParams), name, value);
            form.set(Field::AuthorizationParams, params);
        }
    }

    /// The same in words, for the button's neighbour.
    pub fn words(&self) -> String {
        let mut asks = Vec::new();
        if !self.scope.is_empty() {
            asks.push(format!("scope {}", made_visible(&self.scope.join(" "), 200)));
        }
        asks.extend(self.acr_values.as_ref().map(|values| format!("acr_values {values}")));
        asks.extend(self.max_age.map(|seconds| format!("a sign-in at most {seconds} s old")));
        asks.join(", ")
    }
}
