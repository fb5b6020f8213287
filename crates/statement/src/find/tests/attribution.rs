//! Kinds of false attributions that reading real pages showed, each in a sentence of our own.

use super::{in_language, told};

/// The speakers of what is shown of an English text, in order.
fn speakers(text: &str) -> Vec<String> {
    let shown = in_language(text, "en").into_iter().filter(super::Statement::is_shown);
    shown.filter_map(|statement| statement.speaker.map(|speaker| speaker.name)).collect()
}

#[test]
fn a_name_between_commas_is_the_fullest_name_of_what_somebody_is() {
    for text in [
        "The grange has rain again. Its treasurer, Pastor Emil Dahl, said that the roof was lost.",
        "“The roof is lost,” said the county’s engineer, Emil Dahl.",
        "“The roof is lost,” the engineer, Emil Dahl, told us.",
    ] {
        assert_eq!(speakers(text), ["Emil Dahl"], "{text}");
    }
    let found = in_language("Morrow’s foreign minister, Ida Dahl, said that it was over.", "en");
    let role = found[0].speaker.as_ref().and_then(|speaker| speaker.role.as_deref());
    assert_eq!(role, Some("Morrow’s foreign minister"));
}

#[test]
fn who_is_named_in_full_once_keeps_the_full_name_by_first_name() {
    let text = "Maria Suhr, who has six children, moved in May. “It is quiet here,” Maria said.";
    assert_eq!(speakers(text), ["Maria Suhr"]);
    let text = "Maria Suhr and Maria Lind, who are cousins, moved. “It is quiet here,” Maria said.";
    assert_eq!(speakers(text), ["Maria"], "two may be meant");
}

#[test]
fn what_stands_before_a_first_name_is_none_of_the_name() {
    let text = "“We are late,” Cardinal Anna Lind wrote. The Legendary Per Holm is a film. “We are \
                late,” said Per Holm. “It is dull,” Holm added.";
    assert_eq!(speakers(text), ["Anna Lind", "Per Holm", "Per Holm"]);
    let text = "“Greens help,” Kelly Dahl MS, RD, told us. Nuts help, according to Dahl. “Beans help, too,” \
                she said.";
    assert_eq!(speakers(text).last().map(String::as_str), Some("Kelly Dahl"), "{:?}", told(text));
}

#[test]
fn a_surname_that_is_an_office_too_is_a_name_where_somebody_has_it() {
    let text = "The ball went to Peter King at once. “We were not afraid,” King said.";
    assert_eq!(speakers(text), ["Peter King"]);
}

#[test]
fn a_verb_that_begins_the_sentence_is_no_first_name() {
    let text =
        "Anna Lind stood outside. Had Lind known of it, she said, she would have stayed away.";
    assert!(!speakers(text).iter().any(|name| name.contains("Had")), "{:?}", told(text));
}

#[test]
fn pronouns_of_whom_another_is_the_rival_are_left_alone() {
    let by_a_stranger = "Minister Anna Lind spoke first. The letter is signed by a lawyer. She declined to comment.";
    assert_eq!(speakers(by_a_stranger), [""; 0]);
    let asked = "The Harbour Party blames the mills. The paper asked the ministry. It replied that \
                 nobody knew the number.";
    assert!(!speakers(asked).iter().any(|name| name.contains("Party")), "{:?}", told(asked));
    let letter =
        "The company made an offer. She refused in a letter. “I have to live here,” it says.";
    assert_eq!(speakers(letter), [""; 0]);
    let fifth = "“I signed it,” said Agneta Dahl. Four were chosen, and the fifth, the engineer Brinke Sorge, \
                 voted against. She confirmed the vote.";
    assert_eq!(speakers(fifth), ["Agneta Dahl"], "{:?}", told(fifth));
    let brothers = "Gustav Ahl resigned. Leon Ahl is his brother. “I did nothing,” Ahl told the house. \
                    He said that he was going.";
    assert!(!speakers(brothers).contains(&"Leon Ahl".to_owned()), "{:?}", told(brothers));
}

#[test]
fn what_nobody_in_particular_says_is_not_shown() {
    for text in [
        "In one survey after another, few people believe that it should be banned.",
        "It is a gap between how the mills work and how people think the mills are working.",
        "She wants to see the data before she believes that the effect is the same everywhere.",
        "When a paper says that officials know, put the kettle on.",
        "Olga Lind called her church and then the doctor.",
        "The agency reported that Per Holm had pardoned eleven, arguing that the law was old.",
    ] {
        let shown = speakers(text);
        assert!(shown.is_empty() || shown == ["agency"], "{text}: {:?}", told(text));
    }
    assert_eq!(
        told(
            "The agency reported that Per Holm had pardoned eleven, arguing that the law was old."
        )
        .len(),
        1
    );
}

