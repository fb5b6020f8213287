### Anmelden und erster Start.

login-title = Anmelden
login-name = Name
login-password = Passwort
login-with = Mit { $provider } anmelden
login-with-passkey = Mit einem Passkey anmelden
login-wrong = Der Name oder das Passwort stimmt nicht.
login-demo = In der Demo ist der Name { $c }demo{ $c_end } und das Passwort { $c }demo-demo{ $c_end }.

setup-title = Willkommen
setup-lead = Dies ist Ihre eigene Zeitung. Wählen Sie einen Namen und ein Passwort, und sie gehört Ihnen.
setup-token = Schlüssel aus dem Terminal
setup-token-hint = Sie öffnen diese Seite von einem anderen Rechner aus. Deshalb fragt Dateline nach dem Schlüssel, den es beim Start ausgegeben hat.
setup-wrong-token = Das ist nicht der Schlüssel, den das Terminal ausgegeben hat.
setup-password-hint = Mindestens { $n } Zeichen.
setup-again = Das Passwort noch einmal
setup-not-the-same = Die beiden Passwörter stimmen nicht überein.
setup-begin = Anfangen
