use crate::{Article, SHOWN, find};

/// Who is shown to say what, by which act: "name | words | act" for each statement.
fn shown(text: &str, language: &str) -> Vec<String> {
    let statements = find(&Article { text, language: Some(language), ..Article::default() });
    let shown = statements.iter().filter(|statement| statement.confidence >= SHOWN);
    shown
        .map(|statement| {
            let name = statement.speaker.as_ref().map_or("", |speaker| speaker.name.as_str());
            let words: Vec<&str> =
                statement.content.iter().map(|span| &text[span.bytes()]).collect();
            format!("{name} | {} | {}", words.join(" … "), statement.act.name())
        })
        .collect()
}

#[track_caller]
fn check(language: &str, sentences: &[(&str, &str)]) {
    for (text, expected) in sentences {
        let expected: Vec<&str> = expected.split(';').filter(|one| !one.is_empty()).collect();
        assert_eq!(shown(text, language), expected, "{text}");
    }
}

#[test]
fn german_quotations_have_a_verb_beside_them() {
    check(
        "de",
        &[
            ("„Das ist falsch“, sagte Anna Lind.", "Anna Lind | „Das ist falsch“ | assertion"),
            (
                "»Wir gehen nicht«, erklärte Paul Berg am Montag.",
                "Paul Berg | »Wir gehen nicht« | assertion",
            ),
            ("«Es regnet», sagte Lind der Zeitung.", "Lind | «Es regnet» | assertion"),
            (
                "„Wir prüfen das“, sagte Lind der Deutschen Presse-Agentur.",
                "Lind | „Wir prüfen das“ | assertion",
            ),
            (
                "Anna Lind sagte: „Wir brauchen mehr Zeit.“",
                "Anna Lind | „Wir brauchen mehr Zeit.“ | assertion",
            ),
            (
                "In Lindau sagte Anna Lind: „Wir brauchen mehr Zeit.“",
                "Anna Lind | „Wir brauchen mehr Zeit.“ | assertion",
            ),
            ("„Es reicht“, so Maria Lind.", "Maria Lind | „Es reicht“ | assertion"),
            (
                "„Der Hafen muss schließen“, forderte die Opposition.",
                "Opposition | „Der Hafen muss schließen“ | demand",
            ),
            (
                "„Das wird teuer“, warnte Minister Paul Berg.",
                "Paul Berg | „Das wird teuer“ | warning",
            ),
            ("„Wer zahlt das?“, fragte Anna Lind.", "Anna Lind | „Wer zahlt das?“ | question"),
            ("„Das ist eine Lüge“, entgegnete Berg.", "Berg | „Das ist eine Lüge“ | rebuttal"),
        ],
    );
}

#[test]
fn german_clauses_are_said_with_dass_or_in_the_mood_of_reports() {
    check(
        "de",
        &[
            (
                "Anna Lind betonte, dass der Hafen bleibt.",
                "Anna Lind | dass der Hafen bleibt | assertion",
            ),
            (
                "Anna Lind sagte, sie habe nichts gewusst.",
                "Anna Lind | sie habe nichts gewusst | assertion",
            ),
            (
                "Er habe nichts gewusst, sagte Paul Berg.",
                "Paul Berg | Er habe nichts gewusst | assertion",
            ),
            (
                "Der Sprecher der Polizei teilte mit, man habe den Mann gefasst.",
                "Sprecher der Polizei | man habe den Mann gefasst | assertion",
            ),
            (
                "Am Abend kündigte Paul Berg an, er werde zurücktreten.",
                "Paul Berg | er werde zurücktreten | assertion",
            ),
            (
                "Die Kosten seien gestiegen, erklärte das Ministerium.",
                "Ministerium | Die Kosten seien gestiegen | assertion",
            ),
            (
                "Paul Berg warnte, dass die Preise steigen.",
                "Paul Berg | dass die Preise steigen | warning",
            ),
            (
                "Paul Berg versprach, dass niemand zahlen muss.",
                "Paul Berg | dass niemand zahlen muss | promise",
            ),
            (
                "Anna Lind bestritt, dass sie den Brief kannte.",
                "Anna Lind | dass sie den Brief kannte | denial",
            ),
            ("Die Regierung dementierte, dass Geld fehlt.", "Regierung | dass Geld fehlt | denial"),
        ],
    );
}

#[test]
fn german_denials_name_what_they_deny() {
    check(
        "de",
        &[
            ("Die Firma wies die Vorwürfe zurück.", "Firma | die Vorwürfe | denial"),
            ("Anna Lind bestritt die Vorwürfe.", "Anna Lind | die Vorwürfe | denial"),
            ("Das Ministerium dementierte den Bericht.", "Ministerium | den Bericht | denial"),
            (
                "Am Montag wies Paul Berg alle Anschuldigungen zurück.",
                "Paul Berg | alle Anschuldigungen | denial",
            ),
        ],
    );
}

