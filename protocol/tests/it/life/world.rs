//! The browser, the servers and the clock around the tabs; and a book of its own about what was asked, answered and sent.

use super::tab::{Tab, UnderWay};
use super::{Answer, Event, Reply};
use crate::support::{NOW, with};
use protocol::api::ApiError;
use protocol::authorize::Entropy;
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::http::{Failure, Request, Response};
use protocol::pkce::{CodeVerifier, fingerprint};
use protocol::transaction::LIFETIME_MS;
use protocol::wire::Line;
use std::collections::{BTreeMap, BTreeSet};
use url::form_urlencoded;

struct SignIn {
    state: String,
    verifier: Option<String>,
    implicit: bool,
    left_at: u64,
    /// The tabs whose storage has had it: the one that left, and duplicates of that one since.
    tabs: BTreeSet<usize>,
    /// The loads of pages that have accepted an answer to it, and in which tab.
    accepted: Vec<(usize, usize)>,
}

/// An answer on its way to the page.
#[derive(Clone)]
struct Address {
    href: String,
    sign_in: usize,
    good: bool,
    /// The code or token in it.
    worth: String,
}

pub struct World {
    tabs: Vec<Tab>,
    now: u64,
    loads: usize,
    sign_ins: Vec<SignIn>,
    addresses: Vec<Address>,
    /// Who holds the lock of a state: a load of a page.
    locks: BTreeMap<String, usize>,
    /// What was sent to the token endpoint: code, verifier, tab and load.
    sent: Vec<(String, String, usize, usize)>,
    /// Every token that a server has given away.
    tokens: BTreeMap<String, Source>,
    issued: u32,
    /// What has happened, and why answers were refused.
    pub seen: BTreeSet<String>,
}

/// How a token came into a tab.
#[derive(Clone, Copy)]
enum Source {
    Address(usize),
    Exchange { tab: usize },
}

impl Default for World {
    fn default() -> Self {
        Self {
            tabs: vec![Tab::new(BTreeMap::new(), 0)],
            now: NOW,
            loads: 1,
            sign_ins: Vec::new(),
            addresses: Vec::new(),
            locks: BTreeMap::new(),
            sent: Vec::new(),
            tokens: BTreeMap::new(),
            issued: 0,
            seen: BTreeSet::new(),
        }
    }
}

impl World {
    pub fn happens(&mut self, event: Event) {
        match event {
            Event::Leave { tab, implicit, step } => self.leave(self.nth(tab), implicit, step),
            Event::Answer { tab, sign_in, answer } => {
                if let Some(address) = self.answered(sign_in, answer) {
                    self.load(self.nth(tab), Some(address));
                }
            }
            Event::Slipped { tab, sign_in, answer } => {
                if let Some(address) = self.answered(sign_in, answer) {
                    self.arrive(self.nth(tab), address);
                }
            }
            Event::Again { tab, address } => {
                if let Some(address) = address.checked_rem(self.addresses.len()) {
                    self.load(self.nth(tab), Some(address));
                }
            }
            Event::Reload { tab } => self.load(self.nth(tab), None),
            Event::Press { tab } => {
                let tab = self.nth(tab);
                self.tabs[tab].exchange(self.now);
                if self.tabs[tab].under_way.is_none() {
                    self.tabs[tab].call(self.now);
                }
                self.look_at_what_left(tab);
            }
            Event::Reply { tab, reply } => self.reply(self.nth(tab), reply),
            Event::StartOver { tab } => {
                let tab = self.nth(tab);
                self.tabs[tab].start_over();
            }
            Event::Duplicate { tab } => self.duplicate(self.nth(tab)),
            Event::Forget { tab } => {
                let tab = self.nth(tab);
                self.tabs[tab].storage.clear();
                self.tabs[tab].start_over();
            }
            Event::Retype { tab } => {
                let tab = self.nth(tab);
                self.tabs[tab].form.set(Field::Api, "https://evil.example/");
            }
            Event::Damage { tab } => {
                let tab = self.nth(tab);
                let pending = |(key, _): &(&String, &mut String)| key.starts_with("pending.");
                if let Some((_, text)) = self.tabs[tab].storage.iter_mut().find(pending) {
                    text.truncate(text.len() / 2);
                    self.seen.insert("damaged".to_owned());
                }
            }
            Event::Wait { ms } => self.now += ms,
            Event::Back => self.now -= 3_600_000,
        }
    }

