### Signing in, and the first start.

login-title = Sign in
login-name = Name
login-password = Password
login-with = Sign in with { $provider }
login-with-passkey = Sign in with a passkey
login-wrong = The name or the password is not right.
login-demo = In the demo the name is { $c }demo{ $c_end } and the password { $c }demo-demo{ $c_end }.

setup-title = Welcome
setup-lead = This is your own newspaper. Choose a name and a password, and it is yours.
setup-token = Token from the terminal
setup-token-hint = You are opening this page from another machine, so Dateline asks for the token that it printed when it started.
setup-wrong-token = That is not the token which the terminal printed.
setup-password-hint = At least { $n } characters.
setup-again = The password again
setup-not-the-same = The two passwords are not the same.
setup-begin = Begin
