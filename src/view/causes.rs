//! Under a refusal in a server's own words: what usually causes it, and the setting that mends it.

use super::link::link;
use super::settings::settings;
use crate::element::{Element, classed, el};
use crate::session::Session;
use crate::session::knowledge::Known;
use protocol::diagnosis::refused::Refused;
use protocol::diagnosis::rule::{Rule, find};
use protocol::trace::Step;

/// The kinds of refusal that rules are for.
const KINDS: [&str; 6] = ["as_error", "api", "http", "dpop", "refresh", "userinfo"];

/// What usually causes the refusal of a step, or the button that asks for it. It follows the trace by itself.
pub fn causes(session: Session, step: Step) -> Element {
    classed("div", "diagnosis").attr("data-causes", step.name()).live(move || {
        let Some(refused) = session.refused(step).filter(|refused| KINDS.contains(&refused.facts.kind.as_str())) else {
            return Vec::new();
        };
        let ask = |words: &'static str| {
            let button = el("button").attr("type", "button").attr("data-action", "causes");
            classed("div", "row").child(button.on("click", move || session.want_knowledge()).text(words))
        };
        session.with_knowledge(|known| match known {
            Known::Away => vec![ask("What usually causes this")],
            Known::Coming => vec![el("p").attr("role", "status").text("What is known is on its way.")],
            Known::Missing => vec![missing(), ask("Try once more")],
            Known::Here(knowledge) => match find(&knowledge.rules, &refused.facts) {
                None => vec![unknown()],
                Some(rule) => {
                    let mut all = vec![cause(rule, &refused)];
                    all.extend(settings(session, step, &refused, &rule.topic, Some(&rule.server), knowledge));
                    all
                }
            },
        })
    })
}

/// What a rule says.
pub fn cause(rule: &Rule, refused: &Refused) -> Element {
    let causes = rule.causes.iter().map(|cause| el("li").text(&refused.values.fill(cause)));
    let links = rule.links.iter().map(|(words, href)| el("p").child(link(words, href)));
    classed("div", "verdict")
        .attr("data-cause", &rule.id)
        .child(el("h3").text("What usually causes this"))
        .child(el("ul").children(causes))
        .children(links)
        .child(classed("p", "small").text(&format!(
            "Who can mend it, as a rule: {}. A rule compares words and codes; it does not know this server\u{2019}s settings.",
            rule.who.words()
        )))
}

fn missing() -> Element {
    let words = "The list of causes did not come from this page\u{2019}s host.";
    classed("p", "fault").attr("role", "alert").text(words)
}

fn unknown() -> Element {
    let words = "No rule of this page knows this answer. The server\u{2019}s documentation, or its log, explains it.";
    el("p").attr("data-cause", "none").text(words)
}