    fn nth(&self, tab: usize) -> usize {
        tab % self.tabs.len()
    }

    fn leave(&mut self, tab: usize, implicit: bool, step: bool) {
        self.issued += 1;
        let entropy = |kind: u8| {
            let mut bytes = [kind; 32];
            bytes[..4].copy_from_slice(&self.issued.to_be_bytes());
            bytes
        };
        let entropy = Entropy { state: entropy(1), nonce: entropy(2), verifier: entropy(3) };
        let api = if self.issued.is_multiple_of(5) { "" } else { "https://api.example.com/resource" };
        let typed = [
            (Field::ResponseType, if implicit { "token" } else { "code" }),
            (Field::Mode, if step { "step" } else { "run" }),
            (Field::Api, api),
        ];
        self.tabs[tab].form = with(&self.tabs[tab].form, &typed);
        let pending = self.tabs[tab].leave(entropy, self.now);
        self.sign_ins.push(SignIn {
            state: pending.state,
            verifier: pending.verifier.map(|verifier| verifier.reveal().to_owned()),
            implicit,
            left_at: self.now,
            tabs: BTreeSet::from([tab]),
            accepted: Vec::new(),
        });
    }

    /// Writes an answer to a sign-in.
    fn answered(&mut self, sign_in: usize, answer: Answer) -> Option<usize> {
        let at = sign_in.checked_rem(self.sign_ins.len())?;
        let SignIn { state, implicit, .. } = &self.sign_ins[at];
        self.issued += 1;
        let worth = format!("{}-{}-worth-having", if *implicit { "token" } else { "code" }, self.issued);
        let good = match (implicit, answer) {
            (_, Answer::Empty) => "code=&access_token=".to_owned(),
            (implicit, answer) if *implicit == (answer == Answer::OtherType) => format!("code={worth}"),
            _ => format!("access_token={worth}&token_type=bearer&expires_in=3600"),
        };
        let foreign = "Zm9yZWlnbg".to_owned();
        let part = match answer {
            Answer::Good | Answer::OtherPage | Answer::OtherType | Answer::Empty | Answer::BothParts => {
                format!("{good}&state={state}")
            }
            Answer::Declined => format!("error=access_denied&state={state}"),
            Answer::WithoutState => good,
            Answer::ForeignState => format!("{good}&state={foreign}"),
            Answer::OtherIssuer => format!("{good}&state={state}&iss=https%3A%2F%2Fevil.example"),
            Answer::Twice => format!("{good}&state={state}&state={state}"),
        };
        let page = format!("https://client.example.com/{}", if answer == Answer::OtherPage { "other" } else { "cb" });
        let href = match (*implicit, answer) {
            (_, Answer::BothParts) => format!("{page}?{part}#{part}"),
            (true, _) => format!("{page}#{part}"),
            (false, _) => format!("{page}?{part}"),
        };
        if *implicit {
            self.tokens.insert(worth.clone(), Source::Address(self.addresses.len()));
        }
        self.addresses.push(Address { href, sign_in: at, good: answer == Answer::Good, worth });
        Some(self.addresses.len() - 1)
    }

    /// A load of the page: whatever the page before it held is gone, its locks too.
    fn load(&mut self, tab: usize, address: Option<usize>) {
        let gone = self.tabs[tab].load;
        self.locks.retain(|_, holder| *holder != gone);
        let storage = std::mem::take(&mut self.tabs[tab].storage);
        self.tabs[tab] = Tab::new(storage, self.loads);
        self.loads += 1;
        match address {
            Some(address) => self.arrive(tab, address),
            None => self.tabs[tab].purge(self.now),
        }
    }

