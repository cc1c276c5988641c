//! After the story: what can be done with the session while there is one, and how it was ended.

use super::answer::answer_view;
use super::causes::causes;
use super::checks::checks_view;
use super::diagnosis::diagnosis;
use super::id_token::{self, lines};
use super::meaning::told;
use super::problem::problem;
use super::step::{button, title};
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::check::{Check, Outcome};
use protocol::config::Keep;
use protocol::flow::Flow;
use protocol::glossary::CLAIM;
use protocol::jwt::{self, Look};
use protocol::relay;
use protocol::trace::{Event, Step, Trace, What};
use protocol::wire::Channel;

/// The card; nothing before there is a session, and while a sign-in is under way.
pub fn session_card(session: Session) -> Vec<Element> {
    let stands = session.flow.with(|flow| match flow {
        Flow::SignedOut(_) | Flow::Failed(Step::Session) => true,
        _ => flow.tokens().is_some(),
    });
    if !stands {
        return Vec::new();
    }
    let name = Step::Session.name();
    let title_id = format!("{name}-title");
    let header = el("header")
        .child(classed("span", "n").attr("aria-hidden", "true").text("\u{21c4}"))
        .child(classed("h2", "title").attr("id", &title_id).attr("tabindex", "-1").text(title(Step::Session)))
        .child(classed("span", "say").live_text(move || say(session)));
    // What probes add to the trace is shown below: a refusal that is made anew would be said again.
    let trace = session.trace;
    let moved = Memo::new(move |_| trace.with(|trace| last_of(trace).map(|(index, event)| (index, event.at_ms))));
    let body = classed("div", "body").child(
        classed("div", "parts")
            .live(move || vec![words(session)])
            .child(classed("div", "row").live(move || buttons(session)))
            .live(move || may_be_refused(session))
            .live(move || {
                moved.with(|_| ()); // read, not tracked alone: a memo that nobody reads follows nothing
                untrack(|| last_exchange(session))
            })
            .child(diagnosis(session, Step::Session))
            .child(causes(session, Step::Session)),
    );
    let card = classed("section", "step")
        .attr("data-step", name)
        .attr("aria-labelledby", &title_id)
        .live_attr("data-state", move || Some(state(session).to_owned()))
        .live_attr("aria-busy", move || (state(session) == "running").then(|| "true".to_owned()))
        .child(header)
        .child(body);
    vec![card]
}

/// Read off the last thing that happened in it.
fn state(session: Session) -> &'static str {
    let of = |event: &Event| match event.what {
        What::Sent(_) => "running",
        What::Refused(_) => "failed",
        _ => "done",
    };
    session.trace.with(|trace| last_of(trace).map_or("ready", |(_, event)| of(event)))
}

/// The last thing that happened, probes aside, and how many were before it.
fn last_of(trace: &Trace) -> Option<(usize, &Event)> {
    let aside = |event: &&Event| matches!(event.what, What::Probing(_) | What::Probed(_) | What::Diagnosed(_));
    trace.of(Step::Session).filter(|event| !aside(event)).enumerate().last()
}

fn say(session: Session) -> String {
    session.flow.with(|flow| match flow {
        Flow::SignedOut(_) => "signed out".to_owned(),
        Flow::Failed(_) => "over".to_owned(),
        _ => match flow.tokens() {
            Some(tokens) if tokens.refresh_token.is_some() => "an access token and a refresh token".to_owned(),
            _ => "an access token, no refresh token".to_owned(),
        },
    })
}

fn words(session: Session) -> Element {
    let name = session.flow.with(|flow| match flow {
        Flow::SignedOut(_) => "session, signed out",
        Flow::Failed(_) => "session, over",
        _ if session.run_config().is_some_and(|config| config.keep == Keep::Tab) => "session, in the tab",
        _ => "session, in memory",
    });
    told(session, name)
}

/// The last request of the session's, its answer and what came of it; what came before is in the record of the run.
fn last_exchange(session: Session) -> Vec<Element> {
    let part = |event: &Event| match &event.what {
        What::Sent(message) if message.channel == Channel::Front => Some(block(message, "in a hidden frame")),
        What::Sent(message) => Some(block(message, "sent by the page itself")),
        What::Left(message) => Some(block(message, "through the address bar")),
        What::Returned(message, _) if relay::is_at(&message.target) => {
            Some(block(message, "handed over by the relay, renew.html"))
        }
        What::Returned(message, _) => Some(block(message, "back through the address bar")),
        What::Answered(answer) => Some(answer_view(answer)),
        What::Checked(checks) => Some(checks_view(checks, "Checks of the server\u{2019}s answer")),
        What::Refused(report) => Some(problem(report)),
        What::Ignored(_) => None,
        other => id_token::part(other),
    };
    session.trace.with(|trace| {
        let events: Vec<&Event> =
            trace.last_exchange(Step::Session).iter().filter(|event| event.step == Step::Session).collect();
        events.iter().copied().filter_map(part).chain(opened(&events)).collect()
    })
}

