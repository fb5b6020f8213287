### Eine Suche als Satz: „Artikel von Reuters seit Montag mit ‚Fähre‘“.

query-all = alle Artikel
query-articles = Artikel { $clause }
query-any-kind = jeder Art
query-other-than = außer denen { $clause }
query-with = mit { $words }
query-without = ohne { $words }
query-phrase = der Wortfolge „{ $words }“
query-prefix = „{ $words }…“
query-word = „{ $words }“
query-or = { $first } oder { $last }
query-either = entweder { $clause }
query-when-not = nicht { $when }
query-since = seit { $day }
query-before = vor { $day }
query-between = vom { $from } bis { $until }
query-title = mit „{ $words }“ in der Überschrift
query-not-title = ohne „{ $words }“ in der Überschrift
query-of = von { $name }
query-not-of = nicht von { $name }
query-by = von { $name }
query-not-by = nicht von { $name }
query-from = aus { $place }
query-not-from = nicht aus { $place }
query-outlet = vom Medium { $number }
query-not-outlet = nicht vom Medium { $number }
query-feed = im Feed „{ $name }“
query-not-feed = nicht im Feed „{ $name }“
query-folder = im Ordner „{ $name }“
query-not-folder = nicht im Ordner „{ $name }“
query-language = auf { $language }
query-not-language = nicht auf { $language }
query-unread = (ungelesen)
query-not-unread = (nicht ungelesen)
query-read = (gelesen)
query-not-read = (nicht gelesen)
query-starred = (gemerkt)
query-not-starred = (nicht gemerkt)
query-copy = (Kopien anderer)
query-not-copy = (keine Kopien anderer)
query-paywalled = (hinter einer Bezahlschranke)
query-not-paywalled = (nicht hinter einer Bezahlschranke)
query-image = mit Bild
query-no-image = ohne Bild
query-changed = (geändert)
query-not-changed = (nicht geändert)
query-story = der Geschichte { $number }
query-not-story = nicht der Geschichte { $number }
query-near = { $n ->
    [one] { $words } höchstens { $n } Wort voneinander
   *[other] { $words } höchstens { $n } Wörter voneinander
}
query-said = mit Worten von { $name }
query-not-said = ohne Worte von { $name }
