### Der Anfang einer Zeitung: Pakete von Quellen, und wie weit der erste Abruf ist.

start-title = Welche Zeitungen lesen Sie?
start-lead = Wählen Sie, was Sie lesen möchten; in einer Minute steht die Titelseite, sauber und vollständig, ohne etwas drum herum.
start-ways = Wege, anzufangen
start-packs = Pakete von Quellen
start-packs-hint = Ein Paket ist eine Handvoll Zeitungen, die zusammengehören. Wählen Sie eines oder mehrere; jeder Feed lässt sich wieder entfernen.
start-address = Eine eigene Adresse
start-address-hint = jede Website, jeder Feed
start-moving = Sie kommen von einem anderen Leseprogramm?
start-moving-hint = eine OPML-Datei oder alles, was Sie lesen
start-look = Nur einmal umsehen?
start-look-hint = eine erfundene Welt
start-demo = Geben Sie in einem Terminal { $code }dateline demo{ $code_end } ein: Das zeigt neben dieser Zeitung eine kleine erfundene Welt und rührt nichts von Ihnen an.
start-on-its-way = Ihre erste Titelseite ist unterwegs
start-fills = Diese Seite füllt sich von selbst, sobald Artikel eintreffen.
start-each-feed = Ansehen, was jeder Feed sagt
start-more-packs = Weitere Quellen hinzufügen
start-nothing-yet = Noch nichts zu lesen
start-ask-again = Noch einmal abrufen
start-none-read = Keiner Ihrer Feeds ließ sich lesen
start-try-again = Noch einmal versuchen
start-what-they-say = Was sie sagen
start-and-more = { $n ->
    [one] und { $n } weiterer
   *[other] und { $n } weitere
}
start-kept = Nichts ist verloren: Ihre Feeds bleiben, und Dateline ruft sie von selbst wieder ab, um so seltener, je länger sie ausfallen. Wenn gar keiner zu erreichen ist, sehen Sie nach, ob dieser Rechner am Netz ist.

packs-title = Pakete von Quellen
packs-lead = { $all }, nach Land und Thema. Was Sie schon abonniert haben, bleibt, wo es ist.
packs-all = { $packs } Pakete mit { $feeds } Feeds
packs-narrow = Die Liste eingrenzen
packs-q = Land, Thema oder Zeitung
packs-country = Land
packs-any-country = Alle Länder
packs-show = Zeigen
packs-by-topic = Nach Thema
packs-find = Pakete von Quellen finden
packs-nothing = So heißt kein Paket und keine Zeitung.
packs-show-all = Alle Pakete zeigen
packs-found = { $n ->
    [one] { $n } Paket
   *[other] { $n } Pakete
}
packs-chosen = Gewählt
packs-in-your-language = In Ihren Sprachen
packs-topics = Themen
packs-countries = Weitere Länder
packs-feeds = { $n ->
    [one] { $n } Feed
   *[other] { $n } Feeds
}
# Wird nach der Zahl der Feeds vorgelesen: „18 Feeds aus Deutschland“.
packs-of = aus „{ $name }“
# Namen von Listen mit ihren Lizenzen.
packs-from = aus { $lists }
packs-follow = Ausgewähltes abonnieren
packs-follow-this = Alle abonnieren
packs-none-chosen = Wählen Sie zuerst ein Paket.
packs-all-packs = Alle Pakete
packs-summary = { $n ->
    [one] { $n } Feed
   *[other] { $n } Feeds
} · { $languages }
packs-its-feeds = Die Feeds
packs-lists = Die Listen, aus denen die Adressen stammen
packs-aged = Adressen veralten: Führt ein Feed ins Leere, so steht das auf Ihrer Seite der Feeds, wo er sich entfernen lässt.

progress-waiting = { $done } von { $of } abgerufen
progress-waiting-failing = { $done } von { $of } abgerufen, { $failing } nicht lesbar
progress-fetching = { $feed } wird abgerufen … { $of ->
    [one] { $done } von { $of } Feed
   *[other] { $done } von { $of } Feeds
}
progress-fetching-failing = { $feed } wird abgerufen … { $done } von { $of } Feeds, { $failing } nicht lesbar
progress-done = { $of ->
    [one] Der Feed ist abgerufen.
   *[other] Alle { $of } Feeds sind abgerufen.
}
progress-done-failing = { $of ->
    [one] Der Feed wurde abgerufen und ist nicht lesbar.
   *[other] Alle { $of } Feeds wurden abgerufen, { $failing } davon sind nicht lesbar.
}

import-title = Import
import-finished = Der Import ist fertig
import-going-on = Es wird importiert
# Was getan wurde, in Teilen mit Kommas dazwischen: „60 Feeds hinzugefügt, 2 hatten Sie schon“.
import-summary = { $parts }.
import-added = { $n ->
    [one] { $n } Feed hinzugefügt
   *[other] { $n } Feeds hinzugefügt
}
import-already = { $n } hatten Sie schon
import-skipped-number = { $n } übergangen
import-fetched = { $done } von { $of } abgerufen
import-fetched-failing = { $done } von { $of } abgerufen, { $failing } mit einem Problem
import-pages-left = { $fetched } · { $n ->
    [one] { $n } Seite ist noch zu lesen
   *[other] { $n } Seiten sind noch zu lesen
}
import-to-front = Zur Titelseite
import-to-front-early = Zur Titelseite; der Rest läuft weiter
import-all-feeds = Alle Feeds
import-about-file = Zur Datei
import-skipped = Übergangen
import-failing = Mit einem Problem
import-nothing-chosen = Wählen Sie eine Datei, oder geben Sie die Adresse einer solchen ein.
