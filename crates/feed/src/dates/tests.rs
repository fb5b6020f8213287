use super::*;

fn iso(text: &str) -> String {
    parse_date(text).map(|t| t.to_string()).unwrap_or_default()
}

#[test]
fn rfc_822_and_its_errors() {
    for text in [
        "Tue, 02 Mar 2021 14:05:06 GMT",
        "Tue, 2 Mar 2021 14:05:06 +0000",
        "2 March 2021 14:05:06 UT",
        "Tues, 02 Mar, 2021 09:05:06 EST",
        "Tue,02 Mar 21 16:05:06 +02:00",
        "Wed, 02 Mar 2021 15:05:06 GMT+1",
        "Tue, 02 Mar 2021 06:05:06 -0800 (PST)",
        "Mar 2, 2021 2:05:06 PM",
        "Tue Mar  2 14:05:06 2021",
        "Tue Mar 2 14:05:06 +0000 2021",
    ] {
        assert_eq!(iso(text), "2021-03-02T14:05:06Z", "{text}");
    }
}

#[test]
fn iso_8601() {
    for text in ["2021-03-02", "20210302", "2021-061", "2021061", "2021-W09-2", "2021/03/02"] {
        assert_eq!(iso(text), "2021-03-02T00:00:00Z", "{text}");
    }
    assert_eq!(iso("2021-03-02T14:05:06.5+01:00"), "2021-03-02T13:05:06.5Z");
    assert_eq!(iso("20210302T140506Z"), "2021-03-02T14:05:06Z");
    assert_eq!(iso("2021-03-02T14:05:06,25Z"), "2021-03-02T14:05:06.25Z");
    assert_eq!(iso("2021-03-02 14:05"), "2021-03-02T14:05:00Z");
    assert_eq!(iso("2021"), "2021-01-01T00:00:00Z");
}

#[test]
fn ends_of_days() {
    assert_eq!(iso("2021-03-02T24:00:00Z"), "2021-03-03T00:00:00Z");
    assert_eq!(iso("2016-12-31T23:59:60Z"), "2016-12-31T23:59:59Z");
    assert_eq!(iso("2021-03-02T24:01:00Z"), "");
    assert_eq!(iso("2021-03-02T23:59:61Z"), "");
}

#[test]
fn other_languages() {
    for text in [
        "Di, 02 März 2021 14:05:06 +0000",
        "mar., 2 mars 2021 14:05:06 GMT",
        "mar, 2 mar 2021 14:05:06 GMT",
        "вт, 2 марта 2021 г. 14:05:06 UTC",
        "2 de março de 2021 14:05:06",
        "2 marca 2021, 14:05:06",
        "2021. március 2. 14:05:06",
        "Τρι, 02 Μαρ 2021 14:05:06 GMT",
        "2021년 3월 2일 오후 11:05:06",
        "2021年3月2日 14時05分06秒",
    ] {
        assert_eq!(iso(text), "2021-03-02T14:05:06Z", "{text}");
    }
}

#[test]
fn numbers() {
    assert_eq!(iso("1614693906"), "2021-03-02T14:05:06Z");
    assert_eq!(iso("1614693906000"), "2021-03-02T14:05:06Z");
    assert_eq!(iso("12/25/2021"), "2021-12-25T00:00:00Z");
    assert_eq!(iso("25.12.2021 10:00"), "2021-12-25T10:00:00Z");
    assert_eq!(iso("25/12/2021"), "2021-12-25T00:00:00Z");
}

#[test]
fn nonsense() {
    for text in [
        "",
        "yesterday",
        "12",
        "2021-02-30",
        "Tue, 32 Mar 2021",
        "2021-13-01",
        "2021-03-02Tnoon",
        "2021-03-02T10:00:00+99:00",
        "Mar",
        "10:00",
        "2021-03-02 2021-03-03",
        "¼½¾",
        "é-é-é",
    ] {
        assert_eq!(iso(text), "", "{text}");
    }
}
