### Die Seite eines Themas.

story-size = { $articles } aus { $outlets }
story-articles = { $n } Artikel
story-outlets = { $n ->
    [one] { $n } Medium
   *[other] { $n } Medien
}
story-spark = { $n } Artikel nach der Stunde des Erscheinens
story-since = seit { $when }
story-grown = zuletzt gewachsen { $when }
story-follow = Folgen
story-unfollow = Nicht mehr folgen
story-mute = Stummschalten
story-unmute = Nicht mehr stumm
story-mark-read = Alle als gelesen markieren
story-mark-unread = Alle als ungelesen markieren
story-about = Worum es geht
story-the-article = der Artikel
story-on-this-page = Auf dieser Seite
story-coverage = Berichte
story-is-copy = Übernahme eines Artikels, der nicht in Ihren Feeds steht
story-has-text = derselbe Text wie ein Artikel, der nicht in Ihren Feeds steht
story-copy = eine Übernahme
story-same-text = derselbe Text
story-folded = { $n ->
    [one] { $n } weiteres Medium hat diesen Text
   *[other] { $n } weitere Medien haben diesen Text
}
story-timeline = Wie es sich entwickelte
story-what-changed = Was sich änderte
story-more-changed = { $n ->
    [one] { $n } weiterer Absatz geändert
   *[other] { $n } weitere Absätze geändert
}
story-related = Verwandte Themen
story-why = Warum es an dieser Stelle steht
story-log = Wie dieses Thema entstand
story-decisions = Was Leser entschieden haben
story-withdraw = Zurücknehmen
story-wrong = Etwas ist falsch zugeordnet
story-leave = Diese Artikel gehören zu einem anderen Thema:
story-two = Das sind zwei Themen
story-same-as = Dasselbe Thema wie (Adresse oder Nummer)
story-one = Das ist ein Thema
story-done-follow = Sie folgen diesem Thema. Es steht auf Ihrer Titelseite weiter oben.
story-done-mute = Stummgeschaltet: Seine Artikel, auch spätere, sehen Sie nicht mehr, und sie gelten als gelesen.
story-done-unmarked = Rückgängig gemacht.
story-done-withdrawn = Zurückgenommen. Die Themen bleiben, wie sie sind; für Späteres gilt die Entscheidung nicht mehr.
story-done-part = Notiert: Das sind zwei Themen. Sie trennen sich gleich.
story-done-join = Notiert: Das ist ein Thema. Sie werden gleich vereint.
story-bad-mark = Einem Thema kann man folgen oder es stummschalten.
story-none-chosen = Es wurde kein Artikel gewählt, der das Thema verlassen soll.
story-not-an-address = „{ $typed }“ ist weder Nummer noch Adresse eines Themas.
story-an-article = Ein Artikel
story-log-article = „{ $title }“
story-log-article-of = „{ $title }“ ({ $outlet })
story-log-opened = { $article } eröffnete das Thema
story-log-joined = { $article } kam hinzu
story-log-merged = Thema { $story } ging in Thema { $other } auf
story-log-split = Einige Artikel gingen und wurden Thema { $other }
story-log-moved = { $article } wechselte zu Thema { $other }
story-log-woke = Das Thema erwachte nach einer Ruhezeit
story-log-because = { $what }: { $why }
story-untold-article = ein Artikel
story-you-two = Sie sagten, „{ $one }“ und „{ $other }“ seien zwei Themen
story-you-one = Sie sagten, „{ $one }“ und „{ $other }“ seien ein Thema
story-reader-two = Jemand anders sagte, „{ $one }“ und „{ $other }“ seien zwei Themen
story-reader-one = Jemand anders sagte, „{ $one }“ und „{ $other }“ seien ein Thema
story-published = erschienen, nach eigener Angabe: { $when }
story-no-date = der Artikel sagt nicht, wann er erschien
story-listed = im Feed gefunden: { $when }
story-listed-after = im Feed gefunden: { $when }, zuletzt abgefragt { $before } davor
story-fetched = Seite abgerufen: { $when }
story-minutes = { $n ->
    [one] { $n } Minute
   *[other] { $n } Minuten
}
story-hours = { $n ->
    [one] { $n } Stunde
   *[other] { $n } Stunden
}
story-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}
story-the-publisher = Der Verlag
story-headline-changed = { $outlet } änderte die Überschrift
