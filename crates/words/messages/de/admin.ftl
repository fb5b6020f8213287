### Die Verwaltung: wie es der Instanz geht, für alle, die sich um sie kümmern.

admin-title = Verwaltung
admin-parts = Teile der Verwaltung
admin-overview = Überblick
admin-users = Personen
admin-feeds = Feeds
admin-jobs = Arbeit
admin-storage = Speicher
admin-backups = Sicherungen
admin-log = Protokoll
admin-settings = Einstellungen
admin-doctor = Untersuchung
admin-versions = Versionen
admin-version-program = Dateline
admin-version-database = Datenbank
admin-version-schema = { $engine }, Schema { $schema }
admin-version-index = Suchindex
admin-uptime = Läuft seit
admin-uptime-of = { $days ->
    [0] { $hours } Std. { $minutes } Min.
   *[other] { $days } T. { $hours } Std.
}

admin-card-users = { $n ->
    [one] { $n } Konto
   *[other] { $n } Konten
}, davon { $admins } für die Verwaltung
admin-card-feeds = { $n ->
    [one] { $n } Feed
   *[other] { $n } Feeds
}
admin-card-due = { $n } fällig
admin-card-running = { $n } in Arbeit
admin-card-database = Datenbank: { $size }
admin-card-free = { $size } frei auf der Festplatte
admin-card-log = { $errors ->
    [0] Keine Fehler
   *[other] { $errors } Fehler
}, { $warnings ->
    [one] { $warnings } Warnung
   *[other] { $warnings } Warnungen
} seit dem Start
admin-card-settings = { $n ->
    [0] Alle wie mitgeliefert
    [one] { $n } ist gesetzt
   *[other] { $n } sind gesetzt
}
admin-card-doctor = { $problems ->
    [0] Kein Problem
    [one] { $problems } Problem
   *[other] { $problems } Probleme
}, { $warnings ->
    [one] { $warnings } Warnung
   *[other] { $warnings } Warnungen
}

admin-feeds-title = Alle Feeds
admin-feeds-all = Alle
admin-feeds-failing = Gestört
admin-feeds-refused = Verweigert oder eingestellt
admin-feeds-silent = Seit einem Monat still
admin-feeds-slow = Langsam oder mit Bitte um Geduld
admin-feeds-redirected = Umgeleitet
admin-feeds-paused = Angehalten
admin-feeds-find = Ein Teil des Titels oder der Adresse
admin-feeds-by = Geordnet nach
admin-feeds-none = Einen solchen Feed gibt es nicht.
admin-by-host = den Servern
admin-by-polled = dem letzten Abruf
admin-by-silence = der längsten Stille
admin-by-errors = den meisten Störungen
admin-by-readers = den meisten Lesern
admin-readers = { $n ->
    [0] niemand liest ihn
    [one] { $n } Person liest ihn
   *[other] { $n } Personen lesen ihn
}
admin-polled = abgerufen { $at }
admin-next = wieder { $at }
admin-feed-poll = Jetzt abrufen
admin-feed-pause = Anhalten
admin-feed-remove = Entfernen …
admin-feed-asked = Der Feed wird abgerufen.
admin-feed-is-paused = Der Feed ist angehalten. „Jetzt abrufen“ beendet das.
admin-feed-busy = Der Feed wird in diesem Augenblick abgerufen. Versuchen Sie es gleich noch einmal.
admin-feed-removed = Der Feed ist für alle entfernt.
admin-feed-remove-title = Einen Feed für alle entfernen
admin-feed-remove-warning = { $n ->
    [0] Niemand liest ihn.
    [one] Eine Person liest ihn und verliert ihn, mit allen Artikeln, die nur er gebracht hat.
   *[other] { $n } Personen lesen ihn und verlieren ihn, mit allen Artikeln, die nur er gebracht hat.
} Gemerkte Artikel bleiben. Das lässt sich nicht rückgängig machen.
admin-feed-remove-for-all = Für alle entfernen
admin-feed-keep = Behalten
admin-back = Zurück
admin-more = Weitere Feeds

