//! For whom the token is and of whom it speaks: `aud`, `azp`, `sub`, `nonce`, `acr`.

use super::{CameBy, Claims, IdTokenError};
use crate::signed::{SignedError, audiences, type_word};

/// Longest `sub`, in characters (OpenID Connect Core §2).
const LONGEST_SUB: usize = 255;

impl Claims<'_> {
    /// §3.1.3.7 (3): this client is among them, and nobody else whom the person does not trust.
    pub(super) fn audience(&mut self) -> Result<(), IdTokenError> {
        let client = self.expected.client_id;
        let expected = match self.expected.trusted_audiences {
            [] => format!("{client} alone"),
            trusted => format!("{client}, and none but {}", trusted.join(", ")),
        };
        let Some(audiences) = self.audiences() else {
            let actual = self.signed.json.get("aud").map_or("none", type_word);
            self.signed.checks.compare("aud", false, &expected, actual);
            return Err(SignedError::ClaimType { name: "aud" }.into());
        };
        let trusted = |name: &String| name == client || self.expected.trusted_audiences.contains(name);
        let good = audiences.iter().any(|name| name == client) && audiences.iter().all(trusted);
        let actual = if audiences.is_empty() { "none".to_owned() } else { audiences.join(", ") };
        self.compare("aud", good, &expected, &actual)
    }

    /// A text or a list of texts; `None` for anything else that stands there.
    fn audiences(&self) -> Option<Vec<String>> {
        audiences(self.signed.json)
    }

    /// §3.1.3.7 (4) and (5), as before the second errata: with several audiences it has to be there, and wherever it is it names this
    /// client.
    pub(super) fn authorized_party(&mut self) -> Result<(), IdTokenError> {
        let client = self.expected.client_id;
        let several = self.audiences().is_some_and(|audiences| audiences.len() > 1);
        match self.text("azp", client)?.map(str::to_owned) {
            Some(azp) => self.compare("azp", azp == client, client, &azp),
            None if several => self.compare("azp", false, client, "none, with several audiences"),
            None => {
                self.not_checked("azp", "not needed with one audience", "none");
                Ok(())
            }
        }
    }

    /// §2.
    pub(super) fn subject(&mut self) -> Result<(), IdTokenError> {
        let expected = "1 to 255 characters";
        let actual = self.text("sub", expected)?.unwrap_or_default().to_owned();
        let length = actual.chars().count();
        // A row is kept for looking back, and who signed in is not.
        let shown = if length == 0 { "none".to_owned() } else { format!("{length} characters") };
        self.compare("sub", (1..=LONGEST_SUB).contains(&length), expected, &shown)
    }

    /// §3.1.3.7 (11): the one that was sent, and none where none was. What is shown of it are its first characters.
    pub(super) fn nonce(&mut self) -> Result<(), IdTokenError> {
        let sent = self.expected.nonce;
        let short = |nonce: Option<&str>| nonce.map_or("none".to_owned(), crate::outside::start_of);
        let expected = short(sent);
        let came = self.text("nonce", &expected)?.map(str::to_owned);
        if came.is_none() && self.expected.came_by == CameBy::Refresh {
            self.not_checked("nonce", "may be left out after a refresh", "none");
            return Ok(());
        }
        let actual = short(came.as_deref());
        if self.signed.checks.compare("nonce", came.as_deref() == sent, &expected, &actual) {
            return Ok(());
        }
        Err(IdTokenError::Nonce { sent: sent.is_some(), came: came.is_some() })
    }

    /// §3.1.3.7 (12): one of those that were asked for.
    pub(super) fn authentication_class(&mut self) -> Result<(), IdTokenError> {
        let asked = self.expected.asked("acr_values").unwrap_or_default().to_owned();
        let actual = self.text("acr", &asked)?.unwrap_or("none").to_owned();
        if asked.is_empty() {
            self.not_checked("acr", "no acr_values asked", &actual);
            return Ok(());
        }
        self.compare("acr", asked.split(' ').any(|value| value == actual), &asked, &actual)
    }
}
