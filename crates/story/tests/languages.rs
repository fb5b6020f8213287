//! Stories in scripts that write without spaces, and in two languages at once.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use dateline_model::{ArticleId, StoryId};
use dateline_story::copies::{Index, Signature};
use dateline_story::{Arrival, Window, WindowSettings, understand};
use jiff::Timestamp;

/// Events, each told twice or more: a headline and what follows it.
type Events<'a> = &'a [&'a [(&'a str, &'a str)]];

const CHINESE: Events<'_> = &[
    &[
        (
            "奥尔洛夫湖水坝决堤 四十人失踪",
            "周一清晨，奥尔洛夫湖的水坝决堤，下游三个村庄被淹，四十人失踪，救援队正在搜寻。",
        ),
        (
            "水坝决堤后四十人失踪，奥尔洛夫湖下游村庄被淹",
            "救援队周一在奥尔洛夫湖下游的村庄搜寻失踪者，当局说水坝在清晨决堤。",
        ),
        (
            "奥尔洛夫湖水坝决堤：救援队搜寻失踪者",
            "当局说，奥尔洛夫湖水坝决堤造成四十人失踪，下游村庄已经疏散。",
        ),
    ],
    &[
        (
            "塔维克夺得国际象棋世界冠军",
            "塔维克在长达七小时的决赛中击败对手，夺得国际象棋世界冠军。",
        ),
        (
            "七小时决赛后塔维克成为国际象棋世界冠军",
            "国际象棋世界冠军赛决赛周二结束，塔维克经过七小时的对局夺冠。",
        ),
    ],
];

const JAPANESE: Events<'_> = &[
    &[
        (
            "オルロワ湖のダムが決壊、四十人が行方不明",
            "月曜日の早朝、オルロワ湖のダムが決壊し、下流の三つの村が浸水した。四十人が行方不明になっている。",
        ),
        (
            "ダム決壊で四十人が行方不明　オルロワ湖下流の村が浸水",
            "オルロワ湖のダムが月曜日に決壊し、救助隊が下流の村で行方不明者を捜索している。",
        ),
    ],
    &[
        (
            "タルビクが将棋の名人位を獲得",
            "名人戦の最終局が火曜日に行われ、タルビクが七時間の対局の末に名人位を獲得した。",
        ),
        (
            "七時間の対局の末、タルビクが名人に",
            "タルビクが名人戦最終局に勝ち、初めて名人位を獲得した。対局は七時間に及んだ。",
        ),
    ],
];

const THAI: Events<'_> = &[
    &[
        (
            "เขื่อนทะเลสาบออร์โลวาแตก สูญหายสี่สิบคน",
            "เขื่อนที่ทะเลสาบออร์โลวาแตกเมื่อเช้าวันจันทร์ น้ำท่วมหมู่บ้านสามแห่ง มีผู้สูญหายสี่สิบคน",
        ),
        (
            "สูญหายสี่สิบคนหลังเขื่อนทะเลสาบออร์โลวาแตก",
            "หน่วยกู้ภัยค้นหาผู้สูญหายในหมู่บ้านใต้เขื่อนทะเลสาบออร์โลวาที่แตกเมื่อวันจันทร์",
        ),
    ],
    &[
        (
            "ทาร์วิกคว้าแชมป์โลกหมากรุก",
            "ทาร์วิกชนะในรอบชิงชนะเลิศที่ใช้เวลาเจ็ดชั่วโมง และคว้าแชมป์โลกหมากรุกเป็นครั้งแรก",
        ),
        (
            "รอบชิงเจ็ดชั่วโมง ทาร์วิกเป็นแชมป์โลกหมากรุก",
            "การแข่งขันหมากรุกชิงแชมป์โลกจบลงเมื่อวันอังคาร ทาร์วิกคว้าแชมป์หลังจากเจ็ดชั่วโมง",
        ),
    ],
];

fn arrival<'a>(id: i64, told: (&'a str, &'a str), language: Option<&'a str>) -> Arrival<'a> {
    Arrival {
        id: ArticleId(id),
        at: Timestamp::from_second(1_760_000_000 + id * 600).unwrap(),
        title: told.0,
        text: told.1,
        language,
        outlet: None,
        address: None,
        canonical: None,
        origin: None,
        alone: false,
    }
}

fn place(window: &mut Window, arrival: &Arrival<'_>) -> StoryId {
    window.place(arrival.id, arrival.at, understand(arrival), None);
    window.story_of(arrival.id).unwrap()
}

/// Tells events article by article, by turns, and gives the stories of each event.
fn told(events: Events<'_>, language: Option<&str>) -> Vec<BTreeSet<StoryId>> {
    let mut window = Window::new(WindowSettings::default(), StoryId(1));
    let most = events.iter().map(|event| event.len()).max().unwrap_or_default();
    let mut ids = vec![Vec::new(); events.len()];
    let mut next = 0;
    for turn in 0..most {
        for (event, of_event) in events.iter().zip(&mut ids) {
            let Some(article) = event.get(turn) else { continue };
            next += 1;
            place(&mut window, &arrival(next, *article, language));
            of_event.push(ArticleId(next));
        }
    }
    let stories = |ids: &Vec<ArticleId>| ids.iter().filter_map(|id| window.story_of(*id)).collect();
    ids.iter().map(stories).collect()
}

#[test]
fn events_in_scripts_without_spaces_are_a_story_each() {
    for (events, language) in [(CHINESE, "zh"), (JAPANESE, "ja"), (THAI, "th")] {
        for said in [Some(language), None] {
            let stories = told(events, said);
            assert!(stories.iter().all(|event| event.len() == 1), "{said:?}: {stories:?}");
            let all: BTreeSet<StoryId> = stories.iter().flatten().copied().collect();
            assert_eq!(all.len(), events.len(), "{said:?}: {stories:?}");
        }
    }
}

#[test]
fn a_story_holds_one_language() {
    let mut window = Window::new(WindowSettings::default(), StoryId(1));
    // Names and numbers stand in both as they are.
    let english = "Orlova 2026: Tarvik buys Kessari AG for 4.6 billion";
    let german = "Orlova 2026: Tarvik kauft Kessari AG für 4.6 Milliarden";
    let first = place(&mut window, &arrival(1, (english, english), Some("en")));
    let second = place(&mut window, &arrival(2, (german, german), Some("de")));
    assert_ne!(first, second);
    let again = "Tarvik buys Kessari AG of Orlova for 4.6 billion";
    assert_eq!(place(&mut window, &arrival(3, (again, again), Some("en-GB"))), first);
}

#[test]
fn a_reprint_in_japanese_is_found_by_its_text() {
    let text: String =
        JAPANESE.iter().copied().flatten().map(|(title, text)| format!("{title}{text}")).collect();
    let other: String =
        CHINESE.iter().copied().flatten().map(|(title, text)| format!("{title}{text}")).collect();
    let mut index = Index::new();
    let at = Timestamp::UNIX_EPOCH;
    index.insert(ArticleId(1), at, &Signature::of(&text));
    index.insert(ArticleId(2), at, &Signature::of(&other));
    let reprint = format!("（共同）{text}");
    let found: Vec<i64> = index
        .candidates(&Signature::of(&reprint))
        .iter()
        .map(|candidate| candidate.article.0)
        .collect();
    assert_eq!(found, [1]);
}
