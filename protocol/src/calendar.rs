//! Days since 1970 in the Gregorian calendar: what the times of HAR and of HTTP are counted by.

/// Length of a day, in milliseconds.
pub const DAY_MS: u64 = 86_400_000;

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn length(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970 to the beginning of a year.
fn days_before(year: u64) -> u64 {
    let leaps = |year: u64| year / 4 - year / 100 + year / 400;
    (year - 1970) * 365 + leaps(year - 1) - leaps(1969)
}

/// Days from 1970 to a day; `None` for one that is not in the calendar, or before 1970. Months and days count from 1.
pub fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if year < 1970 || day > length(year, month) {
        return None;
    }
    Some(days_before(year) + (1..month).map(|month| length(year, month)).sum::<u64>() + day - 1)
}

/// Year, month and day of so many days after the first of 1970.
pub fn date(days: u64) -> (u64, u64, u64) {
    let mut year = 1970 + days / 366;
    while days_before(year + 1) <= days {
        year += 1;
    }
    let (mut rest, mut month) = (days - days_before(year), 1);
    while rest >= length(year, month) {
        rest -= length(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}
