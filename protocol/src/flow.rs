//! Where a run stands: one enum, each stage holding exactly what that stage has, and the state of every step derived from it.
//!
//! What already happened is not here but in the `Trace`; this is what may happen next.

use crate::authorize::Departure;
use crate::callback::CodeGrant;
use crate::config::ClientConfig;
use crate::form::{ConfigForm, Field};
use crate::grant::Tokens;
use crate::id_token::Identity;
use crate::initiated::Initiated;
use crate::resource_metadata::Protected;
use crate::secret::Secret;
use crate::trace::Step;

/// The stage of the run.
#[derive(Default)]
pub enum Flow {
    /// Nothing is under way.
    #[default]
    Configuring,
    /// A server is asked what it is, or an API who guards it.
    LookingUp,
    /// The API named several authorization servers: the person chooses.
    Choosing(Box<Protected>),
    /// Another site asks for a sign-in: the person decides.
    Invited(Box<Initiated>),
    /// A request is made and shown; the person has not left.
    Prepared(Box<Departure>),
    /// A key is being made for the request, or the request is being pushed; the person has not left.
    Preparing,
    /// The browser is on its way to the authorization server.
    Leaving,
    /// The person is at the server in a window of its own, and this page waits for the answer.
    InPopup,
    /// An answer is being read.
    Returning,
    /// A code is here, to be exchanged.
    HasCode(Box<CodeGrant>),
    /// The token request is on its way.
    Exchanging,
    /// A token is here.
    HasToken(Box<Tokens>),
    /// The API request is on its way, with the token.
    Calling(Box<Tokens>),
    /// The API answered, or failed; the token is kept.
    Answered {
        /// Still good for another call.
        tokens: Box<Tokens>,
        /// Whether the last call was refused.
        failed: bool,
    },
    /// The run ended at a step, with nothing left to use. The report is in the trace.
    Failed(Step),
    /// The person signed out. What could not be taken back at the server may be tried again, and is good for nothing else here.
    SignedOut(Vec<(&'static str, Secret)>),
    /// The run came to its end with an ID token alone: who signed in is known, and there is nothing to call an API with.
    SignedIn(Box<Identity>),
    /// A page that was loaded anew shows an earlier run: its trace, and no token.
    Recalled {
        /// The last step that the run had reached.
        reached: Step,
        /// Whether it had failed there.
        failed: bool,
    },
}

/// What has been typed since the run began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// A field that shapes the sign-in.
    pub sign_in: bool,
    /// The API's origin, to which the token is bound.
    pub api_origin: bool,
    /// Another field of the API call.
    pub api_call: bool,
}

impl Changed {
    /// Compares the form with the one of the run. `new_origin` is the origin of the API as typed now, `old_origin` that of the run.
    pub fn between(now: &ConfigForm, then: &ConfigForm, new_origin: Option<&str>, old_origin: Option<&str>) -> Self {
        Self {
            sign_in: now.differs(then, |field| !field.is_api() && !field.is_presentation()),
            api_origin: new_origin != old_origin,
            api_call: now.differs(then, Field::is_api),
        }
    }
}

/// What a step is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Its turn has not come.
    Blocked,
    /// It waits for the person.
    Ready,
    /// It is at work.
    Running,
    /// It ended well.
    Done,
    /// It ended, but the form has changed since.
    Stale,
    /// It was refused.
    Failed,
}

impl StepState {
    /// The stable name, for `data-state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Stale => "stale",
            Self::Failed => "failed",
        }
    }
}

impl Flow {
    /// Whether a run is under way that an answer from elsewhere must not end. While an answer is being read, it is that one's own.
    pub fn is_under_way(&self) -> bool {
        !matches!(
            self,
            Self::Configuring
                | Self::SignedOut(_)
                | Self::Invited(_)
                | Self::Returning
                | Self::Failed(_)
                | Self::SignedIn(_)
                | Self::Recalled { .. }
        )
    }

