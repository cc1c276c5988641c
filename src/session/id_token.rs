//! An ID token that came: its key, its signature and its claims. What fails here ends the run before anything else of it is used.

use super::Session;
use super::keys::KeySource;
use crate::browser::{clock, location};
use leptos::prelude::*;
use protocol::callback::{Accepted, Asked};
use protocol::check::Checks;
use protocol::config::ClientConfig;
use protocol::flow::Flow;
use protocol::grant::Tokens;
use protocol::id_token::{self, CameBy, Expected, IdTokenError, Identity};
use protocol::secret::Secret;
use protocol::trace::{Step, What};

/// An ID token, and what it came with.
pub struct Came<'a> {
    /// The token.
    pub id_token: &'a Secret,
    /// By which way.
    pub by: CameBy,
    /// The access token beside it.
    pub access_token: Option<&'a Secret>,
    /// The code of this sign-in.
    pub code: Option<&'a Secret>,
}

/// The run has ended: refused here, or dropped by the person meanwhile.
pub struct Over;

impl Session {
    /// Validates the ID token of the address, before the code or the token beside it is used.
    pub(super) async fn identify_arrival(self, accepted: &Accepted) -> Result<Option<Identity>, Over> {
        let Some(came) = in_address(accepted) else { return Ok(None) };
        self.validate(Step::Callback, &accepted.asked, &came, |flow| matches!(flow, Flow::Returning)).await
    }

    /// Validates the ID token of the token endpoint, before the token beside it is shown as good. `front` is who the ID token of the
    /// address says signed in.
    pub(super) async fn identify_exchange(
        self,
        asked: &Asked,
        tokens: &Tokens,
        code: &Secret,
        front: Option<&Identity>,
    ) -> Result<Option<Identity>, Over> {
        let Some(id_token) = &tokens.id_token else {
            let wanted =
                asked.config.scope.as_deref().is_some_and(|scope| scope.split(' ').any(|name| name == "openid"));
            return match KeySource::of(&asked.config) {
                Some(source) if wanted => self.refuse_id_token(Step::Token, &IdTokenError::Missing, source.jwks_uri),
                _ => Ok(None),
            };
        };
        let by = CameBy::TokenResponse;
        let came = Came { id_token, by, access_token: Some(&tokens.access_token), code: Some(code) };
        let here = |flow: &Flow| matches!(flow, Flow::Exchanging);
        let Some(identity) = self.validate(Step::Token, asked, &came, here).await? else { return Ok(None) };
        match front.map(|front| id_token::agrees(front, &identity)) {
            Some(Err(error)) => self.refuse_id_token(Step::Token, &error, ""),
            _ => Ok(Some(identity)),
        }
    }

    /// Validates the ID token that a refresh brought, where it brought one, and holds it against the one before.
    pub(super) async fn identify_refresh(
        self,
        config: &ClientConfig,
        tokens: &Tokens,
        before: Option<&Identity>,
    ) -> Result<Option<Identity>, Over> {
        let nonce = before.and_then(|before| before.nonce.as_ref()).map(|nonce| nonce.reveal().to_owned());
        let asked = Asked { config: config.clone(), state: String::new(), nonce };
        self.identify_anew(&asked, in_body(tokens, CameBy::Refresh), before).await
    }

    /// The same for one that a new sign-in of the same session brought.
    pub(super) async fn identify_renewal(
        self,
        asked: &Asked,
        tokens: &Tokens,
        before: Option<&Identity>,
    ) -> Result<Option<Identity>, Over> {
        self.identify_anew(asked, in_body(tokens, CameBy::TokenResponse), before).await
    }

    /// The same for one that it brought in the address, before the code or the token beside it is used.
    pub(super) async fn identify_relayed(
        self,
        accepted: &Accepted,
        before: Option<&Identity>,
    ) -> Result<Option<Identity>, Over> {
        self.identify_anew(&accepted.asked, in_address(accepted), before).await
    }

    async fn identify_anew(
        self,
        asked: &Asked,
        came: Option<Came<'_>>,
        before: Option<&Identity>,
    ) -> Result<Option<Identity>, Over> {
        let Some(came) = came else { return Ok(before.cloned()) };
        let here = |flow: &Flow| flow.tokens().is_some();
        let Some(after) = self.validate(Step::Session, asked, &came, here).await? else { return Ok(None) };
        match before.map(|before| id_token::continues(before, &after)) {
            Some(Err(error)) => self.refuse_id_token(Step::Session, &error, ""),
            _ => Ok(Some(after)),
        }
    }

    /// Nothing where there is nothing to validate with. `here` says whether the run is still where it was.
    async fn validate(
        self,
        step: Step,
        asked: &Asked,
        came: &Came<'_>,
        here: fn(&Flow) -> bool,
    ) -> Result<Option<Identity>, Over> {
        let Some(source) = KeySource::of(&asked.config) else { return Ok(None) };
        let mut checks = id_token::planned();
        let judged = self.judge_id_token(step, asked, came, &source, &mut checks).await;
        if !self.flow.with_untracked(here) {
            return Err(Over);
        }
        self.push(step, What::Validated(checks.finish()));
        match judged {
            Ok(identity) => Ok(Some(identity)),
            Err(error) => self.refuse_id_token(step, &error, source.jwks_uri),
        }
    }

    async fn judge_id_token(
        self,
        step: Step,
        asked: &Asked,
        came: &Came<'_>,
        source: &KeySource<'_>,
        checks: &mut Checks,
    ) -> Result<Identity, IdTokenError> {
        let config = &asked.config;
        let supported = config.server.list("id_token_signing_alg_values_supported");
        let unverified = id_token::read(came.id_token, supported.as_deref(), checks)?;
        let signed = self.verify(step, source, unverified, checks).await?;
        let expected = Expected {
            issuer: source.issuer,
            client_id: &config.client_id,
            trusted_audiences: &config.trusted_audiences,
            nonce: asked.nonce.as_deref(),
            state: &asked.state,
            access_token: came.access_token.map(Secret::reveal),
            code: came.code.map(Secret::reveal),
            came_by: came.by,
            authorization_params: &config.authorization_params,
        };
        signed.identify(&expected, clock::now_ms(), checks)
    }

    fn refuse_id_token<T>(self, step: Step, error: &IdTokenError, jwks_uri: &str) -> Result<T, Over> {
        self.refuse(step, error.report(&location::origin(), jwks_uri));
        Err(Over)
    }
}

/// The ID token of an address, and what came beside it.
fn in_address(accepted: &Accepted) -> Option<Came<'_>> {
    Some(Came {
        id_token: accepted.id_token.as_ref()?,
        by: CameBy::AuthorizationResponse,
        access_token: accepted.tokens.as_ref().map(|tokens| &tokens.access_token),
        code: accepted.code.as_ref().map(|grant| &grant.code),
    })
}

/// The same of an answer of the token endpoint.
fn in_body(tokens: &Tokens, by: CameBy) -> Option<Came<'_>> {
    Some(Came { id_token: tokens.id_token.as_ref()?, by, access_token: Some(&tokens.access_token), code: None })
}
