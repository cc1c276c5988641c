//! The OAuth of the exhibits: that of the app, by the same crate. It leaves for the authorization server, reads what comes back,
//! exchanges the code and calls the API.

use super::{Road, Trouble, store};
use crate::addresses::addresses;
use crate::record::{Journey, Tone};
use grantlens::browser::limit::Cancel;
use grantlens::browser::storage::Refused;
use grantlens::browser::{clock, entropy, fetch, location, url};
use protocol::api::{self, ApiError};
use protocol::authorize::{self, Entropy};
use protocol::callback::{self, Accepted, CodeGrant};
use protocol::config::{self, ClientConfig};
use protocol::form::ConfigForm;
use protocol::grant::Tokens;
use protocol::http::{Failure, Request, Response};
use protocol::report::Report;
use protocol::token::{self, Sent, TokenError};

/// What is asked of the authorization server.
#[derive(Clone, Copy)]
pub enum Ask {
    /// `response_type=code`, with PKCE.
    Code,
    /// `response_type=token`: the implicit flow.
    Token,
}

/// With what the page came back.
pub enum Back {
    /// It was not away.
    Nothing,
    /// With a code, in this address.
    Code(Box<CodeGrant>, String),
    /// With a token, in this address.
    Token(Tokens, String),
    /// From the client's own server, with nothing but a cookie that it cannot read.
    OwnServer,
}

/// Keeps the run, and leaves.
pub fn leave(journey: &Journey, road: Road) -> Result<(), Trouble> {
    let url = match road {
        Road::OwnServer => "/client/start?back=%2F%23lab%3Dclient".to_owned(),
        Road::Authorize(ask) => {
            let (form, config) = configured(ask)?;
            let draw = || entropy::draw().ok_or_else(|| Trouble::new("env", "This browser gives no random numbers."));
            let entropy = Entropy { state: draw()?, nonce: draw()?, verifier: draw()? };
            let departure = authorize::start(&form, &config, false, entropy, clock::now_ms());
            store::keep_pending(&departure.pending).map_err(denied)?;
            departure.url
        }
    };
    store::keep_journey(journey).map_err(denied)?;
    if location::leave_for(&url) { Ok(()) } else { Err(Trouble::new("env", "The browser would not leave this page.")) }
}

/// Reads the address that came back, and takes its transaction out of storage: all checks of the app.
pub fn arrive(href: &str) -> Result<Back, Trouble> {
    let mut checks = callback::planned(href);
    let accepted = callback::read(href, &mut checks).and_then(|response| {
        let pending = callback::find(&response, store::take_pending, &mut checks)?;
        let page = addresses().page();
        callback::accept(pending, &response, &page, url::parse, clock::now_ms(), &mut checks)
    });
    match accepted {
        Ok(Accepted { code: Some(grant), .. }) => Ok(Back::Code(grant, href.to_owned())),
        Ok(Accepted { tokens: Some(tokens), .. }) => Ok(Back::Token(tokens, href.to_owned())),
        Ok(_) => Err(Trouble::new("param", "The answer holds neither a code nor a token.")),
        Err(error) => Err(troubled(&error.report())),
    }
}

/// Exchanges a code for a token, once. What stops it comes back as the app would report it.
pub async fn exchange(grant: CodeGrant) -> Result<Tokens, TokenError> {
    let (request, asked) = token::request(grant);
    let response = send(&request).await.map_err(TokenError::Transport)?;
    token::process(&response, asked, clock::now_ms(), &mut token::planned())
}

/// The report of a token request that failed.
pub fn token_report(error: &TokenError) -> Report {
    let lab = addresses();
    error.report(Sent::Code, &lab.web, &format!("{}/token", lab.authorization_server))
}

/// Calls the API with the token in a header, notes what the page got to read, and gives the status.
pub async fn call(journey: &mut Journey, label: &str, tokens: &Tokens) -> Result<u16, Trouble> {
    let (_, config) = configured(Ask::Code)?;
    let Some(call) = config.api else { return Err(Trouble::new("config", "The lab names no API.")) };
    let outcome = match api::request(&call, tokens, clock::now_ms()) {
        Ok(request) => send(&request).await.map_err(ApiError::Transport),
        Err(error) => Err(error),
    };
    let judged = outcome.and_then(|response| {
        journey.see(Tone::Good, label, &response.body);
        api::process(&response, &mut api::planned()).map(|()| response.status)
    });
    judged.map_err(|error| troubled(&error.report(&addresses().web, &call.endpoint.href)))
}

/// The words for a report.
pub fn troubled(report: &Report) -> Trouble {
    Trouble::new(&report.kind, &format!("{} {}", report.headline, report.meaning))
}

fn configured(ask: Ask) -> Result<(ConfigForm, ClientConfig), Trouble> {
    let lab = addresses();
    let form = lab.form(if matches!(ask, Ask::Token) { "token" } else { "code" });
    let config = config::check(&form, &lab.page(), url::parse);
    config.map(|config| (form, config)).map_err(|problems| {
        let sentences = problems.iter().map(|problem| format!("{}: {}", problem.field.name(), problem.sentence));
        Trouble::new("config", &sentences.collect::<Vec<_>>().join(" "))
    })
}

async fn send(request: &Request) -> Result<Response, Failure> {
    fetch::send(request, &Cancel::new().ok_or(Failure::NetworkOrCors)?).await
}

fn denied(_: Refused) -> Trouble {
    Trouble::new("storage", "This browser gives the page no sessionStorage, and without it no run survives a redirect.")
}