admin-jobs-title = Arbeit, die wartet
admin-queue = Arbeit
admin-due = Fällig
admin-running = In Arbeit
admin-failed = Gescheitert
admin-oldest = Am längsten wartet
admin-queue-polls = Feeds, die abzurufen sind
admin-queue-pages = Seiten, die zu lesen sind
admin-queue-stories = Artikel noch ohne Story
admin-queue-search = Änderungen für den Suchindex
admin-queue-alerts = Meldungen, die zu senden sind
admin-failed-pages = Seiten, die sich nicht lesen ließen
admin-failed-none = Es gibt keine.
admin-failed-hint = Welche Seiten es sind, geht nur ihre Leser etwas an; hier steht nur, wo sie liegen.
admin-retry = Noch einmal versuchen
admin-retry-all = Diese alle noch einmal versuchen
admin-jobs-retried = Sie sind jetzt fällig.
admin-tries = { $n ->
    [one] { $n } Versuch
   *[other] { $n } Versuche
}

admin-storage-title = Speicher
admin-free = Auf der Festplatte sind { $size } frei.
admin-free-tight = Das ist knapp: Schaffen Sie bald Platz, oder setzen Sie keep.megabytes.
admin-room-database = Datenbank
admin-room-database-about = { $engine }, ohne freie Seiten
admin-room-index = Suchindex
admin-room-index-about = lässt sich jederzeit neu anlegen
admin-room-backups = Sicherungen
admin-room-backups-about = Kopien von allem
admin-room-pictures = Bilder und Symbole
admin-room-pictures-about = werden bei Bedarf neu geholt; die am längsten nicht gesehenen gehen zuerst
admin-room-other-about = ein Ordner des Datenordners
admin-keep = Was behalten wird
admin-keep-hint = Ältere Artikel, oder solche, für die kein Platz ist, werden von selbst entfernt, gemerkte nie; der Platz wird der Festplatte nach und nach zurückgegeben.
admin-rows = Zeilen

admin-backups-title = Sicherungen
admin-backups-none = Es gibt noch keine Sicherung.
admin-backups-last = Die letzte Sicherung stammt von: { $made }.
admin-backup-make = Jetzt eine Sicherung anlegen
admin-backup-running = Eine Sicherung wird angelegt. Alles läuft unterdessen weiter.
admin-backup-runs = Es wird schon eine Sicherung angelegt.
admin-backup-made = Die Sicherung ist angelegt.
admin-backup-failed = Die Sicherung ließ sich nicht anlegen: { $why }.
admin-backup-removed = Die Sicherung ist entfernt.
admin-backup-warning = Eine Sicherung enthält die Daten aller: was jede Person liest, behält und sucht, die Passwörter von Feeds und die Prüfsummen von Passwörtern. Bewahren Sie sie dort auf, wo nur Sie sie öffnen können.
admin-backup-download = Herunterladen
admin-backup-remove = Entfernen
admin-restore = Wiederherstellen
admin-restore-how = Eine Sicherung wird auf der Kommandozeile in einen leeren Datenordner eingelesen: { $code }dateline restore DATEI --data ORDNER{ $code_end }
admin-backup-folder = Sie liegen in { $folder }. Eine Kopie auf einem anderen Rechner ist mehr wert.

admin-log-title = Die letzten Warnungen und Fehler
admin-log-lead = Seit dem Start dieses Prozesses, die neuesten zuerst, höchstens 200. Adressen stehen ohne Passwörter und Abfragen.
admin-log-none = Es gab keine.
admin-log-error = Fehler
admin-log-warning = Warnung

admin-settings-title = Geltende Einstellungen
admin-settings-lead = Geändert werden sie durch Schalter, Umgebungsvariablen oder die Einstellungsdatei; gelesen werden sie beim Start. Geheimes wird nicht gezeigt.
admin-setting = Einstellung
admin-value = Wert
admin-origin = Woher
admin-by-default = Vorgabe

admin-doctor-title = Untersuchung
admin-doctor-lead = Sieht Einstellungen, Datenordner, Netz, Datenbank und Suchindex auf das durch, was ein Problem ist oder wird. Bei vielen Daten dauert es eine Weile.
admin-doctor-not-yet = Noch nicht untersucht
admin-doctor-look = Untersuchen
admin-doctor-running = Es wird untersucht.
admin-doctor-looked = untersucht { $at }
admin-state-fine = In Ordnung
admin-state-warning = Warnung
admin-state-problem = Problem

# Eine Menge von Bytes: „12 kB“.
size = { $whole } { $unit }
# Dasselbe mit einem Zehntel: „1,2 GB“.
size-tenths = { $whole },{ $tenth } { $unit }
size-bytes = { $n ->
    [one] { $n } Byte
   *[other] { $n } Bytes
}