#[test]
fn german_silence_is_an_event() {
    check(
        "de",
        &[
            (
                "Das Ministerium wollte sich am Dienstag nicht dazu äußern.",
                "Ministerium |  | declined_to_comment",
            ),
            ("Die Firma lehnte eine Stellungnahme ab.", "Firma |  | declined_to_comment"),
            (
                "Die Anwälte wollten den Fall nicht kommentieren.",
                "Anwälte |  | declined_to_comment",
            ),
            ("Der Verband war zunächst nicht zu erreichen.", "Verband |  | no_response"),
            ("Die Reederei reagierte nicht auf eine Anfrage.", "Reederei |  | no_response"),
            ("Die Polizei legte keine Beweise vor.", "Polizei |  | no_evidence"),
        ],
    );
}

#[test]
fn what_is_not_said_in_german_is_not_shown() {
    check(
        "de",
        &[
            ("Berg sagte nicht, dass er geht.", ""),
            ("Wenn Lind sagt, dass er geht, gehen alle.", ""),
            ("Das sagte niemand.", ""),
            ("Die Lage ist laut Polizei ruhig.", ""),
            ("Nach Angaben von Anna Lind fehlt Geld.", ""),
            ("„Wir warten“, sagte sie.", ""),
            ("Es wurde gesagt, dass Geld fehlt.", ""),
            ("Paul Berg kam. „Ich warte“, sagte sie.", ""),
            ("Das Buch „Der lange Weg“ erschien im Mai.", ""),
        ],
    );
}

#[test]
fn french_quotations_have_a_verb_beside_them() {
    check(
        "fr",
        &[
            ("« C'est faux », a déclaré Marie Lind.", "Marie Lind | « C'est faux » | assertion"),
            (
                "« Il faut du temps », a dit le ministre Paul Berg lundi.",
                "Paul Berg | « Il faut du temps » | assertion",
            ),
            (
                "« Nous partons », a annoncé Paul Berg à la presse.",
                "Paul Berg | « Nous partons » | assertion",
            ),
            (
                "Marie Lind a déclaré : « Il faut du temps. »",
                "Marie Lind | « Il faut du temps. » | assertion",
            ),
            (
                "À Lindville, Marie Lind a expliqué : « Il faut du temps. »",
                "Marie Lind | « Il faut du temps. » | assertion",
            ),
            (
                "« C'est un mensonge », a rétorqué Paul Berg.",
                "Paul Berg | « C'est un mensonge » | rebuttal",
            ),
            (
                "« Le port doit fermer », a exigé l'opposition.",
                "opposition | « Le port doit fermer » | demand",
            ),
            (
                "« La facture sera lourde », a prévenu le maire Paul Berg.",
                "Paul Berg | « La facture sera lourde » | warning",
            ),
            (
                "« Il faut du temps », a dit Marie Lind. « Ce n'est pas facile », a-t-elle ajouté.",
                "Marie Lind | « Il faut du temps » | assertion;Marie Lind | « Ce n'est pas facile » | assertion",
            ),
            (
                "“Il faut du temps”, explique Marie Lind.",
                "Marie Lind | “Il faut du temps” | assertion",
            ),
        ],
    );
}

#[test]
fn french_clauses_are_said_with_que() {
    check(
        "fr",
        &[
            (
                "Paul Berg a affirmé que les travaux continuent.",
                "Paul Berg | que les travaux continuent | assertion",
            ),
            (
                "À Paris, le président a annoncé que la loi serait votée.",
                "président | que la loi serait votée | assertion",
            ),
            (
                "Marie Lind assure que le port restera ouvert.",
                "Marie Lind | que le port restera ouvert | promise",
            ),
            (
                "La police a indiqué que deux hommes ont été arrêtés.",
                "police | que deux hommes ont été arrêtés | assertion",
            ),
            ("Paul Berg nie que le contrat existe.", "Paul Berg | que le contrat existe | denial"),
            (
                "Le gouvernement estime que les prix baisseront.",
                "gouvernement | que les prix baisseront | assertion",
            ),
            (
                "Marie Lind prédit que les prix vont baisser.",
                "Marie Lind | que les prix vont baisser | prediction",
            ),
        ],
    );
}

