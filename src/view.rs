//! What the person sees: one file a step, then the parts that the steps share.
//!
//! **Invariant:** a view reads the session's signals and calls its verbs. It never touches the browser itself, and no text from
//! outside ever becomes markup.

pub mod api;
pub mod authorize;
pub mod bar;
pub mod beside;
pub mod brought;
pub mod callback;
pub mod configure;
pub mod lead;
pub mod look_up;
pub mod matrix;
pub mod picture;
pub mod presets;
pub mod token;

pub mod address;
pub mod announce;
pub mod answer;
pub mod body;
pub mod causes;
pub mod checks;
pub mod copy;
pub mod countdown;
pub mod curious;
pub mod diagnosis;
pub mod diagram;
pub mod field;
pub mod id_token;
pub mod invited;
pub mod language;
pub mod link;
pub mod meaning;
pub mod problem;
pub mod profiles;
pub mod raw;
pub mod record;
pub mod register;
pub mod registration;
pub mod secret;
pub mod session_card;
pub mod settings;
pub mod step;
pub mod take;
pub mod wire;
