//! What packs, their countries and their topics are called in the tongue of the request.

use dateline_desk::{Pack, Topic};
use dateline_words::key;

use crate::say::plain;

/// The packs by their ids.
const PACKS: &[(&str, &str)] = &[
    ("us", key!("pack-us")),
    ("us-local", key!("pack-us-local")),
    ("gb", key!("pack-gb")),
    ("ie", key!("pack-ie")),
    ("ca", key!("pack-ca")),
    ("au", key!("pack-au")),
    ("nz", key!("pack-nz")),
    ("de", key!("pack-de")),
    ("de-regional", key!("pack-de-regional")),
    ("at", key!("pack-at")),
    ("ch-de", key!("pack-ch-de")),
    ("ch-fr", key!("pack-ch-fr")),
    ("ch-it", key!("pack-ch-it")),
    ("fr", key!("pack-fr")),
    ("be", key!("pack-be")),
    ("nl", key!("pack-nl")),
    ("es", key!("pack-es")),
    ("pt", key!("pack-pt")),
    ("it", key!("pack-it")),
    ("dk", key!("pack-dk")),
    ("se", key!("pack-se")),
    ("no", key!("pack-no")),
    ("fi", key!("pack-fi")),
    ("ee", key!("pack-ee")),
    ("lt", key!("pack-lt")),
    ("pl", key!("pack-pl")),
    ("cz", key!("pack-cz")),
    ("sk", key!("pack-sk")),
    ("hu", key!("pack-hu")),
    ("ro", key!("pack-ro")),
    ("gr", key!("pack-gr")),
    ("hr", key!("pack-hr")),
    ("si", key!("pack-si")),
    ("rs", key!("pack-rs")),
    ("me", key!("pack-me")),
    ("ua", key!("pack-ua")),
    ("ru", key!("pack-ru")),
    ("tr", key!("pack-tr")),
    ("il", key!("pack-il")),
    ("ps", key!("pack-ps")),
    ("in", key!("pack-in")),
    ("pk", key!("pack-pk")),
    ("jp", key!("pack-jp")),
    ("jp-en", key!("pack-jp-en")),
    ("kr", key!("pack-kr")),
    ("tw", key!("pack-tw")),
    ("hk", key!("pack-hk")),
    ("sg", key!("pack-sg")),
    ("my", key!("pack-my")),
    ("ph", key!("pack-ph")),
    ("th", key!("pack-th")),
    ("br", key!("pack-br")),
    ("mx", key!("pack-mx")),
    ("ar", key!("pack-ar")),
    ("co", key!("pack-co")),
    ("cr", key!("pack-cr")),
    ("ve", key!("pack-ve")),
    ("ma", key!("pack-ma")),
    ("latin-america", key!("pack-latin-america")),
    ("world", key!("pack-world")),
    ("europe", key!("pack-europe")),
    ("africa", key!("pack-africa")),
    ("middle-east", key!("pack-middle-east")),
    ("asia", key!("pack-asia")),
    ("business", key!("pack-business")),
    ("technology", key!("pack-technology")),
    ("ai", key!("pack-ai")),
    ("science", key!("pack-science")),
    ("climate", key!("pack-climate")),
    ("security", key!("pack-security")),
    ("privacy", key!("pack-privacy")),
    ("linux", key!("pack-linux")),
    ("apple", key!("pack-apple")),
    ("games", key!("pack-games")),
    ("sport", key!("pack-sport")),
    ("football", key!("pack-football")),
    ("formula-1", key!("pack-formula-1")),
    ("cycling", key!("pack-cycling")),
    ("film", key!("pack-film")),
    ("music", key!("pack-music")),
    ("health", key!("pack-health")),
    ("defence", key!("pack-defence")),
    ("culture", key!("pack-culture")),
    ("design", key!("pack-design")),
    ("web", key!("pack-web")),
    ("jp-engineering", key!("pack-jp-engineering")),
    ("cn-technology", key!("pack-cn-technology")),
];

