//! The rules of the files of packs (docs/packs.md), and how a pack is subscribed to.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use dateline_model::address;

use super::*;
use crate::DeskSettings;
use crate::fixture::{OWNER, desk_in, noon, url};

/// ISO 639-1, and of the languages without a code there those that packs have (ISO 639-2).
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co \
    cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
    ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw \
    ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc \
    oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv \
    sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu cnr";

/// ISO 15924, those that packs have.
const SCRIPTS: [&str; 2] = ["Hans", "Hant"];

/// ISO 3166-1.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
    BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE \
    DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR \
    GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP \
    KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Licences under which facts and selections may be carried over, with the notices in NOTICE.md.
const LICENSES: [&str; 3] = ["CC0-1.0", "CC-BY-4.0", "MIT"];

/// Hosts that stand between an outlet and its readers, or gather what others publish.
const GO_BETWEENS: [&str; 8] = [
    "feedburner.com",
    "news.google.com",
    "reddit.com",
    "openrss.org",
    "rss.app",
    "fetchrss.com",
    "siftrss.com",
    "allsides.com",
];

const NOTICE: &str = include_str!("../../data/packs/NOTICE.md");

fn all_feeds() -> impl Iterator<Item = (&'static Pack, &'static PackFeed)> {
    packs().iter().flat_map(|pack| pack.feeds.iter().map(move |feed| (pack, feed)))
}

#[track_caller]
fn is_language(tag: &str) -> bool {
    let (language, script) = tag.split_once('-').map_or((tag, None), |(a, b)| (a, Some(b)));
    LANGUAGES.split_whitespace().any(|known| known == language)
        && script.is_none_or(|script| SCRIPTS.contains(&script))
}

fn is_country(code: &str) -> bool {
    COUNTRIES.split_whitespace().any(|known| known == code)
}

#[test]
fn every_file_is_read_to_its_end() {
    let files = [
        include_str!("../../data/packs/countries.toml"),
        include_str!("../../data/packs/topics.toml"),
    ];
    let written: usize = files.iter().map(|file| file.matches("\n[[pack]]").count()).sum();
    let feeds: usize = files.iter().map(|file| file.matches("\n    { outlet = ").count()).sum();
    for file in files {
        read::packs(file).unwrap();
    }
    read::lists(include_str!("../../data/packs/lists.toml")).unwrap();
    assert_eq!((packs().len(), all_feeds().count()), (written, feeds));
}

#[test]
fn there_are_thirty_packs_and_six_hundred_feeds_at_least() {
    let addresses: HashSet<&str> = all_feeds().map(|(_, feed)| feed.url.as_str()).collect();
    assert!(packs().len() >= 30, "{} packs", packs().len());
    assert!(addresses.len() >= 600, "{} addresses", addresses.len());
}

#[test]
fn packs_have_ids_to_type_and_names_for_folders() {
    let (mut ids, mut names) = (HashSet::new(), HashSet::new());
    for pack in packs() {
        let is_typed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        assert!(pack.id.starts_with(is_typed), "{}", pack.id);
        assert!(pack.id.chars().all(|letter| is_typed(letter) || letter == '-'), "{}", pack.id);
        assert!(ids.insert(&pack.id), "{} stands twice", pack.id);
        assert!(names.insert(&pack.name), "{} stands twice", pack.name);
        assert!(!pack.name.contains('/') && pack.name.trim() == pack.name, "{}", pack.name);
        assert!((1..=60).contains(&pack.name.chars().count()), "{}", pack.name);
        assert!((5..=40).contains(&pack.feeds.len()), "{} has {}", pack.id, pack.feeds.len());
        assert!(is_language(&pack.language), "{}: {}", pack.id, pack.language);
        assert!(pack.country.as_deref().is_none_or(is_country), "{}", pack.id);
        let own = pack.feeds.iter().filter(|feed| feed.language == pack.language).count();
        assert!(own * 2 > pack.feeds.len(), "{} is mostly in other languages", pack.id);
    }
}

