//! Why an authorization response was not accepted.

mod as_error;

use crate::grant::GrantProblem;
use crate::report::{Report, Who};
use crate::signed::{SignedError, Sort};
use crate::urlencoded::DecodeError;

/// The errors of this arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackError {
    /// Query or fragment is longer than any response (`size`).
    Size {
        /// What came, in bytes.
        bytes: usize,
        /// What is read, in bytes.
        limit: usize,
    },
    /// Response parameters in query and fragment at once (`mode`).
    BothParts,
    /// A signed answer with plain parameters beside it (`mode`; JARM §2.3).
    SignedAndPlain,
    /// A signed answer is not what the issuer signed for this client (`jwt`, `alg`, `key`, `sig`, `claim.`…; JARM §2.4).
    Signed {
        /// Why.
        error: Box<SignedError>,
        /// This page's origin, for the server's CORS setting; empty where no key was looked for.
        origin: String,
        /// Where the keys are; the same.
        jwks_uri: String,
    },
    /// A parameter comes twice (`param`; RFC 6749 §3.1).
    Repeated {
        /// Which.
        name: &'static str,
    },
    /// A value is no form-encoded UTF-8 (`param`; RFC 6749 Appendix B).
    Unreadable {
        /// Which.
        name: &'static str,
        /// What is wrong with it.
        why: DecodeError,
    },
    /// No `state`, or no sign-in under way in this tab (`state`, `missing`).
    StateMissing {
        /// Whether the response carried a `state` at all.
        response_had_one: bool,
        /// Whether one without a `state` is an error.
        refuses: bool,
    },
    /// Sign-ins are under way, but not this one (`state`, `mismatched`).
    StateMismatched,
    /// This `state` was answered already (`state`, `used`).
    StateUsed,
    /// The sign-in began over 15 minutes ago (`state`, `expired`).
    StateExpired,
    /// The stored transaction cannot be read back (`storage`).
    TransactionUnusable,
    /// `iss` names another server (`iss`; RFC 9207 §2.4).
    Issuer {
        /// The issuer that was configured.
        expected: String,
        /// The one that answered.
        actual: String,
    },
    /// There is no `iss`, though the server's metadata promises one (`iss`, `missing`; RFC 9207 §2.4).
    IssuerMissing {
        /// The issuer that was configured.
        expected: String,
    },
    /// Another type or part than asked for (`mode`).
    Shape {
        /// What was asked.
        expected: String,
        /// What came.
        actual: String,
        /// Whether all but the part is right, which has to be the fragment and was left to the type (no `response_mode`).
        place_unnamed: bool,
    },
    /// It arrived at another page than its `redirect_uri` (`mode`).
    OtherPage,
    /// The server refused (`as_error`; RFC 6749 §4.1.2.1 and §4.2.2.1).
    Refused {
        /// The code, made visible.
        error: String,
        /// The server's own words, made visible; may be empty.
        description: String,
        /// `error_uri`, where it is https.
        uri: Option<String>,
        /// A signed answer was asked for, and this one is not: nobody vouches for it.
        unsigned: bool,
    },
    /// `code` is empty (`param`).
    NoCode,
    /// `id_token` is empty (`param`).
    NoIdToken,
    /// The token of an implicit response cannot be used (`param`, `token_type`).
    Grant(GrantProblem),
}

const UNSIGNED: &str =
    "none, though a signed answer was asked for: anyone could have written this, and nothing was used";
const START_AGAIN: &str = "Start again from this page. Nothing was sent anywhere, and nothing else was touched.";
const SERVER_MENDS_BELOW: &str =
    "The authorization server has to mend this; the raw answer is below for whoever runs it.";
const NAME_THE_FRAGMENT: &str = "The authorization server has to mend this; the raw answer is below for whoever runs it. Or ask for fragment by name (response_mode, under More).";

impl CallbackError {
    /// A signed answer that has not the form of one.
    pub(super) fn unread(error: SignedError) -> Self {
        Self::Signed { error: Box::new(error), origin: String::new(), jwks_uri: String::new() }
    }

