//! The text of an article as a page shows it.

/// What is wider than the page scrolls within itself, and by the keyboard too: tables in a frame of
/// their own, code as it is. Takes what `markup` sanitized, where `<` begins nothing but a tag.
pub fn framed(html: &str) -> String {
    if !html.contains("<table") && !html.contains("<pre") {
        return html.to_owned();
    }
    const FRAME: &str = "<div class=\"scroll\" role=\"group\" tabindex=\"0\"><table";
    html.replace("<pre ", "<pre tabindex=\"0\" ")
        .replace("<pre>", "<pre tabindex=\"0\">")
        .replace("<table>", &format!("{FRAME}>"))
        .replace("<table ", &format!("{FRAME} "))
        .replace("</table>", "</table></div>")
}

#[cfg(test)]
mod tests {
    use super::framed;

    #[test]
    fn tables_and_code_are_reached_by_the_keyboard() {
        assert_eq!(framed("<p>a</p>"), "<p>a</p>");
        let table = framed("<table dir=\"rtl\"><tr><td>1</td></tr></table><pre>x</pre>");
        assert!(
            table.starts_with("<div class=\"scroll\" role=\"group\" tabindex=\"0\"><table dir=")
        );
        assert!(table.ends_with("</table></div><pre tabindex=\"0\">x</pre>"), "{table}");
        assert_eq!(framed("<p>&lt;table&gt;</p>"), "<p>&lt;table&gt;</p>");
    }

    #[test]
    fn a_table_within_a_table_has_a_frame_as_well() {
        let html = framed("<table><tr><td><table></table></td></tr></table>");
        assert_eq!(html.matches("<div").count(), html.matches("</div>").count());
    }
}