/// What a signed answer of UserInfo says, once every check of it has passed.
fn opened(events: &[&Event]) -> Option<Element> {
    let body = events.iter().find_map(|event| match &event.what {
        What::Answered(answer) => answer.body.as_deref(),
        _ => None,
    });
    let proved = |check: &Check| check.name == "signature" && check.outcome == Outcome::Passed;
    let is_proof = |event: &Event| matches!(&event.what, What::Checked(checks) if checks.iter().any(proved));
    let (Some(last), Some(body)) = (events.last(), body) else { return None };
    match jwt::look(body.trim()) {
        Look::Signed(_, claims) if is_proof(last) => {
            let told = classed("p", "line").text("The signed answer says");
            Some(
                classed("div", "wire back")
                    .attr("data-look", "userinfo")
                    .child(told)
                    .child(el("dl").children(lines("claim", CLAIM, &claims))),
            )
        }
        _ => None,
    }
}

const INTROSPECT: &str = "Ask whether the token is good";
const REVOKE: &str = "Sign out and revoke";

/// Whether a button is there, its words, its name and what it does.
type Offer = (bool, &'static str, &'static str, fn(Session));

/// Only what the server's metadata names an endpoint for is offered. Whether it serves a client without a secret there, its answer says.
fn buttons(session: Session) -> Vec<Element> {
    let Some(config) = session.run_config() else { return Vec::new() };
    let offers = |name| config.server.endpoint(name).is_some();
    let idle = session.flow.with(|flow| flow.tokens().is_some() && !matches!(flow, Flow::Calling(_)));
    let (refreshes, holds, left) = session.flow.with(|flow| {
        let refreshes = flow.tokens().is_some_and(|tokens| tokens.refresh_token.is_some());
        (refreshes, flow.tokens().is_some(), matches!(flow, Flow::SignedOut(left) if !left.is_empty()))
    });
    // Both ask by a plain address: a server that takes pushed requests only would refuse it. A key would not outlive the way there and back.
    let renews = idle && relay::renews(&config) && config.push_to.is_none();
    let all: [Offer; 9] = [
        (holds && refreshes, "Refresh the tokens", "refresh", Session::refresh),
        (renews, "Renew quietly", "renew-frame", Session::renew_in_frame),
        (renews && !config.dpop, "Renew through the address bar", "renew-top", Session::renew_through_the_address_bar),
        (holds && offers("userinfo_endpoint"), "Ask who is signed in", "userinfo", Session::ask_userinfo),
        (holds && offers("introspection_endpoint"), INTROSPECT, "introspect", Session::introspect),
        (holds, "Sign out here", "sign-out", Session::sign_out_here),
        (holds && offers("revocation_endpoint"), REVOKE, "sign-out-and-revoke", Session::sign_out_and_revoke),
        (holds && offers("end_session_endpoint"), "Sign out at the server", "sign-out-there", Session::sign_out_there),
        (left, "Ask once more", "revoke-again", Session::revoke_again),
    ];
    let busy = state(session) == "running";
    let offered = all.into_iter().filter(|(offered, ..)| *offered && !busy);
    offered.map(|(_, words, action, press)| button(session, words, action, press)).collect()
}

/// Beside the buttons: the endpoints of theirs that list no way in for such a client. Servers list less than they do, so they can be asked.
fn may_be_refused(session: Session) -> Vec<Element> {
    const GUARDED: [(&str, &str); 2] = [("introspection_endpoint", INTROSPECT), ("revocation_endpoint", REVOKE)];
    let offered = session.flow.with(|flow| flow.tokens().is_some()) && state(session) != "running";
    let Some(config) = session.run_config().filter(|_| offered) else { return Vec::new() };
    let shut = |endpoint: &str| config.server.endpoint(endpoint).is_some() && config.server.shuts_out_public(endpoint);
    let note = |(endpoint, button): (&str, &str)| {
        let words = format!(
            "{button}: the server\u{2019}s metadata names no way in for a client without a secret, so this may be refused."
        );
        classed("p", "small").attr("data-guarded", endpoint).text(&words)
    };
    GUARDED.into_iter().filter(|(endpoint, _)| shut(endpoint)).map(note).collect()
}
