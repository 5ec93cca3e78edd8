# Backups, drills and sizes, for admins.
keeping-title = Safekeeping
keeping-lead = Whether everything could be brought back, and the room it takes.
keeping-back-up = Back up now
keeping-read-only = Nothing can be written at the moment
keeping-refresh = Refresh
keeping-failed = The last attempt to save something failed
keeping-newest = Last backup
keeping-verified = read back and compared
keeping-encrypted = encrypted
keeping-none = None yet
keeping-saved = Everything saved
keeping-saved-hint = Backup and log together
keeping-next = Next backup
keeping-backups = Backups
keeping-download = Download
keeping-count = Whole backups kept
keeping-logs = Pieces of the log between them
keeping-bytes = Size of all together
keeping-oldest = Reaches back to
keeping-sealed = Encryption
keeping-sealed-yes = Only the holder of the key can read them
keeping-sealed-no = None: whoever has the file can read it
keeping-shared = A backup holds all { $count } communities of this machine, so it belongs to whoever runs the machine.
keeping-elsewhere = What lies on the same machine burns with it: carry copies of the backups away regularly.
keeping-drill = Restore drill
keeping-drill-about = Once a week the newest backup is restored aside, brought up to now and compared with what is here. Nothing is changed by it.
keeping-drill-well = It can be restored
keeping-drill-failed = It failed
keeping-drill-last = Last drill
keeping-drill-backup = With the backup of
keeping-drill-took = It took
keeping-drill-run = Drill now
keeping-off-title = No backups are made by themselves
keeping-off-hint = Whoever runs the machine can turn them on: name a folder with backup_folder in the settings file, and start Ayni again. Until then, “ayni backup FILE” makes one by hand.
keeping-store-community = This community’s data
keeping-store-node = Logins and the list of communities
keeping-grown = { $size } more than a month ago
keeping-transactions = Changes ever made
keeping-log = Log of changes kept in it
keeping-log-since = Log kept since
keeping-lag-none = up to date
keeping-lag = { $count ->
    [one] one change behind
   *[other] { $count } changes behind
  }
keeping-consumer-backup = Backups
keeping-consumer-search = Search
keeping-standbys = Machines that follow this one
keeping-standby-in-step = In step
keeping-standby-catching-up = Catching up
keeping-standby-silent = Silent
keeping-free = Free room on the disk:
keeping-spark = From { $then } on { $from } to { $now } now
keeping-span-instant = less than a second
keeping-span-seconds = { $count ->
    [one] one second
   *[other] { $count } seconds
  }
keeping-span-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
  }
keeping-span-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
  }
keeping-span-days = { $count ->
    [one] one day
   *[other] { $count } days
  }
keeping-ago = { $span } ago
keeping-just-now = Just now
keeping-ahead = in { $span }
keeping-now = Any moment
keeping-running-backup = A backup is being made, read back and compared …
keeping-running-log = The log since the last backup is being saved …
keeping-running-drill = The newest backup is being restored aside and compared …
keeping-running-none = Done.
keeping-said-begun = It has begun.
keeping-busy = A backup or drill is under way already. Wait until it is done.
keeping-off = There is no folder for backups. Whoever runs the machine can name one with backup_folder.
