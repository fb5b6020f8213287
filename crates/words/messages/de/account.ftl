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
