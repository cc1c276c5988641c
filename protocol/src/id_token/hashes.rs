//! What the token vouches for beside itself: `at_hash`, `c_hash`, `s_hash` (OpenID Connect Core §3.1.3.6, §3.3.2.11; FAPI 1.0 Part 2).

use super::{CameBy, Claims, IdTokenError};
use crate::algorithm::Algorithm;
use crate::signed::SignedError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

impl Claims<'_> {
    /// Through the address bar an access token beside it has to be vouched for: anyone could have put another in its place.
    pub(super) fn access_token_hash(&mut self, algorithm: Algorithm) -> Result<(), IdTokenError> {
        let token = self.expected.access_token.map(str::to_owned);
        self.hash("at_hash", token.as_deref(), algorithm, "no access token beside it")
    }

    /// The same of a code.
    pub(super) fn code_hash(&mut self, algorithm: Algorithm) -> Result<(), IdTokenError> {
        let code = self.expected.code.map(str::to_owned);
        self.hash("c_hash", code.as_deref(), algorithm, "no code beside it")
    }

    /// Needed nowhere, and checked where it is.
    pub(super) fn state_hash(&mut self, algorithm: Algorithm) -> Result<(), IdTokenError> {
        let state = self.expected.state.to_owned();
        self.hash("s_hash", Some(&state), algorithm, "")
    }

    fn hash(
        &mut self,
        name: &'static str,
        of: Option<&str>,
        algorithm: Algorithm,
        nothing: &str,
    ) -> Result<(), IdTokenError> {
        let Some(of) = of else {
            let actual = if self.signed.json.get(name).is_some() { "one came" } else { "none" };
            self.not_checked(name, nothing, actual);
            return Ok(());
        };
        let expected = URL_SAFE_NO_PAD.encode(algorithm.left_half(of));
        let came = self.text(name, &expected)?.map(str::to_owned);
        let needed = self.expected.came_by == CameBy::AuthorizationResponse && name != "s_hash";
        if came.is_none() && !needed {
            self.not_checked(name, "need not be there", "none");
            return Ok(());
        }
        let actual = came.clone().unwrap_or_else(|| "none".to_owned());
        match self.compare(name, came.as_deref() == Some(expected.as_str()), &expected, &actual) {
            Err(IdTokenError::Signed(SignedError::Claim { name, .. })) => {
                Err(IdTokenError::Hash { name, came: came.is_some() })
            }
            other => other,
        }
    }
}
