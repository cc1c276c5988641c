//! What the record of a run says, with what is still planned after it.

mod entry;

use super::plan::{self, Stage};
use super::{Entry, Party, Picture, words};
use crate::exchange::{Exchange, Travel, exchanges};
use crate::form::{ConfigForm, Field};
use crate::trace::{Step, Trace};
use crate::wire::Channel;
use entry::Around;

/// A record of more exchanges than this is folded in its middle.
pub const MOST: usize = 40;
/// How many are drawn before and after the fold.
const ENDS: (usize, usize) = (18, 12);

/// What the record itself does not say.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The origin of this page.
    pub page: &'a str,
    /// The form as it is typed: what is planned as long as nobody has left.
    pub form: &'a ConfigForm,
    /// Whether the run may go on, so that what is planned is still to come.
    pub goes_on: bool,
    /// Whether the last exchange, where it has no answer, still waits for one.
    pub waits: bool,
    /// The step that is next or under way.
    pub at_hand: Option<Step>,
}

/// Who is who in a record.
struct Hosts<'a> {
    page: &'a str,
    server: &'a str,
    api: &'a str,
}

impl<'a> Hosts<'a> {
    /// The server is whom the browser left for; before that, whom the form names.
    fn of(trace: &'a Trace, all: &[Exchange<'a>], page: &'a str) -> Self {
        let form = trace.form();
        let named = || {
            let typed = [Field::AuthorizationEndpoint, Field::Issuer].map(|field| form.trimmed(field));
            typed.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
        };
        let left = all.iter().find(|one| one.travel == Travel::Left);
        let server = left.map_or_else(named, |left| left.message.target.as_str());
        Self { page, server: words::origin(server), api: words::origin(form.trimmed(Field::Api)) }
    }

    fn party(&self, one: &Exchange<'_>) -> Party {
        let origin = words::origin(&one.message.target);
        let is = |other: &str| origin.eq_ignore_ascii_case(other);
        match () {
            () if one.step == Step::Api => Party::Api,
            () if is(self.server) => Party::Server,
            () if is(self.api) => Party::Api,
            () if is(self.page) => Party::Host,
            () => Party::Other,
        }
    }

    /// The hosts behind the columns; of the others the first three.
    fn named(&self, all: &[Exchange<'_>]) -> Vec<(Party, String)> {
        let own = [(Party::Host, self.page), (Party::Server, self.server), (Party::Api, self.api)];
        let mut named: Vec<(Party, String)> = Vec::new();
        named.extend(own.into_iter().map(|(party, address)| (party, words::host(address))));
        for one in all.iter().filter(|one| self.party(one) == Party::Other && one.travel != Travel::Returned) {
            let other = (Party::Other, words::host(&one.message.target));
            if !named.contains(&other) && named.len() < 6 {
                named.push(other);
            }
        }
        named.retain(|(_, host)| !host.is_empty());
        named
    }
}

/// The picture of a record. Before anything happened it is the plan.
pub fn picture(trace: &Trace, now: Now<'_>) -> Picture {
    let all = exchanges(trace);
    let hosts = Hosts::of(trace, &all, now.page);
    let folded = if all.len() > MOST { ENDS.0..all.len().saturating_sub(ENDS.1) } else { 0..0 };
    let mut entries = vec![plan::loaded()];
    for (at, one) in all.iter().enumerate() {
        if at == folded.start {
            entries.extend(all.get(folded.clone()).and_then(fold));
        }
        if !folded.contains(&at) {
            let (before, after) = all.split_at(at);
            entries.push(Around { hosts: &hosts, before, after, waits: now.waits && after.len() == 1 }.entry(one));
        }
    }
    let reached = all.iter().filter_map(stage).max().unwrap_or(Stage::Loaded);
    if now.goes_on {
        let form = if reached < Stage::Left { now.form } else { trace.form() };
        entries.extend(plan::after(form, reached, now.at_hand));
    }
    Picture { entries, hosts: if all.is_empty() { Vec::new() } else { hosts.named(&all) } }
}

/// How far in the plan an exchange is. What belongs to the session afterwards, or comes beside the flow, is not planned.
fn stage(one: &Exchange<'_>) -> Option<Stage> {
    match (one.step, one.travel) {
        (_, Travel::Fetched) | (Step::Session, _) => None,
        (Step::Configure, _) => Some(Stage::LookedUp),
        (Step::Authorize, Travel::Left) => Some(Stage::Left),
        (Step::Authorize, _) => Some(Stage::Pushed),
        (Step::Callback, _) => Some(Stage::Returned),
        (Step::Token, _) => Some(Stage::Exchanged),
        (Step::Api, _) => Some(Stage::Called),
    }
}

/// What stands for the exchanges that are left out.
fn fold(left_out: &[Exchange<'_>]) -> Option<Entry> {
    let (first, last) = (left_out.first()?, left_out.last()?);
    let calls = left_out.iter().all(|one| one.step == Step::Api && one.message.channel == Channel::Back);
    let what = if calls { "calls of the API" } else { "exchanges" };
    let failed = match left_out.iter().filter(|one| one.refusal.is_some()).count() {
        0 => String::new(),
        count => format!(", {count} of them failed"),
    };
    let title = format!("\u{2026} {} more {what}{failed} \u{2026}", left_out.len());
    Some(Entry { folded: Some((first.index, last.index)), title, ..Entry::default() })
}
