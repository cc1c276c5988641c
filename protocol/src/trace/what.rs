//! What may happen in a run: one kind of event each.

use crate::check::Check;
use crate::diagnosis::{Diagnosis, Evidence};
use crate::outside;
use crate::report::Report;
use crate::wire::{Answer, Line, Message, Shown};

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// The browser navigated away with this.
    Left(Message),
    /// The browser came back with this, so many milliseconds later.
    Returned(Message, u64),
    /// The page sent this.
    Sent(Message),
    /// This answer could be read.
    Answered(Answer),
    /// The page fetched this beside the flow: the server's keys.
    Fetching(Message),
    /// That came of it.
    Fetched(Answer),
    /// These checks were made.
    Checked(Vec<Check>),
    /// These checks were made of an ID token.
    Validated(Vec<Check>),
    /// The flow stopped here.
    Refused(Report),
    /// An answer came that was not this run's; it was left unused, and the run goes on.
    Ignored(Report),
    /// The page sent this to learn why a request had failed.
    Probing(Message),
    /// That was seen of it.
    Probed(Evidence),
    /// The probes were over: all that they showed.
    Diagnosed(Box<Diagnosis>),
}

impl What {
    pub(super) fn hide(&mut self, secrets: &[&str]) {
        let hide = |text: &mut String| *text = outside::without(text, secrets);
        match self {
            Self::Returned(message, _) => {
                hide(&mut message.target);
                message.lines.iter_mut().for_each(|line| hide_in(line, hide));
            }
            Self::Answered(answer) | Self::Fetched(answer) => {
                for (name, value) in &mut answer.headers {
                    hide(name);
                    hide(value);
                }
                for line in &mut answer.lines {
                    hide(&mut line.name);
                    hide_in(line, hide);
                }
                if let Some(exact) = &mut answer.exact {
                    exact.hide(secrets);
                }
            }
            Self::Checked(checks) | Self::Validated(checks) => {
                for check in checks {
                    hide(&mut check.actual);
                }
            }
            Self::Refused(report) | Self::Ignored(report) => {
                hide(&mut report.headline);
                report.evidence.iter_mut().for_each(|(_, text)| hide(text));
            }
            // Nothing of these is a server's own words.
            Self::Left(_)
            | Self::Sent(_)
            | Self::Fetching(_)
            | Self::Probing(_)
            | Self::Probed(_)
            | Self::Diagnosed(_) => {}
        }
    }

    /// The message that went out or came in, where it is one. A probe's carries no secret.
    pub fn message(&self) -> Option<&Message> {
        match self {
            Self::Left(message)
            | Self::Returned(message, _)
            | Self::Sent(message)
            | Self::Fetching(message)
            | Self::Probing(message) => Some(message),
            _ => None,
        }
    }

    /// The answer that was read, where it is one.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Answered(answer) | Self::Fetched(answer) => Some(answer),
            _ => None,
        }
    }

    /// The lines of its message or answer, headers that we set among them.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        let sent = self.message().into_iter().flat_map(|message| message.lines.iter().chain(&message.headers));
        sent.chain(self.answer().into_iter().flat_map(|answer| &answer.lines))
    }

    /// The secret texts of a message or an answer, as far as they are remembered.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        let bare =
            |text| ["Bearer ", "DPoP "].iter().find_map(|scheme| str::strip_prefix(text, scheme)).unwrap_or(text);
        self.lines().filter_map(Line::secret).map(bare)
    }

    pub(super) fn message_mut(&mut self) -> Option<&mut Message> {
        match self {
            Self::Left(message)
            | Self::Returned(message, _)
            | Self::Sent(message)
            | Self::Fetching(message)
            | Self::Probing(message) => Some(message),
            _ => None,
        }
    }

    pub(super) fn answer_mut(&mut self) -> Option<&mut Answer> {
        match self {
            Self::Answered(answer) | Self::Fetched(answer) => Some(answer),
            _ => None,
        }
    }
}

fn hide_in(line: &mut Line, hide: impl Fn(&mut String)) {
    if let Shown::Plain(text) = &mut line.value {
        hide(text);
    }
}
