//! What can be kept as a JSON text while the person is away, and taken back.
//!
//! Written out by hand for each record: derived readers and writers were a third of the page's weight.

use crate::json::Json;

/// A value that has a JSON form.
pub trait Kept: Sized {
    /// Its JSON form. It holds no secret text: `secret::Masked` keeps a length only.
    fn to_json(&self) -> Json;

    /// Takes it back; `None` for anything else than such a form.
    fn from_json(json: &Json) -> Option<Self>;
}

impl Json {
    /// Takes back the member `name` of an object.
    pub fn take<T: Kept>(&self, name: &str) -> Option<T> {
        T::from_json(self.get(name)?)
    }
}

/// The variant of that name, for the enums that are kept by name.
pub fn named<T: Copy>(json: &Json, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
    let text = json.text()?;
    all.iter().copied().find(|variant| name(*variant) == text)
}

/// The JSON form of a name.
pub fn name(name: &str) -> Json {
    Json::Text(name.to_owned())
}

impl Kept for String {
    fn to_json(&self) -> Json {
        Json::Text(self.clone())
    }

    fn from_json(json: &Json) -> Option<Self> {
        json.text().map(str::to_owned)
    }
}

impl Kept for u64 {
    fn to_json(&self) -> Json {
        Json::Number(self.to_string())
    }

    fn from_json(json: &Json) -> Option<Self> {
        match json {
            Json::Number(number) => number.parse().ok(),
            _ => None,
        }
    }
}

/// A size in bytes or characters.
impl Kept for usize {
    fn to_json(&self) -> Json {
        Json::Number(self.to_string())
    }

    fn from_json(json: &Json) -> Option<Self> {
        u64::from_json(json)?.try_into().ok()
    }
}

/// A status code.
impl Kept for u16 {
    fn to_json(&self) -> Json {
        Json::Number(self.to_string())
    }

    fn from_json(json: &Json) -> Option<Self> {
        u64::from_json(json)?.try_into().ok()
    }
}

/// `null` where there is none.
impl<T: Kept> Kept for Option<T> {
    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, T::to_json)
    }

    fn from_json(json: &Json) -> Option<Self> {
        if *json == Json::Null { Some(None) } else { T::from_json(json).map(Some) }
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn to_json(&self) -> Json {
        Json::List(self.iter().map(T::to_json).collect())
    }

    fn from_json(json: &Json) -> Option<Self> {
        let Json::List(items) = json else { return None };
        let mut taken = Self::new();
        for item in items {
            taken.push(T::from_json(item)?);
        }
        Some(taken)
    }
}

/// A name and a text: a header, a piece of evidence.
impl Kept for (String, String) {
    fn to_json(&self) -> Json {
        Json::List(vec![name(&self.0), name(&self.1)])
    }

    fn from_json(json: &Json) -> Option<Self> {
        match json.items() {
            [left, right] => Some((String::from_json(left)?, String::from_json(right)?)),
            _ => None,
        }
    }
}
