use super::*;

#[test]
fn only_the_same_site_is_followed() {
    let site = Url::parse("https://www.news.example.org/sitemap.xml").unwrap();
    let of_site = |address: &str| is_of_site(&Url::parse(address).unwrap(), &site);
    assert!(of_site("https://news.example.org/a.xml"));
    assert!(of_site("http://maps.example.org/a.xml"));
    assert!(!of_site("https://elsewhere.example/a.xml"));
    assert!(!of_site("ftp://news.example.org/a.xml"));
}

#[test]
fn a_password_makes_an_address_private() {
    let private = |address: &str| is_private(&Url::parse(address).unwrap());
    assert!(private("https://ann:secret@news.example/feed"));
    assert!(private("https://token@news.example/feed"));
    assert!(!private("https://news.example/feed?key=x"));
}
