//! When a token is good, by this browser's clock: `exp`, `iat`, `nbf`, `auth_time`, all in seconds since 1970 (RFC 7519 §2).

use super::{Claims, IdTokenError, type_word};
use crate::check::{Checks, Outcome};
use crate::json::Json;

/// How far two clocks may differ, in milliseconds. A token whose `exp` was so long ago to the millisecond is expired.
pub const SKEW_MS: i64 = 60_000;

/// How old `iat` may be, in milliseconds: a week, and a token of that age was not made for this sign-in.
const OLDEST_MS: i64 = 7 * 24 * 3_600_000;

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
fn from_now(then: i64, now: i64) -> String {
    format!("{} ({} {})", then / 1000, span(then - now), if then < now { "ago" } else { "from now" })
}

fn now(now_ms: u64) -> i64 {
    i64::try_from(now_ms).unwrap_or(i64::MAX / 2)
}

/// Notes the times of any token, each for itself and none of them needed: for a person who looks into one outside of a sign-in.
pub fn note_times(claims: &Json, now_ms: u64, checks: &mut Checks) {
    let now = now(now_ms);
    for name in ["exp", "iat", "nbf"] {
        let ends = name == "exp";
        let expected = if ends { "less than 60 s ago" } else { "at most 60 s from now" };
        match (claims.get(name), claims.get(name).and_then(milliseconds)) {
            (None, _) => checks.add(name, Outcome::NotChecked, expected, "none"),
            (Some(other), None) => checks.add(name, Outcome::Failed, expected, type_word(other)),
            (Some(_), Some(then)) => {
                let holds = if ends { now < then + SKEW_MS } else { then <= now + SKEW_MS };
                let outcome = if holds { Outcome::Passed } else { Outcome::Failed };
                checks.add(name, outcome, expected, &from_now(then, now));
            }
        }
    }
}

impl Claims<'_> {
    fn time(&mut self, name: &'static str, expected: &str) -> Result<Option<i64>, IdTokenError> {
        let Some(value) = self.json.get(name) else { return Ok(None) };
        if let Some(then) = milliseconds(value) {
            return Ok(Some(then));
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
        then: Option<i64>,
        now: i64,
    ) -> Result<(), IdTokenError> {
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
            IdTokenError::Claim { name, expected, actual } => {
                Err(IdTokenError::Clock { name, expected, actual, offset })
            }
            other => Err(other),
        }
    }

    /// §3.1.3.7 (9).
    pub(super) fn expiry(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let (expected, now) = ("less than 60 s ago", now(now_ms));
        let exp = self.time("exp", expected)?;
        self.by_the_clock("exp", exp.is_some_and(|exp| now < exp + SKEW_MS), expected, exp, now)
    }

    /// §3.1.3.7 (10).
    pub(super) fn issued(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let (expected, now) = ("within a week, at most 60 s from now", now(now_ms));
        let iat = self.time("iat", expected)?;
        let good = iat.is_some_and(|iat| iat <= now + SKEW_MS && now - iat < OLDEST_MS);
        self.by_the_clock("iat", good, expected, iat, now)
    }

    /// RFC 7519 §4.1.5.
    pub(super) fn not_before(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let (expected, now) = ("at most 60 s from now", now(now_ms));
        match self.time("nbf", expected)? {
            None => self.not_checked("nbf", "need not be there", "none"),
            nbf @ Some(then) => self.by_the_clock("nbf", then <= now + SKEW_MS, expected, nbf, now)?,
        }
        Ok(())
    }

    /// §3.1.3.7 (13): needed where `max_age` was asked for.
    pub(super) fn authenticated(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let now = now(now_ms);
        let asked = self.expected.asked("max_age").map(str::to_owned);
        let auth_time = self.time("auth_time", asked.as_deref().unwrap_or("a number"))?;
        let Some(asked) = asked else {
            let actual = auth_time.map_or("none".to_owned(), |then| from_now(then, now));
            self.not_checked("auth_time", "no max_age asked", &actual);
            return Ok(());
        };
        // What is no number was asked of the server all the same; then only the claim's presence and its past can be checked.
        let most = asked.parse::<i64>().map_or(i64::MAX / 2, |age| age.saturating_mul(1000).min(i64::MAX / 2));
        let good = auth_time.is_some_and(|then| then <= now + SKEW_MS && now - then <= most + SKEW_MS);
        let expected = format!("at most {} s ago, and 60 s for the clocks", crate::outside::made_visible(&asked, 20));
        let actual = auth_time.map_or("none".to_owned(), |then| from_now(then, now));
        self.compare("auth_time", good, &expected, &actual)
    }
}
