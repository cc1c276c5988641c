//! The time line: what browsers could do, what OAuth was, what pages did. Every date with its source.

use crate::texts::source;
use grantlens::element::{Element, classed, el};

/// One event a line: `date | lane | words | source | address`; the address may be empty. A `?` before the words marks an inference.
const EVENTS: &str = include_str!("../texts/timeline.txt");

/// The screen.
pub fn timeline() -> Element {
    let mut items: Vec<Element> = Vec::new();
    let mut year = "";
    for line in EVENTS.lines().filter(|line| line.contains('|')) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [date, lane, words, from, address] = parts.as_slice() else { continue };
        let this_year = date.get(..4).unwrap_or_default();
        if this_year != year {
            year = this_year;
            items.push(classed("li", "year").attr("aria-hidden", "true").text(year));
        }
        items.push(event(date, lane, words, from, address));
    }
    let lanes = [("browser", "browsers"), ("oauth", "OAuth"), ("practice", "what pages did")];
    let legend = lanes.map(|(lane, words)| classed("span", "lane").attr("data-lane", lane).text(words));
    classed("section", "exhibit words-only")
        .attr("data-exhibit", "timeline")
        .attr("aria-labelledby", "timeline-title")
        .child(el("h2").attr("id", "timeline-title").attr("tabindex", "-1").text("Time line"))
        .child(el("p").text("What browsers let pages do, what OAuth offered, and what pages did in between. Dates of browsers are those of the releases."))
        .child(classed("p", "lanes").attr("aria-hidden", "true").children(legend))
        .child(classed("ol", "timeline").children(items))
}

fn event(date: &str, lane: &str, words: &str, from: &str, address: &str) -> Element {
    let (inferred, words) = words.strip_prefix('?').map_or((false, words), |words| (true, words.trim()));
    let origin = if address.is_empty() { el("span").text(from) } else { source(from, address) };
    let origin = classed("small", "from").attr("data-source", "").child(origin);
    classed("li", "event")
        .attr("data-event", "")
        .attr("data-lane", lane)
        .child(el("time").attr("datetime", date).text(&spoken(date)))
        .child(el("p").text(words).maybe(inferred.then(|| classed("span", "tag").text("inference"))))
        .child(origin)
}

/// "14 Mar 2011" for 2011-03-14, "Oct 2012" for 2012-10.
fn spoken(date: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = date.split('-');
    let year = parts.next().unwrap_or_default();
    let month = parts.next().and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    let day = parts.next().map(|day| day.trim_start_matches('0'));
    [day, month.copied(), Some(year)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
