//! A server's clock against this machine's, as far as the header Date tells.

use crate::calendar::{self, DAY_MS};

/// The time of an HTTP date in its one current form (RFC 9110 §5.6.7, IMF-fixdate), in milliseconds since 1970.
pub fn http_date(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.trim().split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, time, "GMT"] = parts.as_slice() else { return None };
    let (day, year): (u64, u64) = (day.parse().ok()?, year.parse().ok()?);
    let month = (1..).zip(MONTHS).find_map(|(number, name)| (name == *month).then_some(number))?;
    let time: Vec<u64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = time.as_slice() else { return None };
    let fits = (1970..=9999).contains(&year) && (1..=31).contains(&day);
    if !fits || *hours > 23 || *minutes > 59 || *seconds > 60 {
        return None;
    }
    // A day too many for its month is one of the next.
    let days = calendar::days(year, month, 1)? + day - 1;
    Some(days * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000)
}

/// How the two clocks stand, in a sentence. `date` is the header of an answer that came at `now_ms`, where the page may read it.
pub fn compared(date: Option<&str>, now_ms: u64) -> String {
    let Some(theirs) = date.and_then(http_date) else {
        return "How far its clock is from this machine\u{2019}s cannot be told: its answer exposes no header Date."
            .to_owned();
    };
    // The header counts whole seconds.
    let seconds = now_ms.abs_diff(theirs) / 1000;
    let way = if now_ms > theirs { "ahead of" } else { "behind" };
    match seconds {
        0 | 1 => "By the header Date of its answer the two clocks agree to a second.".to_owned(),
        _ => format!(
            "By the header Date of its answer this machine\u{2019}s clock is {seconds} s {way} the server\u{2019}s."
        ),
    }
}

/// How long a server asks to wait, in a sentence (RFC 9110 §10.2.3).
pub fn retry_after(header: Option<&str>) -> String {
    match header.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("It asks to wait {} s.", crate::outside::made_visible(text, 10))
        }
        Some(text) => format!("It asks to wait until {}.", crate::outside::made_visible(text, 40)),
        None => "How long to wait it does not say, or exposes no header Retry-After.".to_owned(),
    }
}