    pub(super) fn state_expected(&self) -> &'static str {
        match self {
            Self::StateUsed => "one not answered yet",
            Self::StateMismatched => "one of this tab's",
            _ => "a sign-in under way",
        }
    }

    /// What the person reads.
    pub fn report(&self) -> Report {
        match self {
            Self::Size { bytes, limit } => Report::new(
                "size",
                Who::Unknown,
                "The answer is too long to be an answer.",
                "It was dropped unread, so that nobody can say whose it is.",
                START_AGAIN,
            )
            .evidence("length", &format!("{bytes} bytes, at most {limit} are read")),
            Self::BothParts => Report::new(
                "mode",
                Who::Unknown,
                "The answer stands in the query and in the fragment at once.",
                "A response belongs into one part of the address. Two may be two answers, so neither was used.",
                START_AGAIN,
            ),
            Self::SignedAndPlain => Report::new(
                "mode",
                Who::Unknown,
                "The answer is a signed text, and has plain parameters beside it.",
                "What stands inside the signature and what anyone could have written beside it may be two answers, so neither was used (JARM §2.3).",
                START_AGAIN,
            ),
            Self::Signed { error, origin, jwks_uri } => error.report(Sort::Answer, origin, jwks_uri),
            Self::Repeated { name } => Report::new(
                "param",
                Who::Unknown,
                "A parameter comes twice in this answer.",
                "Each may come once (RFC 6749 §3.1): whoever chose the first or the last could be made to choose the wrong one. Neither was used.",
                START_AGAIN,
            )
            .evidence("parameter", name),
            Self::Unreadable { name, why } => Report::new(
                "param",
                Who::Unknown,
                "A value in this answer cannot be decoded.",
                "A guess might send something on that the server never issued, so the answer was dropped before anyone asked whose it is.",
                START_AGAIN,
            )
            .evidence("parameter", name)
            .evidence("fault", decode_words(*why)),
            Self::StateMissing { .. } | Self::StateMismatched | Self::StateUsed | Self::StateExpired => self.state_report(),
            Self::TransactionUnusable => Report::new(
                "storage",
                Who::Browser,
                "What this page remembered of the sign-in cannot be read back.",
                "Another version of this page or another script on this origin may have written it. The answer was not used.",
                START_AGAIN,
            ),
            Self::Issuer { expected, actual } => Report::new(
                "iss",
                Who::Unknown,
                "This answer came from another server than the one you asked.",
                "Nothing of it was sent anywhere. If you run both servers, one of them names the wrong issuer; if not, someone tried to mix them up (RFC 9207).",
                "Compare the issuer field with the iss below, character by character; a closing / counts.",
            )
            .evidence("this sign-in began at", expected)
            .evidence("the answer names", actual),
            Self::IssuerMissing { expected } => Report::new(
                "iss",
                Who::Unknown,
                "This answer does not say which server it came from.",
                "The server\u{2019}s metadata says that every answer of its names the issuer, so one that does not may be another server\u{2019}s (RFC 9207 §2.4). Nothing of it was sent anywhere.",
                "Start again. If it stays so, whoever runs the server has to send iss, or to stop saying so in the metadata.",
            )
            .reason("missing")
            .evidence("this sign-in began at", expected),
            Self::Shape { expected, actual, place_unnamed } => Report::new(
                "mode",
                Who::AuthorizationServer,
                "This is not the kind of answer that was asked for.",
                "An answer of another type, or in another part of the address, is not used: accepting it would let a weaker flow in.",
                if *place_unnamed { NAME_THE_FRAGMENT } else { SERVER_MENDS_BELOW },
            )
            .evidence("asked for", expected)
            .evidence("came", actual),
            Self::OtherPage => Report::new(
                "mode",
                Who::Client,
                "The answer arrived at another page than the one it was meant for.",
                "It was not used: an answer counts at its own redirect_uri only (RFC 9700 §2.1).",
                "Start again from the page that is registered as redirect_uri.",
            ),
            Self::Refused { error, description, uri, unsigned } => {
                let report = as_error::refused(error, description, uri.as_deref());
                if *unsigned { report.evidence("signature", UNSIGNED) } else { report }
            }
            Self::NoCode | Self::NoIdToken | Self::Grant(_) => self.lacking_report(),
        }
    }

    /// Of an answer that lacks a part of what was asked, or has it in no form to be used.
    fn lacking_report(&self) -> Report {
        let (headline, meaning) = match self {
            Self::Grant(problem) => {
                return Report::new(
                    problem.kind(),
                    Who::AuthorizationServer,
                    &problem.headline(),
                    problem.meaning(),
                    problem.mend(),
                );
            }
            Self::NoIdToken => (
                "The answer has no ID token.",
                "One was asked for, and a response that lacks a part of what was asked is none (OpenID Connect Core §3.3.2.5). Nothing was kept.",
            ),
            _ => ("The answer has an empty code.", "There is nothing to exchange for a token."),
        };
        Report::new("param", Who::AuthorizationServer, headline, meaning, SERVER_MENDS_BELOW)
    }

    fn state_report(&self) -> Report {
        let (reason, headline, meaning) = match self {
            Self::StateMissing { response_had_one: false, refuses } => (
                "missing",
                "This answer does not say which sign-in it belongs to.",
                if *refuses {
                    "It has no state, so it may have been made by anyone (RFC 6749 §10.12). It was not used. If you have just declined or were refused there, the server left out state, which an error needs too (§4.1.2.1): whoever runs it can mend that."
                } else {
                    "It has no state, so it may have been made by anyone (RFC 6749 §10.12). It was not used."
                },
            ),
            Self::StateUsed => (
                "used",
                "This answer has been used already.",
                "An answer counts once. This is what a reload, the Back button or a copied link brings.",
            ),
            Self::StateExpired => (
                "expired",
                "This sign-in began more than 15 minutes ago.",
                "What was remembered of it is gone, and the answer was not used. A clock that was set meanwhile looks the same.",
            ),
            Self::StateMismatched => (
                "mismatched",
                "This answer belongs to no sign-in of this tab.",
                "Its state is not the one that was sent. A link made by someone else would look like this (RFC 9700 §4.7). It was not used, and the sign-in under way is untouched.",
            ),
            _ => (
                "missing",
                "No sign-in is under way in this tab.",
                "The answer may belong to another tab or browser, or be an old bookmark. It was not used.",
            ),
        };
        let who = if matches!(self, Self::StateUsed | Self::StateExpired) { Who::You } else { Who::Unknown };
        Report::new("state", who, headline, meaning, START_AGAIN).reason(reason)
    }
}

fn decode_words(why: DecodeError) -> &'static str {
    match why {
        DecodeError::BadEscape => "a % without two hexadecimal digits after it",
        DecodeError::NotUtf8 => "bytes that are not UTF-8",
        DecodeError::Nul => "a NUL character",
    }
}
