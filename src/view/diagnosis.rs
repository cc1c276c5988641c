//! Under a refusal without an answer: what may be sent to find out why, then what came of it and what that proves.

use super::causes::cause;
use super::copy::copy_button;
use super::problem::facts;
use super::settings::settings;
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::Session;
use crate::session::diagnose::{Stage, title_id};
use crate::session::knowledge::Known;
use protocol::diagnosis::Verdict;
use protocol::diagnosis::rule::find;
use protocol::diagnosis::{Diagnosis, Evidence, Failed, Leave, time_of_day};
use protocol::trace::Step;
use protocol::wire::Message;

/// The diagnosis of a step, where its last request failed without an answer. It follows the trace by itself.
pub fn diagnosis(session: Session, step: Step) -> Element {
    classed("div", "diagnosis").attr("data-diagnosis", step.name()).live(move || match session.diagnosis(step) {
        None => Vec::new(),
        Some((failed, Stage::Planned)) => planned(session, step, &failed),
        Some((_, Stage::Offered)) => vec![row([find_out(session, step, "Find out why")])],
        Some((_, Stage::Probing(found))) => {
            let title = title(step, "Probing");
            vec![
                title.attr("role", "status"),
                evidence(session, &found),
                row([button("Stop", "leave-probes", move || session.leave_probes(step))]),
            ]
        }
        Some((_, Stage::Over(found, at_ms))) => over(session, step, &found, at_ms),
    })
}

fn title(step: Step, text: &str) -> Element {
    el("h3").attr("id", &title_id(step)).attr("tabindex", "-1").text(text)
}

fn button(label: &str, action: &str, press: impl Fn() + 'static) -> Element {
    el("button").attr("type", "button").attr("data-action", action).on("click", press).text(label)
}

fn find_out(session: Session, step: Step, label: &str) -> Element {
    button(label, "find-out", move || session.plan_probes(step)).attr("id", &title_id(step))
}

fn row<const N: usize>(buttons: [Element; N]) -> Element {
    classed("div", "row").children(buttons)
}

/// What would be sent, before anything is.
fn planned(session: Session, step: Step, failed: &Failed) -> Vec<Element> {
    let origin = session.page().origin;
    let items = failed.plan().into_iter().map(|planned| {
        let message = failed.message(&planned.probe, &origin);
        el("li")
            .attr("data-planned", &planned.probe.name())
            .child(el("p").text(planned.probe.purpose()).text(" ").child(el("i").text(planned.only_if)))
            .child(block(&message, "if you send them"))
    });
    let words = "These requests go to the address that failed, one after the other, and no further than they have to. None carries a token, a code, a verifier or a cookie, and none can be granted.";
    vec![
        title(step, "What would be sent"),
        el("p").text(words),
        el("ol").children(items),
        row([
            button("Send these probes", "send-probes", move || session.send_probes(step)),
            button("Leave it", "leave-probes", move || session.leave_probes(step)),
        ]),
    ]
}

/// The verdict, then the evidence.
fn over(session: Session, step: Step, found: &Diagnosis, at_ms: u64) -> Vec<Element> {
    let verdict = session.verdict(found);
    let report = verdict.report(found);
    let mut box_ = classed("div", "verdict")
        .attr("data-verdict", verdict.name())
        .child(title(step, &report.headline))
        .child(el("p").text(report.meaning.as_str()))
        .child(el("p").text(report.mend.as_str()))
        .child(facts(&report));
    if verdict.is_of_headers() {
        box_ = box_.children(headers(found));
    }
    let when = format!("Who can mend it: {}. Found at {}; servers change.", report.who.words(), time_of_day(at_ms));
    let mut all = vec![box_.child(classed("p", "small").text(&when))];
    all.extend(known_settings(session, step, &verdict));
    all.push(evidence(session, found));
    all.push(row([button("Probe again", "find-out", move || session.plan_probes(step))]));
    all
}

/// What is known of this server, and where the setting is; nothing where it did not come.
fn known_settings(session: Session, step: Step, verdict: &Verdict) -> Vec<Element> {
    let topic = match verdict {
        Verdict::Policy => "csp",
        verdict if verdict.is_of_headers() => "cors",
        _ => return Vec::new(),
    };
    let Some(refused) = session.refused(step) else { return Vec::new() };
    session.with_knowledge(|known| match known {
        Known::Here(knowledge) => {
            let rule = find(&knowledge.rules, &refused.facts);
            let mut all: Vec<Element> = rule.map(|rule| cause(rule, &refused)).into_iter().collect();
            all.extend(settings(session, step, &refused, topic, None, knowledge));
            all
        }
        _ => Vec::new(),
    })
}

