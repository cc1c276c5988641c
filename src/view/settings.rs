//! Where a setting is at each kind of server, with this page's own values to copy.

use super::copy::copy_button;
use super::link::link;
use crate::element::{Element, classed, el};
use crate::session::Session;
use protocol::diagnosis::knowledge::Knowledge;
use protocol::diagnosis::refused::Refused;
use protocol::diagnosis::server::Server;
use protocol::trace::Step;

/// The setting of a topic: at the kind of server that is named or shows by its address first, then at the others.
pub fn settings(
    session: Session,
    step: Step,
    refused: &Refused,
    topic: &str,
    named: Option<&str>,
    knowledge: &Knowledge,
) -> Vec<Element> {
    let known = named.filter(|name| !name.is_empty()).or_else(|| session.kind_of_server(knowledge, &refused.url));
    let is_known = |server: &&Server| Some(server.name.as_str()) == known;
    let fits = |server: &&Server| step != Step::Api || server.is_for_apis || topic == "scope";
    let view = |server: &Server, open| setting(server, topic, refused, open);
    let here: Vec<Element> =
        knowledge.servers.iter().filter(is_known).filter_map(|server| view(server, true)).collect();
    let others = knowledge.servers.iter().filter(|server| !is_known(server) && fits(server));
    let others: Vec<Element> = others.filter_map(|server| view(server, false)).collect();
    if here.is_empty() && others.is_empty() {
        return Vec::new();
    }
    let title = if here.is_empty() { "Where that is set" } else { "Where that is set there, and elsewhere" };
    vec![classed("div", "settings").child(el("h3").text(title)).children(here).children(others)]
}

fn setting(server: &Server, topic: &str, refused: &Refused, open: bool) -> Option<Element> {
    let setting = server.setting(topic)?.filled(&refused.values);
    let text = setting.value.join("\n");
    let value = (!text.is_empty()).then(|| {
        let shown = classed("pre", "payload").attr("tabindex", "0").attr("role", "region");
        el("div").child(shown.attr("aria-label", "What to set").text(&text)).child(copy_button(
            "Copy",
            "copy-setting",
            Box::new(move || text.clone()),
        ))
    });
    let fold = classed("details", "more").attr("data-setting", &server.name);
    let fold = if open { fold.attr("open", "") } else { fold };
    Some(
        fold.child(el("summary").text(&server.name)).child(
            classed("div", "setting")
                .child(el("p").text(&setting.place))
                .maybe(value)
                .maybe((!setting.note.is_empty()).then(|| el("p").text(&setting.note)))
                .children(server.links.iter().map(|(words, href)| el("p").child(link(words, href))))
                .child(classed("p", "small").text(&format!("Written down in {}; servers change.", server.checked))),
        ),
    )
}
