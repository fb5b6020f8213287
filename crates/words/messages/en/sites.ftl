### Rules for sites, and what publishers changed.

sites-lead = Where Dateline takes too much or too little of a site’s pages, a few CSS selectors put it right. Rules hold for everybody who reads here.
sites-which = Site, or the address of an article
sites-look = Look at its rules
sites-with-rules = Sites with rules
sites-changed = changed { $when }
sites-export = Export them as a file
sites-take-over-file = Take over a file
sites-file = File of rules, in TOML or JSON
sites-file-hint = A site that has rules already gets those of the file.
sites-take-over = Take over
sites-rules-for = Rules for { $site }
sites-in-force = These rules are in force for { $site } and its subdomains.
sites-not-in-force = No rules are in force: the pages of { $site } are read as those of any site.
sites-for-everybody = Rules hold for everybody who reads here.
sites-may-try = You can try rules here; to set them is for whoever runs this Dateline, since they hold for everybody.
sites-what-they-do = What the rules do
sites-would-do = What they would do
sites-none-kept = No page of { $site } is kept that you could try them on. The last few pages of a site are kept when they are read: open an article of it and have its page read again.
sites-no-change = Nothing would change.
sites-text-stays = The text would stay as it is.
sites-the-text = The text
sites-css-hint = CSS selectors, one a line; the first that finds something counts. An empty field leaves it to Dateline.
sites-show = Show what they do
sites-set = Set them for everybody
sites-remove = Remove the rules
sites-all = All rules
sites-pass-on = To pass on
sites-pass-on-lead = Whoever runs this Dateline can take these rules over as a file:
sites-as-file = The rules as a file
sites-part-keep = The article
sites-part-keep-hint = The elements that are the article; everything else is left out
sites-part-drop = Not the article
sites-part-drop-hint = Elements that are no part of it, wherever they stand
sites-part-headline = Headline
sites-part-headline-hint = Where the headline stands
sites-part-authors = Authors
sites-part-authors-hint = One or several names
sites-part-date = Date
sites-part-date-hint = A datetime or content attribute, or the text
sites-part-next-page = Next page
sites-part-next-page-hint = The link to where the article goes on
sites-no-site = “{ $typed }” is no site: write a name such as example.org.
sites-published = Published
sites-no-headline = An article without a headline
sites-imported = The rules are taken over. The pages that are kept of their sites are being read anew.
sites-done-set = The rules are set, and the pages that are kept are being read anew.
sites-done-removed = The rules are gone, and the pages that are kept are being read anew.
sites-choose-file = Choose a file with rules.
changes-title = What was changed
changes-all = All changes, one by one
changes-none = Nothing was changed since it was first read here.
changes-since = Changed since { $when }
changes-edited = Edited { $when }
changes-stood = The earlier text stood from { $from } to { $until }, as seen here.
changes-since-then = All changes since then
changes-not-kept = The earlier text is not kept, because its publisher forbids copies.
changes-more = And { $n } earlier ones.
changes-of = What was changed: { $title }
changes-words = { $n ->
    [one] { $n } word
   *[other] { $n } words
}
changes-gone = { $gone } gone
changes-new = { $new } new
changes-gone-and-new = { $gone } gone, { $new } new
sites-to-front = To the front page
changes-same = { $n ->
    [one] One paragraph unchanged
   *[other] { $n } paragraphs unchanged
}
