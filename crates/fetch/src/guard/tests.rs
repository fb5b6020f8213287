use super::*;

fn class(address: &str) -> Option<&'static str> {
    refused_class(address.parse().unwrap())
}

#[test]
fn public_addresses_pass() {
    for address in [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ] {
        assert_eq!(class(address), None, "{address}");
    }
}

#[test]
fn every_other_class_is_refused() {
    for address in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::2",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::8.8.8.8",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "2001:2::1",
        "3fff::1",
        "100::1",
        "4000::1",
    ] {
        assert!(class(address).is_some(), "{address}");
    }
}

#[test]
fn odd_spellings_of_addresses_are_seen_through() {
    let allow = AllowList::default();
    for url in [
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://017700000001/",
        "http://127.0.0.1./",
        "http://127。0。0。1/",
        "http://１２７.0.0.1/",
        "http://%31%32%37.0.0.1/",
        "http://0/",
        "http://user@127.0.0.1/",
        "http://example.org@127.0.0.1/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]:80/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https:\\\\10.0.0.1\\",
    ] {
        let result = check_url(&Url::parse(url).unwrap(), &allow);
        assert!(matches!(result, Err(FetchError::Address { .. })), "{url}: {result:?}");
    }
}

#[test]
fn messages_say_which_address_and_what_to_do() {
    let refused = check_url(&Url::parse("http://127.0.0.1/").unwrap(), &AllowList::default());
    assert_eq!(
        refused.unwrap_err().to_string(),
        "127.0.0.1 is an address of this machine; list it in fetch.allow to permit it"
    );
    let by_name = FetchError::Address {
        host: "feeds.x.org".into(),
        address: "10.0.0.9".parse().unwrap(),
        class: "a private address",
    };
    assert_eq!(
        by_name.to_string(),
        "the name feeds.x.org leads to 10.0.0.9, a private address; list it in fetch.allow to permit it"
    );
}

#[test]
fn only_web_addresses_pass_and_no_password_is_shown() {
    let allow = AllowList::default();
    for url in ["ftp://x.example/", "file:///etc/passwd", "http://x.example:0/", "data:,x"] {
        let result = check_url(&Url::parse(url).unwrap(), &allow);
        assert!(matches!(result, Err(FetchError::Scheme { .. })), "{url}");
    }
    let url = Url::parse("ftp://me:secret@x.example/?key=secret").unwrap();
    let message = check_url(&url, &allow).unwrap_err().to_string();
    assert!(!message.contains("secret"), "{message}");
}

#[test]
fn a_listed_port_opens_only_itself() {
    let allow: AllowList = "127.0.0.1:8080, nas.lan:81".parse().unwrap();
    let check = |url| check_url(&Url::parse(url).unwrap(), &allow);
    assert_eq!(check("http://127.0.0.1:8080/"), Ok(Passage::Guarded));
    assert!(check("http://127.0.0.1:8081/").is_err());
    assert_eq!(check("http://nas.lan:81/"), Ok(Passage::Listed));
    assert_eq!(check("http://nas.lan/"), Ok(Passage::Guarded));
}

#[test]
fn refused_addresses_are_filtered_from_mixed_answers() {
    let sockets = |list: &[&str]| -> Vec<SocketAddr> {
        list.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0)).collect()
    };
    let mixed = sockets(&["10.0.0.1", "1.1.1.1"]);
    let kept = keep_permitted(mixed, &AllowList::default()).unwrap();
    assert_eq!(kept, sockets(&["1.1.1.1"]));
    let inside = keep_permitted(sockets(&["10.0.0.1", "::1"]), &AllowList::default());
    assert!(matches!(inside, Err(LookupError::Refused { class: "a private address", .. })));
    let listed: AllowList = "10.0.0.0/8".parse().unwrap();
    assert_eq!(keep_permitted(sockets(&["10.0.0.1"]), &listed).unwrap().len(), 1);
    let by_port: AllowList = "10.0.0.1:80".parse().unwrap();
    assert!(keep_permitted(sockets(&["10.0.0.1"]), &by_port).is_err());
}
