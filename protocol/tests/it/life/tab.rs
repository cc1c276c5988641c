//! One tab: what `src/session` and its storage do, with the browser played by the test.

use crate::support::{ORIGIN, code_form, page, parse};
use protocol::api::{self, ApiError};
use protocol::authorize::{self, Entropy};
use protocol::callback::{self, Accepted, CallbackError, Lookup, Response};
use protocol::check::Checks;
use protocol::config::{self, ClientConfig, Pace};
use protocol::flow::Flow;
use protocol::form::{ConfigForm, Field};
use protocol::grant::Tokens;
use protocol::http::{self, Failure, Request};
use protocol::pkce::fingerprint;
use protocol::report::Report;
use protocol::runs::{RunRecord, Runs};
use protocol::token::{self, Asked, TokenError};
use protocol::trace::{Step, Trace, What};
use protocol::transaction::{LIFETIME_MS, Pending};
use std::collections::BTreeMap;

/// A request of the page's own that has no answer yet.
pub enum UnderWay {
    Token(Request, Asked),
    Api(Request),
}

pub struct Tab {
    pub storage: BTreeMap<String, String>,
    pub flow: Flow,
    pub trace: Trace,
    pub form: ConfigForm,
    pub under_way: Option<UnderWay>,
    /// Which load of a page this is, of all loads in all tabs: a lock is held by one of them.
    pub load: usize,
}

impl Tab {
    pub fn new(storage: BTreeMap<String, String>, load: usize) -> Self {
        let mut tab = Self {
            storage,
            flow: Flow::Configuring,
            trace: Trace::default(),
            form: code_form(),
            under_way: None,
            load,
        };
        tab.trace = Trace::of_run(&tab.form);
        tab
    }

    /// `Session::begin`, `prepare` and `leave`.
    pub fn leave(&mut self, entropy: Entropy, now: u64) -> Pending {
        let config = config::check(&self.form, &page(), parse).unwrap();
        let departure = authorize::start(&self.form, &config, false, entropy, now);
        let pending = &departure.pending;
        self.storage.insert(format!("pending.{}", pending.state), pending.to_text());
        self.under_way = None;
        self.trace = pending.trace.clone();
        self.flow = Flow::Leaving;
        departure.pending
    }

    /// `store::take_pending`.
    fn take(storage: &mut BTreeMap<String, String>, state: &str, now: u64) -> Lookup {
        let mark = format!("used.{}", fingerprint(state));
        let Some(text) = storage.remove(&format!("pending.{state}")) else {
            return Lookup::NotFound {
                used: storage.get(&mark).is_some_and(|then| is_recent(then, now)),
                others: storage.keys().any(|key| key.starts_with("pending.")),
            };
        };
        storage.insert(mark, now.to_string());
        match Pending::from_text(&text) {
            Some(pending) if pending.state == state => Lookup::Found(Box::new(pending)),
            _ => Lookup::NotFound { used: false, others: false },
        }
    }

    /// `store::purge`, at a load without an answer.
    pub fn purge(&mut self, now: u64) {
        self.storage.retain(|key, text| {
            if key.starts_with("pending.") {
                Pending::from_text(text).is_some_and(|pending| !pending.expired(now))
            } else {
                !key.starts_with("used.") || is_recent(text, now)
            }
        });
    }

    /// `Session::arrive`. `alone` asks for the lock of a state.
    pub fn arrive(&mut self, href: &str, now: u64, alone: impl FnOnce(&str) -> bool) {
        self.under_way = None;
        self.flow = Flow::Returning;
        let mut checks = callback::planned(href);
        let accepted = self.identify(href, now, &mut checks).and_then(|(response, pending)| {
            if !alone(&pending.state) {
                return Err(CallbackError::StateUsed);
            }
            callback::accept(pending, &response, &page(), parse, now, &mut checks)
        });
        self.trace.push(Step::Callback, now, What::Checked(checks.finish()));
        match accepted {
            Ok(Accepted { code: Some(grant), .. }) => {
                let pace = grant.asked.config.pace;
                self.flow = Flow::HasCode(grant);
                if self.runs_on(pace) {
                    self.exchange(now);
                } else {
                    self.keep_run(now);
                }
            }
            Ok(Accepted { tokens: Some(tokens), .. }) => self.hold(tokens, now),
            Ok(_) => panic!("an answer without a code and without a token"),
            Err(error) => self.refuse(Step::Callback, error.report(), now),
        }
    }

    fn identify(&mut self, href: &str, now: u64, checks: &mut Checks) -> Result<(Response, Pending), CallbackError> {
        let response = callback::read(href, checks)?;
        let found = callback::find(&response, |state| Self::take(&mut self.storage, state, now), checks);
        if let Ok(pending) = &found {
            self.form = pending.trace.form().clone();
            self.trace = pending.trace.clone();
        } else {
            self.trace = Trace::of_run(&self.form);
        }
        let away = found.as_ref().map_or(0, |pending| now.saturating_sub(pending.created_ms));
        self.trace.push(Step::Callback, now, What::Returned(response.message(), away));
        found.map(|pending| (response, pending))
    }

