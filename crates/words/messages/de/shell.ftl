### Der Rahmen jeder Seite: Kopf, Navigation, Fuß.

shell-skip = Zum Inhalt springen
shell-search = Suchen
shell-search-results = Suchergebnisse
shell-sign-out = Abmelden
shell-sections = Ressorts
shell-front-page = Titelseite
shell-unread = Ungelesen
shell-starred = Gemerkt
shell-searches = Gespeicherte Suchen
shell-feeds = Feeds
shell-count-articles = { $n ->
    [one] Artikel
   *[other] Artikel
}
shell-articles = { $n } Artikel
shell-outlets = { $n ->
    [one] { $n } Medium
   *[other] { $n } Medien
}
shell-articles-today = heute { $articles }
shell-holdings-today = heute { $articles } aus { $outlets }
shell-demo = Dies ist die Vorführung: Alle Medien, Personen und Ereignisse darin sind erfunden.
shell-as-feed = Diese Seite als Feed
shell-about = Über Dateline
