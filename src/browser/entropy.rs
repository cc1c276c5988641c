//! Random bytes from `crypto.getRandomValues`.

/// 32 random bytes, or nothing when the browser gives none: then no sign-in may start.
pub fn draw() -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}
