//! What was asked before the first redirect, whose answer it is now to choose among, and the way by hand where none came.

use super::answer::answer_view;
use super::checks::checks_view;
use super::link::link;
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::check::Outcome;
use protocol::flow::Flow;
use protocol::outside::made_visible;
use protocol::trace::{Step, Trace, What};

/// The look-up, as part of the form's card.
pub fn look_up(session: Session) -> Vec<Element> {
    let notices = session.trace.with(|trace| [elsewhere(trace), by_hand(trace)]);
    choice(session).into_iter().chain(notices.into_iter().flatten()).chain(asked(session)).collect()
}

/// The servers that the API named.
fn choice(session: Session) -> Option<Element> {
    let servers = session.flow.with(|flow| match flow {
        Flow::Choosing(protected) => Some(protected.servers.clone()),
        _ => None,
    })?;
    let server = |issuer: String| {
        el("button")
            .attr("type", "button")
            .attr("data-action", "choose-server")
            .child(el("b").text(&made_visible(&issuer, 200)))
            .on("click", move || session.choose(&issuer))
    };
    let list = classed("div", "known").children(servers.into_iter().map(server));
    let words = "The API names more than one authorization server. Choose the one that you have an account with.";
    Some(
        classed("div", "choice-of-servers")
            .attr("role", "group")
            .attr("aria-label", "Authorization servers of the API")
            .child(el("p").text(words))
            .child(list),
    )
}

/// Addresses of the server that are not at the issuer's own host.
fn elsewhere(trace: &Trace) -> Option<Element> {
    let hosts = trace.of(Step::Configure).find_map(|event| match &event.what {
        What::Checked(checks) => {
            checks.iter().find(|check| check.name == "hosts" && check.outcome == Outcome::NotChecked)
        }
        _ => None,
    })?;
    let words = format!("Not all addresses are at {}: {}. Go on if you know that host.", hosts.expected, hosts.actual);
    Some(classed("p", "legacy").attr("data-elsewhere", "").text(&words))
}

/// Where the look-up failed: its addresses as links. A person's own tab may read what a page may not.
fn by_hand(trace: &Trace) -> Option<Element> {
    trace.refusal(Step::Configure)?;
    let sent = trace.of(Step::Configure).filter_map(|event| match &event.what {
        What::Sent(message) => Some(message.target.as_str()),
        _ => None,
    });
    let links: Vec<Element> = sent.map(|address| el("li").child(link(address, address))).collect();
    (!links.is_empty()).then(|| {
        classed("div", "by-hand")
            .attr("data-by-hand", "")
            .child(el("p").text("Open in another tab, to copy from:"))
            .child(el("ul").children(links))
    })
}

const CAPTIONS: [&str; 4] = [
    "Checks of the first answer",
    "Checks of the second answer",
    "Checks of the third answer",
    "Checks of the fourth answer",
];

/// Every request, answer and check, in their order; folded once it is over, as the names in there are a hundred stops of the keyboard
/// before the button that goes on.
fn asked(session: Session) -> Option<Element> {
    let mut captions = CAPTIONS.iter();
    let mut part = |what: &What| match what {
        What::Sent(message) => Some(block(message, "sent by the page itself")),
        What::Answered(answer) => Some(answer_view(answer)),
        What::Checked(checks) => Some(checks_view(checks, captions.next().unwrap_or(&"Checks of a further answer"))),
        _ => None,
    };
    let parts: Vec<Element> =
        session.trace.with(|trace| trace.of(Step::Configure).filter_map(|event| part(&event.what)).collect());
    if parts.is_empty() {
        return None;
    }
    let over = session.flow.with(|flow| !matches!(flow, Flow::LookingUp | Flow::Choosing(_) | Flow::Failed(_)));
    let fold = classed("details", "more").attr("data-look-up", "");
    let (fold, words) =
        if over { (fold, session.trace.with(in_short)) } else { (fold.attr("open", ""), String::new()) };
    Some(
        fold.child(el("summary").text("What was asked, and what came").child(el("small").text(&words)))
            .child(classed("div", "looked-up").children(parts)),
    )
}

/// How much there is to see, for a line that is folded.
fn in_short(trace: &Trace) -> String {
    let asked = trace.of(Step::Configure).filter(|event| matches!(event.what, What::Sent(_))).count();
    let checks = trace.of(Step::Configure).filter_map(|event| match &event.what {
        What::Checked(checks) => Some(checks),
        _ => None,
    });
    let passed = checks.flatten().filter(|check| check.outcome == Outcome::Passed).count();
    let plural = if asked == 1 { "" } else { "s" };
    format!(" ({asked} request{plural}, {passed} checks passed)")
}
