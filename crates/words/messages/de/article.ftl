### Ein Artikel, in Listen und auf seiner Seite.

article-by = Von { $names }
article-person-in = { $name } in { $place }
article-untitled = Ohne Titel
article-first-appeared-at = zuerst erschienen bei { $outlet }
article-is-starred = gemerkt
article-is-read = gelesen
article-is-paywalled = Bezahlschranke
article-is-edited = { $n ->
    [one] geändert
   *[other] { $n }-mal geändert
}
article-seen = Gesehen { $when }
article-updated = Aktualisiert { $when }
article-minutes = { $n } Min. Lesezeit
article-in-language = auf { $language }
article-words = { $n ->
    [one] { $n } Wort
   *[other] { $n } Wörter
}
article-edited-times = { $n ->
    [one] Einmal geändert
    [2] Zweimal geändert
   *[other] { $n }-mal geändert
}
article-origin = Zuerst erschienen bei { $outlet }
article-copy-of = Eine Übernahme von { $title }
article-same-text-as = Derselbe Text wie { $title }
article-part-of = { $n ->
    [one] Teil des Themas { $title }, mit { $n } anderen Artikel
   *[other] Teil des Themas { $title }, mit { $n } anderen Artikeln
}
article-at-outlet = Beim Medium lesen
article-star = Merken
article-unstar = Nicht mehr merken
article-mark-read = Als gelesen markieren
article-mark-unread = Als ungelesen markieren
article-share = Teilen
article-saving = Der Artikel ist unterwegs dorthin.
article-with = Unter Mitarbeit von { $names }
article-what-changed = Was geändert wurde
article-edit = Geändert { $when }
article-carriers = In Ihren Feeds
article-called = als „{ $title }“
article-keywords = Schlagwörter: { $words }
article-read-again = Die Seite noch einmal lesen
article-correct = Berichtigen, wie diese Website gelesen wird
article-feeds-own = Dies ist der Text aus dem Feed.
article-no-text = Der Feed enthielt keinen Text.
article-page-failed = Die Seite konnte nicht gelesen werden.
article-page-failed-why = Die Seite konnte nicht gelesen werden: { $why }
article-page-waits-again = Die Seite wird noch einmal gelesen; hier steht, was zuvor darauf stand.
article-page-not-yet = Die Seite konnte noch nicht gelesen werden: { $why } Es wird wieder versucht.
article-page-waits = Die Seite wird noch gelesen.
article-from-teaser = Text: aus dem Feed, ein Anreißer
article-from-feed = Text: aus dem Feed
article-from-print = Text: die Seite des Mediums in der Druckfassung
article-from-amp = Text: die Seite des Mediums in der AMP-Fassung
article-from-pages = Text: die Seite des Mediums, aus { $n } Seiten zusammengesetzt
article-from-page = Text: die Seite des Mediums
article-by-rules = { $source }, nach den Regeln für { $site }
article-from-read = { $source }, gelesen { $when }
