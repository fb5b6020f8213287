### Regeln für Websites, und was Medien geändert haben.

sites-lead = Wo Dateline von den Seiten einer Website zu viel oder zu wenig nimmt, rücken ein paar CSS-Selektoren das zurecht. Regeln gelten für alle, die hier lesen.
sites-which = Website oder die Adresse eines Artikels
sites-look = Ihre Regeln ansehen
sites-with-rules = Websites mit Regeln
sites-changed = geändert { $when }
sites-export = Als Datei ausgeben
sites-take-over-file = Eine Datei übernehmen
sites-file = Datei mit Regeln, in TOML oder JSON
sites-file-hint = Eine Website, die schon Regeln hat, bekommt die der Datei.
sites-take-over = Übernehmen
sites-rules-for = Regeln für { $site }
sites-in-force = Diese Regeln gelten für { $site } und seine Subdomains.
sites-not-in-force = Es gelten keine Regeln: Die Seiten von { $site } werden gelesen wie die jeder Website.
sites-for-everybody = Regeln gelten für alle, die hier lesen.
sites-may-try = Sie können Regeln hier ausprobieren; festlegen darf sie, wer dieses Dateline betreibt, weil sie für alle gelten.
sites-what-they-do = Was die Regeln bewirken
sites-would-do = Was sie bewirken würden
sites-none-kept = Von { $site } ist keine Seite aufbewahrt, an der Sie sie ausprobieren könnten. Die letzten Seiten einer Website werden aufbewahrt, wenn sie gelesen werden: Öffnen Sie einen Artikel und lassen Sie seine Seite noch einmal lesen.
sites-no-change = Es würde sich nichts ändern.
sites-text-stays = Der Text bliebe, wie er ist.
sites-the-text = Der Text
sites-css-hint = CSS-Selektoren, je Zeile einer; der erste, der etwas findet, zählt. Ein leeres Feld überlässt es Dateline.
sites-show = Zeigen, was sie bewirken
sites-set = Für alle festlegen
sites-remove = Die Regeln entfernen
sites-all = Alle Regeln
sites-pass-on = Zum Weitergeben
sites-pass-on-lead = Wer dieses Dateline betreibt, kann diese Regeln als Datei übernehmen:
sites-as-file = Die Regeln als Datei
sites-part-keep = Der Artikel
sites-part-keep-hint = Die Elemente, die der Artikel sind; alles andere wird weggelassen
sites-part-drop = Nicht der Artikel
sites-part-drop-hint = Elemente, die nicht dazugehören, wo sie auch stehen
sites-part-headline = Überschrift
sites-part-headline-hint = Wo die Überschrift steht
sites-part-authors = Autoren
sites-part-authors-hint = Ein oder mehrere Namen
sites-part-date = Datum
sites-part-date-hint = Ein datetime- oder content-Attribut oder der Text
sites-part-next-page = Nächste Seite
sites-part-next-page-hint = Der Link dorthin, wo der Artikel weitergeht
sites-no-site = „{ $typed }“ ist keine Website: Schreiben Sie einen Namen wie example.org.
sites-published = Erschienen
sites-no-headline = Ein Artikel ohne Überschrift
sites-imported = Die Regeln sind übernommen. Die aufbewahrten Seiten ihrer Websites werden neu gelesen.
sites-done-set = Die Regeln gelten, und die aufbewahrten Seiten werden neu gelesen.
sites-done-removed = Die Regeln sind fort, und die aufbewahrten Seiten werden neu gelesen.
sites-choose-file = Wählen Sie eine Datei mit Regeln.
changes-title = Was geändert wurde
changes-all = Alle Änderungen, eine nach der anderen
changes-none = Seit er hier zum ersten Mal gelesen wurde, hat sich nichts geändert.
changes-since = Geändert seit { $when }
changes-edited = Bearbeitet { $when }
changes-stood = Der frühere Text stand von { $from } bis { $until } da, so wie es hier zu sehen war.
changes-since-then = Alle Änderungen seitdem
changes-not-kept = Der frühere Text ist nicht aufbewahrt, weil sein Verlag Kopien verbietet.
changes-more = Und { $n } frühere.
changes-of = Was geändert wurde: { $title }
changes-words = { $n ->
    [one] { $n } Wort
   *[other] { $n } Wörter
}
changes-gone = { $gone } weg
changes-new = { $new } neu
changes-gone-and-new = { $gone } weg, { $new } neu
sites-to-front = Zur Titelseite
changes-same = { $n ->
    [one] Ein Absatz unverändert
   *[other] { $n } Absätze unverändert
}