#[test]
fn each_feed_has_an_https_address_of_its_own_outlet() {
    for (pack, feed) in all_feeds() {
        let url = address::parse_typed(&feed.url).unwrap();
        assert_eq!(url.as_str(), feed.url, "{}: not as it would be stored", pack.id);
        assert_eq!(url.scheme(), "https", "{}", feed.url);
        let plain = url.username().is_empty() && url.password().is_none();
        assert!(plain && url.port().is_none() && url.fragment().is_none(), "{}", feed.url);
        let host = url.domain().unwrap();
        assert!(host.contains('.'), "{}", feed.url);
        let between = |name: &&&str| host == **name || host.ends_with(&format!(".{name}"));
        assert_eq!(GO_BETWEENS.iter().find(between), None, "{}", feed.url);
    }
}

#[test]
fn each_feed_says_whose_it_is_and_in_which_language_and_country() {
    for (_, feed) in all_feeds() {
        let said = &feed.url;
        assert!(feed.title.starts_with(&feed.outlet), "{said}");
        let is_name = |name: &str| !name.is_empty() && name.trim() == name && name.len() <= 120;
        assert!(is_name(&feed.outlet) && is_name(&feed.title), "{said}");
        assert!(!feed.title.ends_with(':') && !feed.title.contains("://"), "{said}");
        assert!(is_language(&feed.language), "{said}: {}", feed.language);
        assert!(is_country(&feed.country), "{said}: {}", feed.country);
    }
}

#[test]
fn no_address_and_no_title_stands_twice_in_a_pack() {
    for pack in packs() {
        let (mut addresses, mut titles) = (HashSet::new(), HashSet::new());
        for feed in &pack.feeds {
            let bare = feed.url.trim_start_matches("https://").trim_start_matches("www.");
            assert!(addresses.insert(bare.trim_end_matches('/')), "{}: {}", pack.id, feed.url);
            assert!(titles.insert(&feed.title), "{}: {}", pack.id, feed.title);
        }
    }
}

#[test]
fn an_address_in_two_packs_is_the_same_feed_in_both() {
    let mut seen: BTreeMap<&str, &PackFeed> = BTreeMap::new();
    for (_, feed) in all_feeds() {
        let first = seen.entry(&feed.url).or_insert(feed);
        let known = (&first.title, &first.outlet, &first.language, &first.country);
        let told = (&feed.title, &feed.outlet, &feed.language, &feed.country);
        assert_eq!(known, told, "{}", feed.url);
    }
}

#[test]
fn each_list_is_openly_licensed_named_in_the_notices_and_used() {
    let used: BTreeSet<&str> = all_feeds().map(|(_, feed)| feed.list.as_str()).collect();
    let listed: BTreeSet<&str> = pack_lists().iter().map(|list| list.id.as_str()).collect();
    assert_eq!(used, listed);
    assert_eq!(listed.len(), pack_lists().len(), "an id stands twice");
    for list in pack_lists() {
        assert!(LICENSES.contains(&list.license.as_str()), "{}: {}", list.id, list.license);
        assert!(!list.licensed_by.is_empty() && !list.name.is_empty() && !list.file.is_empty());
        assert_eq!(list.repository.matches('/').count(), 1, "{}", list.repository);
        let is_commit =
            |text: &str| text.len() == 40 && text.bytes().all(|b| b.is_ascii_hexdigit());
        assert!(is_commit(&list.commit), "{}: {}", list.id, list.commit);
        let place = format!("https://github.com/{}", list.repository);
        assert!(NOTICE.contains(&place), "NOTICE.md does not name {place}");
    }
}

#[test]
fn topics_are_written_as_they_are_told() {
    for (pack, feed) in all_feeds() {
        for topic in [pack.topic, feed.topic] {
            assert_eq!(serde_json::to_value(topic).unwrap(), topic.as_str());
        }
    }
    assert_eq!(serde_json::to_value(Topic::FormulaOne).unwrap(), "formula-1");
}

const FILE: &str = r#"
[[pack]]
id = "bay"
name = "The bay"
country = "NZ"
topic = "news"
language = "en"
list = "a"
feeds = [
    { outlet = "Bay News", url = "https://bay.example/feed" },
    { outlet = "Bay News", section = "Boats", url = "https://bay.example/boats", topic = "sport", language = "mi", country = "AU", list = "b" },
]
"#;

