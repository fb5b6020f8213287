//! `docs/settings.md`, written from the table.

use super::table::{Default, Row, TABLE, TakenBy};

const HEAD: &str = "\
# Settings

Everything works with none of these set. A flag goes before an environment variable, that before
`dateline.toml`, that before the default. The settings file lies in the data folder, unless
`--config` names another; the part of a key before its dot is a table there, so that
`fetch.host_pause` is

```toml
[fetch]
host_pause = 1000
```

Lists may be written as TOML lists or as text with commas. An unknown key in the file is an error,
and so is a value that a setting cannot take. An environment variable that is empty counts as not
set. `dateline settings` prints what is in force and where each value came from.

This page is written by `dateline settings --markdown`.
";

/// The reference page, in Markdown.
pub fn markdown() -> String {
    let mut page = HEAD.to_owned();
    for row in TABLE {
        page.push_str(&section(row));
    }
    page
}

fn section(row: &Row) -> String {
    let mut section = format!("\n## `{}`\n\n{}.\n\n", row.key, row.help);
    section.push_str(&format!("- Flag: `--{} {}`, {}\n", row.flag, row.value, taken_by(row)));
    let environment = row.environment();
    section.push_str(&format!("- Environment: `{environment}`"));
    if row.secret {
        section
            .push_str(&format!(", or `{environment}_FILE` with the path of a file that holds it"));
    }
    section.push('\n');
    if !row.in_file {
        section.push_str("- Not in `dateline.toml`\n");
    }
    section.push_str(&format!("- Value: {}\n", row.kind.words()));
    section.push_str(&match row.default {
        Default::Value(value) => format!("- Default: `{value}`\n"),
        Default::Words(words) => format!("- Default: {words}\n"),
    });
    section
}

fn taken_by(row: &Row) -> String {
    match row.taken_by {
        TakenBy::All => "for all commands".to_owned(),
        TakenBy::Only(commands) => {
            let commands: Vec<String> = commands.iter().map(|name| format!("`{name}`")).collect();
            format!("for {}", commands.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_reference_page_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == super::markdown(),
            "docs/settings.md is stale; renew it with: cargo run -- settings --markdown > docs/settings.md"
        );
    }
}
