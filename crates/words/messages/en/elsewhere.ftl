### Saving articles elsewhere, keeping pages, moving in from another reader.

saving-title = Saving elsewhere
saving-lead = Articles can be saved to a service of yours from their page. What Dateline is told to sign in there is kept here and shown to nobody, not even to you.
saving-new-place = A new place
saving-three = Readeck, Linkding or Karakeep
saving-service = Service
saving-its-address = Its address
saving-token = API token
saving-labels = Labels
saving-labels-hint = With commas between them; none is needed.
saving-call-it = What to call it
saving-client-id = Client id
saving-client-hint = Wallabag makes a client under “API clients management”.
saving-client-secret = Client secret
saving-name-there = Your name there
saving-password-there = Your password there
saving-tags = Tags
saving-anything = Anything that takes a web request
saving-where = Where to send it
saving-what = What is sent
saving-form = A form
saving-plain = Plain text
saving-template = Template
saving-values = Values of the article: { $names }.
saving-header-hint = The whole value of that header, such as “Bearer abc”, where it is asked for.
saving-saved = What was saved
saving-saved-at = saved { $when }
saving-tried = tried; again { $when }
saving-on-its-way = on its way
saving-untitled = Untitled
saving-with = with { $labels }
saving-added = Noted. The pages of articles have a button for it now.
saving-removed = Removed, with what Dateline knew to sign in there.
saving-retried = It is tried once more.
saving-no-service = That is none of the services that can be saved to.
saving-no-login = The address must be without a name and password (what stands before “@”); the service is opened by what the other fields say.
saving-odd-token = The token has characters that cannot be sent; copy it once more.
saving-needs-token = The service needs an API token; its settings have one.
saving-wallabag = Wallabag needs a client’s id and secret (under “API clients management” there), and a name and password.
saving-save-again = Save to { $name } again
saving-save = Save to { $name }
saving-note-saved = saved
saving-note-failed = could not be saved
clip-title = Keep a page
clip-lead = Any page or text becomes an article among your clippings.
clip-url-hint = The page is read in a moment, unless a text is given; headline and outlet are then its own.
clip-headline = Headline
clip-text = Text
clip-text-hint = Instead of the page’s own; an empty line begins a paragraph.
clip-outlet = Outlet
clip-outlet-hint = Who published it; by its address where nothing is said.
clip-keep = Keep it
clip-from-any = From any page
clip-drag = Drag this link to your bookmarks. On a page that you want to keep, it brings you here with its address, its headline and what you have selected:
clip-bookmarklet = Keep in Dateline
clip-no-address = For that, this instance has to know the address under which people reach it ({ $setting }), or scripts have to be allowed here.
move-title = Move in from another reader
move-lead = Your feeds with their folders, what you starred, and what you have read of the last three months. What you have here already stays as it is.
move-running = Your other reader is being asked. Large collections take some minutes; you can leave this page meanwhile.
move-done = You have moved in
move-left-out = What could not be carried over
move-more = And { $n } more.
move-waiting = { $articles } will be marked when your feeds bring them.
move-greader = FreshRSS, or another server with the Google Reader API
move-api-password = API password
move-api-password-hint = The password for apps, which your profile there sets. It is used once and not kept.
move-in = Move in
move-api-key = API key
move-api-key-hint = Its settings make one. It is used once and not kept.
move-files-from = Files from Feedly, Inoreader, FreshRSS or Google Reader
move-files = Files
move-files-hint = OPML with your feeds, and JSON with starred or saved articles. Unpack an archive first.
move-your-feeds = Your feeds
move-added = { $n ->
    [one] { $n } feed added.
   *[other] { $n } feeds added.
}
move-added-more = { $n ->
    [one] { $n } feed added; { $before } you had already.
   *[other] { $n } feeds added; { $before } you had already.
}
move-starred = { $n ->
    [one] { $n } article starred; what none of your feeds brings now is kept, { $kept } of that.
   *[other] { $n } articles starred; what none of your feeds brings now is kept, { $kept } of that.
}
move-read = { $n ->
    [one] { $n } article marked as read; { $more } more will be when your feeds bring them.
   *[other] { $n } articles marked as read; { $more } more will be when your feeds bring them.
}
move-nothing = There was nothing to take over.
move-choose-files = Choose the files that your reader exported.
move-no-address = The address of your reader is missing.
move-needs-key = Miniflux needs an API key.
move-needs-login = Your name there and your API password are needed.
move-no-way = That is none of the ways to move in.
move-already = You are moving in just now; wait until that is done.
move-broke-off = It broke off here. What was taken over until then stays.
saving-labels-example = news, dateline
