//! A drawing of who talks to whom: plain values in, one SVG of classes out, with the same said in words for whoever does not see it.
//!
//! Columns are parties, rows are messages in their order. One line between two columns is the border of the page's origin: what the
//! browser stops, it stops there.

use crate::element::{Element, classed, el};

/// Someone who talks: a name, and an address or role below it.
pub struct Party {
    /// The name at the head of the column.
    pub name: &'static str,
    /// A few small words below it; may be empty.
    pub note: &'static str,
}

/// By which way a message goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Through the address bar.
    Front,
    /// Sent by the page, or answered to it.
    Page,
    /// From server to server: no browser is asked.
    Server,
}

/// What became of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrived.
    Passes,
    /// The browser stopped it at the border.
    Stopped,
    /// It is told here and was not run.
    Told,
    /// It has not happened yet.
    ToCome,
}

/// One message. `from` and `to` count columns; where they are the same, it is something that the party does by itself.
pub struct Arrow {
    /// Who sends.
    pub from: usize,
    /// Who is to get it.
    pub to: usize,
    /// What it carries, in a few words.
    pub words: String,
    /// By which way.
    pub way: Way,
    /// What became of it.
    pub fate: Fate,
    /// The number of the log line that proves it, where there is one.
    pub number: Option<usize>,
}

/// The whole drawing.
pub struct Diagram {
    /// The columns, from left to right.
    pub parties: Vec<Party>,
    /// The border of the page's origin stands after this column.
    pub border_after: usize,
    /// The rows, from top to bottom.
    pub arrows: Vec<Arrow>,
}

const WIDTH: i32 = 440;
const MARGIN: i32 = 52;
const FIRST: i32 = 76;
const ROW: i32 = 46;

impl Diagram {
    /// The drawing, and the same as a list out of sight.
    pub fn draw(&self) -> Element {
        let bottom = FIRST + ROW * whole(self.arrows.len()) + 10;
        let svg = classed("svg", "diagram")
            .attr("viewBox", &format!("0 0 {WIDTH} {bottom}"))
            .attr("aria-hidden", "true")
            .attr("focusable", "false")
            .children(self.border(bottom))
            .children((0..self.parties.len()).flat_map(|index| self.column(index, bottom)))
            .children((FIRST..).step_by(46).zip(&self.arrows).map(|(y, arrow)| self.row(arrow, y)));
        let spoken = self.arrows.iter().map(|arrow| el("li").text(&self.sentence(arrow)));
        classed("div", "drawing")
            .child(svg)
            .child(classed("ol", "unseen").attr("aria-label", "The same in words").children(spoken))
    }

    /// Whether any message goes that way.
    pub fn has(&self, way: Way) -> bool {
        self.arrows.iter().any(|arrow| arrow.way == way && arrow.from != arrow.to)
    }

    /// Whether the browser stops any message.
    pub fn stops_any(&self) -> bool {
        self.arrows.iter().any(|arrow| arrow.fate == Fate::Stopped)
    }

    /// Where a column stands: all gaps are alike but the one with the border, which is half as wide again.
    fn x(&self, index: usize) -> i32 {
        let gaps = (2 * whole(self.parties.len().saturating_sub(1)) + 1).max(1);
        let halves = 2 * whole(index) + i32::from(index > self.border_after);
        MARGIN + (WIDTH - 2 * MARGIN) * halves / gaps
    }

    fn border_x(&self) -> i32 {
        i32::midpoint(self.x(self.border_after), self.x(self.border_after + 1))
    }

    fn crosses(&self, arrow: &Arrow) -> bool {
        (arrow.from <= self.border_after) != (arrow.to <= self.border_after)
    }

    fn border(&self, bottom: i32) -> Vec<Element> {
        let x = self.border_x();
        let words = |class, x: i32, words| label(class, x, bottom - 5, words);
        vec![
            classed("path", "border").attr("d", &format!("M{x} 6V{bottom}")),
            words("side left", x - 7, "this page\u{2019}s origin"),
            words("side right", x + 7, "other origins"),
        ]
    }

    fn column(&self, index: usize, bottom: i32) -> Vec<Element> {
        let Some(party) = self.parties.get(index) else { return Vec::new() };
        let x = self.x(index);
        vec![
            classed("path", "life").attr("d", &format!("M{x} 42V{}", bottom - 20)),
            label("who", x, 18, party.name),
            label("note", x, 33, party.note),
        ]
    }

