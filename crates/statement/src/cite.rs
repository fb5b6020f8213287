//! A statement as others cite it: plain text, BibTeX, CSL JSON. What is cited is the article that
//! reports it, with the sentence.

use dateline_model::StatementId;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::story::Line;
use crate::told::Told;

/// How it is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line of text.
    Text,
    /// A BibTeX entry.
    BibTex,
    /// An item of CSL JSON (Citation Style Language 1.0.2).
    CslJson,
}

impl Form {
    /// The form of that name: `text`, `bibtex`, `csl`.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "bibtex" => Some(Self::BibTex),
            "csl" => Some(Self::CslJson),
            _ => None,
        }
    }
}

/// The statement of this number in that form, where the line tells it: with what disputes it, if
/// something does. The speaker is named as the article names them.
pub fn cite(line: &Line, id: StatementId, form: Form) -> Option<String> {
    let claim = line.reports().find(|told| told.id == id);
    let dispute = claim.and_then(|_| line.disputes().next());
    let sure = line.answers.iter().filter(|answer| answer.is_sure);
    let told = claim.or_else(|| sure.map(|answer| &answer.told).find(|told| told.id == id))?;
    // The dispute's sentence says itself who denies what, in the language of the text.
    let sentence = match dispute {
        Some(dispute) => format!("{} – {}", told.sentence, dispute.told.sentence),
        None => told.sentence.clone(),
    };
    Some(match form {
        Form::Text => text(told, &sentence),
        Form::BibTex => bibtex(told, &sentence),
        Form::CslJson => csl(told, &sentence).to_string(),
    })
}

fn outlet(told: &Told) -> Option<&str> {
    told.outlet.as_ref().map(|outlet| outlet.name.as_str())
}

fn day(told: &Told) -> jiff::civil::Date {
    told.at.to_zoned(TimeZone::UTC).date()
}

fn speaker(told: &Told) -> Option<String> {
    let teller = told.speaker.as_ref()?;
    Some(match &teller.role {
        Some(role) => format!("{} ({role})", teller.name),
        None => teller.name.clone(),
    })
}

/// "Anna Lind (mayor), in: “Who pays for the pier?”, Harbour News, 2026-03-01, https://…: the
/// sentence." The sentence stands last, as the article has it.
fn text(told: &Told, sentence: &str) -> String {
    let mut line = speaker(told).map(|name| format!("{name}, in: ")).unwrap_or_default();
    line.push_str(&format!("“{}”", told.title.trim()));
    if let Some(outlet) = outlet(told) {
        line.push_str(&format!(", {outlet}"));
    }
    line.push_str(&format!(", {}", day(told)));
    if let Some(address) = &told.address {
        line.push_str(&format!(", {address}"));
    }
    format!("{line} | {sentence}")
}

fn bibtex(told: &Told, sentence: &str) -> String {
    let day = day(told);
    let mut fields = vec![("title", told.title.trim().to_owned())];
    fields.extend(outlet(told).map(|outlet| ("journal", outlet.to_owned())));
    fields.push(("year", day.year().to_string()));
    fields.push(("month", day.month().to_string()));
    fields.push(("day", day.day().to_string()));
    fields.extend(told.address.clone().map(|address| ("url", address)));
    let said = speaker(told).map(|name| format!("{name}: ")).unwrap_or_default();
    fields.push(("note", format!("{said}{sentence}")));
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("  {name} = {{{}}}", escaped(value))).collect();
    format!("@article{{dateline-{}-{},\n{}\n}}\n", told.article, told.position, fields.join(",\n"))
}

/// Text for a BibTeX field. A brace that stands alone would end it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '{' | '}' | '%' | '$' | '&' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            sign if sign.is_control() => escaped.push(' '),
            sign => escaped.push(sign),
        }
    }
    escaped
}

fn csl(told: &Told, sentence: &str) -> Value {
    let day = day(told);
    let said = speaker(told).map(|name| format!("{name}: ")).unwrap_or_default();
    let mut item = json!({
        "id": format!("dateline-{}-{}", told.article, told.position),
        "type": "article-newspaper",
        "title": told.title.trim(),
        "issued": {"date-parts": [[day.year(), day.month(), day.day()]]},
        "note": format!("{said}{sentence}"),
    });
    if let Some(item) = item.as_object_mut() {
        item.extend(outlet(told).map(|outlet| ("container-title".to_owned(), json!(outlet))));
        item.extend(told.address.as_ref().map(|address| ("URL".to_owned(), json!(address))));
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::Act;
    use crate::story::lines;
    use crate::story::tests::told as statement;

    #[test]
    fn a_statement_is_cited_with_its_article() {
        let mut told = statement(4, 7, "Anna Lind", Act::Assertion, "100 % {costs} & more");
        told.address = Some("https://a.example/x_y".to_owned());
        let line = lines(vec![told]).remove(0);
        let cite = |form| cite(&line, StatementId(4), form).unwrap();
        assert_eq!(
            cite(Form::Text),
            "Anna Lind, in: “Article 7”, Outlet 7, 2027-01-15, https://a.example/x_y | Anna Lind said 100 % {costs} & more."
        );
        let bibtex = cite(Form::BibTex);
        assert!(bibtex.contains("100 \\% \\{costs\\} \\& more"), "{bibtex}");
        let csl: Value = serde_json::from_str(&cite(Form::CslJson)).unwrap();
        assert_eq!(csl["container-title"], "Outlet 7");
        assert_eq!(csl["issued"]["date-parts"][0][0], 2027);
        assert_eq!(Form::of_name("ris"), None);
    }

    #[test]
    fn a_disputed_claim_is_cited_with_its_dispute() {
        let claim = statement(1, 1, "Anna Lind", Act::Accusation, "the port had hidden its costs");
        let mut denial = statement(2, 1, "Per Holm", Act::Denial, "nothing was hidden");
        denial.answers = vec![StatementId(1)];
        let line = lines(vec![claim, denial]).remove(0);
        for form in [Form::Text, Form::BibTex, Form::CslJson] {
            let cited = |id| cite(&line, StatementId(id), form);
            assert!(cited(1).unwrap().contains("costs. – Per Holm said nothing was hidden."));
            assert!(cited(2).unwrap().contains("Per Holm: Per Holm said") || form == Form::Text);
            assert!(!cited(2).unwrap().contains("Anna Lind"));
            assert_eq!(cited(3), None);
        }
    }
}