/// The headers that the server has to send, for this very request.
fn headers(found: &Diagnosis) -> Vec<Element> {
    let wanted = found.failed.wanted_headers(&found.around.page);
    let group = |words: &'static str, action: &'static str, headers: Vec<(String, String)>| {
        let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let text = lines.join("\n");
        let shown = classed("pre", "payload").attr("data-headers", action).attr("tabindex", "0").text(&text);
        let shown = shown.attr("role", "region").attr("aria-label", words);
        (!headers.is_empty()).then(|| {
            classed("div", "headers-to-set").child(el("p").child(el("b").text(words))).child(shown).child(copy_button(
                "Copy",
                action,
                Box::new(move || text.clone()),
            ))
        })
    };
    let all = [
        group("On the answer to OPTIONS", "copy-preflight-headers", wanted.on_options),
        group("On every other answer, errors too", "copy-answer-headers", wanted.on_answers),
    ];
    all.into_iter().flatten().collect()
}

/// A row for each thing that was looked at or sent.
fn evidence(session: Session, found: &Diagnosis) -> Element {
    let head = ["what", "what came", "what it means"]
        .map(|name| el("th").attr("scope", "col").attr("role", "columnheader").text(name));
    let sent = found.evidence.iter().map(|one| probe_row(one, &found.message(&one.probe)));
    // The roles are said, as a narrow screen lays the table out as a list, and browsers then forget them.
    let table = classed("table", "checks probes")
        .attr("role", "table")
        .child(classed("caption", "unseen").text("The evidence"))
        .child(el("thead").attr("role", "rowgroup").child(el("tr").attr("role", "row").children(head)))
        .child(el("tbody").attr("role", "rowgroup").children(known(session, found)).children(sent));
    classed("div", "scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "The evidence")
        .child(table)
}

fn probe_row(one: &Evidence, message: &Message) -> Element {
    let mut what = vec![format!("{} {}", message.method, message.target)];
    what.extend(message.headers.iter().filter_map(|line| Some(format!("{}: {}", line.name, line.value.text()?))));
    what.extend(message.request().body);
    let came = format!("{}, {} ms", one.came(), one.elapsed_ms);
    row_of(&one.probe.name(), one.name(), &what.join("\n"), &came, one.means())
}

/// What was known without sending anything.
fn known(session: Session, found: &Diagnosis) -> Vec<Element> {
    let (online, came) = if found.around.online { ("online", "It has one.") } else { ("offline", "It has none.") };
    let network = "That says nothing of what is at the other end; servers of this machine need none.";
    let leave = match found.around.leave {
        Leave::Granted => ("granted", "Granted."),
        Leave::Denied => ("denied", "Denied."),
        Leave::Asks => ("asks", "The browser asks, if the page is from elsewhere."),
        Leave::NotAsked => ("not-asked", "This browser knows no such permission, or does not tell."),
    };
    let leave_means = "It counts only where the address is on this machine or in its network, and this page is not.";
    let mixed = session.is_mixed(found);
    let scheme =
        if mixed { ("mixed", "Plain http, asked for by a page of https.") } else { ("fit", "Fit for this page.") };
    let scheme_means = if mixed { "Browsers do not send it." } else { "Browsers send it." };
    vec![
        row_of("network", online, "The browser\u{2019}s network (nothing sent)", came, network),
        row_of("scheme", scheme.0, "The scheme of the address (nothing sent)", scheme.1, scheme_means),
        row_of("permission", leave.0, "Leave to reach your own network (nothing sent)", leave.1, leave_means),
    ]
}

fn row_of(probe: &str, seen: &str, what: &str, came: &str, means: &str) -> Element {
    let cell = |text: &str| el("td").attr("role", "cell").text(text);
    el("tr")
        .attr("role", "row")
        .attr("data-probe", probe)
        .attr("data-seen", seen)
        .child(el("th").attr("scope", "row").attr("role", "rowheader").text(what))
        .child(cell(came))
        .child(cell(means))
}
