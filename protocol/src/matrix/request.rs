//! The requests. Each is refused by whoever keeps to the specification, or answered without an effect:
//!
//! - reading (discovery, JWKS, `UserInfo`, API) is a `GET`, whatever method is typed for the API;
//! - the token endpoint is asked for a grant type that nobody has (RFC 6749 §5.2, `unsupported_grant_type`);
//! - revocation names a token that nobody issued: such a one is answered as if it had been taken back (RFC 7009 §2.2);
//! - registration sends what is no JSON: an empty object might register something at a lenient server;
//! - PAR sends a `request_uri`, which a server has to reject there (RFC 9126 §2.1).
//!
//! The client id goes along, as servers decide by the client which origins may read; it is no secret (RFC 6749 §2.2). What is typed as
//! headers, body or further parameters stays here.

use super::{Column, Plan, Row, Target};
use crate::discovery;
use crate::form_post;
use crate::json::Json;
use crate::registration;
use crate::wire::{Line, Message};

/// What stands where a token, a proof or a body would.
pub const PROBE: &str = "grantlens-probe";

const PROBE_URN: &str = "urn:grantlens:probe";

impl Plan {
    /// The request of a cell, as it is shown and as it is sent; `None` where none is.
    pub fn message(&self, row: Row, column: Column) -> Option<Message> {
        let Target::At(endpoint) = self.target(row) else { return None };
        if column == Column::Exposed {
            return None;
        }
        let mut message = self.plain(row, &endpoint.href);
        if let Some(header) = column.header() {
            let value = if column == Column::Authorization { format!("Bearer {PROBE}") } else { PROBE.to_owned() };
            message.headers.push(Line::plain(header, &value));
            message.foresee();
        }
        if endpoint.origin == self.origin && message.method == "GET" {
            message.added_by_browser.clear(); // at its own origin a page is asked for nothing
        }
        Some(message)
    }

    fn plain(&self, row: Row, address: &str) -> Message {
        let form = |name: &str, value: &str| {
            let client = (!self.client_id.is_empty()).then(|| Line::plain("client_id", &self.client_id));
            let lines = std::iter::once(Line::plain(name, value)).chain(client).collect();
            form_post::message(address, lines, &self.origin)
        };
        match row {
            Row::Discovery | Row::Jwks | Row::UserInfo | Row::Api => discovery::message(address, &self.origin),
            Row::Token => form("grant_type", PROBE_URN),
            Row::Revocation => form("token", PROBE),
            Row::Par => form("request_uri", PROBE_URN),
            Row::Registration => {
                Message { body: Some(PROBE.to_owned()), ..registration::message(address, &Json::Null, &self.origin) }
            }
        }
    }
}
