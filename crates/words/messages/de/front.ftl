### Die Titelseite und Listen von Themen.

front-newest = Neueste
front-and-others = und andere
front-and-more = und { $n } weitere
front-more = Weitere Themen
front-all-articles = Alle Artikel, die neuesten zuerst
front-why = Warum steht das hier?
front-without-why = Ohne die Gründe
front-follow-or-mute = folgen oder stummschalten
front-not-grouped = gerade gekommen, noch nicht zugeordnet
front-spark = { $n ->
    [one] { $n } Medium, nach der Stunde seines ersten Berichts
   *[other] { $n } Medien, nach der Stunde ihres ersten Berichts
}
front-copies = { $n ->
    [one] { $n } Übernahme eingeklappt
   *[other] { $n } Übernahmen eingeklappt
}
front-articles = { $n } Artikel
front-unread-articles = { $n } Artikel ungelesen
front-is-followed = gefolgt
front-stories = Themen
front-show-all = Alle Themen
front-show-unread = Mit Ungelesenem
front-show-followed = Gefolgt
front-show-muted = Stummgeschaltet
front-show-articles = Artikel, die neuesten zuerst
front-no-stories = Hier steht noch kein Thema. Themen entstehen kurz nachdem ihre Artikel da sind.
front-no-followed = Sie folgen noch keinem Thema. Die Seite eines Themas hat einen Knopf dafür.
front-no-muted = Sie haben kein Thema stummgeschaltet.
front-stop-following = Nicht mehr folgen
front-stop-muting = Nicht mehr stumm