    fn arrive(&mut self, tab: usize, at: usize) {
        let address = self.addresses[at].clone();
        let load = self.tabs[tab].load;
        let locks = &mut self.locks;
        self.tabs[tab].arrive(&address.href, self.now, |state| {
            let free = !locks.contains_key(&fingerprint(state));
            if free {
                locks.insert(fingerprint(state), load);
            }
            free
        });
        match &self.tabs[tab].flow {
            Flow::HasCode(_) | Flow::Exchanging => self.was_right(tab, &address, false),
            Flow::HasToken(_) | Flow::Calling(_) | Flow::Answered { .. } => self.was_right(tab, &address, true),
            Flow::Failed(_) => {
                self.seen.insert("refused answer".to_owned());
                let report = self.tabs[tab].trace.refusal(protocol::trace::Step::Callback).unwrap();
                self.seen.insert(report.reason.clone().unwrap_or_else(|| report.kind.clone()));
            }
            _ => panic!("an answer was neither taken nor refused"),
        }
        self.look_at_what_left(tab);
    }

    /// The book says the same: a good answer, to a sign-in that this tab has had, in time, for the first time.
    fn was_right(&mut self, tab: usize, address: &Address, token: bool) {
        let load = self.tabs[tab].load;
        assert!(address.good, "taken: {}", address.href);
        let sign_in = &self.sign_ins[address.sign_in];
        assert_eq!(sign_in.implicit, token);
        assert!(sign_in.tabs.contains(&tab), "taken in a tab that nobody left from");
        assert!(self.now >= sign_in.left_at && self.now - sign_in.left_at <= LIFETIME_MS, "taken after its time");
        for (other, its_load) in &sign_in.accepted {
            assert_ne!(*other, tab, "an answer taken twice in one tab");
            assert_ne!(self.tabs[*other].load, *its_load, "taken beside a page that has taken it and still lives");
        }
        self.sign_ins[address.sign_in].accepted.push((tab, load));
        self.seen.insert("accepted".to_owned());
    }

    /// Each request, once, as it leaves.
    fn look_at_what_left(&mut self, tab: usize) {
        match &self.tabs[tab].under_way {
            Some(UnderWay::Token(request, _)) => self.look_at_exchange(tab, &body(request)),
            Some(UnderWay::Api(request)) => {
                assert_eq!(request.url, "https://api.example.com/resource", "a token goes to a stranger");
                assert_eq!(request.headers[0].0, "Authorization");
                let token = request.headers[0].1.strip_prefix("Bearer ").unwrap().to_owned();
                self.is_asked_for(tab, &token);
                self.seen.insert("called".to_owned());
            }
            None => {}
        }
    }

    fn look_at_exchange(&mut self, tab: usize, body: &BTreeMap<String, String>) {
        let (code, verifier, load) = (&body["code"], &body["code_verifier"], self.tabs[tab].load);
        if self.sent.iter().any(|(other, _, _, its_load)| other == code && *its_load == load) {
            return; // the one that is under way, seen before
        }
        let address = self.addresses.iter().find(|address| address.worth == *code).expect("a code that was issued");
        let sign_in = &self.sign_ins[address.sign_in];
        assert!(address.good && sign_in.tabs.contains(&tab));
        assert_eq!(sign_in.verifier.as_ref(), Some(verifier), "the verifier of another sign-in");
        assert_eq!(CodeVerifier::restore(verifier.clone()).challenge().len(), 43);
        for (other, its_verifier, its_tab, its_load) in &self.sent {
            if other == code || its_verifier == verifier {
                // The one way that is left, and named in SECURITY.md: a copy of the sign-in in a duplicate, after the page has gone.
                assert_ne!(*its_tab, tab, "a code or a verifier sent twice by one tab");
                assert_ne!(self.tabs[*its_tab].load, *its_load, "sent beside a page that sent it and still lives");
            }
        }
        self.sent.push((code.clone(), verifier.clone(), tab, load));
        self.seen.insert("exchanged".to_owned());
    }

    pub fn codes_sent(&self) -> usize {
        self.sent.len()
    }

    /// A token that a page holds came by an answer that it took, or by a code that this very page sent.
    fn is_asked_for(&self, tab: usize, token: &str) {
        let load = self.tabs[tab].load;
        match self.tokens.get(token).expect("a token that was issued") {
            Source::Address(at) => {
                let address = &self.addresses[*at];
                assert!(address.good && self.sign_ins[address.sign_in].accepted.contains(&(tab, load)));
            }
            Source::Exchange { tab: own } => {
                assert_eq!(*own, tab);
                assert!(self.sent.iter().any(|(_, _, its_tab, its_load)| (*its_tab, *its_load) == (tab, load)));
            }
        }
    }