#[test]
fn a_feed_has_of_its_pack_what_it_does_not_say_itself() {
    let packs = read::packs(FILE).unwrap();
    let [plain, own] = packs[0].feeds.as_slice() else { panic!("two feeds are written") };
    assert_eq!((plain.title.as_str(), plain.topic), ("Bay News", Topic::News));
    let said = |feed: &PackFeed| format!("{} {} {}", feed.language, feed.country, feed.list);
    assert_eq!(said(plain), "en NZ a");
    assert_eq!((own.title.as_str(), own.topic), ("Bay News: Boats", Topic::Sport));
    assert_eq!(said(own), "mi AU b");
    assert_eq!(packs[0].languages(), ["en", "mi"]);
}

#[test]
fn a_file_with_a_slip_is_refused() {
    for (right, wrong) in [
        ("topic = \"news\"", "topic = \"newz\""),
        ("outlet = \"Bay News\", url", "outlet = \"Bay News\", adress = \"\", url"),
        ("country = \"NZ\"\n", ""),
        ("list = \"a\"\n", ""),
    ] {
        assert!(FILE.contains(right), "{right}");
        let error = read::packs(&FILE.replacen(right, wrong, 1)).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn a_pack_is_found_by_its_id_however_typed() {
    assert_eq!(pack(" CH-fr ").unwrap().name, "Switzerland (French)");
    assert!(pack("nowhere").is_none());
}

#[tokio::test]
async fn a_pack_is_subscribed_to_in_its_folder_and_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path(), DeskSettings::default()).await;
    let pack = pack("ch-it").unwrap();
    let first = &pack.feeds[0];
    let (known, _) = desk.store().add_feed(&url(&first.url), noon()).await.unwrap();
    desk.store().subscribe(OWNER, known, Some("Mine"), "Ticino", noon()).await.unwrap();

    let report = desk.add_pack(OWNER, pack).await.unwrap();
    let feeds = pack.feeds.len() as u64;
    assert_eq!((report.added, report.already), (feeds - 1, 1));
    assert!(report.skipped.is_empty() && report.warnings.is_empty());
    let again = desk.add_pack(OWNER, pack).await.unwrap();
    assert_eq!((again.added, again.already), (0, feeds));

    let overview = desk.store().overview(OWNER).await.unwrap();
    assert_eq!(overview.len(), pack.feeds.len());
    for listed in overview {
        let (title, place) = (listed.title(), listed.subscription.folder.as_str());
        if listed.feed.url == first.url {
            assert_eq!((title, place), ("Mine", "Ticino"));
        } else {
            let feed = pack.feeds.iter().find(|feed| feed.url == listed.feed.url).unwrap();
            assert_eq!((title, place), (feed.title.as_str(), pack.name.as_str()));
        }
        assert!(listed.feed.polling.polled_at.is_none(), "asked while it was added");
    }
}

#[tokio::test]
async fn a_feed_of_two_packs_is_followed_once_in_the_first_ones_folder() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path(), DeskSettings::default()).await;
    let shared = |a: &Pack, b: &Pack| {
        a.feeds.iter().filter(|one| b.feeds.iter().any(|other| other.url == one.url)).count()
    };
    let pairs = packs().iter().flat_map(|a| packs().iter().map(move |b| (a, b)));
    let (first, second) = pairs.filter(|(a, b)| a != b).max_by_key(|(a, b)| shared(a, b)).unwrap();
    let twice = shared(first, second);
    assert!(twice > 0, "no two packs share a feed any more");
    let chosen = [(first, "Erster"), (second, "Zweiter")];
    let report = desk.add_packs(OWNER, &chosen).await.unwrap();
    let all = first.feeds.len() + second.feeds.len() - twice;
    assert_eq!((report.added, report.already, report.feeds.len()), (all as u64, 0, all));
    let overview = desk.store().overview(OWNER).await.unwrap();
    let in_first = overview.iter().filter(|one| one.subscription.folder == "Erster").count();
    assert_eq!((overview.len(), in_first), (all, first.feeds.len()));
}
