### Searching, kept searches, rules and alerts.

search-title = Search
search-newest = Newest first
search-best = Best first
search-waiting = The search index is being made; results will be here in a moment.
search-help = Words find articles that have all of them. Some signs do more:
search-help-phrase = the words one after the other
search-help-or = one of two; without a word
search-help-title = in the headline; by somebody; from somewhere
search-help-outlet = where it comes from
search-help-is = what it is
search-help-date = when it was published
search-searched-for = Searched for: { $query }.
search-nearest = Nearest: { $a }{ $found } { $query }{ $a_end }
# $step is the unit, here "day", in German "pro Tag".
search-table = Articles by { $step }, as a table
search-articles = Articles
search-stories = Stories
search-keep = Keep this search
search-keep-hint = as a section, a feed or an alert
search-make-rule = Make a rule of it
search-found-in = { $articles } found
search-starred = starred
search-read = read
search-more = More results
search-kept = Kept searches
search-rules = Rules
search-alerts = Alerts
search-none = No results
search-more-than = More than { $n } results
search-outlets = Outlets
search-sections = Sections
search-languages = Languages
search-by-hour = hour
search-by-day = day
search-by-week = week
search-by-month = month
search-by-year = year
search-hour = hour
search-day = day
search-week = week
search-month = month
search-year = year
search-bar-hour = { $day }, { $time }
search-bar-week = week of { $day }
search-index-made = The search index is being made.
search-none-yet = No results yet
search-live-results = Results
search-live-nothing = No results. Searched for: { $query }.
search-live-show = Show the result
search-live-all = All { $results }
search-results = { $n ->
    [one] { $n } result
   *[other] { $n } results
}
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
search-none-kept = No search is kept yet. { $a }Search{ $a_end } for something and keep it: it becomes a section of the front page, and a feed or an alert if you like.
search-unfilled = Not all that is there was searched yet; more may stand here soon.
search-unread = { $n } unread
search-is-section = a section of the front page
search-is-feed = a feed
search-is-alert = an alert
search-nothing-yet = There is nothing to search for yet.
search-too-many = No more searches can be kept; remove one that is not needed.
search-nothing = There is nothing to search for.
search-times = Times are written like 7:00 or 18:30, with commas between them.
search-done-changed = Noted.
search-mail-unconfirmed = E-mail to { $address } (not confirmed yet)
search-mail-to = E-mail to { $address }
search-done-kept = { $n ->
    [one] Kept. It stands on the front page, and { $n } article of what is there was found.
   *[other] Kept. It stands on the front page, and { $n } articles of what is there were found.
}
search-done-kept-more = Kept. It stands on the front page, and more than { $n } articles of what is there were found.
search-kept-empty = Nothing was found yet. What matches will stand here when it comes.
search-more-articles = More articles
search-this = This search
search-ways = Its name, section, feed and alerts
search-field = Search
search-save = Save
search-in-front = It is a section of the front page.
search-not-in-front = It is not on the front page.
search-take-off = Take it off the front page
search-make-section = Make it a section
search-feed = Feed
search-feed-hint = Whoever knows these addresses can read what this search finds.
search-first-targets = First say { $a }where alerts go{ $a_end }: an address of e-mail, a webhook, or a topic of ntfy.
search-at-once = at once
search-at-times = at { $times }
search-times-label = Times of the day
search-times-hint = Nothing here means at once.
search-alerts-off = No more alerts
search-alert-me = Alert me here
search-forget = Keep this search no longer
search-all-kept = All kept searches
search-rules-lead = What is done by itself to the articles that a search finds.
search-apply = Apply it to what is there
search-new-rule = A new rule
search-rule-hint = In the language of the search box: words, "phrases", outlet:, title: and all the rest.
search-what-is-done = What is done
search-do-mute = Hide them everywhere
search-do-keep = Keep them: never hidden, never too old
search-do-read = Mark them as read
search-do-star = Star them
search-do-folder = Put them into a folder
search-folder-hint = Only for rules that put articles into one.
search-days = For so many days
search-for-good = for good
search-show-touched = Show what it would touch
search-would-touch = It would touch
search-apply-too = Apply it to what is there as well
search-make-the-rule = Make the rule
search-does-mute = Hide
search-does-keep = Keep
search-does-read = Mark as read
search-does-star = Star
search-does-folder = Put into { $folder }
search-applied-to = { $n ->
    [one] applied to { $n } article
   *[other] applied to { $n } articles
}
search-rule-applied = { $n ->
    [one] The rule was applied to { $n } article.
   *[other] The rule was applied to { $n } articles.
}
search-touched-now = { $n ->
    [one] { $n } article now
   *[other] { $n } articles now
}
search-rule-unfilled = not all that is there was searched yet
search-rule-ended = ended { $when }
search-rule-until = until { $when }
search-folder-nameless = The folder has no name yet.
search-rule-does = A rule does one of the things of the list.
search-rule-days = Days are a number from 1 to 3650.
search-rule-needs-search = A rule needs a search.
search-rule-too-many = There are too many rules already.
search-alerts-lead = Each kept search can tell what it finds, at once or at times that you choose.
search-where = Where they go
search-nowhere = Nowhere yet.
search-signed = How its messages are signed
search-signed-how = The header X-Dateline-Signature holds “sha256=” and the HMAC-SHA256, in hex, of X-Dateline-Timestamp, a full stop and the body, under this secret: { $secret }
search-code = The code that was sent there
search-code-hint = No alert goes there before it is confirmed.
search-confirm = Confirm
search-code-again = Send the code again
search-trial = Send a trial message
search-new-place = A new place
search-mail = E-mail
search-ntfy = A topic of ntfy
search-webhook-new = A webhook
search-no-mail-server = No mail server is set for this instance, so that e-mail waits until there is one.
search-token = Access token
search-token-hint = Only for topics of ntfy that ask for one.
search-sent = What was sent
search-nothing-sent = Nothing yet.
search-try-now = Try it now
search-webhook-template = A webhook with a template
search-webhook = Webhook
search-sent-at = sent { $when }
search-given-up = given up
search-to-be-sent = to be sent { $when }
search-waits = waits
search-a-trial = A trial
search-not-confirmed = not confirmed yet
search-last-reached = last reached { $when }
search-not-reached = not reached yet
search-fails-since = Fails since { $when }: { $why }
search-tried = { $n ->
    [one] tried { $n } time, again { $when }
   *[other] tried { $n } times, again { $when }
}
search-target-added = Noted. A trial message shows whether alerts arrive.
search-target-asked = A message with a code is on its way there. Alerts go there when the code is entered here.
search-target-confirmed = Confirmed. Alerts can go there now.
search-target-tried = A trial message is on its way.
search-target-removed = Removed.
search-places-full = No more places can be added; remove one that is not needed.
search-no-mail-address = That is no address of e-mail.
search-ntfy-topic = The address ends with the topic: https://ntfy.sh/my-topic
search-target-kinds = Alerts go by e-mail, webhook or ntfy.
search-enough = That is enough for now; more can be sent by hand in an hour.
search-wrong-code = That is not the code that was sent to this address.
search-no-web-address = That is no web address; it begins with https://