#[test]
fn words_that_go_on_behind_the_verb_are_not_cut_in_half() {
    assert!(speakers("What it has not got, said Mrs Lind, is a door.").is_empty());
    assert!(speakers("All you have to do, says Anna Lind, is “to open it.”").is_empty());
    assert!(speakers("He left early, though not, his colleagues noted, without a bag.").is_empty());
    let found = told("Per Holm said the storm was weaker -- which, they say, means little.");
    assert_eq!(found[0].1, "the storm was weaker");
    let found =
        told("Per Holm said that he wanted a word, which people in Morrow said he would not get.");
    assert_eq!(found[0].1, "that he wanted a word");
}

#[test]
fn quotations_have_their_speaker_in_every_common_frame() {
    for text in [
        "“The pier is lost and nobody came to help.” ― Anna Lind",
        "“The pier is lost,” an aside by Anna Lind reads. According to Anna Lind, “nobody came to help at all.”",
        "Anna Lind scolded them: “Nobody came to help.”",
        "The pier, old and grey, will hold for a year, said spokeswoman Anna Lind, and it will be mended.",
    ] {
        assert!(speakers(text).contains(&"Anna Lind".to_owned()), "{text}: {:?}", told(text));
    }
    assert_eq!(
        speakers("On Friday a team from Lindholm and Morrow reported that two doses help."),
        ["a team from Lindholm and Morrow"]
    );
}

#[test]
fn a_german_office_is_no_name_in_the_genitive() {
    let found = in_language(
        "„Uns ist das gleich“, sagte der Vorsitzende des Mühlenbundes, Alois Brandl.",
        "de",
    );
    assert_eq!(
        found[0].speaker.as_ref().map(|speaker| speaker.name.as_str()),
        Some("Alois Brandl")
    );
    let found = in_language("„Uns ist das gleich“, sagte der Vorsitzende des Mühlenbundes.", "de");
    assert_eq!(
        found[0].speaker.as_ref().map(|speaker| speaker.name.as_str()),
        Some("Vorsitzende des Mühlenbundes")
    );
}

#[test]
fn places_of_a_list_say_nothing_themselves() {
    let text = "Leaders of Rade, Skarn and Brack said that they would help.";
    assert_eq!(speakers(text), ["Leaders of Rade, Skarn and Brack"]);
    let text = "Officials in New York, San Francisco, and Boston all told me that they would wait.";
    assert_eq!(speakers(text), ["Officials in New York, San Francisco, and Boston"]);
}

#[test]
fn what_is_done_confirms_and_says_nothing() {
    assert_eq!(
        speakers("The review confirmed the call on the field of Rade."),
        Vec::<String>::new()
    );
}

#[test]
fn she_may_be_whose_mother_acted() {
    let text = "Anna Lind grew up in Rade. Her mother worked nights. “I was proud,” she reflects.";
    assert_eq!(speakers(text), Vec::<String>::new());
}

#[test]
fn who_is_told_is_not_who_tells() {
    let text = "The singer died on Friday, her cousin, Emil Dahl, told Kesten Radio.";
    assert_eq!(speakers(text), ["Emil Dahl"]);
}

#[test]
fn who_speaks_for_somebody_is_not_that_somebody() {
    let text = "Ida Dahl left. In a letter, a lawyer for Mrs. Dahl said there was no need to pay.";
    assert_eq!(speakers(text), ["a lawyer for Mrs. Dahl"]);
    let text = "Naomi Suhr, a researcher in Rade, left. The researcher behind the study said that it was wrong.";
    assert_eq!(speakers(text), ["researcher behind the study"]);
    let text = "“He was always tough,” said a U.S. official with knowledge of the talks. The United States agreed.";
    assert_eq!(speakers(text)[0], "a U.S. official with knowledge of the talks");
    let text = "The plan was late, said Rade and Skarn officials, and it was dear.";
    assert!(!speakers(text).contains(&"Rade".to_owned()), "{:?}", told(text));
}

#[test]
fn an_office_that_no_table_knows_is_no_group_s_word() {
    for text in [
        "“We are ready,” said HBU-MW steward Anna E. Lind.",
        "“We are ready,” said MW shopkeeper Anna E. Lind.",
    ] {
        assert_eq!(speakers(text), ["Anna E. Lind"], "{text}");
    }
}

