//! How messages and answers are kept.

use super::{Answer, Channel, Line, Message, Place, Shown};
use crate::json::Json;
use crate::kept::{self, Kept};

fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Front => "front",
        Channel::Back => "back",
    }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Query => "query",
        Place::Fragment => "fragment",
        Place::Body => "body",
    }
}

/// Plain text is a string, a secret its length, what is drawn later `null`, what is missing `false`.
impl Kept for Shown {
    fn to_json(&self) -> Json {
        match self {
            Self::Plain(text) => text.to_json(),
            Self::Masked(masked) => masked.to_json(),
            Self::Later => Json::Null,
            Self::Missing => Json::Bool(false),
        }
    }

    fn from_json(json: &Json) -> Option<Self> {
        match json {
            Json::Text(text) => Some(Self::Plain(text.clone())),
            Json::Object(_) => Kept::from_json(json).map(Self::Masked),
            Json::Null => Some(Self::Later),
            Json::Bool(false) => Some(Self::Missing),
            _ => None,
        }
    }
}

impl Kept for Line {
    fn to_json(&self) -> Json {
        let mut items = vec![self.name.to_json(), self.value.to_json()];
        if !self.parts.is_empty() {
            items.push(self.parts.to_json());
        }
        Json::List(items)
    }

    fn from_json(json: &Json) -> Option<Self> {
        match json.items() {
            [name, value] => Some(Self::new(name.text()?, Kept::from_json(value)?)),
            [name, value, parts] => {
                Some(Self::new(name.text()?, Kept::from_json(value)?).of_parts(Kept::from_json(parts)?))
            }
            _ => None,
        }
    }
}

impl Kept for Message {
    fn to_json(&self) -> Json {
        Json::of([
            ("channel", kept::name(channel(self.channel))),
            ("method", self.method.to_json()),
            ("target", self.target.to_json()),
            ("place", kept::name(place(self.place))),
            ("lines", self.lines.to_json()),
            ("headers", self.headers.to_json()),
            ("added_by_browser", self.added_by_browser.to_json()),
            ("body", self.body.to_json()),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            channel: kept::named(json.get("channel")?, &[Channel::Front, Channel::Back], channel)?,
            method: json.take("method")?,
            target: json.take("target")?,
            place: kept::named(json.get("place")?, &[Place::Query, Place::Fragment, Place::Body], place)?,
            lines: json.take("lines")?,
            headers: json.take("headers")?,
            added_by_browser: json.take("added_by_browser")?,
            body: json.take("body")?,
        })
    }
}

/// Without the body: it belongs to this one showing of the page.
impl Kept for Answer {
    fn to_json(&self) -> Json {
        Json::of([
            ("status", self.status.to_json()),
            ("headers", self.headers.to_json()),
            ("lines", self.lines.to_json()),
            ("bytes", self.bytes.to_json()),
            ("elapsed_ms", self.elapsed_ms.to_json()),
        ])
    }

    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            status: json.take("status")?,
            headers: json.take("headers")?,
            lines: json.take("lines")?,
            body: None,
            exact: None,
            bytes: json.take("bytes")?,
            elapsed_ms: json.take("elapsed_ms")?,
        })
    }
}
