### The administration: how the instance is, for those who look after it.

admin-title = Administration
admin-parts = Parts of the administration
admin-overview = Overview
admin-users = People
admin-feeds = Feeds
admin-jobs = Work
admin-storage = Storage
admin-backups = Backups
admin-log = Log
admin-settings = Settings
admin-doctor = Doctor
admin-versions = Versions
admin-version-program = Dateline
admin-version-database = Database
admin-version-schema = { $engine }, schema { $schema }
admin-version-index = Search index
admin-uptime = Running for
admin-uptime-of = { $days ->
    [0] { $hours } h { $minutes } min
   *[other] { $days } d { $hours } h
}

admin-card-users = { $n ->
    [one] { $n } account
   *[other] { $n } accounts
}, { $admins ->
    [one] { $admins } admin
   *[other] { $admins } admins
}
admin-card-feeds = { $n ->
    [one] { $n } feed
   *[other] { $n } feeds
}
admin-card-due = { $n } due
admin-card-running = { $n } in hand
admin-card-database = { $size } of database
admin-card-free = { $size } free on the disk
admin-card-log = { $errors ->
    [0] No errors
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
} since the start
admin-card-settings = { $n ->
    [0] All as they come
    [one] { $n } is set
   *[other] { $n } are set
}
admin-card-doctor = { $problems ->
    [0] No problem
    [one] { $problems } problem
   *[other] { $problems } problems
}, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}

admin-feeds-title = All feeds
admin-feeds-all = All
admin-feeds-failing = Failing
admin-feeds-refused = Refused or gone
admin-feeds-silent = Silent for a month
admin-feeds-slow = Slow or asking to wait
admin-feeds-redirected = Redirected
admin-feeds-paused = Paused
admin-feeds-find = A part of the title or address
admin-feeds-by = In order of
admin-feeds-none = There is no such feed.
admin-by-host = their hosts
admin-by-polled = the last poll
admin-by-silence = the longest silence
admin-by-errors = the most failures
admin-by-readers = the most readers
admin-readers = { $n ->
    [0] no readers
    [one] { $n } reader
   *[other] { $n } readers
}
admin-polled = polled { $at }
admin-next = again { $at }
admin-feed-poll = Poll now
admin-feed-pause = Pause
admin-feed-remove = Remove…
admin-feed-asked = The feed is being polled.
admin-feed-is-paused = The feed is paused. “Poll now” ends the pause.
admin-feed-busy = The feed is being polled at this moment. Try it again shortly.
admin-feed-removed = The feed is removed for everybody.
admin-feed-remove-title = Remove a feed for everybody
admin-feed-remove-warning = { $n ->
    [0] Nobody reads it.
    [one] One person reads it and loses it, with all articles that only it brought.
   *[other] { $n } people read it and lose it, with all articles that only it brought.
} Starred articles stay. This cannot be undone.
admin-feed-remove-for-all = Remove it for everybody
admin-feed-keep = Keep it
admin-back = Back
admin-more = More feeds

admin-jobs-title = Work that waits
admin-queue = Work
admin-due = Due
admin-running = In hand
admin-failed = Failed
admin-oldest = Oldest waits since
admin-queue-polls = Feeds to be polled
admin-queue-pages = Pages to be read
admin-queue-stories = Articles without a story yet
admin-queue-search = Changes to be indexed
admin-queue-alerts = Alerts to be sent
admin-failed-pages = Pages that could not be read
admin-failed-none = There are none.
admin-failed-hint = Which pages they are is their readers’ business; here stands only where they are.
admin-retry = Try again
admin-retry-all = Try all of these again
admin-jobs-retried = They are due now.
admin-tries = { $n ->
    [one] { $n } try
   *[other] { $n } tries
}

admin-storage-title = Storage
admin-free = { $size } are free on the disk.
admin-free-tight = That is tight: make room before long, or set keep.megabytes.
admin-room-database = Database
admin-room-database-about = { $engine }, without free pages
admin-room-index = Search index
admin-room-index-about = can be made anew at any time
admin-room-backups = Backups
admin-room-backups-about = copies of everything
admin-room-pictures = Pictures and icons
admin-room-pictures-about = fetched again when they are wanted; those seen least recently go first
admin-room-other-about = a folder of the data folder
admin-keep = What is kept
admin-keep-hint = Articles that are older, or for which there is no room, are removed by themselves, starred ones never; the room is given back to the disk bit by bit.
admin-rows = Rows

admin-backups-title = Backups
admin-backups-none = There is no backup yet.
admin-backups-last = The last backup was made { $made }.
admin-backup-make = Make a backup now
admin-backup-running = A backup is being made. Everything runs on meanwhile.
admin-backup-runs = A backup is being made already.
admin-backup-made = The backup is made.
admin-backup-failed = The backup could not be made: { $why }.
admin-backup-removed = The backup is removed.
admin-backup-warning = A backup holds everybody’s data: what each person reads, keeps and searches for, the passwords of feeds, and the fingerprints of passwords. Keep it where only you can open it.
admin-backup-download = Download
admin-backup-remove = Remove
admin-restore = Restoring
admin-restore-how = A backup is read into an empty data folder, on the command line: { $code }dateline restore FILE --data FOLDER{ $code_end }
admin-backup-folder = They lie in { $folder }. A copy on another machine is worth more.

admin-log-title = The last warnings and errors
admin-log-lead = Since this process started, the latest first; at most 200. Addresses stand without passwords and queries.
admin-log-none = There were none.
admin-log-error = Error
admin-log-warning = Warning

admin-settings-title = Settings in force
admin-settings-lead = They are changed by flags, environment variables or the settings file, and read at the start. Secrets are not shown.
admin-setting = Setting
admin-value = Value
admin-origin = From
admin-by-default = default

admin-doctor-title = The doctor
admin-doctor-lead = Looks through settings, data folder, network, database and search index for what is or will be a problem. With much data it takes a while.
admin-doctor-not-yet = Has not looked yet
admin-doctor-look = Have a look
admin-doctor-running = The doctor is looking.
admin-doctor-looked = looked { $at }
admin-state-fine = Fine
admin-state-warning = Warning
admin-state-problem = Problem

# An amount of bytes: "12 kB".
size = { $whole } { $unit }
# The same with a tenth: "1.2 GB".
size-tenths = { $whole }.{ $tenth } { $unit }
size-bytes = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
}