#[test]
fn names_keep_their_small_words_and_possessors() {
    let text =
        "“We hope,” said Inspector Alex de los Dahles. De los Dahles said nobody was missing.";
    assert_eq!(speakers(text), ["Alex de los Dahles", "Alex de los Dahles"]);
    assert_eq!(
        speakers("Children’s Mill Watch said that the mill had never been tested."),
        ["Children’s Mill Watch"]
    );
    assert_eq!(
        speakers("The Morrow State Border Committee said that three had crossed."),
        ["Morrow State Border Committee"]
    );
    assert_eq!(
        speakers("The Kesten Millers’ Association for Peace said that it would march."),
        ["Association for Peace"]
    );
    let text = "President Dahl Monday said that it was fine. “It is,” Dahl said.";
    assert_eq!(speakers(text), ["Dahl", "Dahl"]);
    let text = "Ida Bell Dahl, R-Morrow, who on Monday unveiled her plan, said that it was a step.";
    assert_eq!(speakers(text), ["Ida Bell Dahl"]);
}

#[test]
fn brothers_of_one_surname_with_a_small_word_are_told_apart() {
    let text = "Kevin von Ahl met Chris von Ahl. “No,” von Ahl said. “Maybe,” Kevin von Ahl said. \
                “Surely,” he added.";
    assert_eq!(speakers(text)[1..], ["Kevin von Ahl", "Kevin von Ahl"], "{:?}", told(text));
    assert!(!speakers(text)[0].contains("Chris"), "{:?}", told(text));
}

#[test]
fn no_place_and_no_thing_is_he_or_she_or_a_who() {
    for (text, who) in [
        (
            "It was a call from Sen. Ida Dahl of Morrow, who said that it was late.",
            Some("Ida Dahl"),
        ),
        (
            "It pleased Emil Dahl, Republican of Morrow, who said that it was late.",
            Some("Emil Dahl"),
        ),
        (
            "The paper told Ida Dahl, a former mayor of Rade, who said that it was late.",
            Some("Ida Dahl"),
        ),
        ("Every week Ahl supports poor New Yorkers. “I have come across many,” she told us.", None),
        (
            "Celebrating Danish Easter. Emil, who is from Rade, grew up here. But Easter was dull. \
             “I think so,” he says.",
            Some("Emil"),
        ),
        (
            "The dead — including a boy and a councillor — were taken home. He said nobody knew.",
            None,
        ),
        ("He left out the study, by Emil Dahl, which said that it was safe.", None),
        ("It is one of the reasons that plans failed. They maintain that it is wrong.", None),
    ] {
        let shown = speakers(text);
        assert_eq!(shown, who.into_iter().collect::<Vec<_>>(), "{text}: {:?}", told(text));
    }
}

#[test]
fn he_and_she_are_left_alone_where_the_sentence_before_has_another() {
    for text in [
        "At the hearing, Martin Ahl, the judge, asked Dahl whether it was true. “Yes,” he said.",
        "Ida Dahl made a board. Anna Lind was the one who inspired her to do it. “I made one,” she said.",
        "“It is a tool,” Dr. Paul Ahl said. The work, for Emil Dahl, a painter who came late, was a need. \
         “It was the only place,” he said.",
        "Emil Dahl said no. “It calls on us,” said Hilary Lind, director of the bureau. “I hope so,” he said.",
        "Anna Lind plays the part. While Jody Dahl was asked first, “it was someone else’s time,” she says.",
        "Emil Dahl was jailed. His attorney, Carl Ahl, stressed that Dahl was small. Had Dahl known of the \
         plot, he added, “we would be in court.”",
    ] {
        let found = in_language(text, "en");
        let last = found.last().expect("something is said");
        assert!(!last.is_shown(), "{text}: {:?}", told(text));
    }
}

#[test]
fn nothing_is_no_content() {
    for text in [
        "Emil Dahl said nothing to the press.",
        "Dahl says farewell to the staff in Rade.",
        "He said no.",
    ] {
        assert!(speakers(text).is_empty(), "{text}: {:?}", told(text));
    }
    assert_eq!(speakers("Emil Dahl said nothing had changed."), ["Emil Dahl"]);
}

#[test]
fn who_is_called_does_not_say_what_the_caller_says() {
    let text = "Police received a call from a neighbor at noon, saying a car had hit a dog.";
    assert!(speakers(text).is_empty(), "{:?}", told(text));
    let text =
        "Then in June, the Kesten Times wrote about the rise of Rade, a dear and very small town.";
    assert!(speakers(text).is_empty(), "{:?}", told(text));
}

