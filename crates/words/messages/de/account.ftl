### Das Konto.

account-tongue = Sprache
account-tongue-label = Sprache dieser Seiten
account-tongue-hint = Gilt in diesem Browser. Artikel bleiben in der Sprache, in der sie geschrieben sind.
account-tongue-save = Übernehmen
account-no-such-tongue = Diese Sprache spricht Dateline noch nicht.

account-lead = Sie sind als { $name } angemeldet.
account-lead-admin = Sie sind als { $name } angemeldet und verwalten diese Instanz.
account-by-proxy = Wer Sie sind, sagt der Proxy vor dieser Instanz.
account-people = Personen und Einladungen

account-title = Konto
account-change-password = Passwort ändern
account-choose-password = Passwort wählen
account-present-password = Bisheriges Passwort
account-new-password = Neues Passwort
account-new-password-hint = Mindestens 8 Zeichen und keines, das man zuerst ausprobieren würde. Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet; App-Passwörter, Passkeys und verknüpfte Konten bleiben.
account-new-again = Das neue noch einmal
account-change-it = Ändern
account-set-it = Festlegen
account-passkeys = Passkeys
account-passkeys-lead = Ein Passkey liegt auf Ihrem Gerät oder Schlüssel und ersetzt das Passwort.
account-made = angelegt { $when }
account-last-used = zuletzt benutzt { $when }
account-not-used = noch nicht benutzt
account-remove = Entfernen
account-passkeys-script = Browser geben Passkeys nur an Skripte heraus: Erlauben Sie sie für diese Website, um einen anzulegen.
account-passkey-name = Wie er heißen soll
account-passkey-example = Mein Handy
account-passkey-make = Passkey anlegen
account-linked-since = verknüpft { $when }
account-unlink = Verknüpfung lösen
account-link = Konto dort verknüpfen
account-reading = Lesen
account-spreads = Wer einen Artikel liest, markiert auch alle mit demselben Text als gelesen
account-save = Speichern
account-app-passwords = App-Passwörter
account-app-passwords-lead = Leseprogramme und andere melden sich mit Ihrem Namen und einem eigenen Passwort an. Ihr eigenes Passwort öffnet nur diese Seiten.
account-revoke = Widerrufen
account-which-program = Für welches Programm?
account-program-example = Leseprogramm auf meinem Handy
account-it-may = Es darf
account-may-write = lesen und schreiben: markieren, merken, abonnieren
account-may-read = nur lesen
account-may-admin = alles, was Verwalter dürfen
account-make-app-password = App-Passwort anlegen
account-elsewhere = Anderswo
account-to-saving = Artikel bei einem Ihrer Dienste ablegen
account-to-clip = Beliebige Seiten aufheben
account-to-feeds-out = Feeds für andere Leseprogramme
account-sessions = Wo Sie angemeldet sind
account-no-sessions = In keinem Browser.
account-this-session = (dieser hier)
account-began = seit { $when }
account-last-seen = zuletzt { $when }
account-sign-out-here = Hier abmelden
account-end-session = Beenden
account-end-which = : { $browser }, seit { $when }
account-sign-out-everywhere = Überall abmelden
account-done-password = Das neue Passwort gilt. Überall sonst sind Sie abgemeldet.
account-done-reading = Notiert.
account-done-ended = Diese Anmeldung ist beendet.
account-done-linked = Verknüpft. Sie können sich jetzt mit diesem Konto anmelden.
account-done-unlinked = Die Verknüpfung ist gelöst.
account-done-passkey = Der Passkey ist angelegt. Sie können sich jetzt damit anmelden.
account-done-passkey-gone = Der Passkey öffnet hier nichts mehr.
account-done-revoked = Widerrufen. Was es benutzt hat, ist abgemeldet.
account-wrong-password = Das bisherige Passwort stimmt nicht.
account-not-the-same = Die beiden neuen Passwörter stimmen nicht überein.
account-does-admin = darf alles, was Verwalter dürfen
account-does-write = liest und schreibt
account-does-read = liest
account-name-program = { $n ->
    [one] Benennen Sie das Programm, mit höchstens { $n } Zeichen.
   *[other] Benennen Sie das Programm, mit höchstens { $n } Zeichen.
}
account-too-many-programs = { $n ->
    [one] Es gibt schon { $n } App-Passwort. Widerrufen Sie es erst.
   *[other] Es gibt schon { $n } App-Passwörter. Widerrufen Sie erst einige.
}
account-new-app-password = Ein neues App-Passwort
account-app-password-for = Ein App-Passwort für { $name }
account-app-password-lead = Geben Sie es im Programm ein, zusammen mit Ihrem Namen { $user }.
account-app-password-may = Es { $may }.
account-secret-once = Es wird nur jetzt gezeigt. Geht es verloren, widerrufen Sie es und legen ein neues an.
account-yours = Ihr Konto
account-browser-on = { $browser } unter { $system }
account-browser-unknown = Ein Browser, der seinen Namen nicht nennt
account-starts-classic = Mit der klassischen Ansicht beginnen statt mit der Titelseite
account-marks-passed = In der klassischen Ansicht gilt ein Artikel als gelesen, sobald Sie an ihm vorbeirollen
account-keys = Einzelne { $a }Tasten{ $a_end } bewegen, öffnen und markieren