    /// `Session::exchange_now`, up to its wait.
    pub fn exchange(&mut self, now: u64) {
        if !matches!(self.flow, Flow::HasCode(_)) {
            return;
        }
        let Flow::HasCode(grant) = std::mem::replace(&mut self.flow, Flow::Exchanging) else { return };
        self.trace.push(Step::Token, now, What::Sent(token::message(&grant, ORIGIN)));
        let (request, asked) = token::request(*grant);
        self.under_way = Some(UnderWay::Token(request, asked));
    }

    /// The same, from there on.
    pub fn exchanged(&mut self, outcome: Result<&http::Response, Failure>, asked: Asked, now: u64) {
        let mut checks = token::planned();
        let outcome = match outcome {
            Ok(response) => {
                self.trace.push(Step::Token, now, What::Answered(token::answer(response)));
                token::process(response, asked, now, &mut checks)
            }
            Err(failure) => Err(TokenError::Transport(failure)),
        };
        if !matches!(self.flow, Flow::Exchanging) {
            return;
        }
        self.trace.push(Step::Token, now, What::Checked(checks.finish()));
        match outcome {
            Ok(tokens) => self.hold(tokens, now),
            Err(error) => self.refuse(
                Step::Token,
                error.report(protocol::token::Sent::Code, ORIGIN, "https://server.example.com/token"),
                now,
            ),
        }
    }

    fn hold(&mut self, tokens: Tokens, now: u64) {
        self.flow = Flow::HasToken(Box::new(tokens));
        match config::check(&self.form, &page(), parse) {
            Ok(ClientConfig { pace, api: Some(_), .. }) if self.runs_on(pace) => self.call(now),
            _ => self.keep_run(now),
        }
    }

    /// `Session::call_now`, up to its wait.
    pub fn call(&mut self, now: u64) {
        let Ok(Some(call)) = config::check(&self.form, &page(), parse).map(|config| config.api) else { return };
        let Some(tokens) = self.take_tokens() else { return };
        self.trace.call_anew(&self.form);
        let request = api::request(&call, &tokens, now);
        if request.is_ok() {
            let message = api::message(&call, Some(&tokens), ORIGIN);
            self.trace.push(Step::Api, now, What::Sent(message));
        }
        self.flow = Flow::Calling(tokens);
        match request {
            Ok(request) => self.under_way = Some(UnderWay::Api(request)),
            Err(error) => self.called(Err(error), now),
        }
    }

    /// The same, from there on.
    pub fn called(&mut self, outcome: Result<&http::Response, ApiError>, now: u64) {
        if !matches!(self.flow, Flow::Calling(_)) {
            return;
        }
        let judged = outcome.and_then(|response| {
            let mut checks = api::planned();
            let judged = api::process(response, &mut checks);
            self.trace.push(Step::Api, now, What::Answered(api::answer(response)));
            self.trace.push(Step::Api, now, What::Checked(checks.finish()));
            judged
        });
        let failed = judged.is_err();
        if let Err(error) = judged {
            let report = error.report(ORIGIN, "https://api.example.com/resource");
            self.trace.push(Step::Api, now, What::Refused(report));
        }
        if let Some(tokens) = self.take_tokens() {
            self.flow = Flow::Answered { tokens, failed };
        }
        self.keep_run(now);
    }

    fn take_tokens(&mut self) -> Option<Box<Tokens>> {
        self.flow.tokens()?;
        match std::mem::take(&mut self.flow) {
            Flow::HasToken(tokens) | Flow::Calling(tokens) | Flow::Answered { tokens, .. } => Some(tokens),
            _ => None,
        }
    }

    fn runs_on(&self, pace: Pace) -> bool {
        pace == Pace::Run && self.form.trimmed(Field::Mode) == "run"
    }

    fn refuse(&mut self, step: Step, report: Report, now: u64) {
        self.trace.push(step, now, What::Refused(report));
        self.trace.forget();
        if self.trace.of(Step::Authorize).next().is_some() {
            self.keep_run(now);
        }
        self.flow = Flow::Failed(step);
    }

    /// `store::keep_run`.
    fn keep_run(&mut self, now: u64) {
        let mut runs = self.storage.get("runs").map(|text| Runs::from_text(text)).unwrap_or_default();
        let flow = self.trace.form().trimmed(Field::ResponseType).to_owned();
        runs.keep(&flow, RunRecord { at_ms: now, trace: self.trace.clone(), findings: Vec::new() });
        self.storage.insert("runs".to_owned(), runs.to_text());
    }

    /// `Session::start_over`.
    pub fn start_over(&mut self) {
        self.under_way = None;
        self.flow = Flow::Configuring;
        self.trace = Trace::of_run(&self.form);
    }
}

fn is_recent(then: &str, now: u64) -> bool {
    then.parse::<u64>().ok().and_then(|then| now.checked_sub(then)).is_some_and(|age| age <= LIFETIME_MS)
}
