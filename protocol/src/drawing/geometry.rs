//! Where everything stands: a picture in, marks on a paper out. A row an arrow, from top to bottom; its words stand above it.

use super::{Arrow, Entry, Fate, Party, Picture, Way};

/// The width of the paper. One unit is a pixel at the size of a small phone; letters are 12 units high.
pub const WIDTH: i32 = 340;

const FIVE: [i32; 6] = [22, 96, 168, 242, 318, 318];
const SIX: [i32; 6] = [16, 78, 144, 204, 260, 316];

/// A mark, or a group of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// What belongs together.
    Group {
        /// What it is, for the style sheet.
        class: String,
        /// The exchange that it shows.
        index: Option<usize>,
        /// From the lowest to the topmost.
        marks: Vec<Mark>,
    },
    /// A line or a shape.
    Path {
        /// What it is, for the style sheet.
        class: &'static str,
        /// SVG path data.
        d: String,
    },
    /// A few words on one line, their middle at `x`, their baseline at `y`.
    Text {
        /// What they are, for the style sheet.
        class: &'static str,
        /// In units, from the left.
        x: i32,
        /// In units, from the top.
        y: i32,
        /// The words.
        words: String,
    },
}

/// All marks, and the size of the paper in units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// From the lowest to the topmost. There is one group for each entry of the picture, in their order, after the others.
    pub marks: Vec<Mark>,
    /// From where to where each entry reaches, in their order: in units, from the top.
    pub spans: Vec<(i32, i32)>,
    /// The height; the width is always the same.
    pub height: i32,
}

/// A pen that moves downwards.
struct Pen {
    columns: [i32; 6],
    y: i32,
    spans: Vec<(i32, i32)>,
}

impl Picture {
    /// The drawing.
    pub fn drawing(&self) -> Drawing {
        let parties = self.parties();
        let mut pen = Pen { columns: if parties.len() == 6 { SIX } else { FIVE }, y: 26, spans: Vec::new() };
        let entries: Vec<Mark> = self.entries.iter().map(|entry| pen.entry(entry)).collect();
        let end = pen.y + 4;
        let mut marks: Vec<Mark> = parties
            .iter()
            .map(|party| Mark::Path { class: "life", d: format!("M{} 24V{end}", pen.x(*party)) })
            .chain(parties.iter().map(|party| text("who", pen.x(*party), 16, party.name())))
            .collect();
        pen.y = end + 6;
        marks.extend(self.hosts.iter().map(|(party, host)| pen.host(*party, host)));
        marks.extend(entries);
        Drawing { marks, height: pen.y + 4, spans: pen.spans }
    }
}

impl Pen {
    fn x(&self, party: Party) -> i32 {
        self.columns.get(party as usize).copied().unwrap_or_default()
    }

    fn entry(&mut self, entry: &Entry) -> Mark {
        let top = self.y;
        self.y += 3;
        let mut marks = Vec::new();
        if !entry.title.is_empty() {
            marks.push(text("title", WIDTH / 2, self.y + 12, &entry.title));
            self.y += 18;
        }
        marks.extend(entry.arrows.iter().map(|arrow| self.arrow(arrow)));
        self.y += 5;
        self.spans.push((top, self.y));
        marks.insert(0, Mark::Path { class: "band", d: band(top, self.y) });
        let class = if entry.is_at_hand() { "pair at-hand" } else { "pair" };
        Mark::Group { class: class.to_owned(), index: entry.index, marks }
    }

    fn arrow(&mut self, arrow: &Arrow) -> Mark {
        let (from, to, y) = (self.x(arrow.from), self.x(arrow.to), self.y + 20);
        let along = if to > from { 1 } else { -1 };
        let wing = to - 9 * along;
        let mut marks = Vec::new();
        let tip = |class| Mark::Path { class, d: format!("M{to} {y}L{wing} {}V{}z", y - 4, y + 4) };
        let cross = |x: i32| Mark::Path { class: "cross", d: format!("M{} {}l10 10m0-10l-10 10", x - 5, y - 5) };
        if arrow.fate == Fate::Broken {
            let middle = i32::midpoint(from, to);
            marks.push(Mark::Path { class: "shaft", d: format!("M{from} {y}H{}", middle - 7 * along) });
            marks.push(Mark::Path { class: "ghost", d: format!("M{} {y}H{wing}", middle + 9 * along) });
            marks.extend([tip("ghost-tip"), cross(middle)]);
        } else {
            marks.push(Mark::Path { class: "shaft", d: format!("M{from} {y}H{}", wing + along) });
            marks.push(tip("tip"));
            marks.extend((arrow.fate == Fate::Refused).then(|| cross(wing - 9 * along)));
        }
        let (words, class) = (&arrow.words, if arrow.way == Way::Preflight { "small" } else { "words" });
        marks.push(text(class, centre(from, to, words), y - 6, words));
        self.y += 28;
        if !arrow.note.is_empty() {
            marks.push(text("note", centre(from, to, &arrow.note), y + 14, &arrow.note));
            self.y += 13;
        }
        Mark::Group { class: format!("arrow {} {}", arrow.way.name(), arrow.fate.name()), index: None, marks }
    }

    fn host(&mut self, party: Party, host: &str) -> Mark {
        self.y += 15;
        text("host", WIDTH / 2, self.y - 3, &format!("{}: {host}", party.name()))
    }
}

/// A stripe over the whole width.
fn band(top: i32, bottom: i32) -> String {
    let (wide, high) = (WIDTH - 14, bottom - top - 12);
    format!("M7 {top}h{wide}a6 6 0 0 1 6 6v{high}a6 6 0 0 1-6 6h-{wide}a6 6 0 0 1-6-6v-{high}a6 6 0 0 1 6-6z")
}

fn text(class: &'static str, x: i32, y: i32, words: &str) -> Mark {
    Mark::Text { class, x, y, words: words.to_owned() }
}

/// The middle between two columns, or as near to it as the words find room on the paper.
fn centre(from: i32, to: i32, words: &str) -> i32 {
    let wide = |c: char| if c.is_ascii() { 33 } else { 60 }; // tenths of half a letter's width
    let half = (words.chars().map(wide).sum::<i32>() / 10).min(WIDTH / 2);
    i32::midpoint(from, to).clamp(half, WIDTH - half)
}

impl Drawing {
    /// The same with what the page says beside it: which line means which way.
    #[must_use]
    pub fn with_legend(mut self) -> Self {
        self.height += 6;
        for (way, words) in [
            (Way::Front, "through the address bar"),
            (Way::Back, "by the page itself"),
            (Way::Preflight, "by the browser, inferred"),
        ] {
            let y = self.height + 6;
            let sample = Mark::Path { class: "shaft", d: format!("M92 {y}h34") };
            let words = Mark::Text { class: "legend-words", x: 136, y: y + 4, words: words.to_owned() };
            let class = format!("arrow {} then", way.name());
            self.marks.push(Mark::Group { class, index: None, marks: vec![sample, words] });
            self.height += 17;
        }
        self.height += 4;
        self
    }
}