/// Countries by ISO 3166-1.
const COUNTRIES: &[(&str, &str)] = &[
    ("US", key!("country-us")),
    ("GB", key!("country-gb")),
    ("IE", key!("country-ie")),
    ("CA", key!("country-ca")),
    ("AU", key!("country-au")),
    ("NZ", key!("country-nz")),
    ("DE", key!("country-de")),
    ("AT", key!("country-at")),
    ("CH", key!("country-ch")),
    ("FR", key!("country-fr")),
    ("BE", key!("country-be")),
    ("NL", key!("country-nl")),
    ("ES", key!("country-es")),
    ("PT", key!("country-pt")),
    ("IT", key!("country-it")),
    ("DK", key!("country-dk")),
    ("SE", key!("country-se")),
    ("NO", key!("country-no")),
    ("FI", key!("country-fi")),
    ("EE", key!("country-ee")),
    ("LT", key!("country-lt")),
    ("PL", key!("country-pl")),
    ("CZ", key!("country-cz")),
    ("SK", key!("country-sk")),
    ("HU", key!("country-hu")),
    ("RO", key!("country-ro")),
    ("GR", key!("country-gr")),
    ("HR", key!("country-hr")),
    ("SI", key!("country-si")),
    ("RS", key!("country-rs")),
    ("ME", key!("country-me")),
    ("UA", key!("country-ua")),
    ("RU", key!("country-ru")),
    ("TR", key!("country-tr")),
    ("IL", key!("country-il")),
    ("PS", key!("country-ps")),
    ("IN", key!("country-in")),
    ("PK", key!("country-pk")),
    ("JP", key!("country-jp")),
    ("KR", key!("country-kr")),
    ("TW", key!("country-tw")),
    ("HK", key!("country-hk")),
    ("SG", key!("country-sg")),
    ("MY", key!("country-my")),
    ("PH", key!("country-ph")),
    ("TH", key!("country-th")),
    ("BR", key!("country-br")),
    ("MX", key!("country-mx")),
    ("AR", key!("country-ar")),
    ("CO", key!("country-co")),
    ("CR", key!("country-cr")),
    ("VE", key!("country-ve")),
    ("MA", key!("country-ma")),
    ("CN", key!("country-cn")),
];

/// Topics by the words of the files of packs.
const TOPICS: &[(&str, &str)] = &[
    ("news", key!("topic-news")),
    ("world", key!("topic-world")),
    ("business", key!("topic-business")),
    ("technology", key!("topic-technology")),
    ("ai", key!("topic-ai")),
    ("science", key!("topic-science")),
    ("climate", key!("topic-climate")),
    ("security", key!("topic-security")),
    ("privacy", key!("topic-privacy")),
    ("linux", key!("topic-linux")),
    ("apple", key!("topic-apple")),
    ("games", key!("topic-games")),
    ("sport", key!("topic-sport")),
    ("football", key!("topic-football")),
    ("formula-1", key!("topic-formula-1")),
    ("cycling", key!("topic-cycling")),
    ("film", key!("topic-film")),
    ("music", key!("topic-music")),
    ("health", key!("topic-health")),
    ("defence", key!("topic-defence")),
    ("culture", key!("topic-culture")),
    ("design", key!("topic-design")),
    ("web", key!("topic-web")),
];

fn named(table: &[(&str, &'static str)], code: &str) -> Option<String> {
    table.iter().find(|(known, _)| *known == code).map(|(_, key)| plain(key))
}

/// What a pack is called; the folder of its feeds is called the same.
pub fn pack(pack: &Pack) -> String {
    named(PACKS, &pack.id).unwrap_or_else(|| pack.name.clone())
}

/// What a country is called; its code where it has no name here.
pub fn country(code: &str) -> String {
    named(COUNTRIES, code).unwrap_or_else(|| code.to_owned())
}

/// What a topic is called.
pub fn topic(topic: Topic) -> String {
    named(TOPICS, topic.as_str()).unwrap_or_else(|| topic.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use dateline_desk::packs;

    use super::*;

    #[test]
    fn every_pack_country_and_topic_has_a_name() {
        for one in packs() {
            assert_eq!(pack(one), one.name, "{}", one.id);
            assert!(named(TOPICS, one.topic.as_str()).is_some(), "{}", one.id);
            if let Some(code) = &one.country {
                assert!(named(COUNTRIES, code).is_some(), "{code}");
            }
        }
    }
}
