//! The fields that say what is asked for, by whom, and how it goes on.

use super::{Found, Pace, Page, server};
use crate::endpoint::AddressProblem;
use crate::form::Field;
use crate::metadata::ServerMetadata;
use crate::response_type::{ResponseMode, ResponseType};

impl Found<'_> {
    pub(super) fn response_type(&mut self, server: &ServerMetadata) -> Option<ResponseType> {
        let asked = ResponseType::read(self.form.text(Field::ResponseType));
        let refused = match asked {
            Some(asked) => server::refuses(server, asked),
            None => Some(format!("Grantlens runs response_type {}. Choose one of them.", ResponseType::ALL.join(", "))),
        };
        if let Some(sentence) = refused {
            self.problem(Field::ResponseType, sentence);
        }
        asked
    }

    /// Chosen in its field or typed among the parameters, not both.
    pub(super) fn response_mode(&mut self, asked: ResponseType, typed: &[(String, String)]) -> Option<ResponseMode> {
        let chosen = self.form.trimmed(Field::ResponseMode);
        let among = typed.iter().find(|(name, _)| name == "response_mode").map(|(_, mode)| mode.as_str());
        let field = if among.is_some() { Field::AuthorizationParams } else { Field::ResponseMode };
        if among.is_some() && !chosen.is_empty() {
            self.problem(field, "response_mode is chosen above already. Remove it here, or there.");
            return None;
        }
        let read = match among {
            Some("") => Err("response_mode needs a value, or leave the line out.".to_owned()),
            _ => ResponseMode::read(among.unwrap_or(chosen), asked),
        };
        read.map_err(|sentence| self.problem(field, sentence)).ok().flatten()
    }

    pub(super) fn client_id(&mut self) -> Option<String> {
        let text = self.form.trimmed(Field::ClientId);
        if text.is_empty() {
            self.address_problem(Field::ClientId, &AddressProblem::Missing);
            return None;
        }
        if !text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) {
            self.problem(Field::ClientId, "A client id is printable ASCII (RFC 6749 Appendix A.1).");
            return None;
        }
        Some(text.to_owned())
    }

    pub(super) fn redirect_uri(&mut self, page: &Page) -> Option<String> {
        let endpoint = self.address(Field::RedirectUri)?;
        if endpoint.origin != page.origin {
            self.problem(
                Field::RedirectUri,
                format!("The answer has to come back to this page, so it must begin with {}/", page.origin),
            );
            return None;
        }
        Some(self.form.trimmed(Field::RedirectUri).to_owned())
    }

    pub(super) fn scope(&mut self, response_type: Option<ResponseType>) -> Option<String> {
        let tokens: Vec<&str> = self.form.text(Field::Scope).split_whitespace().collect();
        let legal = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        if let Some(token) = tokens.iter().find(|token| !token.bytes().all(legal)) {
            let sentence = format!(
                "\u{201c}{}\u{201d} has a character that no scope can have (RFC 6749 §3.3).",
                crate::outside::made_visible(token, 40)
            );
            self.problem(Field::Scope, sentence);
            return None;
        }
        // OpenID Connect Core §3.1.2.1: without it there is no ID token to be had.
        if response_type.is_some_and(|asked| asked.id_token) && !tokens.contains(&"openid") {
            self.problem(Field::Scope, "An ID token is asked for, so the scope must have openid.");
            return None;
        }
        (!tokens.is_empty()).then(|| tokens.join(" "))
    }

    /// Compared character by character with what stands in `aud`, so that anything but a control character may stand in one.
    pub(super) fn trusted_audiences(&mut self) -> Vec<String> {
        let names: Vec<String> =
            self.form.text(Field::TrustedAudiences).split_whitespace().map(str::to_owned).collect();
        if names.iter().any(|name| name.contains(char::is_control)) {
            self.problem(Field::TrustedAudiences, "An audience has a control character in it. Type it anew.");
        }
        names
    }

    /// Only the token endpoint binds a token to a key (RFC 9449 §5): one that comes in the address is for whoever has it.
    pub(super) fn dpop(&mut self, response_type: Option<ResponseType>) -> bool {
        let wanted = self.form.trimmed(Field::Dpop) == "1";
        let by_code_alone = response_type.is_none_or(|asked| asked.code && !asked.token);
        if wanted && !by_code_alone {
            self.problem(Field::Dpop, "A token that comes in the address cannot be bound to a key. Choose a response type with code and without token, or switch this off.");
        }
        wanted
    }

    pub(super) fn mode(&mut self) -> Option<Pace> {
        match self.form.trimmed(Field::Mode) {
            "run" => Some(Pace::Run),
            "step" => Some(Pace::Step),
            _ => {
                self.problem(Field::Mode, "Choose run or step.");
                None
            }
        }
    }
}
