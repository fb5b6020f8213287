### Personen, Einladungen und was sonst zum Anmelden gehört.

people-title = Personen
people-lead = Feeds und Artikel teilen sich alle. Was jemand liest, merkt, speichert und stummschaltet, sieht sonst niemand, auch kein Verwalter. Nur wie viele Abonnements, gemerkte Artikel, gespeicherte Suchen und App-Passwörter jemand hat, erfährt, wer im Begriff ist, das Konto zu entfernen.
people-accounts = Wer ein Konto hat
people-you = (Sie)
people-admin = verwaltet mit
people-member = Mitglied
people-account-made = Konto angelegt { $when }
people-make-member = Zum Mitglied machen
people-make-admin = Zum Verwalter machen
people-remove = Entfernen…
people-admins-hint = Verwalter legen auch Regeln für Websites fest und kümmern sich um Konten.
people-open-invitations = Offene Einladungen
people-no-invitations = Es gibt keine.
people-will-be-admin = wird verwalten
people-will-be-member = wird Mitglied
people-invited-by = von { $name }
people-invitation-ends = gilt bis { $when }
people-take-back = Zurücknehmen
people-new-invitation = Eine neue Einladung
people-whom = Für wen ist sie?
people-whom-hint = Das sehen nur Verwalter. Es hilft, Einladungen auseinanderzuhalten.
people-they-will-be = Die Person wird
people-a-member = Mitglied
people-an-admin = Verwalter
people-link-lasts = Der Link gilt
people-a-day = einen Tag
people-a-week = eine Woche
people-a-month = einen Monat
people-invite = Einladung anlegen
people-no-password = ohne Passwort
people-remove-title = Ein Konto entfernen
people-done-role = Die Rolle ist geändert.
people-done-removed = Das Konto ist entfernt.
people-done-revoked = Die Einladung ist zurückgenommen. Ihr Link öffnet nichts mehr.
people-last-admin = Der letzte Verwalter bleibt es: Machen Sie erst jemand anderen dazu.
people-not-oneself = Sein eigenes Konto entfernt hier niemand: Bitten Sie einen anderen Verwalter.
people-owner-stays = Das Konto, mit dem diese Instanz begann, lässt sich nicht entfernen.
people-lose-feeds = { $n ->
    [one] { $n } Abonnement
   *[other] { $n } Abonnements
}
people-lose-none = { $feeds }; alle diese Feeds lesen auch andere, sie bleiben
people-lose-all = { $feeds }; keinen dieser Feeds liest sonst jemand: Sie gehen mitsamt den Artikeln, die nur sie enthalten
people-lose-some = { $feeds }; { $n } dieser Feeds liest sonst niemand: Sie gehen mitsamt den Artikeln, die nur sie enthalten
people-lose-starred = { $n ->
    [one] { $n } gemerkter Artikel
   *[other] { $n } gemerkte Artikel
}
people-lose-searches = { $n ->
    [one] { $n } gespeicherte Suche mit Rubriken, Feeds und Benachrichtigungen
   *[other] { $n } gespeicherte Suchen mit Rubriken, Feeds und Benachrichtigungen
}
people-lose-programs = { $n ->
    [one] { $n } App-Passwort von Programmen, die sich anmelden
   *[other] { $n } App-Passwörter von Programmen, die sich anmelden
}
people-lose-rest = was gelesen, verfolgt, stummgeschaltet und über Geschichten entschieden wurde
people-remove-whose = Das Konto von „{ $name }“ entfernen?
people-remove-with-it = Damit gehen verloren:
people-remove-final = Was andere lesen, bleibt, wie es ist. Das lässt sich nicht rückgängig machen.
people-keep-it = Behalten
people-remove-it = Entfernen
people-invited = Sie sind eingeladen
people-invited-lead = Wählen Sie einen Namen und ein Passwort, und diese Zeitung ist auch Ihre.
people-invited-admin = Sie werden sie mit verwalten.
people-password-hint = Mindestens 8 Zeichen und keines, das man zuerst ausprobieren würde.
people-begin-with = Ohne Passwort anfangen, mit { $provider }
people-invitation-for = Eine Einladung für { $whom }
people-send-member = Verschicken Sie diesen Link. Wer ihn zuerst öffnet, wählt einen Namen und ein Passwort und ist hier Mitglied. Er gilt bis { $when }.
people-send-admin = Verschicken Sie diesen Link. Wer ihn zuerst öffnet, wählt einen Namen und ein Passwort und verwaltet diese Instanz mit. Er gilt bis { $when }.
people-shown-once = Er wird nur jetzt gezeigt.
people-copy-link = Kopieren Sie den Link selbst: Er enthält die Adresse, unter der Sie diese Seite sehen. Ihr Gast muss sie erreichen können.
people-somebody = jemand
people-an-invitation = Eine Einladung
people-name-taken = Dieser Name ist vergeben. Wählen Sie einen anderen.
people-invited-already = Diese Einladung ist für jemanden, der noch kein Konto hat, und Sie sind angemeldet. Geben Sie den Link weiter, oder melden Sie sich erst ab.
people-name-length = { $n ->
    [one] Wählen Sie einen Namen mit höchstens { $n } Zeichen.
   *[other] Wählen Sie einen Namen mit höchstens { $n } Zeichen.
}
people-name-unseen = Der Name enthält unsichtbare Zeichen.
people-password-short = { $n ->
    [one] Das Passwort ist zu kurz: Es braucht mindestens { $n } Zeichen.
   *[other] Das Passwort ist zu kurz: Es braucht mindestens { $n } Zeichen.
}
people-password-long = { $n ->
    [one] Das Passwort ist zu lang: Höchstens { $n } Byte sind möglich.
   *[other] Das Passwort ist zu lang: Höchstens { $n } Byte sind möglich.
}
people-password-guessable = Das Passwort ist zu leicht zu erraten: Wählen Sie eines, das nicht Ihr Name, keine Tastenreihe und kein übliches ist.
people-oidc-refused = Der Anbieter hat abgelehnt: { $why }.
people-oidc-other-flow = Diese Anmeldung wurde nicht in diesem Browser begonnen oder vor zu langer Zeit.
people-oidc-no-answer = Der Anbieter hat nicht geantwortet, wie er sollte. Versuchen Sie es später noch einmal.
people-oidc-password-first = Wählen Sie erst ein Passwort: Ohne Passwort und ohne diese Verknüpfung könnten Sie sich nicht mehr anmelden.
people-oidc-linked-already = Dieses Konto ist schon verknüpft, mit Ihnen oder jemand anderem.
people-oidc-nobody = Niemand hat dieses Konto hier verknüpft. Melden Sie sich mit Ihrem Passwort an und verknüpfen Sie es auf Ihrer Kontoseite, oder bitten Sie einen Verwalter um eine Einladung.
people-oidc-taken = Dieser Name ist vergeben, oder dieses Konto ist schon verknüpft. Öffnen Sie die Einladung noch einmal und wählen Sie einen anderen Namen.
people-oidc-name-taken = Den Namen „{ $name }“ trägt hier schon jemand. Sind Sie es, melden Sie sich mit Ihrem Passwort an und verknüpfen das Konto; wenn nicht, bitten Sie einen Verwalter um eine Einladung.
people-one-moment = Einen Augenblick
people-being-sent = Sie werden zu { $provider } geschickt, wo Sie sagen, wer Sie sind.
people-go-there = Dorthin
people-too-many-passkeys = Es gibt schon zu viele Passkeys. Entfernen Sie erst einige.
people-passkey-there = Diesen Passkey gibt es schon.
people-passkey-unknown = Dieser Passkey ist hier nicht bekannt.
people-passkey-script = Das hat nicht geklappt. Laden Sie die Seite neu und versuchen Sie es noch einmal.
