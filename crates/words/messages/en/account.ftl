### The account.

account-tongue = Language
account-tongue-label = Language of these pages
account-tongue-hint = Kept in this browser. Articles stay in the language they were written in.
account-tongue-save = Use it
account-no-such-tongue = Dateline does not speak that language yet.

account-lead = You are signed in as { $name }.
account-lead-admin = You are signed in as { $name }, an admin of this instance.
account-by-proxy = The proxy before this instance says who you are.
account-people = People and invitations
