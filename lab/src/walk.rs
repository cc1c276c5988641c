//! The walk: its stops in their order, and the exhibits that run.

/// An exhibit that runs.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the names are explained by the texts of the same names
pub enum Name {
    SameOriginPolicy,
    PkceWithoutCors,
    Implicit,
    Jsonp,
    Relay,
    Frame,
    OwnServer,
    Cors,
    PkceWithCors,
    SideBySide,
}

impl Name {
    /// Every exhibit, in the order of the walk.
    pub const ALL: [Self; 10] = [
        Self::SameOriginPolicy,
        Self::PkceWithoutCors,
        Self::Implicit,
        Self::Jsonp,
        Self::Relay,
        Self::Frame,
        Self::OwnServer,
        Self::Cors,
        Self::PkceWithCors,
        Self::SideBySide,
    ];

    /// The stable name: `data-exhibit`, and the part after `#`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameOriginPolicy => "same-origin-policy",
            Self::PkceWithoutCors => "pkce-without-cors",
            Self::Implicit => "implicit",
            Self::Jsonp => "jsonp",
            Self::Relay => "relay",
            Self::Frame => "frame",
            Self::OwnServer => "own-server",
            Self::Cors => "cors",
            Self::PkceWithCors => "pkce-with-cors",
            Self::SideBySide => "side-by-side",
        }
    }
}

/// One screen of the walk.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Stop {
    Start,
    SameOriginPolicy,
    PkceWithoutCors,
    Implicit,
    WithoutCors,
    OwnServer,
    Cors,
    SideBySide,
    Timeline,
    Answer,
}

impl Stop {
    /// Every screen, in order.
    pub const ALL: [Self; 10] = [
        Self::Start,
        Self::SameOriginPolicy,
        Self::PkceWithoutCors,
        Self::Implicit,
        Self::WithoutCors,
        Self::OwnServer,
        Self::Cors,
        Self::SideBySide,
        Self::Timeline,
        Self::Answer,
    ];

    /// The part after `#`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::SameOriginPolicy => "same-origin-policy",
            Self::PkceWithoutCors => "pkce-without-cors",
            Self::Implicit => "implicit",
            Self::WithoutCors => "without-cors",
            Self::OwnServer => "own-server",
            Self::Cors => "cors",
            Self::SideBySide => "side-by-side",
            Self::Timeline => "timeline",
            Self::Answer => "answer",
        }
    }

    /// The title in the list of steps.
    pub fn title(self) -> &'static str {
        match self {
            Self::Start => "The question",
            Self::SameOriginPolicy => "Asked and not read",
            Self::PkceWithoutCors => "A code and no way on",
            Self::Implicit => "The token in the fragment",
            Self::WithoutCors => "Using it all the same",
            Self::OwnServer => "A server of one\u{2019}s own",
            Self::Cors => "CORS switched on",
            Self::SideBySide => "All three, side by side",
            Self::Timeline => "Time line",
            Self::Answer => "The answer",
        }
    }

    /// What happens on it, in a sentence.
    pub fn teaser(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::SameOriginPolicy => "A server answers, and the browser keeps the answer from the page.",
            Self::PkceWithoutCors => "Today\u{2019}s flow at a server of 2010: a token that nobody can read.",
            Self::Implicit => "The flow that needed no such answer, and where its token stays.",
            Self::WithoutCors => "A script, a relay, a frame, a plug-in: four ways around the border.",
            Self::OwnServer => "The other road of that time, still a safe one, and its price.",
            Self::Cors => "One header more, and the detours are history.",
            Self::SideBySide => "Who saw the token, the code and the secret: out of the logs.",
            Self::Timeline => "What browsers and OAuth could do, and when.",
            Self::Answer => "In one paragraph.",
        }
    }

    /// Its place in the walk, from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The exhibits on it.
    pub fn exhibits(self) -> &'static [Name] {
        match self {
            Self::Start | Self::Timeline | Self::Answer => &[],
            Self::SameOriginPolicy => &[Name::SameOriginPolicy],
            Self::PkceWithoutCors => &[Name::PkceWithoutCors],
            Self::Implicit => &[Name::Implicit],
            Self::WithoutCors => &[Name::Jsonp, Name::Relay, Name::Frame],
            Self::OwnServer => &[Name::OwnServer],
            Self::Cors => &[Name::Cors, Name::PkceWithCors],
            Self::SideBySide => &[Name::SideBySide],
        }
    }

    /// The screen that a fragment names, itself or by one of its parts.
    pub fn at(fragment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stop| {
            stop.name() == fragment
                || (*stop == Self::WithoutCors && fragment == "flash")
                || stop.exhibits().iter().any(|name| name.name() == fragment)
        })
    }

    /// The screen of an exhibit.
    pub fn of(name: Name) -> Self {
        Self::at(name.name()).unwrap_or(Self::Start)
    }

    /// The screen before and the screen after.
    pub fn neighbours(self) -> [Option<Self>; 2] {
        let at = |index: Option<usize>| index.and_then(|index| Self::ALL.get(index).copied());
        [at(self.index().checked_sub(1)), at(Some(self.index() + 1))]
    }
}
