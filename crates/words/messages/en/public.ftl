### The public newspaper, and what admins decide about it.

public-newspaper = Public newspaper

# The public pages. They speak one tongue, which an admin chose, to everybody.
public-sign-in = Sign in
public-description = The stories of now, told by headlines that lead to those who reported them.
public-section-description = { $section }: the stories of now, told by headlines that lead to those who reported them.
public-story-description = What outlets report about one event.
public-outlet-description = Headlines of { $outlet } that lead to it.
public-more-stories = More stories
public-and-more = and { $n } more
public-nothing-yet = Nothing stands here yet.
public-articles = { $n ->
    [one] { $n } article
   *[other] { $n } articles
}
public-outlets = { $n ->
    [one] { $n } outlet
   *[other] { $n } outlets
}
# "7 articles by 5 outlets"
public-size = { $articles } by { $outlets }
public-size-copies = { $copies ->
    [one] { $size }, and { $copies } with the text of another
   *[other] { $size }, and { $copies } with the text of another
}
# $opened and $grown are moments: "2 hours ago".
public-since = { $size } · since { $opened } · last grown { $grown }
# Names of outlets with links follow.
public-same-text-at = The same text at
# A headline with a link follows.
public-same-text-as = The same text as
public-copy-of = A copy of
public-read-at = Read it at { $outlet }
public-all-of-story = All that is reported about this event
public-footer = Headlines and first words are the outlets’ own and lead to where they were published; nothing else of an article is shown here. { $a }For publishers{ $a_end }: write to { $c }{ $contact }{ $c_end }, and an outlet is removed at once.
public-as-feed = This page as a feed:

public-about = For publishers
public-about-description = What this newspaper shows of articles, and how an outlet is removed.
public-about-lead = { $name } is made by Dateline, a program that reads the feeds of outlets, finds out which articles are about the same event, and puts their headlines on one page. It sends readers to you.
public-about-shown = What is shown of an article
public-about-shown-headline = Its headline, your outlet’s name, the date, and a link to your page, which is named as the canonical one.
public-about-shown-words = At most 300 characters from its beginning, as your own feed gives them, in whole words. Never the whole text, and no pictures.
public-about-obeyed = What is obeyed
public-about-robots = { $c }robots.txt{ $c_end } for every page that is fetched.
public-about-directives = { $c }nosnippet{ $c_end } and { $c }max-snippet{ $c_end } in a page’s { $c }robots{ $c_end } element or in its header { $c }X-Robots-Tag{ $c_end }: then fewer words are shown, or none. { $c }noindex{ $c_end }: then the article does not stand here at all; { $c }unavailable_after{ $c_end }: from that moment on. { $c }noarchive{ $c_end }: then no earlier version of its text is kept.
public-about-mining = A reservation of text and data mining ({ $c }tdm-reservation{ $c_end } as an element or a header, or { $c }/.well-known/tdmrep.json{ $c_end }) and licence terms for programs (RSL, named in { $c }robots.txt{ $c_end }, in a header or on the page): then headline and link stand alone. Where the licence terms prohibit the use { $c }search{ $c_end } or { $c }all{ $c_end }, the article does not stand here at all.
public-about-known = What a page asks is known after it was read; a change shows after it is read again. What a site asks in files of its own is asked once a day.
public-about-removed = How to be removed
public-about-removed-text = Write to { $c }{ $contact }{ $c_end } and name your outlet or its domain. Whoever runs this newspaper removes an outlet with one click, from all its pages and feeds at once. No reason is needed.

# What admins decide.
publish-forbidden = The settings of this instance do not allow a public newspaper ({ $c }public.newspaper{ $c_end }).
publish-is-on = { $feeds ->
    [one] It is on: anybody can see it at { $a }/public{ $a_end } without signing in. { $feeds } feed stands in it.
   *[other] It is on: anybody can see it at { $a }/public{ $a_end } without signing in. { $feeds } feeds stand in it.
}
publish-by-setting = The settings say so ({ $c }public.newspaper{ $c_end }).
publish-switch-off = Switch it off
publish-is-off = It is off: whoever is not signed in sees nothing of what this instance reads.
publish-waits = It is switched on, and is shown once publishers have an address to write to.
publish-means = What it means
publish-means-anybody = Anybody on the web can see which outlets stand here, their headlines and the stories that Dateline forms of them. Robots may list the pages.
publish-means-shown = Shown of an article are its headline, at most 300 characters that its outlet’s own feed gives, and the link to its outlet. No whole text, no picture, no copy of others’ work reaches anybody who is not signed in.
publish-means-law = Headlines and excerpts are others’ work. In some countries, publishers have a right to be asked or paid where more than a few words of theirs are shown, above all by those who earn money with it. You are the one who shows them: find out what holds for you.
publish-means-you = Only the feeds that you choose above stand there. Which feeds you choose can be seen, and nothing else of you: not what you read, star, search or keep, no folder that you do not name, no name of an account.
publish-means-removal = Publishers find your address on every page. If one asks you to, remove it: one click below takes it out of everything at once. Pages that others keep for a minute may show it that long.
publish-understood = I have read this, and I am the one who publishes
publish-switch-on = Switch it on
publish-naming = Its name, its language, and whom publishers write to
publish-name = Name
publish-tongue = Language of its own words
publish-tongue-hint = The same for everybody. Headlines stay in the language they were written in.
publish-contact-by-setting = Publishers write to { $contact }, as the settings say ({ $c }public.contact{ $c_end }).
publish-contact = Address for publishers
publish-contact-hint = Of e-mail, or of a web page. It stands on every public page, and nothing is shown without it.
publish-save = Save
publish-feeds = What stands in it
publish-no-feeds = You follow no feeds yet.
publish-of-folder = { $chosen } of { $feeds } public
publish-section = Stands in the section
publish-feeds-of = Public feeds: { $folder }
publish-choose = Make these feeds public, and no others
publish-remove-title = Remove an outlet
publish-remove-lead = It vanishes from all public pages and feeds at once. For signed-in readers nothing changes.
publish-domain = Its domain
publish-remove = Remove it
publish-outlets = The outlets that stand there
# For screen readers the outlet's name follows.
publish-remove-this = Remove
publish-removed-title = Removed
publish-removed-since = since { $when }
publish-return = Put it back
publish-log = What was done
publish-to-account = Your account
publish-no-folder = Without a folder
publish-others = Chosen by another admin
publish-login = opened by a login: never public
publish-key = its address may hold a key: look before you choose it
publish-some-feed = a feed
publish-done-on = The public newspaper is on. Anybody can see it now.
publish-done-off = The public newspaper is off. Nobody sees it any more.
publish-done-named = Saved.
publish-done-chosen = Saved. What is not chosen stands on no public page.
publish-done-removed = The outlet is removed from all public pages and feeds.
publish-done-returned = The outlet may be shown again.
publish-not-allowed = The settings of this instance do not allow a public newspaper.
publish-wants-contact = Publishers need an address to write to: set one first.
publish-wants-consent = Confirm that you have read what it means.
publish-bad-contact = The address for publishers is neither one of e-mail nor of a web page.
publish-bad-domain = Name the outlet by its domain, as in “example.com”.
publish-log-on = { $who } switched it on
publish-log-off = { $who } switched it off
publish-log-chosen = { $n ->
    [one] { $who } made { $n } feed public
   *[other] { $who } made { $n } feeds public
}
publish-log-removed = { $who } removed { $outlet }
publish-log-returned = { $who } put { $outlet } back
publish-somebody = somebody who has left
