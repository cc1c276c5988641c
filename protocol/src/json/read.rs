//! The reader: RFC 8259, strictly, and each name of an object once.

use super::Json;

/// Deepest nesting read: a body of brackets alone must not exhaust the stack.
const DEPTH: usize = 100;

/// How the error begins that says so.
pub const TOO_DEEP: &str = "it is nested too deeply";

/// Reads exactly one value.
pub fn value(text: &str) -> Result<Json, String> {
    let mut reader = Reader { text, at: 0 };
    let read = reader.value(DEPTH).and_then(|value| {
        reader.blanks();
        if reader.at == text.len() { Ok(value) } else { Err("something follows the value") }
    });
    read.map_err(|what| format!("{what}, at byte {} of {}", reader.at, text.len()))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

type Read<T> = Result<T, &'static str>;

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        self.pass(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// Passes over the bytes that belong, and says how many they were.
    fn pass(&mut self, belongs: fn(u8) -> bool) -> usize {
        let begun = self.at;
        while self.next().is_some_and(belongs) {
            self.at += 1;
        }
        self.at - begun
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.rest().starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    /// Passes over blanks and then over `byte`, if it stands there.
    fn take_sign(&mut self, byte: u8) -> bool {
        self.blanks();
        let there = self.next() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self, depth: usize) -> Read<Json> {
        let deeper = || depth.checked_sub(1).ok_or(TOO_DEEP);
        self.blanks();
        match self.next() {
            Some(b'{') => self.object(deeper()?),
            Some(b'[') => self.list(deeper()?),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.take("null") => Ok(Json::Null),
            _ if self.take("true") => Ok(Json::Bool(true)),
            _ if self.take("false") => Ok(Json::Bool(false)),
            None => Err("it ends too early"),
            Some(_) => Err("there is no value"),
        }
    }

    fn object(&mut self, depth: usize) -> Read<Json> {
        let mut members: Vec<(String, Json)> = Vec::new();
        self.at += 1;
        if self.take_sign(b'}') {
            return Ok(Json::Object(members));
        }
        loop {
            self.blanks();
            let name = self.string()?;
            if !self.take_sign(b':') {
                return Err("a colon is missing");
            }
            let value = self.value(depth)?;
            if members.iter().any(|(other, _)| *other == name) {
                return Err("a member comes twice");
            }
            if members.len() == 1000 {
                return Err("it has more than 1000 members");
            }
            members.push((name, value));
            if self.ends(b'}')? {
                return Ok(Json::Object(members));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Read<Json> {
        let mut items = Vec::new();
        self.at += 1;
        if self.take_sign(b']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends(b']')? {
                return Ok(Json::List(items));
            }
        }
    }

    /// After a member or item: its end, or a comma before another.
    fn ends(&mut self, end: u8) -> Read<bool> {
        if self.take_sign(end) {
            return Ok(true);
        }
        if self.take_sign(b',') { Ok(false) } else { Err("a comma or an end is missing") }
    }

    fn number(&mut self) -> Read<Json> {
        const FAULT: &str = "a number is malformed";
        let begun = self.at;
        self.take("-");
        let zero = self.next() == Some(b'0');
        let whole = self.pass(|byte| byte.is_ascii_digit());
        if whole == 0 || (zero && whole > 1) {
            return Err(FAULT);
        }
        if self.take(".") && self.pass(|byte| byte.is_ascii_digit()) == 0 {
            return Err(FAULT);
        }
        if self.take("e") || self.take("E") {
            let _ = self.take("+") || self.take("-");
            if self.pass(|byte| byte.is_ascii_digit()) == 0 {
                return Err(FAULT);
            }
        }
        Ok(Json::Number(self.text.get(begun..self.at).unwrap_or_default().to_owned()))
    }

    fn string(&mut self) -> Read<String> {
        if !self.take("\"") {
            return Err("a name is missing");
        }
        let mut string = String::new();
        loop {
            let begun = self.at;
            self.pass(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            string.push_str(self.text.get(begun..self.at).unwrap_or_default());
            match self.next() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                Some(_) => return Err("a control character stands in a string"),
                None => return Err("a string does not end"),
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        self.at += 1;
        let sign = self.next().ok_or("a string does not end")?;
        self.at += 1;
        match sign {
            b'"' => Ok('"'),
            b'\\' => Ok('\\'),
            b'/' => Ok('/'),
            b'b' => Ok('\u{8}'),
            b'f' => Ok('\u{c}'),
            b'n' => Ok('\n'),
            b'r' => Ok('\r'),
            b't' => Ok('\t'),
            b'u' => self.unicode(),
            _ => Err("an escape is unknown"),
        }
    }

    /// `\uXXXX`, or two of them for a character beyond U+FFFF.
    fn unicode(&mut self) -> Read<char> {
        const FAULT: &str = "an escape is no character";
        let unit = self.hex().ok_or(FAULT)?;
        let code = if (0xd800..0xdc00).contains(&unit) && self.take("\\u") {
            let low = self.hex().filter(|low| (0xdc00..0xe000).contains(low)).ok_or(FAULT)?;
            0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
        } else {
            unit
        };
        char::from_u32(code).ok_or(FAULT)
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}
