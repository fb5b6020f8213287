### People, invitations, and what else there is to signing in.

people-title = People
people-lead = Feeds and articles are shared by all. What somebody reads, stars, keeps and mutes is seen by nobody else, admins included. Only how many subscriptions, starred articles, kept searches and app passwords somebody has is told to the admin who is about to remove their account.
people-accounts = Who has an account
people-you = (you)
people-admin = admin
people-member = member
people-account-made = account made { $when }
people-make-member = Make a member
people-make-admin = Make an admin
people-remove = Remove…
people-admins-hint = Admins also set rules for sites, and look after accounts.
people-open-invitations = Open invitations
people-no-invitations = There are none.
people-will-be-admin = will be an admin
people-will-be-member = will be a member
people-invited-by = made by { $name }
people-invitation-ends = ends { $when }
people-take-back = Take back
people-new-invitation = A new invitation
people-whom = Whom is it for?
people-whom-hint = Only admins see this. It helps to tell invitations apart.
people-they-will-be = They will be
people-a-member = a member
people-an-admin = an admin
people-link-lasts = The link can be used for
people-a-day = a day
people-a-week = a week
people-a-month = a month
people-invite = Make an invitation
people-no-password = no password
people-remove-title = Remove an account
people-done-role = The role is changed.
people-done-removed = The account is removed.
people-done-revoked = The invitation is taken back. Its link opens nothing any more.
people-last-admin = The last admin stays one: make somebody else an admin first.
people-not-oneself = Nobody removes their own account here: ask another admin.
people-owner-stays = The account that this instance began with cannot be removed.
people-lose-feeds = { $n ->
    [one] { $n } subscription
   *[other] { $n } subscriptions
}
people-lose-none = { $feeds }; all of the feeds are read by others, too, and stay
people-lose-all = { $feeds }; nobody else reads any of the feeds, which go with the articles that only they hold
people-lose-some = { $feeds }; nobody else reads { $n } of the feeds, which go with the articles that only they hold
people-lose-starred = { $n ->
    [one] { $n } starred article
   *[other] { $n } starred articles
}
people-lose-searches = { $n ->
    [one] { $n } kept search with sections, feeds and alerts
   *[other] { $n } kept searches with sections, feeds and alerts
}
people-lose-programs = { $n ->
    [one] { $n } app password of programs that sign in
   *[other] { $n } app passwords of programs that sign in
}
people-lose-rest = what was read, followed, muted and decided about stories
people-remove-whose = Remove the account of “{ $name }”?
people-remove-with-it = With it go:
people-remove-final = What others read stays as it is. This cannot be undone.
people-keep-it = Keep it
people-remove-it = Remove it
people-invited = You are invited
people-invited-lead = Choose a name and a password, and this newspaper is yours, too.
people-invited-admin = You will be one of its admins.
people-password-hint = At least 8 characters, and not one that anybody would try first.
people-begin-with = Begin without a password, with { $provider }
people-invitation-for = An invitation for { $whom }
people-send-member = Send this link. Whoever opens it first chooses a name and a password, and is a member here. It ends { $when }.
people-send-admin = Send this link. Whoever opens it first chooses a name and a password, and is an admin here. It ends { $when }.
people-shown-once = It is shown only now.
people-copy-link = Copy the link itself, which holds the address under which you see this page; it has to be one that your guest can reach.
people-somebody = Somebody
people-an-invitation = An invitation
people-name-taken = That name is taken. Choose another one.
people-invited-already = This invitation is for somebody who has no account yet, and you are signed in. Pass the link on, or sign out first.
people-name-length = { $n ->
    [one] Choose a name of at most { $n } character.
   *[other] Choose a name of at most { $n } characters.
}
people-name-unseen = The name holds characters that cannot be seen.
people-password-short = { $n ->
    [one] The password is too short: it needs at least { $n } character.
   *[other] The password is too short: it needs at least { $n } characters.
}
people-password-long = { $n ->
    [one] The password is too long: at most { $n } byte is possible.
   *[other] The password is too long: at most { $n } bytes are possible.
}
people-password-guessable = The password is too easy to guess: choose one that is not your name, not a row of keys and not a usual one.
people-oidc-refused = The provider refused: { $why }.
people-oidc-other-flow = This sign-in was not begun in this browser, or too long ago.
people-oidc-no-answer = The provider did not answer as it should. Try again later.
people-oidc-password-first = Choose a password first: without one and without this link nobody could sign in as you.
people-oidc-linked-already = That account is linked already, to you or to somebody else.
people-oidc-nobody = Nobody here has linked that account. Sign in with your password and link it on your account’s page, or ask an admin for an invitation.
people-oidc-taken = That name is taken, or that account is linked already. Open the invitation again and choose another name.
people-oidc-name-taken = The name “{ $name }” is somebody’s here already. If it is yours, sign in with your password and link the account; if not, ask an admin for an invitation.
people-one-moment = One moment
people-being-sent = You are being sent to { $provider }, where you say who you are.
people-go-there = Go there
people-too-many-passkeys = There are too many passkeys already. Remove some first.
people-passkey-there = That passkey is there already.
people-passkey-unknown = That passkey is not known here.
people-passkey-script = That did not work. Reload the page and try again.