#[test]
fn french_denials_name_what_they_deny() {
    check(
        "fr",
        &[
            (
                "Le gouvernement a démenti ces accusations.",
                "gouvernement | ces accusations | denial",
            ),
            ("Marie Lind nie les faits.", "Marie Lind | les faits | denial"),
            ("L'entreprise a rejeté les accusations.", "entreprise | les accusations | denial"),
            ("Paul Berg conteste cette affirmation.", "Paul Berg | cette affirmation | denial"),
            ("Le ministère a démenti l'information.", "ministère | l'information | denial"),
        ],
    );
}

#[test]
fn french_silence_is_an_event() {
    check(
        "fr",
        &[
            ("Le ministère n'a pas souhaité commenter.", "ministère |  | declined_to_comment"),
            ("Paul Berg a refusé de commenter ces chiffres.", "Paul Berg |  | declined_to_comment"),
            ("Le parquet n'a pas souhaité s'exprimer.", "parquet |  | declined_to_comment"),
            ("Contactée, l'entreprise n'a pas répondu.", "entreprise |  | no_response"),
            ("Marie Lind n'était pas joignable.", "Marie Lind |  | no_response"),
            ("La police n'a fourni aucune preuve.", "police |  | no_evidence"),
        ],
    );
}

#[test]
fn what_is_not_said_in_french_is_not_shown() {
    check(
        "fr",
        &[
            ("Paul Berg n'a pas dit que le port fermera.", ""),
            ("Si Paul Berg dit que le port ferme, tout change.", ""),
            ("Selon la police, deux personnes ont été blessées.", ""),
            ("D'après l'AFP, le texte est prêt.", ""),
            ("« Nous attendons », a-t-elle dit.", ""),
            ("Cela dit que rien ne change.", ""),
            ("Paul Berg est venu. « J'attends », a-t-elle dit.", ""),
            ("Le film « La longue route » sort en mai.", ""),
        ],
    );
}

#[test]
fn german_verbs_may_end_their_clause() {
    check(
        "de",
        &[
            (
                "Der Minister Paul Berg (FDP) hat die Kritik der Opposition zurückgewiesen.",
                "Paul Berg | die Kritik der Opposition | denial",
            ),
            (
                "Anna Lind hatte der Firma vorgeworfen, Akten vernichtet zu haben.",
                "Anna Lind | Akten vernichtet zu haben | accusation",
            ),
            (
                "Die Polizei warf zwei Männern vor, ein Boot gestohlen zu haben.",
                "Polizei | ein Boot gestohlen zu haben | accusation",
            ),
            ("Anna Lind hat nicht gesagt, dass sie geht.", ""),
        ],
    );
}

#[test]
fn what_german_reports_in_its_mood_goes_on_in_the_next_sentence() {
    check(
        "de",
        &[
            (
                "Das Geld sei weg, sagte Anna Lind. Die Kasse habe niemand geprüft.",
                "Anna Lind | Das Geld sei weg | assertion;Anna Lind | Die Kasse habe niemand geprüft | assertion",
            ),
            (
                "Das Geld sei weg, sagte Anna Lind. Die Kasse hat niemand geprüft.",
                "Anna Lind | Das Geld sei weg | assertion",
            ),
            (
                "Das Geld sei weg, sagte Anna Lind.\n\nDie Kasse habe niemand geprüft.",
                "Anna Lind | Das Geld sei weg | assertion",
            ),
            (
                "Anna Lind sagte, die Stadt plane einen Hafen.",
                "Anna Lind | die Stadt plane einen Hafen | assertion",
            ),
            (
                "Das Geld sei weg, sagte Anna Lind. „Wir suchen es.“",
                "Anna Lind | Das Geld sei weg | assertion;Anna Lind | „Wir suchen es.“ | assertion",
            ),
            (
                "Auf die Frage, ob sie gehe, sagte Anna Lind: „Nein, ich bleibe.“",
                "Anna Lind | „Nein, ich bleibe.“ | assertion",
            ),
            (
                "Die Fischer, so Anna Lind weiter, müssten warten.",
                "Anna Lind | Die Fischer … müssten warten | assertion",
            ),
        ],
    );
}

