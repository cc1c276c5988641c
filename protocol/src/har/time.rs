//! Times as HAR writes them: ISO 8601, with milliseconds and a zone. Milliseconds since 1970 in and out.

use crate::calendar::{DAY_MS, date, days};

/// `2026-11-30T13:05:00.000Z`. Years up to 9999; what is later is written as the end of that year.
pub fn iso(ms: u64) -> String {
    let ms = ms.min(253_402_300_799_999);
    let (days, rest) = (ms / DAY_MS, ms % DAY_MS);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", rest % 1000)
}

/// Reads such a time, with any fraction of a second and any zone; `None` for what is none, or before 1970.
pub fn from_iso(text: &str) -> Option<u64> {
    let (date, clock) = text.split_once(['T', 't'])?;
    let mut date = date.splitn(3, '-');
    let (year, month, day) = (digits(date.next()?, 4)?, digits(date.next()?, 2)?, digits(date.next()?, 2)?);
    let zone_at = clock.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = clock.split_at_checked(zone_at)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut clock = clock.splitn(3, ':');
    let (hour, minute, second) = (digits(clock.next()?, 2)?, digits(clock.next()?, 2)?, digits(clock.next()?, 2)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let ms = digits(fraction.get(..fraction.len().min(3))?, 0)? * [1000, 100, 10, 1].get(fraction.len().min(3))?;
    let local = days(year, month, day)? * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    local.checked_add_signed(-offset_ms(zone)?)
}

/// `Z`, `+02:00` or `+0200`.
fn offset_ms(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = zone.split_at_checked(1)?;
    let rest = rest.replacen(':', "", 1);
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = i64::try_from(digits(hours, 2)? * 60 + digits(minutes, 2)?).ok()?;
    Some(if sign == "-" { -minutes } else { minutes } * 60_000)
}

/// Digits alone, so many of them, or any number up to 9 where `count` is 0.
fn digits(text: &str, count: usize) -> Option<u64> {
    let fits = if count == 0 { (1..=9).contains(&text.len()) } else { text.len() == count };
    (fits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}
