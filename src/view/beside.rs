//! Side by side: what the last run of each flow left where, and how that is known.

use crate::element::{Element, classed, el};
use crate::session::Session;
use protocol::findings::{Basis, Finding, Left, Place};
use protocol::runs::Runs;

const TITLE: &str = "What each flow left where";

/// The comparison; before any run, what it will be.
pub fn beside(session: Session) -> Element {
    classed("figure", "card")
        .child(el("figcaption").child(el("h3").text(TITLE)))
        .live(move || session.later().map_or_else(nothing_yet, |later| (later.beside)(session)))
}

fn nothing_yet() -> Vec<Element> {
    vec![classed("p", "small").text("Run one flow, then the other: here will stand what each left in the address bar, in the browser\u{2019}s records, in the logs.")]
}

/// The table itself. A flow that was not run yet says so.
pub fn table(session: Session) -> Vec<Element> {
    let runs = session.runs();
    if runs.newest().is_none() {
        return nothing_yet();
    }
    let head = ["implicit", "code + PKCE"].map(|flow| el("th").attr("scope", "col").text(flow));
    let table = classed("table", "beside")
        .attr("data-beside", "")
        .child(el("thead").child(
            el("tr").child(el("th").attr("scope", "col").child(classed("span", "unseen").text("place"))).children(head),
        ))
        .child(el("tbody").children(rows(&runs)));
    vec![classed("div", "scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", TITLE).child(table)]
}

fn rows(runs: &Runs) -> Vec<Element> {
    let found = Place::ALL
        .into_iter()
        .map(|place| row(words(place), ["token", "code"].map(|flow| cell(flow, place, runs.finding(flow, place)))));
    let told = |who: &str| el("td").text(who).child(el("small").text("told"));
    let who = [told("anyone who read it").attr("class", "leak"), told("only who holds the verifier")];
    found.chain([row("who could use it", who)]).collect()
}

fn row(name: &str, cells: [Element; 2]) -> Element {
    el("tr").child(el("th").attr("scope", "row").text(name)).children(cells)
}

fn cell(flow: &'static str, place: Place, finding: Option<Finding>) -> Element {
    let cell = el("td").attr("data-flow", flow).attr("data-place", place.name());
    let Some(finding) = finding else { return cell.attr("class", "told").text("not run yet") };
    let class = match finding {
        Finding { left: Left::Token, .. } => "leak",
        Finding { basis: Basis::Measured, .. } => "",
        _ => "told",
    };
    let basis = if finding.basis == Basis::NotMeasured { "" } else { finding.basis.name() };
    cell.attr("class", class)
        .attr("data-basis", finding.basis.name())
        .text(found(finding))
        .child(el("small").text(basis))
}

fn found(finding: Finding) -> &'static str {
    match (finding.left, finding.place) {
        (Left::Nothing, _) => "nothing",
        (Left::Token, Place::NavigationEntry) => "the token, still",
        (Left::Token, Place::Script) => "the token, by one call",
        (Left::Token, _) => "the token",
        (Left::SpentCode, _) => "a spent code",
        (Left::Unknown, _) => "not measured here",
    }
}

fn words(place: Place) -> &'static str {
    match place {
        Place::AddressBar => "address bar, on return",
        Place::NavigationEntry => "the page\u{2019}s navigation entry",
        Place::History => "the browser\u{2019}s history list",
        Place::Referer => "Referer to the API",
        Place::HostLog => "this page\u{2019}s host, its log",
        Place::Script => "any script, from those entries",
    }
}
