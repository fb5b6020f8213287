### Listen, die klassische Ansicht, Tasten, Lesen ohne Verbindung.

reading-everything = Alles
reading-classic = Klassisch

reading-marked = { $n ->
    [0] Alles war schon gelesen.
    [one] { $n } Artikel ist als gelesen markiert.
   *[other] { $n } Artikel sind als gelesen markiert.
}
reading-undo = Rückgängig
reading-undone = { $n ->
    [one] { $n } Artikel ist wieder ungelesen.
   *[other] { $n } Artikel sind wieder ungelesen.
}

reading-read = Gelesen
reading-read-of = Gelesen: { $title }
reading-star = Stern
reading-star-of = Stern: { $title }

reading-tree = Ordner und Feeds
reading-count-unread = { $n ->
    [one] ungelesen
   *[other] ungelesen
}
reading-more-feeds = Alle Feeds
reading-manage-feeds = Feeds verwalten
reading-show-unread = Ungelesen
reading-show-all = Alle
reading-newest-first = Neueste zuerst
reading-oldest-first = Älteste zuerst
reading-excerpts = Auszüge
reading-titles = Titel
reading-no-such-view = Dieses Aussehen kennt die klassische Ansicht nicht.

reading-minutes = { $n } Min. Lesezeit
reading-at-outlet = Beim Medium lesen
reading-own-page = Eigene Seite

reading-go-on = Weiterlesen, wo Sie aufgehört haben
reading-turn = In der Liste
reading-before = Voriger
reading-after = Nächster
reading-to-list = Zurück zur Liste
reading-link-copied = Link kopiert

reading-waiting = { $n ->
    [one] { $n } neue Meldung
   *[other] { $n } neue Meldungen
}

reading-as-of = Sie sind offline. Diese Seite hat den Stand von { $time } Uhr.
reading-offline = Offline
reading-left-offline = Sie sind in diesem Browser abgemeldet, und was er von Ihrer Zeitung aufbewahrt hat, ist gelöscht. Ihre Zeitung ließ sich nicht erreichen: Dieser Browser meldet Sie dort ab, sobald wieder eine Verbindung besteht und eine ihrer Seiten geöffnet wird, noch bevor er irgendetwas zeigt. Benutzen auch andere dieses Gerät, dann öffnen Sie diese Seite noch einmal, wenn es wieder eine Verbindung hat.
reading-offline-lead = Gerade besteht keine Verbindung zu Ihrer Zeitung, und diese Seite liegt nicht in diesem Browser. Diese schon:
reading-manifest = Ihre eigene Zeitung

reading-close = Schließen
reading-keys = Tasten
keys-move = Bewegen
keys-next = Der Nächste; auf der Seite eines Artikels der nächste Artikel
keys-previous = Der Vorige
keys-next-article = Der Nächste, ohne ihn zu öffnen
keys-previous-article = Der Vorige, ohne ihn zu öffnen
keys-open = Öffnen; in der klassischen Ansicht an Ort und Stelle (ebenso Eingabe)
keys-original = Beim Medium lesen
keys-back = Zurück zur Liste
keys-leave = Schließen, das Suchfeld verlassen
keys-do = Handeln
keys-read = Gelesen oder ungelesen
keys-star = Stern setzen oder wegnehmen
keys-save = Bei Ihrem ersten Dienst sichern
keys-all = Alles als gelesen markieren
keys-undo = Das rückgängig machen
keys-refresh = Neu laden
keys-search = Suchen
keys-help = Diese Tasten
keys-go = Gehen
keys-go-front = Titelseite
keys-go-classic = Klassische Ansicht
keys-go-unread = Ungelesen
keys-go-starred = Gemerkt
keys-go-all = Alle Artikel
keys-go-feeds = Feeds
keys-go-searches = Suchen
keys-switch = Beim Tippen tun sie nichts; abschalten lassen sie sich in { $a }Ihrem Konto{ $a_end }.
