//! The way out's detour: the request pushed to the server beforehand (RFC 9126).

use super::Session;
use super::proof::{Server, Unanswered};
use crate::browser::{clock, location};
use leptos::prelude::*;
use protocol::authorize::Departure;
use protocol::flow::Flow;
use protocol::par::{self, ParError};
use protocol::trace::{Step, What};
use protocol::wire::Message;
use protocol::{dpop, token};

/// The PAR endpoint.
const PAR_ENDPOINT: Server<'static> = Server {
    step: Step::Authorize,
    asks: dpop::demanded_by_server,
    shown: token::answer,
    still: &|flow| matches!(flow, Flow::Preparing),
};

impl Session {
    /// Pushes the request, once, and shows what is left to be sent through the address bar. A refusal ends the run: the request
    /// does not leave in another way instead.
    pub(super) async fn push_to_server(self, departure: Departure, message: Message) {
        let origin = location::origin();
        let (endpoint, request) = (message.target.clone(), message.request());
        let mut checks = par::planned();
        let outcome = match self.send_proven(&PAR_ENDPOINT, message, request, None).await {
            Ok(response) => par::process(&response, clock::now_ms(), &mut checks),
            Err(Unanswered::GoneOn) => return self.drop_key(departure.pending.state),
            Err(Unanswered::Transport(failure)) => Err(ParError::Transport(failure)),
            Err(Unanswered::Dpop(error)) => Err(ParError::Dpop(error)),
        };
        self.push(Step::Authorize, What::Checked(checks.finish()));
        match outcome {
            Ok(pushed) => {
                let trace = self.trace.get_untracked();
                self.show(departure.pushed(&pushed, trace, clock::now_ms()));
            }
            Err(error) => {
                self.drop_key(departure.pending.state);
                self.refuse(Step::Authorize, error.report(&origin, &endpoint));
            }
        }
    }
}
