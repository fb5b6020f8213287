### Was die Feeds einer Person bringen und was sie davon liest.

statistics-title = Statistik
statistics-lead = Das sehen nur Sie, und nichts davon wird irgendwohin gesendet. Gezählt wird jetzt, nach den Zeitpunkten, zu denen Artikel als gelesen markiert wurden; eine andere Aufzeichnung Ihres Lesens gibt es nicht. Was auf einmal markiert wurde, auch von einer App für mehrere Artikel zugleich, zählt nicht als geöffnet.
statistics-periods = Zeitraum
statistics-days = { $n ->
    [one] Der letzte Tag
   *[other] Die letzten { $n } Tage
}
statistics-capped = In diesem Zeitraum kam so viel, dass nur die neuesten 100.000 Einträge gezählt sind.
statistics-nothing = In diesem Zeitraum gibt es nichts zu zählen.
statistics-table = Die Zahlen als Tabelle
statistics-csv = Als CSV-Datei

statistics-opened = Was Sie geöffnet haben
statistics-opened-note = { $n ->
    [one] In diesem Zeitraum wurde { $n } Artikel geöffnet.
   *[other] In diesem Zeitraum wurden { $n } Artikel geöffnet.
}
statistics-opened-column = Geöffnet
statistics-day = Tag
statistics-week = Woche ab
statistics-hours = Wann Sie lesen
statistics-hours-note = Nach Wochentag und Stunde: je dunkler, desto mehr Artikel wurden geöffnet.
statistics-weekday = Wochentag
statistics-sections = Was Sie lesen, nach Ressort
statistics-sections-note = Geöffnete Artikel nach dem Ordner des Feeds, in dem sie stehen.
statistics-section = Ressort
statistics-no-folder = Ohne Ordner
statistics-outlets = Was Sie lesen, nach Medium
statistics-outlets-note = Geöffnete Artikel nach dem Medium, das sie veröffentlicht hat.
statistics-outlet = Medium
# "Der früheste, den wir sahen" ist nicht "der erste": Nur oft genug abgefragte Feeds können das zeigen.
statistics-earliest = Wessen Bericht der früheste war, den wir gesehen haben
statistics-earliest-note = Das lässt sich für { $told } von { $stories } Geschichten mit mehreren Medien sagen: nur dort, wo die Feeds der anderen Medien zwischendurch abgefragt wurden. Wer wirklich der Erste war, kann niemand an Feeds ablesen.
statistics-earliest-column = Geschichten
statistics-copies = Wie viel den Text eines anderen hat
statistics-copies-note = { $copies } von { $articles } Artikeln haben denselben Text wie ein anderer.
statistics-brought = Gebracht
statistics-copies-column = Mit fremdem Text
statistics-share = Anteil
statistics-feeds = Was Feeds bringen und was Sie davon öffnen
statistics-feeds-note = Die Tabelle beginnt mit Feeds, die viel bringen und von denen Sie nichts öffnen. Einen Vermerk haben die mit mindestens { $many } Einträgen: Vielleicht fehlen sie Ihnen nicht.
statistics-feed = Feed
statistics-remark = Vermerk
statistics-drop = nichts geöffnet
statistics-troubled = Still oder gestört
statistics-troubled-note = Feeds, die nicht gelesen werden können, und Feeds, die seit einem Monat nichts gebracht haben.
statistics-latest = Neuester Eintrag
statistics-never = noch keiner
statistics-silent = seit einem Monat nichts Neues
statistics-fails = { $error }; gestört seit: { $since }

statistics-feeds-brought = Was Ihre Feeds bringen
statistics-feeds-brought-note = Wie viele Einträge jeder von ihnen in diesem Zeitraum brachte.
statistics-counting = Ob Ihr Lesen gezählt wird
statistics-counting-is-on = Zu jedem Artikel, den Sie öffnen, merkt sich Dateline den Zeitpunkt. Daraus werden diese Bilder gezählt und aus nichts anderem.
statistics-counting-is-off = Ihr Lesen wird nicht gezählt. Wann Sie einen Artikel geöffnet haben, wird nach einem Tag vergessen, denn so lange lassen sich Markierungen zurücknehmen; dass Sie ihn gelesen haben, bleibt, und an welchem Tag sich das geändert hat, damit Ihre Lese-Apps davon erfahren.
statistics-count-off = Nicht mehr zählen und vergessen, wann ich gelesen habe
statistics-count-on = Von jetzt an wieder zählen
statistics-done-forgotten = Ihr Lesen wird nicht mehr gezählt, und wann Sie gelesen haben, ist binnen eines Tages vergessen.
statistics-done-counts = Ihr Lesen wird von jetzt an gezählt.
