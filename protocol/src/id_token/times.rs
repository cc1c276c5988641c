//! When an ID token was made, and when the person signed in, by this browser's clock: `iat` and `auth_time`, in seconds since 1970.

use super::{Claims, IdTokenError};
use crate::signed::{SKEW_MS, from_now, now};

/// How old `iat` may be, in milliseconds: a week, and a token of that age was not made for this sign-in.
const OLDEST_MS: i64 = 7 * 24 * 3_600_000;

impl Claims<'_> {
    /// §3.1.3.7 (10).
    pub(super) fn issued(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let (expected, now) = ("within a week, at most 60 s from now", now(now_ms));
        let iat = self.signed.time("iat", expected)?;
        let good = iat.is_some_and(|iat| iat <= now + SKEW_MS && now - iat < OLDEST_MS);
        Ok(self.signed.by_the_clock("iat", good, expected, iat, now)?)
    }

    /// §3.1.3.7 (13): needed where `max_age` was asked for.
    pub(super) fn authenticated(&mut self, now_ms: u64) -> Result<(), IdTokenError> {
        let now = now(now_ms);
        let asked = self.expected.asked("max_age").map(str::to_owned);
        let auth_time = self.signed.time("auth_time", asked.as_deref().unwrap_or("a number"))?;
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
