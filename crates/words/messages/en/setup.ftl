### The start of a newspaper: packs of sources, and how far the first polls are.

start-title = Which papers do you read?
start-lead = Choose what you want to read, and in a minute there is a front page, clean and whole, with nothing around it.
start-ways = Ways to begin
start-packs = Packs of sources
start-packs-hint = A pack is a handful of papers that belong together. Choose one or several; every feed can be removed again.
start-address = An address of your own
start-address-hint = any site or feed
start-moving = Coming from another reader?
start-moving-hint = an OPML file, or all that you read
start-look = Only looking around?
start-look-hint = an invented world
start-demo = Type { $code }dateline demo{ $code_end } in a terminal: it shows a small invented world beside this newspaper and touches nothing of yours.
start-on-its-way = Your first front page is on its way
start-fills = This page fills itself as articles arrive.
start-each-feed = See what each feed says
start-more-packs = Add more sources
start-nothing-yet = Nothing to read yet
start-ask-again = Ask them again
start-none-read = None of your feeds could be read
start-try-again = Try again
start-what-they-say = What they say
start-and-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
start-kept = Nothing is lost: your feeds stay, and Dateline asks them again by itself, less often the longer they fail. If none can be reached, see whether this machine has a network.

packs-title = Packs of sources
packs-lead = { $all }, by country and topic. Those that you follow already stay where they are.
packs-all = { $packs } packs with { $feeds } feeds
packs-narrow = Narrow the list
packs-q = A country, topic or paper
packs-country = Country
packs-any-country = All countries
packs-show = Show
packs-by-topic = By topic
packs-find = Find packs of sources
packs-nothing = No pack or paper is called that.
packs-show-all = Show all packs
packs-found = { $n ->
    [one] { $n } pack
   *[other] { $n } packs
}
packs-chosen = Chosen
packs-in-your-language = In your languages
packs-topics = Topics
packs-countries = More countries
packs-feeds = { $n ->
    [one] { $n } feed
   *[other] { $n } feeds
}
# Read out after the number of feeds: "18 feeds of Germany".
packs-of = of “{ $name }”
# Names of lists with their licences.
packs-from = from { $lists }
packs-follow = Follow what is chosen
packs-follow-this = Follow all of them
packs-none-chosen = Choose a pack first.
packs-all-packs = All packs
packs-summary = { $n ->
    [one] { $n } feed
   *[other] { $n } feeds
} · { $languages }
packs-its-feeds = Its feeds
packs-lists = The lists that the addresses come from
packs-aged = Addresses age: a feed that leads nowhere any more says so on your page of feeds, where it can be removed.

progress-waiting = { $done } of { $of } fetched
progress-waiting-failing = { $done } of { $of } fetched, { $failing } cannot be read
progress-fetching = Fetching { $feed } … { $of ->
    [one] { $done } of { $of } feed
   *[other] { $done } of { $of } feeds
}
progress-fetching-failing = Fetching { $feed } … { $done } of { $of } feeds, { $failing } cannot be read
progress-done = { $of ->
    [one] The feed is fetched.
   *[other] All { $of } feeds are fetched.
}
progress-done-failing = { $of ->
    [one] The feed was asked and cannot be read.
   *[other] All { $of } feeds were asked, { $failing } cannot be read.
}

import-title = Import
import-finished = The import is done
import-going-on = Importing
# What was done, in parts with commas between: "60 feeds added, 2 you had already".
import-summary = { $parts }.
import-added = { $n ->
    [one] { $n } feed added
   *[other] { $n } feeds added
}
import-already = { $n } you had already
import-skipped-number = { $n } skipped
import-fetched = { $done } of { $of } fetched
import-fetched-failing = { $done } of { $of } fetched, { $failing } with a problem
import-pages-left = { $fetched } · { $n ->
    [one] { $n } page still to be read
   *[other] { $n } pages still to be read
}
import-to-front = To the front page
import-to-front-early = To the front page; the rest goes on
import-all-feeds = All feeds
import-about-file = About the file
import-skipped = Skipped
import-failing = With a problem
import-nothing-chosen = Choose a file, or type the address of one.
