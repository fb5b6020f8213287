### What people are told where there is no ordinary page.

error-not-found = There is no such page
error-not-found-text = The address is mistyped, or what stood here is gone.
error-unknown = You have no account here
error-not-invited = This invitation cannot be used
error-not-invited-text = It has been used or taken back, its time is over, or the link is not whole. Ask for a new one.
error-method = This address cannot be opened that way
error-method-text = It only takes a form from one of Dateline’s own pages.
error-other-site = The request came from another site
error-other-site-text = Dateline only takes changes from its own pages.
error-disk-full = The disk is full
error-disk-full-text = There is no room left where Dateline keeps its data, so nothing was saved. What is there can still be read. Whoever looks after this instance has to make room.
error-disk-shut = Nothing can be saved just now
error-disk-shut-text = Dateline may not write where it keeps its data, so nothing was saved. What is there can still be read. Whoever looks after this instance has to see to the folder.
error-expired = The form has expired
error-expired-text = Go back, reload the page and send it again. Cookies must be allowed for this site.
error-only-here = Only from the machine itself
error-only-here-text = This address is not open to other machines.
error-too-large = That was too large
error-too-large-text = More was sent than Dateline takes here.
error-too-slow = It took too long
error-too-slow-text = Dateline stopped waiting for an answer. Try it again in a moment.
error-went-wrong = Something went wrong here
error-went-wrong-text = It is not your fault. What happened is in Dateline’s log.
error-invalid = That did not work
error-unknown-text = You are signed in as “{ $name }”, and nobody here has that name. Ask an admin of this instance for an invitation.
error-wait = { $n ->
    [one] Too many failed tries. Wait { $n } second and try again.
   *[other] Too many failed tries. Wait { $n } seconds and try again.
}
error-form-incomplete = The form was not complete. Go back, fill it in and send it again.
