### Suchen, gespeicherte Suchen, Regeln und Benachrichtigungen.

search-title = Suche
search-newest = Neueste zuerst
search-best = Beste zuerst
search-waiting = Der Suchindex wird angelegt; gleich stehen hier Ergebnisse.
search-help = Wörter finden Artikel, die alle davon enthalten. Manche Zeichen können mehr:
search-help-phrase = die Wörter in dieser Reihenfolge
search-help-or = eines von beiden; ohne ein Wort
search-help-title = in der Überschrift; von jemandem; von einem Ort
search-help-outlet = woher es kommt
search-help-is = was es ist
search-help-date = wann es erschienen ist
search-searched-for = Gesucht wurde: { $query }.
search-nearest = Am nächsten: { $a }{ $found } { $query }{ $a_end }
search-table = Artikel { $step }, als Tabelle
search-articles = Artikel
search-stories = Geschichten
search-keep = Diese Suche speichern
search-keep-hint = als Rubrik, Feed oder Benachrichtigung
search-make-rule = Daraus eine Regel machen
search-found-in = { $articles } gefunden
search-starred = gemerkt
search-read = gelesen
search-more = Weitere Ergebnisse
search-kept = Gespeicherte Suchen
search-rules = Regeln
search-alerts = Benachrichtigungen
search-none = Keine Ergebnisse
search-more-than = Mehr als { $n } Ergebnisse
search-outlets = Medien
search-sections = Ressorts
search-languages = Sprachen
search-by-hour = pro Stunde
search-by-day = pro Tag
search-by-week = pro Woche
search-by-month = pro Monat
search-by-year = pro Jahr
search-hour = Stunde
search-day = Tag
search-week = Woche
search-month = Monat
search-year = Jahr
search-bar-hour = { $day }, { $time } Uhr
search-bar-week = Woche ab { $day }
search-index-made = Der Suchindex wird angelegt.
search-none-yet = Noch keine Ergebnisse
search-live-results = Ergebnisse
search-live-nothing = Keine Ergebnisse. Gesucht wurde: { $query }.
search-live-show = Das Ergebnis zeigen
search-live-all = Alle { $results }
search-results = { $n ->
    [one] { $n } Ergebnis
   *[other] { $n } Ergebnisse
}
date-day = { $day }. { $month } { $year }
date-month = { $month } { $year }
search-none-kept = Noch ist keine Suche gespeichert. { $a }Suchen{ $a_end } Sie nach etwas und speichern Sie es: Es wird eine Rubrik der Titelseite und, wenn Sie mögen, ein Feed oder eine Benachrichtigung.
search-unfilled = Noch ist nicht alles durchsucht, was da ist; bald steht hier vielleicht mehr.
search-unread = { $n } ungelesen
search-is-section = eine Rubrik der Titelseite
search-is-feed = ein Feed
search-is-alert = eine Benachrichtigung
search-nothing-yet = Es gibt noch nichts, wonach zu suchen wäre.
search-too-many = Mehr Suchen lassen sich nicht speichern; entfernen Sie eine, die nicht gebraucht wird.
search-nothing = Es gibt nichts, wonach zu suchen wäre.
search-times = Zeiten schreibt man wie 7:00 oder 18:30, mit Kommas dazwischen.
search-done-changed = Notiert.
search-mail-unconfirmed = E-Mail an { $address } (noch nicht bestätigt)
search-mail-to = E-Mail an { $address }
search-done-kept = { $n ->
    [one] Gespeichert. Sie steht auf der Titelseite; unter dem, was da ist, wurde { $n } Artikel gefunden.
   *[other] Gespeichert. Sie steht auf der Titelseite; unter dem, was da ist, wurden { $n } Artikel gefunden.
}
search-done-kept-more = Gespeichert. Sie steht auf der Titelseite; unter dem, was da ist, wurden mehr als { $n } Artikel gefunden.
search-kept-empty = Noch wurde nichts gefunden. Was passt, steht hier, sobald es kommt.
search-more-articles = Weitere Artikel
search-this = Diese Suche
search-ways = Ihr Name, ihre Rubrik, ihr Feed und ihre Benachrichtigungen
search-field = Suche
search-save = Speichern
search-in-front = Sie ist eine Rubrik der Titelseite.
search-not-in-front = Sie steht nicht auf der Titelseite.
search-take-off = Von der Titelseite nehmen
search-make-section = Zur Rubrik machen
search-feed = Feed
search-feed-hint = Wer diese Adressen kennt, kann lesen, was diese Suche findet.
search-first-targets = Legen Sie erst fest, { $a }wohin Benachrichtigungen gehen{ $a_end }: an eine E-Mail-Adresse, einen Webhook oder ein Thema von ntfy.
search-at-once = sofort
search-at-times = um { $times }
search-times-label = Uhrzeiten
search-times-hint = Ohne Angabe sofort.
search-alerts-off = Keine Benachrichtigungen mehr
search-alert-me = Hier benachrichtigen
search-forget = Diese Suche nicht mehr speichern
search-all-kept = Alle gespeicherten Suchen
search-rules-lead = Was mit den Artikeln, die eine Suche findet, von selbst geschieht.
search-apply = Auf das anwenden, was da ist
search-new-rule = Eine neue Regel
search-rule-hint = In der Sprache des Suchfelds: Wörter, „Wortfolgen“, outlet:, title: und alles andere.
search-what-is-done = Was geschieht
search-do-mute = Überall verbergen
search-do-keep = Behalten: nie verborgen, nie zu alt
search-do-read = Als gelesen markieren
search-do-star = Merken
search-do-folder = In einen Ordner legen
search-folder-hint = Nur für Regeln, die Artikel in einen legen.
search-days = Für so viele Tage
search-for-good = auf Dauer
search-show-touched = Zeigen, was sie träfe
search-would-touch = Sie träfe
search-apply-too = Auch auf das anwenden, was da ist
search-make-the-rule = Regel anlegen
search-does-mute = Verbergen
search-does-keep = Behalten
search-does-read = Als gelesen markieren
search-does-star = Merken
search-does-folder = In { $folder } legen
search-applied-to = { $n ->
    [one] auf { $n } Artikel angewandt
   *[other] auf { $n } Artikel angewandt
}
search-rule-applied = { $n ->
    [one] Die Regel wurde auf { $n } Artikel angewandt.
   *[other] Die Regel wurde auf { $n } Artikel angewandt.
}
search-touched-now = { $n ->
    [one] jetzt { $n } Artikel
   *[other] jetzt { $n } Artikel
}
search-rule-unfilled = noch ist nicht alles durchsucht, was da ist
search-rule-ended = beendet { $when }
search-rule-until = bis { $when }
search-folder-nameless = Der Ordner hat noch keinen Namen.
search-rule-does = Eine Regel tut etwas von der Liste.
search-rule-days = Tage sind eine Zahl von 1 bis 3650.
search-rule-needs-search = Eine Regel braucht eine Suche.
search-rule-too-many = Es gibt schon zu viele Regeln.
search-alerts-lead = Jede gespeicherte Suche kann melden, was sie findet: sofort oder zu Zeiten, die Sie wählen.
search-where = Wohin sie gehen
search-nowhere = Noch nirgendwohin.
search-signed = Wie die Nachrichten unterschrieben sind
search-signed-how = Die Kopfzeile X-Dateline-Signature enthält „sha256=“ und den HMAC-SHA256 (hexadezimal) aus X-Dateline-Timestamp, einem Punkt und dem Inhalt, mit diesem Geheimnis: { $secret }
search-code = Der Code, der dorthin gesandt wurde
search-code-hint = Vor der Bestätigung geht keine Benachrichtigung dorthin.
search-confirm = Bestätigen
search-code-again = Den Code noch einmal senden
search-trial = Probenachricht senden
search-new-place = Ein neues Ziel
search-mail = E-Mail
search-ntfy = Ein Thema von ntfy
search-webhook-new = Ein Webhook
search-no-mail-server = Für diese Instanz ist kein Mailserver eingestellt; E-Mails warten, bis es einen gibt.
search-token = Zugriffsschlüssel
search-token-hint = Nur für Themen von ntfy, die einen verlangen.
search-sent = Was gesendet wurde
search-nothing-sent = Noch nichts.
search-try-now = Jetzt versuchen
search-webhook-template = Ein Webhook mit Vorlage
search-webhook = Webhook
search-sent-at = gesendet { $when }
search-given-up = aufgegeben
search-to-be-sent = wird gesendet { $when }
search-waits = wartet
search-a-trial = Eine Probe
search-not-confirmed = noch nicht bestätigt
search-last-reached = zuletzt erreicht { $when }
search-not-reached = noch nicht erreicht
search-fails-since = Gestört seit { $when }: { $why }
search-tried = { $n ->
    [one] { $n }-mal versucht, wieder { $when }
   *[other] { $n }-mal versucht, wieder { $when }
}
search-target-added = Notiert. Eine Probenachricht zeigt, ob Benachrichtigungen ankommen.
search-target-asked = Eine Nachricht mit einem Code ist dorthin unterwegs. Benachrichtigungen gehen dorthin, sobald der Code hier eingegeben ist.
search-target-confirmed = Bestätigt. Benachrichtigungen können jetzt dorthin gehen.
search-target-tried = Eine Probenachricht ist unterwegs.
search-target-removed = Entfernt.
search-places-full = Mehr Ziele lassen sich nicht hinzufügen; entfernen Sie eines, das nicht gebraucht wird.
search-no-mail-address = Das ist keine E-Mail-Adresse.
search-ntfy-topic = Die Adresse endet mit dem Thema: https://ntfy.sh/mein-thema
search-target-kinds = Benachrichtigungen gehen per E-Mail, Webhook oder ntfy.
search-enough = Das genügt fürs Erste; in einer Stunde kann wieder von Hand gesendet werden.
search-wrong-code = Das ist nicht der Code, der an diese Adresse gesandt wurde.
search-no-web-address = Das ist keine Webadresse; sie beginnt mit https://