    /// The step that the run has come to, and how that step is.
    fn front(&self) -> (Step, StepState) {
        match self {
            Self::Configuring | Self::SignedOut(_) | Self::Choosing(_) | Self::Invited(_) => {
                (Step::Configure, StepState::Ready)
            }
            Self::LookingUp => (Step::Configure, StepState::Running),
            Self::Prepared(_) => (Step::Authorize, StepState::Ready),
            Self::Preparing | Self::Leaving | Self::InPopup => (Step::Authorize, StepState::Running),
            Self::Returning => (Step::Callback, StepState::Running),
            Self::HasCode(_) => (Step::Token, StepState::Ready),
            Self::Exchanging => (Step::Token, StepState::Running),
            Self::HasToken(_) => (Step::Api, StepState::Ready),
            Self::Calling(_) => (Step::Api, StepState::Running),
            Self::Answered { failed: false, .. } => (Step::Api, StepState::Done),
            Self::Answered { failed: true, .. } => (Step::Api, StepState::Failed),
            Self::Failed(step) | Self::Recalled { reached: step, failed: true } => (*step, StepState::Failed),
            Self::Recalled { reached: step, failed: false } => (*step, StepState::Done),
            Self::SignedIn(_) => (Step::Token, StepState::Done),
        }
    }

    /// The state of every step, in their order.
    ///
    /// `names_api` says whether the form names an API, so that the last step can have its turn at all.
    pub fn states(&self, changed: Changed, names_api: bool) -> [StepState; 5] {
        let (front, front_state) = self.front();
        let out_of_date = changed.sign_in || changed.api_origin;
        Step::ALL.map(|step| {
            let state = match (step as usize).cmp(&(front as usize)) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal => front_state,
                std::cmp::Ordering::Greater => StepState::Blocked,
            };
            match (step, state) {
                (Step::Configure, StepState::Done) if out_of_date => StepState::Ready,
                (Step::Configure, _) | (_, StepState::Blocked | StepState::Running) => state,
                (Step::Api, StepState::Ready) if !names_api => StepState::Blocked,
                (_, _) if out_of_date => StepState::Stale,
                (Step::Api, StepState::Done | StepState::Failed) if changed.api_call && self.tokens().is_some() => {
                    StepState::Ready
                }
                _ => state,
            }
        })
    }

    /// The step that has the one primary button: the last that waits for the person, else the form where it is at fault, else
    /// where the run ended, for another try; never one whose turn cannot come. `None` while something is under way.
    pub fn primary(&self, states: [StepState; 5]) -> Option<Step> {
        if states.contains(&StepState::Running) {
            return None;
        }
        let ready = Step::ALL.into_iter().rev().find(|step| states.get(*step as usize) == Some(&StepState::Ready));
        let at_fault = states.first().filter(|state| **state == StepState::Failed).map(|_| Step::Configure);
        let reached = Step::ALL.into_iter().take(self.front().0 as usize + 1).rev();
        let ended = || reached.into_iter().find(|step| states.get(*step as usize) != Some(&StepState::Blocked));
        ready.or(at_fault).or_else(ended)
    }

    /// The token in hand.
    pub fn tokens(&self) -> Option<&Tokens> {
        match self {
            Self::HasToken(tokens) | Self::Calling(tokens) | Self::Answered { tokens, .. } => Some(tokens),
            _ => None,
        }
    }

    /// The same, to be changed: a refresh takes their refresh token out and puts new ones in.
    pub fn tokens_mut(&mut self) -> Option<&mut Tokens> {
        match self {
            Self::HasToken(tokens) | Self::Calling(tokens) | Self::Answered { tokens, .. } => Some(tokens),
            _ => None,
        }
    }

    /// Who signed in, as far as a validated ID token says it.
    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Self::SignedIn(identity) => Some(identity),
            Self::HasCode(grant) => grant.identity.as_deref(),
            _ => self.tokens()?.identity.as_deref(),
        }
    }

    /// The configuration of the code in hand.
    pub fn code_config(&self) -> Option<&ClientConfig> {
        match self {
            Self::HasCode(grant) => Some(&grant.asked.config),
            _ => None,
        }
    }
}
