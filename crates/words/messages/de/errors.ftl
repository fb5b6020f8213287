### Was man liest, wo es keine gewöhnliche Seite gibt.

error-not-found = Diese Seite gibt es nicht
error-not-found-text = Die Adresse ist vertippt, oder was hier stand, ist nicht mehr da.
error-unknown = Sie haben hier kein Konto
error-not-invited = Diese Einladung gilt nicht
error-not-invited-text = Sie wurde schon benutzt oder zurückgenommen, ihre Frist ist um, oder der Link ist nicht vollständig. Bitten Sie um eine neue.
error-method = So lässt sich diese Adresse nicht öffnen
error-method-text = Sie nimmt nur Formulare von Datelines eigenen Seiten an.
error-other-site = Die Anfrage kam von einer anderen Website
error-other-site-text = Dateline nimmt Änderungen nur von seinen eigenen Seiten an.
error-disk-full = Der Datenträger ist voll
error-disk-full-text = Wo Dateline seine Daten aufbewahrt, ist kein Platz mehr; es wurde nichts gespeichert. Was da ist, lässt sich weiter lesen. Wer diese Instanz betreut, muss Platz schaffen.
error-disk-shut = Gerade lässt sich nichts speichern
error-disk-shut-text = Dateline darf dort nicht schreiben, wo es seine Daten aufbewahrt; es wurde nichts gespeichert. Was da ist, lässt sich weiter lesen. Wer diese Instanz betreut, muss nach dem Ordner sehen.
error-expired = Das Formular ist abgelaufen
error-expired-text = Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal. Cookies müssen für diese Website erlaubt sein.
error-only-here = Nur von diesem Rechner aus
error-only-here-text = Für andere Rechner ist diese Adresse nicht offen.
error-too-large = Das war zu groß
error-too-large-text = Es kam mehr an, als Dateline hier annimmt.
error-too-slow = Es hat zu lange gedauert
error-too-slow-text = Dateline hat nicht länger auf eine Antwort gewartet. Versuchen Sie es gleich noch einmal.
error-went-wrong = Hier ist etwas schiefgegangen
error-went-wrong-text = Es liegt nicht an Ihnen. Was geschehen ist, steht in Datelines Protokoll.
error-invalid = Das hat nicht geklappt
error-unknown-text = Sie sind als „{ $name }“ angemeldet, und niemand heißt hier so. Bitten Sie jemanden, der diese Instanz verwaltet, um eine Einladung.
error-wait = { $n ->
    [one] Zu viele Fehlversuche. Warten Sie { $n } Sekunde und versuchen Sie es dann noch einmal.
   *[other] Zu viele Fehlversuche. Warten Sie { $n } Sekunden und versuchen Sie es dann noch einmal.
}
error-form-incomplete = Das Formular war nicht vollständig. Gehen Sie zurück, füllen Sie es aus und schicken Sie es noch einmal ab.
