//! The table in a few sentences: what this browser can read, and what follows for each way to sign in.

use super::{Column, Matrix, Row, Target, Verdict};

impl Matrix {
    /// The sentences, each with the verdict that it draws. None claims that a flow works: only whether CORS stands in its way.
    pub fn summary(&self) -> Vec<(Verdict, String)> {
        let overall = (self.sum(), self.overall());
        let own = [self.exchange(), self.dpop()].into_iter().chain(self.call()).chain(self.without_client());
        std::iter::once(overall).chain(own).collect()
    }

    fn sum(&self) -> Verdict {
        let verdicts: Vec<Verdict> = self.plan.rows().map(|(row, _)| self.verdict(row, Column::Simple)).collect();
        let all = |wanted: Verdict| verdicts.iter().all(|verdict| *verdict == wanted);
        match () {
            () if verdicts.is_empty() || all(Verdict::NotTried) => Verdict::NotTried,
            () if verdicts.iter().any(|verdict| is_blocked(*verdict)) => Verdict::Blocked,
            () => Verdict::Allowed,
        }
    }

    fn overall(&self) -> String {
        let titles = |wanted: fn(Verdict) -> bool| {
            let rows = Row::ALL.into_iter().filter(|row| wanted(self.verdict(*row, Column::Simple)));
            list(&rows.map(Row::title).collect::<Vec<_>>())
        };
        let read = titles(|verdict| verdict == Verdict::Allowed);
        let blocked = titles(is_blocked);
        let rest = titles(|verdict| verdict == Verdict::NotTried);
        let can = match (read.as_str(), blocked.as_str()) {
            ("", "") => "has read nothing yet".to_owned(),
            (read, "") => format!("can read the answers of {read}"),
            ("", blocked) => format!("cannot read the answers of {blocked}"),
            (read, blocked) => format!("can read the answers of {read}; it cannot read those of {blocked}"),
        };
        let rest = if rest.is_empty() { rest } else { format!(" Not asked: {rest}.") };
        format!("From {} this browser {can}.{rest}", self.plan.origin())
    }

    fn exchange(&self) -> (Verdict, String) {
        let verdict = self.verdict(Row::Token, Column::Simple);
        let origin = self.plan.origin();
        let words = match verdict {
            Verdict::Allowed => "Code + PKCE: CORS does not stand in its way. The token endpoint\u{2019}s answers can be read, and the token request needs no preflight.".to_owned(),
            Verdict::Blocked | Verdict::Inferred => format!(
                "Code + PKCE: no answer of the token endpoint could be read. It needs Access-Control-Allow-Origin: {origin} on every answer, refusals too."
            ),
            Verdict::NotSeen | Verdict::NotTried => "Code + PKCE: not known, as the token endpoint was not asked.".to_owned(),
        };
        (verdict, words)
    }

    fn dpop(&self) -> (Verdict, String) {
        let api = matches!(self.plan.target(Row::Api), Target::At(_)).then_some((Row::Api, "the API"));
        let places: Vec<(Verdict, &str)> = std::iter::once((Row::Token, "the token endpoint"))
            .chain(api)
            .map(|(row, title)| (self.verdict(row, Column::Dpop), title))
            .collect();
        let all = places.iter().map(|(_, title)| *title).collect::<Vec<_>>();
        let blocked: Vec<&str> =
            places.iter().filter(|(verdict, _)| is_blocked(*verdict)).map(|(_, title)| *title).collect();
        match places.iter().find(|(verdict, _)| *verdict == Verdict::NotTried) {
            // A server that offers none need not let any pass.
            _ if !blocked.is_empty() && self.plan.names_no_dpop => (
                Verdict::NotTried,
                format!(
                    "DPoP: the server\u{2019}s metadata names no algorithm for it. A request with a proof could not be read at {}, which matters only to who wants to send one.",
                    list(&blocked)
                ),
            ),
            _ if !blocked.is_empty() => (
                Verdict::Blocked,
                format!(
                    "DPoP: a request with a proof could not be read at {}. It needs DPoP in Access-Control-Allow-Headers there, and CORS on the answer.",
                    list(&blocked)
                ),
            ),
            Some((_, title)) => (Verdict::NotTried, format!("DPoP: not known, as {title} was not asked with it.")),
            None => (Verdict::Allowed, format!("DPoP: CORS lets a proof pass at {}.", list(&all))),
        }
    }

    fn call(&self) -> Option<(Verdict, String)> {
        let Target::At(_) = self.plan.target(Row::Api) else { return None };
        let verdict = self.verdict(Row::Api, Column::Authorization);
        let origin = self.plan.origin();
        let words = match verdict {
            Verdict::Allowed => {
                "The API: CORS lets a token pass in Authorization, and its answers can be read.".to_owned()
            }
            Verdict::Blocked | Verdict::Inferred => format!(
                "The API: a call with a token could not be read. It needs Authorization in Access-Control-Allow-Headers, and Access-Control-Allow-Origin: {origin} on every answer."
            ),
            Verdict::NotSeen | Verdict::NotTried => {
                "The API: not known, as it was not asked with Authorization.".to_owned()
            }
        };
        Some((verdict, words))
    }

    fn without_client(&self) -> Option<(Verdict, String)> {
        let words = "No client id was typed, so none was sent. Some servers decide by the client which origins may read: with one, the answers may differ.";
        self.plan.client_id.is_empty().then(|| (Verdict::NotTried, words.to_owned()))
    }

    fn verdict(&self, row: Row, column: Column) -> Verdict {
        self.cell(row, column).verdict
    }
}

fn is_blocked(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Blocked | Verdict::Inferred)
}

/// "A", "A and B", "A, B and C".
fn list(titles: &[&str]) -> String {
    match titles {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
