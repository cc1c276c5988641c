//! When a token is good, by this browser's clock: `exp`, `iat`, `nbf`, `auth_time`, all in seconds since 1970 (RFC 7519 §2).

use super::{Claims, IdTokenError, type_word};
use crate::json::Json;

/// How far two clocks may differ, in seconds. A token whose `exp` was `SKEW_S` seconds ago to the second is expired.
pub const SKEW_S: f64 = 60.0;

/// How old `iat` may be, in seconds: a week, and a token of that age was not made for this sign-in.
const OLDEST_S: f64 = 7.0 * 24.0 * 3600.0;

/// A number that every reader of JSON has the same notion of, in seconds.
fn seconds(json: &Json) -> Option<f64> {
    match json {
        Json::Number(text) => text.parse::<f64>().ok().filter(|number| number.abs() < 9_007_199_254_740_992.0),
        _ => None,
    }
}

#[allow(clippy::cast_precision_loss)] // milliseconds since 1970 stay exact for 285 000 years
fn now_s(now_ms: u64) -> f64 {
    now_ms as f64 / 1000.0
}

/// A span as a person says it.
fn span(seconds: f64) -> String {
    let whole = seconds.abs().round();
    let (unit, size) = match whole {
        size if size >= 86400.0 => ("d", 86400.0),
        size if size >= 3600.0 => ("h", 3600.0),
        size if size >= 60.0 => ("min", 60.0),
        _ => ("s", 1.0),
    };
    let count = (whole / size * 10.0).round() / 10.0;
    format!("{count} {unit}")
}

/// Before or after now, in words.
fn from_now(then: f64, now: f64) -> String {
    let distance = then - now;
    format!("{then} ({} {})", span(distance), if distance < 0.0 { "ago" } else { "from now" })
}

impl Claims<'_> {
    fn time(&mut self, name: &'static str, expected: &str) -> Result<Option<f64>, IdTokenError> {
        let Some(value) = self.json.get(name) else { return Ok(None) };
        if let Some(seconds) = seconds(value) {
            return Ok(Some(seconds));
        }
        self.checks.compare(name, false, expected, type_word(value));
        Err(IdTokenError::ClaimType { name })
    }

    /// Notes a comparison with the clock. `then` is the claim; where it failed, the error says how far the clocks seem to be apart:
    /// a token is read as soon as it is made, so the time since `iat` is the difference.
    fn by_the_clock(
        &mut self,
        name: &'static str,
        passed: bool,
        expected: &str,
        then: Option<f64>,
        now: f64,
    ) -> Result<(), IdTokenError> {
        let actual = then.map_or("none".to_owned(), |then| from_now(then, now));
        let error = match (self.compare(name, passed, expected, &actual), then) {
            (Ok(()), _) => return Ok(()),
            (Err(error), None) => return Err(error),
            (Err(error), Some(_)) => error,
        };
        let made = self.json.get("iat").and_then(seconds).or(then).unwrap_or(now);
        let offset = format!("{} {}", span(now - made), if made > now { "behind" } else { "ahead" });
        match error {
            IdTokenError::Claim { name, expected, actual } => {
                Err(IdTokenError::Clock { name, expected, actual, offset })
            }
            other => Err(other),
        }
    }

    /// §3.1.3.7 (9).
    pub(super) fn expiry(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let (expected, now) = ("less than 60 s ago", now_s(now_ms));
        let exp = self.time("exp", expected)?;
        self.by_the_clock("exp", exp.is_some_and(|exp| now < exp + SKEW_S), expected, exp, now)
    }

    /// §3.1.3.7 (10).
    pub(super) fn issued(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let (expected, now) = ("within a week, at most 60 s from now", now_s(now_ms));
        let iat = self.time("iat", expected)?;
        let good = iat.is_some_and(|iat| iat <= now + SKEW_S && now - iat < OLDEST_S);
        self.by_the_clock("iat", good, expected, iat, now)
    }

    /// RFC 7519 §4.1.5.
    pub(super) fn not_before(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let (expected, now) = ("at most 60 s from now", now_s(now_ms));
        match self.time("nbf", expected)? {
            None => self.not_checked("nbf", "need not be there", "none"),
            nbf @ Some(then) => self.by_the_clock("nbf", then <= now + SKEW_S, expected, nbf, now)?,
        }
        Ok(())
    }

    /// §3.1.3.7 (13): needed where `max_age` was asked for.
    pub(super) fn authenticated(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let now = now_s(now_ms);
        let asked = self.expected.asked("max_age").map(str::to_owned);
        let auth_time = self.time("auth_time", asked.as_deref().unwrap_or("a number"))?;
        let Some(asked) = asked else {
            let actual = auth_time.map_or("none".to_owned(), |then| from_now(then, now));
            self.not_checked("auth_time", "no max_age asked", &actual);
            return Ok(());
        };
        // What is no number was asked of the server all the same; then only the claim's presence and its past can be checked.
        let most = asked.parse::<u64>().map_or(f64::INFINITY, |age| now_s(age.saturating_mul(1000)));
        let good = auth_time.is_some_and(|then| then <= now + SKEW_S && now - then <= most + SKEW_S);
        let expected = format!("at most {} s ago, and 60 s for the clocks", crate::outside::made_visible(&asked, 20));
        let actual = auth_time.map_or("none".to_owned(), |then| from_now(then, now));
        self.compare("auth_time", good, &expected, &actual)
    }
}
