### Artikel anderswo ablegen, Seiten aufheben, aus einem anderen Leseprogramm umziehen.

saving-title = Anderswo ablegen
saving-lead = Artikel lassen sich von ihrer Seite aus bei einem Ihrer Dienste ablegen. Was Dateline braucht, um sich dort anzumelden, bleibt hier und wird niemandem gezeigt, auch Ihnen nicht.
saving-new-place = Ein neuer Ort
saving-three = Readeck, Linkding oder Karakeep
saving-service = Dienst
saving-its-address = Seine Adresse
saving-token = API-Schlüssel
saving-labels = Schlagwörter
saving-labels-hint = Mit Kommas dazwischen; nötig ist keines.
saving-call-it = Wie er heißen soll
saving-client-id = Client-ID
saving-client-hint = Wallabag legt einen Client unter „API clients management“ an.
saving-client-secret = Client-Geheimnis
saving-name-there = Ihr Name dort
saving-password-there = Ihr Passwort dort
saving-tags = Schlagwörter
saving-anything = Alles, was eine Webanfrage annimmt
saving-where = Wohin gesendet wird
saving-what = Was gesendet wird
saving-form = Ein Formular
saving-plain = Nur Text
saving-template = Vorlage
saving-values = Werte des Artikels: { $names }.
saving-header-hint = Der ganze Wert dieser Kopfzeile, etwa „Bearer abc“, wo er verlangt wird.
saving-saved = Was abgelegt wurde
saving-saved-at = abgelegt { $when }
saving-tried = versucht; wieder { $when }
saving-on-its-way = unterwegs
saving-untitled = Ohne Titel
saving-with = mit { $labels }
saving-added = Notiert. Die Seiten der Artikel haben jetzt einen Knopf dafür.
saving-removed = Entfernt, mitsamt dem, womit Dateline sich dort angemeldet hat.
saving-retried = Es wird noch einmal versucht.
saving-no-service = Bei diesem Dienst lässt sich nichts ablegen.
saving-no-login = Die Adresse darf weder Namen noch Passwort enthalten (was vor „@“ steht); den Dienst öffnet, was in den anderen Feldern steht.
saving-odd-token = Der Schlüssel enthält Zeichen, die sich nicht senden lassen; kopieren Sie ihn noch einmal.
saving-needs-token = Der Dienst braucht einen API-Schlüssel; seine Einstellungen haben einen.
saving-wallabag = Wallabag braucht ID und Geheimnis eines Clients (dort unter „API clients management“) sowie Namen und Passwort.
saving-save-again = Noch einmal bei { $name } ablegen
saving-save = Bei { $name } ablegen
saving-note-saved = abgelegt
saving-note-failed = ließ sich nicht ablegen
clip-title = Eine Seite aufheben
clip-lead = Jede Seite und jeder Text wird ein Artikel in Ihrer Ausschnittsammlung.
clip-url-hint = Die Seite wird gleich gelesen, wenn kein Text angegeben ist; Überschrift und Medium sind dann ihre eigenen.
clip-headline = Überschrift
clip-text = Text
clip-text-hint = Anstelle des Textes der Seite; eine leere Zeile beginnt einen Absatz.
clip-outlet = Medium
clip-outlet-hint = Wer ihn veröffentlicht hat; ohne Angabe nach der Adresse.
clip-keep = Aufheben
clip-from-any = Von jeder Seite aus
clip-drag = Ziehen Sie diesen Link zu Ihren Lesezeichen. Auf einer Seite, die Sie aufheben wollen, bringt er Sie hierher, mit ihrer Adresse, ihrer Überschrift und dem, was Sie markiert haben:
clip-bookmarklet = In Dateline aufheben
clip-no-address = Dafür muss diese Instanz die Adresse kennen, unter der man sie erreicht ({ $setting }), oder Skripte müssen hier erlaubt sein.
move-title = Aus einem anderen Leseprogramm umziehen
move-lead = Ihre Feeds mit ihren Ordnern, was Sie gemerkt und was Sie in den letzten drei Monaten gelesen haben. Was Sie hier schon haben, bleibt, wie es ist.
move-running = Ihr anderes Leseprogramm wird befragt. Große Sammlungen dauern einige Minuten; Sie können diese Seite so lange verlassen.
move-done = Sie sind umgezogen
move-left-out = Was nicht übernommen werden konnte
move-more = Und { $n } weitere.
move-waiting = { $articles } werden markiert, sobald Ihre Feeds sie bringen.
move-greader = FreshRSS oder ein anderer Server mit der Google-Reader-API
move-api-password = API-Passwort
move-api-password-hint = Das Passwort für Apps, das Ihr Profil dort festlegt. Es wird einmal benutzt und nicht aufbewahrt.
move-in = Umziehen
move-api-key = API-Schlüssel
move-api-key-hint = Seine Einstellungen erzeugen einen. Er wird einmal benutzt und nicht aufbewahrt.
move-files-from = Dateien aus Feedly, Inoreader, FreshRSS oder Google Reader
move-files = Dateien
move-files-hint = OPML mit Ihren Feeds und JSON mit gemerkten oder gespeicherten Artikeln. Entpacken Sie ein Archiv zuerst.
move-your-feeds = Ihre Feeds
move-added = { $n ->
    [one] { $n } Feed hinzugefügt.
   *[other] { $n } Feeds hinzugefügt.
}
move-added-more = { $n ->
    [one] { $n } Feed hinzugefügt; { $before } hatten Sie schon.
   *[other] { $n } Feeds hinzugefügt; { $before } hatten Sie schon.
}
move-starred = { $n ->
    [one] { $n } Artikel gemerkt; was keiner Ihrer Feeds mehr bringt, wird aufbewahrt, davon { $kept }.
   *[other] { $n } Artikel gemerkt; was keiner Ihrer Feeds mehr bringt, wird aufbewahrt, davon { $kept }.
}
move-read = { $n ->
    [one] { $n } Artikel als gelesen markiert; { $more } weitere, sobald Ihre Feeds sie bringen.
   *[other] { $n } Artikel als gelesen markiert; { $more } weitere, sobald Ihre Feeds sie bringen.
}
move-nothing = Es gab nichts zu übernehmen.
move-choose-files = Wählen Sie die Dateien, die Ihr Leseprogramm ausgegeben hat.
move-no-address = Die Adresse Ihres Leseprogramms fehlt.
move-needs-key = Miniflux braucht einen API-Schlüssel.
move-needs-login = Ihr Name dort und Ihr API-Passwort werden gebraucht.
move-no-way = So lässt sich nicht umziehen.
move-already = Sie ziehen gerade um; warten Sie, bis das fertig ist.
move-broke-off = Es ist hier abgebrochen. Was bis dahin übernommen wurde, bleibt.
saving-labels-example = Nachrichten, Dateline
