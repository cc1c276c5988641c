//! Before the first redirect: a server asked what it is, or an API who guards it.

use super::{Session, start};
use crate::browser::{location, url};
use leptos::prelude::*;
use protocol::config::{Ask, Pace};
use protocol::discovery::{self, DiscoveryError, Document, Tried};
use protocol::flow::Flow;
use protocol::form::{ConfigForm, Field};
use protocol::http::Failure;
use protocol::resource_metadata::{self, Asked, Protected, Resource, ResourceError};
use protocol::trace::{Step, What};

/// What comes after a look-up that went well.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The person has asked for no more.
    Stop,
    /// The sign-in, in run mode; to step means to stop here too.
    SignIn {
        /// With the password asked for again.
        sign_in_again: bool,
    },
}

impl Session {
    /// Asks; whatever was known of the server before counts no more.
    pub(super) fn look_up(self, ask: Ask, then: Then) {
        if self.still(is_asking) {
            return;
        }
        self.set(Field::Metadata, String::new());
        self.trace.update(|trace| self.form.with_untracked(|form| trace.look_up_anew(form)));
        self.flow.set(Flow::LookingUp);
        let typed = |field| self.form.with_untracked(|form: &ConfigForm| form.trimmed(field).to_owned());
        match ask {
            Ask::Server => start(self.discover(typed(Field::Issuer), then)),
            Ask::Api => start(self.ask_api(typed(Field::Api), then)),
        }
    }

    /// Goes on with one of the servers that the API named.
    pub fn choose(self, issuer: &str) {
        let scope = self.flow.with_untracked(|flow| match flow {
            Flow::Choosing(protected) if protected.servers.iter().any(|server| server == issuer) => {
                Some(protected.scope.clone())
            }
            _ => None,
        });
        if let Some(scope) = scope {
            self.flow.set(Flow::LookingUp);
            start(self.take_server(issuer.to_owned(), scope, Then::Stop));
        }
    }

    async fn ask_api(self, api: String, then: Then) {
        let Ok(resource) = resource_metadata::identify(&api, url::parse) else { return };
        match self.guard_of(&resource).await {
            None => {}
            Some(Err(report)) => self.refuse(Step::Configure, report),
            Some(Ok(mut protected)) if protected.servers.len() == 1 => {
                let issuer = protected.servers.remove(0);
                self.take_server(issuer, protected.scope, then).await;
            }
            Some(Ok(protected)) => {
                self.trace.update(|trace| self.form.with_untracked(|form| trace.looked_up(form)));
                self.flow.set(Flow::Choosing(Box::new(protected)));
            }
        }
    }

    /// The API's servers. `None` when the person has moved on meanwhile.
    async fn guard_of(self, resource: &Resource) -> Option<Result<Protected, protocol::report::Report>> {
        let origin = location::origin();
        let called = self.fetch(&resource.address, resource_metadata::answer).await?;
        let (asked, status) = match called {
            Ok(response) => {
                let mut checks = resource_metadata::planned_of_call();
                let asked = resource_metadata::read_refusal(&response, url::parse, &mut checks);
                self.push(Step::Configure, What::Checked(checks.finish()));
                (asked, Some(response.status))
            }
            // Its metadata may be readable all the same.
            Err(Failure::NetworkOrCors | Failure::TooLarge { .. }) => (Asked { metadata: None, scope: None }, None),
            Err(failure) => {
                return Some(Err(ResourceError::Transport(failure).report(&origin, &resource.address, None)));
            }
        };
        let address = asked.metadata.unwrap_or_else(|| resource.well_known.clone());
        let read = match self.fetch(&address, resource_metadata::answer).await? {
            Ok(response) => {
                let mut checks = resource_metadata::planned();
                let read = resource_metadata::process(&response, resource, url::parse, &mut checks);
                self.push(Step::Configure, What::Checked(checks.finish()));
                read
            }
            Err(failure) => Err(ResourceError::Transport(failure)),
        };
        let with_scope =
            |protected: Protected| Protected { scope: protected.scope.clone().or(asked.scope), ..protected };
        Some(read.map(with_scope).map_err(|error| error.report(&origin, &address, status)))
    }

    /// Puts a server that the API named into the form. What was typed of another one does not go to it.
    async fn take_server(self, issuer: String, scope: Option<String>, then: Then) {
        self.form.update(|form| {
            if form.trimmed(Field::Issuer) != issuer {
                for field in [Field::AuthorizationEndpoint, Field::TokenEndpoint] {
                    form.set(field, "");
                }
                form.set(Field::Issuer, issuer.as_str());
            }
            if form.trimmed(Field::Scope).is_empty() {
                form.set(Field::Scope, scope.unwrap_or_default());
            }
        });
        self.discover(issuer, then).await;
    }

    async fn discover(self, issuer: String, then: Then) {
        let Ok(addresses) = discovery::addresses(&issuer, url::parse) else { return self.flow.set(Flow::Configuring) };
        let mut tried = Vec::new();
        for address in addresses {
            match self.metadata_at(&address, &issuer).await {
                None => return,
                Some(Ok(document)) => return self.found(&issuer, document, then),
                Some(Err(error)) => {
                    let leaves_hope = error.leaves_hope();
                    tried.push(Tried { address, error });
                    if !leaves_hope {
                        break;
                    }
                }
            }
        }
        self.refuse(Step::Configure, discovery::report(&tried, &location::origin()));
    }

    async fn metadata_at(self, address: &str, issuer: &str) -> Option<Result<Document, DiscoveryError>> {
        let response = match self.fetch(address, discovery::answer).await? {
            Ok(response) => response,
            Err(failure) => return Some(Err(DiscoveryError::Transport(failure))),
        };
        let mut checks = discovery::planned();
        let read = discovery::process(&response, issuer, url::parse, &mut checks);
        self.push(Step::Configure, What::Checked(checks.finish()));
        Some(read)
    }

    /// Keeps what was found, and goes on where the person wanted to, if the form still names that server.
    fn found(self, issuer: &str, document: Document, then: Then) {
        self.set(Field::Metadata, document.metadata);
        self.trace.update(|trace| self.form.with_untracked(|form| trace.looked_up(form)));
        self.flow.set(Flow::Configuring);
        let Then::SignIn { sign_in_again } = then else { return };
        // To another host than the issuer's nobody is led unasked; the next press goes on.
        if document.leads_elsewhere || self.form.with_untracked(|form| form.trimmed(Field::Issuer) != issuer) {
            return;
        }
        match self.derived.with_untracked(|derived| derived.checked.clone()) {
            Ok(config) if config.pace == Pace::Run => self.prepare(&config, sign_in_again),
            Ok(_) => {}
            Err(_) => self.insisted.set(true),
        }
    }

    /// One request of the look-up, with its line in the trace. `None` when the person has moved on meanwhile.
    async fn fetch(
        self,
        address: &str,
        shown: fn(&protocol::http::Response) -> protocol::wire::Answer,
    ) -> Option<Result<protocol::http::Response, Failure>> {
        self.push(Step::Configure, What::Sent(discovery::message(address, &location::origin())));
        let answered = self.send(&discovery::request(address)).await;
        if !self.still(is_asking) {
            return None;
        }
        if let Ok(response) = &answered {
            self.push(Step::Configure, What::Answered(shown(response)));
        }
        Some(answered)
    }
}

fn is_asking(flow: &Flow) -> bool {
    matches!(flow, Flow::LookingUp)
}
