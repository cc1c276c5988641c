//! New tokens without a refresh token: the server is asked for another answer, and must not ask anyone anything (OpenID Connect Core
//! §3.1.2.1, `prompt=none`).

use super::id_token::Over;
use super::proof::{Server, Unanswered};
use super::refresh::holds;
use super::relayed::{self, Relayed};
use super::{Session, depart, keep, page, start, store};
use crate::browser::frame::Frame;
use crate::browser::limit::{Cancel, Timer};
use crate::browser::{clock, location};
use leptos::prelude::*;
use protocol::authorize::{self, Entropy};
use protocol::callback::CodeGrant;
use protocol::config::ClientConfig;
use protocol::dpop;
use protocol::flow::Flow;
use protocol::grant::Tokens;
use protocol::id_token::Identity;
use protocol::relay::{self, RelayError};
use protocol::report::Report;
use protocol::secret::Secret;
use protocol::token::{self, Sent, TokenError};
use protocol::trace::{Step, Trace, What};

impl Session {
    /// In a hidden frame: this page stays, and so does its session whatever comes of it.
    pub fn renew_in_frame(self) {
        let busy =
            |trace: &Trace| matches!(trace.of(Step::Session).last().map(|event| &event.what), Some(What::Sent(_)));
        if !self.trace.with_untracked(busy) {
            start(self.renew_now());
        }
    }

    /// Through the address bar: the page leaves, and its tokens with it.
    pub fn renew_through_the_address_bar(self) {
        let Some(config) = self.run_config() else { return };
        let form = self.trace.with_untracked(|trace| trace.form().clone());
        let left = depart::draw().and_then(|entropy| {
            let departure = authorize::start(&form, &relay::silent(config), false, entropy, clock::now_ms());
            let departure = departure.hinting(self.hint().as_ref());
            depart::go(&departure).map(|()| departure)
        });
        match left {
            Ok(departure) => {
                store::drop_session();
                self.flow.set(Flow::Leaving);
                self.trace.set(departure.pending.trace);
            }
            Err(error) => self.push(Step::Session, What::Refused(error.report())),
        }
    }

    async fn renew_now(self) {
        let Some(config) = self.run_config() else { return };
        let Some(before) = self.access_token() else { return };
        let renewed = self.renewed(&config, &before).await;
        // Signed out meanwhile, or another run: what comes late is dropped.
        if !self.still(|flow| holds(flow, &before)) {
            return;
        }
        match renewed {
            Ok(tokens) => {
                self.flow.update(|flow| {
                    if let Some(old) = flow.tokens_mut() {
                        *old = tokens;
                    }
                });
                keep::update(self);
            }
            Err(Some(report)) => self.push(Step::Session, What::Refused(report)),
            Err(None) => {}
        }
    }

    /// The tokens that come of it; a report where none do, and nothing where the session is another one by then.
    async fn renewed(self, config: &ClientConfig, before: &Secret) -> Result<Tokens, Option<Report>> {
        let page = page();
        let report =
            |error: RelayError| error.report(&config.authorization_endpoint.origin, &relay::address(&page.address));
        let entropy = depart::entropy().map_err(|error| Some(error.report()))?;
        let relayed = self.ask_in_frame(config, entropy).await.map_err(report)?;
        if !self.still(|flow| holds(flow, before)) {
            return Err(None);
        }
        let Relayed { response, pending, mut checks } = relayed;
        let away_ms = clock::now_ms().saturating_sub(pending.created_ms);
        self.push(Step::Session, What::Returned(response.message(), away_ms));
        let accepted = self.accepted(Step::Session, pending, response, &mut checks).await;
        if !self.still(|flow| holds(flow, before)) {
            return Err(None);
        }
        self.push(Step::Session, What::Checked(checks.finish()));
        let accepted = accepted.map_err(RelayError::Answer).map_err(report)?;
        let known = self.flow.with_untracked(|flow| flow.identity().cloned());
        let found = self.identify_relayed(&accepted, known.as_ref()).await;
        let identity = self.same_person(found, before).map_err(|Over| None)?;
        if let Some(grant) = accepted.code {
            return self.redeem(*grant, before).await;
        }
        accepted.tokens.map(|tokens| Tokens { identity, ..tokens }).ok_or(None)
    }

    /// The frame is there for as long as this takes.
    async fn ask_in_frame(self, config: &ClientConfig, entropy: Entropy) -> Result<Relayed, RelayError> {
        let form = self.trace.with_untracked(|trace| trace.form().clone());
        let (departure, ear) = relayed::begin(&form, &relay::silent(config.clone()), entropy)?;
        let departure = departure.hinting(self.hint().as_ref());
        let cancel = Cancel::new().ok_or(RelayError::NoChannel)?;
        let frame = Frame::open(&departure.url).ok_or(RelayError::NoChannel)?;
        self.push(Step::Session, What::Sent(departure.message));
        let _timer = Timer::start(relay::SECONDS, cancel.clone());
        self.cancel.set_value(Some(cancel.clone()));
        let heard = self.relayed(departure.pending, &ear, &cancel).await;
        self.cancel.set_value(None);
        match heard {
            Some(answer) => answer.map_err(RelayError::Answer),
            None => Err(RelayError::Timeout { seconds: relay::SECONDS, loaded: frame.has_loaded() }),
        }
    }

    /// The code for tokens; an ID token among them has to be about the same person.
    async fn redeem(self, grant: CodeGrant, before: &Secret) -> Result<Tokens, Option<Report>> {
        let origin = location::origin();
        let message = token::message(&grant, &origin);
        let (endpoint, sign_in) = (message.target.clone(), grant.asked.clone());
        let (request, asked) = token::request(grant);
        let mut checks = token::planned();
        let server = Server {
            step: Step::Session,
            asks: dpop::demanded_by_server,
            shown: token::answer,
            still: &|flow| holds(flow, before),
        };
        let outcome = match self.send_proven(&server, message, request, None).await {
            Ok(response) => token::process(&response, asked, clock::steady_ms(), &mut checks),
            Err(Unanswered::GoneOn) => return Err(None),
            Err(Unanswered::Transport(failure)) => Err(TokenError::Transport(failure)),
            Err(Unanswered::Dpop(error)) => Err(TokenError::Dpop(error)),
        };
        self.push(Step::Session, What::Checked(checks.finish()));
        let mut tokens = outcome.map_err(|error| Some(error.report(Sent::Code, &origin, &endpoint)))?;
        let known = self.flow.with_untracked(|flow| flow.identity().cloned());
        let found = self.identify_renewal(&sign_in, &tokens, known.as_ref()).await;
        tokens.identity = self.same_person(found, before).map_err(|Over| None)?;
        Ok(tokens)
    }

    /// Who signed in, if the session is still this one; where it is somebody else's, it has ended.
    fn same_person(
        self,
        found: Result<Option<Identity>, Over>,
        before: &Secret,
    ) -> Result<Option<Box<Identity>>, Over> {
        match found {
            Ok(identity) if self.still(|flow| holds(flow, before)) => Ok(identity.map(Box::new)),
            Ok(_) => Err(Over),
            Err(Over) => {
                keep::drop();
                Err(Over)
            }
        }
    }

    fn hint(self) -> Option<Secret> {
        self.flow.with_untracked(|flow| flow.tokens().and_then(relay::hint).cloned())
    }

    fn access_token(self) -> Option<Secret> {
        self.flow.with_untracked(|flow| flow.tokens().map(|tokens| tokens.access_token.clone()))
    }
}