    fn reply(&mut self, tab: usize, reply: Reply) {
        let failure = match reply {
            Reply::Lost => Some(Failure::NetworkOrCors),
            Reply::Cancelled => Some(Failure::Cancelled),
            _ => None,
        };
        match self.tabs[tab].under_way.take() {
            Some(UnderWay::Token(request, asked)) => {
                self.issued += 1;
                let token = format!("token-{}-worth-having", self.issued);
                let code = &body(&request)["code"];
                let response = match reply {
                    Reply::Refused => {
                        json(400, &format!(r#"{{"error":"invalid_grant","error_description":"{code}"}}"#))
                    }
                    Reply::Nonsense => json(200, "<html>"),
                    Reply::OtherTokenType => json(200, &format!(r#"{{"access_token":"{token}","token_type":"mac"}}"#)),
                    _ => json(200, &format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":60}}"#)),
                };
                if reply == Reply::Good {
                    self.tokens.insert(token, Source::Exchange { tab });
                }
                self.tabs[tab].exchanged(failure.map_or(Ok(&response), Err), asked, self.now);
                assert_eq!(self.tabs[tab].flow.tokens().is_some(), reply == Reply::Good);
                if reply != Reply::Good {
                    self.seen.insert("refused exchange".to_owned());
                }
            }
            Some(UnderWay::Api(request)) => {
                let token = &request.headers[0].1;
                let response =
                    json(if reply == Reply::Refused { 401 } else { 200 }, &format!(r#"{{"seen":"{token}"}}"#));
                self.tabs[tab]
                    .called(failure.map_or(Ok(&response), |failure| Err(ApiError::Transport(failure))), self.now);
                assert!(matches!(self.tabs[tab].flow, Flow::Answered { .. }), "a token outlives a call");
                self.seen.insert("answered".to_owned());
            }
            None => {}
        }
        self.look_at_what_left(tab);
    }

    fn duplicate(&mut self, tab: usize) {
        if self.tabs.len() == 4 {
            return;
        }
        let copy = Tab::new(self.tabs[tab].storage.clone(), self.loads);
        self.loads += 1;
        self.tabs.push(copy);
        for sign_in in self.sign_ins.iter_mut().filter(|sign_in| sign_in.tabs.contains(&tab)) {
            sign_in.tabs.insert(self.tabs.len() - 1);
        }
    }

    /// What holds at every moment.
    pub fn keeps_its_promises(&self) {
        for (at, tab) in self.tabs.iter().enumerate() {
            if let Some(tokens) = tab.flow.tokens() {
                self.is_asked_for(at, tokens.access_token.reveal());
            }
            if matches!(tab.flow, Flow::Failed(_) | Flow::Configuring) {
                assert!(tab.under_way.is_none() && tab.flow.code_config().is_none());
                let usable = tab.trace.events().iter().flat_map(|event| event.what.lines()).find_map(Line::secret);
                assert_eq!(usable, None, "after a refusal something is left to use");
            }
            for (key, text) in &tab.storage {
                // The verifier of a sign-in under way is in its own record, and nothing else is in any.
                assert!(!text.contains("-worth-having"), "a code or token is stored in {key}: {text}");
                for sign_in in &self.sign_ins {
                    let of_it = *key == format!("pending.{}", sign_in.state);
                    let has_verifier = sign_in.verifier.as_ref().is_some_and(|verifier| text.contains(verifier));
                    assert!(of_it || !has_verifier, "a verifier is stored in {key}");
                    let over = sign_in.accepted.iter().any(|(tab, _)| *tab == at);
                    assert!(!(of_it && over), "a sign-in that was answered is still there");
                }
            }
        }
    }
}

fn body(request: &Request) -> BTreeMap<String, String> {
    form_urlencoded::parse(request.body.as_deref().unwrap_or_default().as_bytes()).into_owned().collect()
}

fn json(status: u16, body: &str) -> Response {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Response { status, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 5 }
}
