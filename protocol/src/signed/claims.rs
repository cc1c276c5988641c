//! The claims of a token whose signature holds, while they are judged: whose it is, for whom, and when it is good, by this browser's
//! clock, in seconds since 1970 (RFC 7519 §4.1).

use super::SignedError;
use crate::check::{Checks, Outcome};
use crate::json::Json;
use crate::outside::made_visible;

/// How far two clocks may differ, in milliseconds. A token whose `exp` was so long ago to the millisecond is expired.
pub const SKEW_MS: i64 = 60_000;

/// How far off `exp` of an answer may be, in milliseconds: a day.
const LONGEST_MS: i64 = 24 * 3_600_000;

/// Milliseconds, from seconds as JSON writes them. Counted in whole numbers: those with a point would bring tables of 15 KB along.
fn milliseconds(json: &Json) -> Option<i64> {
    let Json::Number(text) = json else { return None };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or((1, mantissa), |rest| (-1, rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let places = exponent.parse::<i64>().ok()?.checked_add(3)?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    let magnitude = match usize::try_from(places.unsigned_abs()).ok()? {
        cut if places < 0 => {
            digits.get(..digits.len().saturating_sub(cut)).filter(|rest| !rest.is_empty()).unwrap_or("0")
        }
        _ => digits.as_str(),
    };
    let power = 10_i64.checked_pow(u32::try_from(places.max(0)).ok()?)?;
    magnitude.parse::<i64>().ok()?.checked_mul(power).filter(|value| *value < 1 << 60).map(|value| sign * value)
}

/// A span as a person says it.
fn span(milliseconds: i64) -> String {
    let seconds = (milliseconds.saturating_abs() + 500) / 1000;
    let (unit, size) = match seconds {
        86_400.. => ("d", 86_400),
        3600.. => ("h", 3600),
        60.. => ("min", 60),
        _ => ("s", 1),
    };
    let tenths = (seconds * 10 + size / 2) / size;
    match tenths % 10 {
        0 => format!("{} {unit}", tenths / 10),
        tenth => format!("{}.{tenth} {unit}", tenths / 10),
    }
}

/// Before or after now, in words.
pub(crate) fn from_now(then: i64, now: i64) -> String {
    format!("{} ({} {})", then / 1000, span(then - now), if then < now { "ago" } else { "from now" })
}

pub(crate) fn now(now_ms: u64) -> i64 {
    i64::try_from(now_ms).unwrap_or(i64::MAX / 2)
}

/// One row after the other, and the first that fails ends it.
pub(crate) struct Claims<'a> {
    /// The payload.
    pub json: &'a Json,
    /// The rows.
    pub checks: &'a mut Checks,
}

impl Claims<'_> {
    /// A claim that has to be text where it is there.
    pub fn text(&mut self, name: &'static str, expected: &str) -> Result<Option<&str>, SignedError> {
        match self.json.get(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(other) => {
                self.checks.compare(name, false, expected, type_word(other));
                Err(SignedError::ClaimType { name })
            }
        }
    }

    /// Notes a comparison; where it failed, the error of that claim.
    pub fn compare(
        &mut self,
        name: &'static str,
        passed: bool,
        expected: &str,
        actual: &str,
    ) -> Result<(), SignedError> {
        let (expected, actual) = (made_visible(expected, 200), made_visible(actual, 200));
        if self.checks.compare(name, passed, &expected, &actual) {
            return Ok(());
        }
        Err(SignedError::Claim { name, expected, actual })
    }

    /// Notes that there is nothing to check against.
    pub fn not_checked(&mut self, name: &'static str, expected: &str, actual: &str) {
        self.checks.note(name, Outcome::NotChecked, expected, &made_visible(actual, 200));
    }

    /// Judges a claim that need not be there, where it is.
    pub fn where_there(
        &mut self,
        name: &'static str,
        judge: impl FnOnce(&mut Self) -> Result<(), SignedError>,
    ) -> Result<(), SignedError> {
        if self.json.get(name).is_some() {
            return judge(self);
        }
        self.not_checked(name, "need not be there", "none");
        Ok(())
    }

    /// Whose it is: equal character by character.
    pub fn issuer(&mut self, expected: &str) -> Result<(), SignedError> {
        let actual = self.text("iss", expected)?.map(str::to_owned);
        self.compare("iss", actual.as_deref() == Some(expected), expected, &actual.unwrap_or_else(|| "none".to_owned()))
    }

    /// For whom it is: this client is one of them.
    pub fn among_audiences(&mut self, client: &str) -> Result<(), SignedError> {
        let Some(audiences) = audiences(self.json) else {
            let actual = self.json.get("aud").map_or("none", type_word);
            self.checks.compare("aud", false, client, actual);
            return Err(SignedError::ClaimType { name: "aud" });
        };
        let actual = if audiences.is_empty() { "none".to_owned() } else { audiences.join(", ") };
        self.compare("aud", audiences.iter().any(|name| name == client), client, &actual)
    }

    /// A time, in milliseconds since 1970.
    pub fn time(&mut self, name: &'static str, expected: &str) -> Result<Option<i64>, SignedError> {
        let Some(value) = self.json.get(name) else { return Ok(None) };
        if let Some(then) = milliseconds(value) {
            return Ok(Some(then));
        }
        self.checks.compare(name, false, expected, type_word(value));
        Err(SignedError::ClaimType { name })
    }

    /// Notes a comparison with the clock. `then` is the claim; where it failed, the error says how far the clocks seem to be apart:
    /// a token is read as soon as it is made, so the time since `iat` is the difference.
    pub fn by_the_clock(
        &mut self,
        name: &'static str,
        passed: bool,
        expected: &str,
        then: Option<i64>,
        now: i64,
    ) -> Result<(), SignedError> {
        let actual = then.map_or("none".to_owned(), |then| from_now(then, now));
        let error = match (self.compare(name, passed, expected, &actual), then) {
            (Ok(()), _) => return Ok(()),
            (Err(error), None) => return Err(error),
            (Err(error), Some(_)) => error,
        };
        let made = self.json.get("iat").and_then(milliseconds).or(then).unwrap_or(now);
        // Made just now, and out of its time all the same: that is no clock's fault.
        if (now - made).abs() <= SKEW_MS {
            return Err(error);
        }
        let offset = format!("{} {}", span(now - made), if made > now { "behind" } else { "ahead" });
        match error {
            SignedError::Claim { name, expected, actual } => Err(SignedError::Clock { name, expected, actual, offset }),
            other => Err(other),
        }
    }

    /// RFC 7519 §4.1.4.
    pub fn expiry(&mut self, now_ms: u64) -> Result<(), SignedError> {
        let (expected, now) = ("less than 60 s ago", now(now_ms));
        let exp = self.time("exp", expected)?;
        self.by_the_clock("exp", exp.is_some_and(|exp| now < exp + SKEW_MS), expected, exp, now)
    }

    /// The same for what is read as soon as it is made (JARM §2.1 recommends ten minutes at most): one that lives on for days can be
    /// kept for another day.
    pub fn short_lived(&mut self, now_ms: u64) -> Result<(), SignedError> {
        let (expected, now) = ("less than 60 s ago, at most a day from now", now(now_ms));
        match self.time("exp", expected)? {
            Some(then) if then > now + LONGEST_MS => self.compare("exp", false, expected, &from_now(then, now)),
            exp => self.by_the_clock("exp", exp.is_some_and(|exp| now < exp + SKEW_MS), expected, exp, now),
        }
    }

    /// RFC 7519 §4.1.5.
    pub fn not_before(&mut self, now_ms: u64) -> Result<(), SignedError> {
        let (expected, now) = ("at most 60 s from now", now(now_ms));
        match self.time("nbf", expected)? {
            None => self.not_checked("nbf", "need not be there", "none"),
            nbf @ Some(then) => self.by_the_clock("nbf", then <= now + SKEW_MS, expected, nbf, now)?,
        }
        Ok(())
    }
}

/// The audiences of a token: none where `aud` is not there, `None` where it is neither a text nor a list of texts.
pub(crate) fn audiences(json: &Json) -> Option<Vec<String>> {
    match json.get("aud") {
        None => Some(Vec::new()),
        Some(Json::Text(audience)) => Some(vec![audience.clone()]),
        Some(Json::List(items)) => items.iter().map(|item| item.text().map(str::to_owned)).collect(),
        Some(_) => None,
    }
}

/// The JSON type of a value, in words.
pub(crate) fn type_word(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::Text(_) => "a text",
        Json::List(_) => "a list",
        Json::Object(_) => "an object",
    }
}
