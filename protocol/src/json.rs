//! JSON as a token endpoint must write it: text in, one value out; and back, for the records of this crate.
//!
//! Our own reader, for three things that the usual one does not give: a member that comes twice is refused at every depth (RFC 8259 §4
//! leaves its meaning open, and two readers that choose differently are an attack); a number stays as it was written, since a page
//! that shows what came must not round it; and it weighs a tenth. The tests hold it against the usual one.

mod read;
mod write;

pub use read::TOO_DEEP;

/// A JSON value whose objects hold each name once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, exactly as written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in the order written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a text that is exactly one JSON value. The error says what is wrong and where, and repeats nothing of the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        read::value(text)
    }

    /// Reads a text that is exactly one JSON object.
    pub fn object(text: &str) -> Result<Self, String> {
        match Self::parse(text)? {
            object @ Self::Object(_) => Ok(object),
            _ => Err("the JSON is not an object".to_owned()),
        }
    }

    /// An object of these members; the names differ.
    pub fn of<const N: usize>(members: [(&str, Self); N]) -> Self {
        Self::of_all(Vec::from(members))
    }

    // Once for all lengths.
    fn of_all(members: Vec<(&str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The members of an object; nothing for any other value.
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The member `name` of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as a person reads it: a string without its quotes, anything else as JSON.
    pub fn written(&self) -> String {
        self.text().map_or_else(|| self.to_string(), str::to_owned)
    }

    /// The items of an array; nothing for any other value.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }
}
