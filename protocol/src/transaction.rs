//! What is remembered while the person is away: one record a sign-in, found again by `state`, used once.

use crate::json::Json;
use crate::kept::Kept;
use crate::pkce::CodeVerifier;
use crate::trace::Trace;

/// How long an answer is waited for, in milliseconds: 15 minutes.
pub const LIFETIME_MS: u64 = 15 * 60 * 1000;

/// A sign-in under way. Not `Clone`: `callback::accept` consumes it, so that one answer is accepted once.
///
/// It keeps the form as it was, so that what comes back is checked against what was asked (RFC 9700 §4.4.2), whatever has
/// been typed since.
pub struct Pending {
    /// RFC 6749 §10.12: the key of this record.
    pub state: String,
    /// OpenID Connect Core §3.1.2.1; sent with `openid` only.
    pub nonce: Option<String>,
    /// RFC 7636 §4.1; there is one with `response_type=code` only.
    pub verifier: Option<CodeVerifier>,
    /// When they left, in milliseconds since 1970.
    pub created_ms: u64,
    /// What happened until then, and the form as it was when the person left.
    pub trace: Trace,
}

impl Pending {
    /// The text for storage. It holds the verifier: storage of this tab and origin only.
    pub fn to_text(&self) -> String {
        let verifier = self.verifier.as_ref().map(|verifier| verifier.reveal().to_owned());
        let record = Json::of([
            ("state", self.state.to_json()),
            ("nonce", self.nonce.to_json()),
            ("verifier", verifier.to_json()),
            ("created_ms", self.created_ms.to_json()),
            ("trace", self.trace.to_json()),
        ]);
        record.to_string()
    }

    /// Reads it back; `None` for anything else than such a text.
    pub fn from_text(text: &str) -> Option<Self> {
        let json = Json::object(text).ok()?;
        Some(Self {
            state: json.take("state")?,
            nonce: json.take("nonce")?,
            verifier: json.take::<Option<String>>("verifier")?.map(CodeVerifier::restore),
            created_ms: json.take("created_ms")?,
            trace: json.take("trace")?,
        })
    }

    /// Whether it is older than `LIFETIME_MS`. A clock that was set back does not make it young again for ever: a record
    /// from the future counts as expired too.
    pub fn expired(&self, now_ms: u64) -> bool {
        now_ms.checked_sub(self.created_ms).is_none_or(|age| age > LIFETIME_MS)
    }
}
