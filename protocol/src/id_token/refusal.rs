//! Why an ID token was not believed.

use crate::report::{Report, Who};
use crate::signed::{SignedError, Sort};

/// The errors of this arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdTokenError {
    /// It was asked for and did not come (`param`; OpenID Connect Core §3.1.3.3, §3.2.2.5).
    Missing,
    /// It is not what the issuer signed for this client (`SignedError`).
    Signed(SignedError),
    /// The nonce is not the one that was sent (`nonce`).
    Nonce {
        /// Whether one was sent.
        sent: bool,
        /// Whether one came.
        came: bool,
    },
    /// The token or code beside it is not the one that it vouches for (`hash`).
    Hash {
        /// Which hash.
        name: &'static str,
        /// Whether it was there at all.
        came: bool,
    },
}

impl IdTokenError {
    /// What the person reads. `origin` is this page's, for the server's CORS setting; `jwks_uri` is where its keys are.
    pub fn report(&self, origin: &str, jwks_uri: &str) -> Report {
        let dropped = Sort::IdToken.dropped();
        match self {
            Self::Missing => Report::new(
                "param",
                Who::AuthorizationServer,
                "No ID token came.",
                "It was asked for and says who signed in; without it the answer counts for nothing, and everything else in it was dropped.",
                "Leave the scope openid out if nobody has to be signed in; else the authorization server has to mend this.",
            ),
            Self::Signed(error) => error.report(Sort::IdToken, origin, jwks_uri),
            Self::Nonce { sent, came } => Report::new(
                "nonce",
                Who::Unknown,
                "This ID token was not made for this sign-in.",
                &format!("Its nonce is not the one that this page sent, so it may be an old one, or someone else's (OpenID Connect Core §3.1.3.7). {dropped}"),
                "Start again. If it persists, the authorization server has to repeat the nonce of the request.",
            )
            .evidence("sent", if *sent { "one" } else { "none" })
            .evidence("came", match (sent, came) {
                (_, false) => "none",
                (true, true) => "another",
                (false, true) => "one",
            }),
            Self::Hash { name, came } => Report::new(
                "hash",
                Who::Unknown,
                "The ID token does not vouch for what came with it.",
                &format!("Someone could have put another token, code or state in the place of the server's: that is what this hash is there to show. {dropped}"),
                "Start again. If it persists, the authorization server has to send the hash that belongs to it.",
            )
            .evidence("hash", name)
            .evidence("came", if *came { "another" } else { "none" }),
        }
    }
}

impl From<SignedError> for IdTokenError {
    fn from(error: SignedError) -> Self {
        Self::Signed(error)
    }
}
