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

account-title = Account
account-change-password = Change the password
account-choose-password = Choose a password
account-present-password = Present password
account-new-password = New password
account-new-password-hint = At least 8 characters, and not one that anybody would try first. You stay signed in here and are signed out everywhere else; app passwords, passkeys and linked accounts stay.
account-new-again = The new one again
account-change-it = Change it
account-set-it = Set it
account-passkeys = Passkeys
account-passkeys-lead = A passkey lives in your device or key, and stands in for your password.
account-made = made { $when }
account-last-used = last used { $when }
account-not-used = not used yet
account-remove = Remove
account-passkeys-script = Browsers hand passkeys to scripts only: to make one, allow them for this site.
account-passkey-name = What it is called
account-passkey-example = My phone
account-passkey-make = Make a passkey
account-linked-since = linked { $when }
account-unlink = Take the link away
account-link = Link an account there
account-reading = Reading
account-spreads = Reading an article marks those with the same text as read, too
account-save = Save
account-app-passwords = App passwords
account-app-passwords-lead = Reader apps and other programs sign in with your name and a password of their own. Your own password opens nothing but these pages.
account-revoke = Revoke
account-which-program = Which program is it for?
account-program-example = Reader on my phone
account-it-may = It may
account-may-write = read and write: mark, star, subscribe
account-may-read = only read
account-may-admin = do all that an admin may
account-make-app-password = Make an app password
account-elsewhere = Elsewhere
account-to-saving = Save articles to a service of yours
account-to-clip = Keep any page
account-to-feeds-out = Feeds for other readers
account-sessions = Where you are signed in
account-no-sessions = In no browser.
account-this-session = (this one)
account-began = began { $when }
account-last-seen = last seen { $when }
account-sign-out-here = Sign out here
account-end-session = End it
# Follows “End it”, for screen readers.
account-end-which = : { $browser }, since { $when }
account-sign-out-everywhere = Sign out everywhere
account-done-password = The new password is set. You are signed out everywhere else.
account-done-reading = Noted.
account-done-ended = That session has ended.
account-done-linked = Linked. You can sign in with that account now.
account-done-unlinked = The link is taken away.
account-done-passkey = The passkey is kept. You can sign in with it now.
account-done-passkey-gone = The passkey opens nothing here any more.
account-done-revoked = Revoked. Whatever used it is signed out.
account-wrong-password = The present password is not right.
account-not-the-same = The two new passwords are not the same.
account-does-admin = may do all that an admin may
account-does-write = reads and writes
account-does-read = reads
account-name-program = { $n ->
    [one] Name the program, in at most { $n } character.
   *[other] Name the program, in at most { $n } characters.
}
account-too-many-programs = { $n ->
    [one] There is { $n } app password already. Revoke it first.
   *[other] There are { $n } app passwords already. Revoke some first.
}
account-new-app-password = A new app password
account-app-password-for = An app password for { $name }
account-app-password-lead = Enter it in the program, together with your name { $user }.
account-app-password-may = It { $may }.
account-secret-once = It is shown only now. Where it is lost, revoke it and make another one.
account-yours = Your account
# “Firefox on Linux”
account-browser-on = { $browser } on { $system }
account-browser-unknown = A browser that does not say which
account-starts-classic = Begin with the classic view instead of the front page
account-marks-passed = In the classic view, scrolling past an article marks it as read
account-keys = Single { $a }keys{ $a_end } move, open and mark