    fn row(&self, arrow: &Arrow, y: i32) -> Element {
        let row = el("g").attr("class", &format!("arrow {} {}", way_word(arrow.way), fate_word(arrow.fate)));
        let row = if arrow.from == arrow.to { self.deed(row, arrow, y) } else { self.message(row, arrow, y) };
        let x = self.x(arrow.from);
        match arrow.number {
            Some(number) => row
                .child(classed("path", "badge").attr("d", &format!("M{} {y}a9 9 0 1 0 18 0a9 9 0 1 0-18 0", x - 9)))
                .child(label("number", x, y + 4, &number.to_string())),
            None => row,
        }
    }

    /// What a party does by itself: a dot on its line, and the words beside it.
    fn deed(&self, row: Element, arrow: &Arrow, y: i32) -> Element {
        let x = self.x(arrow.from);
        let (class, words_x) = if x > WIDTH / 2 { ("deed left", x - 12) } else { ("deed right", x + 12) };
        row.child(classed("path", "dot").attr("d", &format!("M{} {y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0", x - 5)))
            .child(label(class, words_x, y + 4, &arrow.words))
    }

    fn message(&self, row: Element, arrow: &Arrow, y: i32) -> Element {
        let (from, to) = (self.x(arrow.from), self.x(arrow.to));
        let stopped = arrow.fate == Fate::Stopped && self.crosses(arrow);
        let wing = if to > from { to - 10 } else { to + 10 };
        let reach = if stopped { self.border_x() } else { wing };
        let row = row.child(classed("path", "shaft").attr("d", &format!("M{from} {y}H{reach}")));
        let row = if stopped {
            let cross = format!("M{} {}l12 12m0-12l-12 12", reach - 6, y - 6);
            row.child(classed("path", "ghost").attr("d", &format!("M{reach} {y}H{wing}")))
                .child(tip("ghost-tip", to, wing, y))
                .child(classed("path", "cross").attr("d", &cross))
        } else {
            row.child(tip("tip", to, wing, y))
        };
        row.child(label("words", centre(from, to, &arrow.words), y - 12, &arrow.words))
    }

    fn sentence(&self, arrow: &Arrow) -> String {
        let name = |index: usize| self.parties.get(index).map_or("", |party| party.name);
        let number = arrow.number.map(|number| format!(" (log line {number})")).unwrap_or_default();
        let fate = match arrow.fate {
            Fate::Passes => "",
            Fate::Stopped => ", stopped by the browser at the border of the origin",
            Fate::Told => ", told and not run",
            Fate::ToCome => ", not run yet",
        };
        let words = &arrow.words;
        if arrow.from == arrow.to {
            return format!("{}: {words}{number}{fate}", name(arrow.from));
        }
        let way = match arrow.way {
            Way::Front => " through the address bar",
            Way::Page => "",
            Way::Server => " from server to server",
        };
        format!("{} to {}{way}: {words}{number}{fate}", name(arrow.from), name(arrow.to))
    }
}

/// The middle of the arrow, or as near to it as the words find room.
fn centre(from: i32, to: i32, words: &str) -> i32 {
    let half = (whole(words.chars().count()) * 4).min(WIDTH / 2 - 4);
    i32::midpoint(from, to).clamp(half + 4, (WIDTH - half - 4).max(half + 4))
}

fn label(class: &str, x: i32, y: i32, words: &str) -> Element {
    classed("text", class).attr("x", &x.to_string()).attr("y", &y.to_string()).text(words)
}

fn tip(class: &str, to: i32, wing: i32, y: i32) -> Element {
    classed("path", class).attr("d", &format!("M{to} {y}L{wing} {}V{}z", y - 4, y + 4))
}

fn whole(count: usize) -> i32 {
    i32::try_from(count).unwrap_or_default()
}

fn way_word(way: Way) -> &'static str {
    match way {
        Way::Front => "front",
        Way::Page => "page-way",
        Way::Server => "server-way",
    }
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Passes => "passes",
        Fate::Stopped => "stopped",
        Fate::Told => "told-only",
        Fate::ToCome => "to-come",
    }
}
