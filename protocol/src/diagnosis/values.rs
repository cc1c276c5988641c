//! What stands in braces in the data files: this page's own values.

/// Names and texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(&'static str, String)>);

impl Values {
    /// The names that a data file may use.
    pub const NAMES: [&'static str; 12] = [
        "origin",
        "redirect_uri",
        "client_id",
        "scope",
        "response_type",
        "endpoint_origin",
        "headers",
        "headers_quoted",
        "methods",
        "methods_quoted",
        "clock",
        "retry_after",
    ];

    /// Adds one; an empty text is said to be missing.
    #[must_use]
    pub fn with(mut self, name: &'static str, text: &str) -> Self {
        let text = if text.is_empty() { "(none)" } else { text };
        self.0.push((name, text.to_owned()));
        self
    }

    /// The text with each `{name}` replaced. What a value brings along is not looked at again.
    pub fn fill(&self, text: &str) -> String {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            let known =
                self.0.iter().find(|(name, _)| after.strip_prefix(name).is_some_and(|end| end.starts_with('}')));
            out.push_str(before);
            if let Some((name, value)) = known {
                out.push_str(value);
                rest = after.get(name.len() + 1..).unwrap_or_default();
            } else {
                out.push('{');
                rest = after;
            }
        }
        out.push_str(rest);
        out
    }
}

/// Each in quotes, as a program's source lists them.
pub fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