#[test]
fn a_quotation_behind_two_speakers_is_nobody_s() {
    let text = "“I read a lot,” Ida Dahl says, remembering how people said things like, “Poor girl.” “I was \
                eleven then.”";
    let shown = told(text);
    assert!(!shown.iter().any(|(_, words, _)| words.contains("eleven")), "{shown:?}");
}

#[test]
fn a_sheriff_s_department_has_its_whole_name() {
    assert_eq!(
        speakers("She was arrested, the Kesten County Sheriff’s Department said."),
        ["Kesten County Sheriff’s Department"]
    );
}

#[test]
fn an_ally_of_somebody_is_not_that_somebody() {
    let text = "Emil Dahl waited. An ally of Dahl said he was not calling anyone. “He has no plans,” he told us.";
    assert!(!speakers(text).contains(&"Emil Dahl".to_owned()), "{:?}", told(text));
}

#[test]
fn who_is_named_in_passing_is_not_whom_the_text_goes_on_about() {
    let text = "The force would shrink to the number stationed there when President Emil Dahl decided to go. \
                He said it might shrink further.";
    assert!(speakers(text).is_empty(), "{:?}", told(text));
    let text = "“We see a lot of it,” said Sheriff Adam Dahl of Deuel County, Neb., who said that he was glad.";
    assert_eq!(speakers(text), ["Adam Dahl", "Adam Dahl"]);
}

#[test]
fn a_role_is_what_somebody_is_and_no_form_of_address() {
    let role = |text: &str| {
        in_language(text, "en")[0].speaker.as_ref().and_then(|speaker| speaker.role.clone())
    };
    assert_eq!(role("Mr. Emil Dahl said that it was late."), None);
    assert_eq!(
        role("Secretary of State Anna Lind said that it was late.").as_deref(),
        Some("Secretary of State")
    );
    assert_eq!(speakers("J. Peter Lind said that it was late."), ["J. Peter Lind"]);
    assert_eq!(role("NORTHERN MAYORS ELECTED Anna Lind said that it was late."), None);
}

#[test]
fn what_is_half_a_statement_is_none() {
    for text in [
        "“We are caught,” Ida de Ahl, head of the office in Rade said in a note.”",
        "The Rade News Agency quoted its secretary Emil Dahl as saying.",
        "Emil Dahl did not comment at length on Sunday.",
    ] {
        assert!(speakers(text).is_empty(), "{text}: {:?}", told(text));
    }
    let text = "A Kesten committee investigating Emil Dahl unanimously recommended that the house remove him.";
    assert!(!speakers(text).contains(&"Emil Dahl".to_owned()), "{:?}", told(text));
}

#[test]
fn the_quotation_marks_of_a_wire_are_quotation_marks() {
    let text = "``We are late,'' Emil Dahl said. ``It is dark.''";
    let found = in_language(text, "en");
    assert_eq!(speakers(text), ["Emil Dahl"]);
    assert!(matches!(found[0].kind, crate::Kind::Direct));
    assert_eq!(found[0].content.len(), 2);
}

#[test]
fn who_is_held_in_a_photo_says_nothing() {
    let text = "On Sunday, Ida Dahl shared a photo of Emil holding Lou to her account saying: “I am so lucky.”";
    assert_eq!(speakers(text), ["Ida Dahl"]);
}

#[test]
fn what_the_reporter_explains_is_no_part_of_the_words() {
    let found = told(
        "Emil Dahl said that the mill must act on “Lind and others,” a reference to the former miller, who \
         was leading the search.",
    );
    assert_eq!(found[0].1, "that the mill must act on “Lind and others,”");
    let text = "The office denied an article published by the Kesten News on Thursday saying that Mr. Dahl had \
                told lawyers about being pressed.";
    assert!(!speakers(text).iter().any(|name| name.contains("Dahl")), "{:?}", told(text));
    assert!(speakers("But other Millers believe that the roof is a matter of pride.").is_empty());
}

#[test]
fn who_is_asked_and_who_is_spoken_of_are_not_who_spoke() {
    for text in [
        "Michele Dahl spoke first. A professional artist, she said, brings far more to it. What she did not \
         expect was how quickly it came. “The shock is real,” she said.",
        "On her show, Bari Dahl asked whether Emil Lind worried about it. His answer was short. “Show me where I was wrong,” he \
         said.",
    ] {
        let found = in_language(text, "en");
        let last = found.last().expect("something is said");
        assert!(!last.is_shown(), "{text}: {:?}", told(text));
    }
    let text = "“I am fine,” Jaden says. Their dad, Braden, explains that it is an old custom. “We hold to that,” \
                he says.";
    assert_eq!(speakers(text).last().map(String::as_str), Some("Braden"), "{:?}", told(text));
}