#[test]
fn a_pronoun_means_the_only_one_who_fits() {
    check(
        "de",
        &[
            (
                "Anna Lind kritisierte den Bau. Der Plan sei teuer, sagte Paul Berg. Sie will klagen. „Es reicht“, sagte sie.",
                "Anna Lind | den Bau | criticism;Paul Berg | Der Plan sei teuer | assertion;Anna Lind | „Es reicht“ | assertion",
            ),
            (
                "Anna Lind kam. Weitere Fragen wollte sie nicht beantworten.",
                "Anna Lind |  | declined_to_comment",
            ),
            (
                "Anna Lind bat die Händler um Geduld. „Es dauert“, sagte sie.",
                "Anna Lind | „Es dauert“ | assertion",
            ),
            // Two men: nobody is sure.
            ("Paul Berg traf Klaus Stein. „Es war gut“, sagte er.", ""),
            // A club is called "er" too.
            ("Paul Berg ging. Der Verein schwieg lange. „Es war gut“, sagte er.", ""),
            (
                "Paul Berg gewann wieder. „Es war hart“, sagte der 31-Jährige am Sonntag.",
                "Paul Berg | „Es war hart“ | assertion",
            ),
        ],
    );
    check(
        "fr",
        &[
            (
                "Le maire, Paul Berg, a parlé. « Nous tiendrons », a-t-il promis.",
                "Paul Berg | « Nous tiendrons » | promise",
            ),
            ("Paul Berg a vu Marc Stein. « C'était bien », a-t-il dit.", ""),
            (
                "L'élue lui a reproché d'avoir menti. « C'est faux », a-t-elle dit.",
                "élue | d'avoir menti | accusation",
            ),
            (
                "« Le four est froid », rappelle Marie Lind. « Il faut du bois. »",
                "Marie Lind | « Le four est froid » … « Il faut du bois. » | assertion",
            ),
        ],
    );
}

#[test]
fn an_office_is_whose_the_text_says_and_nobody_elses() {
    check(
        "de",
        &[
            (
                "Verkehrsministerin Anna Lind kam. „Wir bauen“, sagte die Ministerin.",
                "Anna Lind | „Wir bauen“ | assertion",
            ),
            (
                "„Wir bauen“, sagte der Sprecher von Anna Lind.",
                "Sprecher von Anna Lind | „Wir bauen“ | assertion",
            ),
            (
                "„Wir bauen“, sagte der Vorsitzende des Verbands, Paul Berg.",
                "Paul Berg | „Wir bauen“ | assertion",
            ),
        ],
    );
    check(
        "fr",
        &[
            (
                "« Nous bâtissons », assure le directeur général, Luc Lind.",
                "Luc Lind | « Nous bâtissons » | promise",
            ),
            (
                "« On attend », témoigne son président, Luc Lind. Le port fermera mardi, a précisé le président du tribunal.",
                "Luc Lind | « On attend » | assertion;président du tribunal | Le port fermera mardi | assertion",
            ),
            (
                "Le maire de Lindville, Paul Berg, a nié tout accord.",
                "Paul Berg | tout accord | denial",
            ),
        ],
    );
}

/// The statements that answer another, as "words of the answer > words of the answered".
fn tied(text: &str, language: &str) -> Vec<String> {
    let statements = find(&Article { text, language: Some(language), ..Article::default() });
    let sentence = |at: usize| text[statements[at].sentence.bytes()].to_owned();
    (0..statements.len())
        .filter_map(|at| Some(format!("{} > {}", sentence(at), sentence(statements[at].answers?))))
        .collect()
}

#[test]
fn a_denial_that_points_back_answers_the_accusation() {
    assert_eq!(
        tied(
            "Veldt warf Rade vor, den Damm beschädigt zu haben. Rade bestritt das. Beweise legte Veldt nicht vor.",
            "de"
        ),
        [
            "Rade bestritt das. > Veldt warf Rade vor, den Damm beschädigt zu haben.",
            "Beweise legte Veldt nicht vor. > Veldt warf Rade vor, den Damm beschädigt zu haben.",
        ]
    );
    assert_eq!(
        tied(
            "L'opposition accuse le maire d'avoir menti. Il pleut. Le préfet attend. Marie Lind a rejeté ces accusations.",
            "fr"
        ),
        ["Marie Lind a rejeté ces accusations. > L'opposition accuse le maire d'avoir menti."]
    );
    // Two accusations, and nothing says which is meant.
    assert_eq!(
        tied(
            "Veldt warf Rade vor, den Damm beschädigt zu haben. Skarn warf Rade vor, Korn zu stehlen. Es regnet. Die Lage ist ernst. Rade wies die Vorwürfe zurück.",
            "de"
        ),
        Vec::<String>::new()
    );
}

#[test]
fn a_german_genitive_is_named_in_its_first_case() {
    let text = "Nach Angaben des Bauernbundes fehlt Korn. Laut Angaben des Ministeriums nicht.";
    let statements = find(&Article { text, language: Some("de"), ..Article::default() });
    let names: Vec<&str> = statements
        .iter()
        .filter_map(|statement| Some(statement.speaker.as_ref()?.name.as_str()))
        .collect();
    assert_eq!(names.first(), Some(&"Bauernbund"));
}
