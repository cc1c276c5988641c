//! Where an address is: on this machine, in the network around it, or anywhere.

/// How near an address is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// This machine.
    Loopback,
    /// The network around it (RFC 1918, RFC 4193, RFC 3927, RFC 6762).
    Local,
    /// Anywhere. A name may still lead to a near address.
    Anywhere,
}

/// The place of a host, as a URL writes it.
pub fn of(host: &str) -> Place {
    let host = host.trim_end_matches('.');
    match host.rsplit('.').next() {
        Some("localhost" | "[::1]") => return Place::Loopback,
        Some("local") => return Place::Local,
        _ => {}
    }
    if let Some(inner) = host.strip_prefix('[') {
        // fc00::/7 and fe80::/10
        let near = ["fc", "fd", "fe8", "fe9", "fea", "feb"].iter().any(|prefix| inner.starts_with(prefix));
        return if near { Place::Local } else { Place::Anywhere };
    }
    let numbers: Option<Vec<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some([127, _, _, _]) => Place::Loopback,
        Some([10, _, _, _] | [172, 16..=31, _, _] | [192, 168, _, _] | [169, 254, _, _]) => Place::Local,
        _ => Place::Anywhere,
    }
}
