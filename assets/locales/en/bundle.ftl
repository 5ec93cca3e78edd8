## Faults

# The file as a whole.
bundle-file-missing = The file { $file } is missing.
bundle-file-empty = The file is empty. It needs at least a header row.
bundle-file-unknown = The file { $file } does not belong to a bundle and is left out.
bundle-one-row = { $found ->
    [0] There is no row. One is needed.
    [one] There is one row, but another number is needed.
   *[other] There are { $found } rows. Exactly one is needed.
  }
bundle-column-missing = The column { $column } is missing.
bundle-column-unknown = The column { $column } is unknown. Correct its name or remove it.
bundle-column-twice = The column { $column } stands there twice.
bundle-cells = { $found ->
    [one] This row has one cell, but the header has { $expected }.
   *[other] This row has { $found } cells, but the header has { $expected }.
  }
bundle-quote = A quotation mark stands in the wrong place. Put the whole cell in quotation marks and double those inside.
bundle-quote-open = A quotation mark is opened here and never closed.
bundle-utf8 = This cell has characters that are not UTF-8. Save the file as UTF-8.
bundle-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
  }

# Cells.
bundle-word = “{ $value }” is not one of the words allowed: { $allowed }.
bundle-number = “{ $value }” is not a whole number from 0 to { $max }.
bundle-decimal = “{ $value }” is not an exact decimal number such as 12.50.
bundle-decimal-fine = { $decimals ->
    [0] “{ $value }” has decimals, but this currency has none.
    [one] “{ $value }” has more than one decimal.
   *[other] “{ $value }” has more than { $decimals } decimals.
  }
bundle-decimal-large = “{ $value }” is too large.
bundle-amount-positive = “{ $value }” is not more than zero.
bundle-time = “{ $value }” is not a time with its offset, such as 2026-07-01T10:00:00Z.
bundle-updated = The last change ({ $updated }) lies before the creation ({ $created }).
bundle-id = “{ $value }” is not a UUID.
bundle-degrees = “{ $value }” is not a number of degrees from −{ $limit } to { $limit }.
bundle-location-half = A place on the map needs both longitude and latitude.
bundle-time-zone = “{ $value }” is not a time zone, such as Europe/Madrid.
bundle-symbol = “{ $value }” does not have one to three characters.
bundle-password-hash = This is not a password hash that can be used: bcrypt, Drupal 7 or argon2id. Leave it empty, and the user sets a new password.
bundle-language = The language { $value } is not available here. It is kept for export; the user sees the community's language.

# What rows say together.
bundle-twice = “{ $value }” stands in row { $row } already.
bundle-user-unknown = There is no user { $value } in users.csv.
bundle-member-unknown = There is no member { $value } in members.csv.
bundle-account-unknown = There is no account { $value } in accounts.csv.
bundle-category-unknown = There is no category { $value } in categories.csv.
bundle-transfer-unknown = There is no transfer { $value } in transfers.csv.
bundle-community-code = “{ $value }” is not a community's code: four characters, A to Z and 0 to 9.
bundle-currency-code = The code { $value } is not the community's code, { $community }.
bundle-member-code = The code { $value } does not begin with the community's code, { $community }.
bundle-categories-many = There are more than { $max } categories.

# Money.
bundle-decimals-scale = { $decimals ->
    [one] One decimal is shown, which is more than the scale ({ $scale }).
   *[other] { $decimals } decimals are shown, which is more than the scale ({ $scale }).
  }
bundle-rate = A rate needs a numerator and a denominator, both more than zero.
bundle-account-early = { $value } is { $status } and may not have an account yet.
bundle-account-missing = { $value } is active but has no account in accounts.csv.
bundle-balance = The file says { $balance }, but the transfers add up to { $computed }.
bundle-balance-unsure = The file says { $balance }; the transfers that could be read add up to { $computed }. Correct the unreadable ones first.
bundle-sum-not-zero = All balances together must be zero, but they are { $sum }.
bundle-deleted-balance = This member has left, so the balance must be zero. It is { $balance }.
bundle-limit-lower = The balance { $balance } is below the credit limit of { $limit }.
bundle-limit-upper = The balance { $balance } is above the maximum of { $limit }.
bundle-turnover-large = What this account paid or received in all is too large.
bundle-same-account = The account { $value } cannot pay itself.
bundle-two-currencies = Payer and payee hold different currencies.
bundle-reversal = This is not the exact reversal of an earlier transfer.

# Images and archives.
bundle-images = { $count ->
    [one] One image is an address on the web. It is kept as a link.
   *[other] { $count } images are addresses on the web. They are kept as links.
  }
bundle-zip = This is not a zip file that can be read.
bundle-zip-entries = The zip has more than { $max } files.
bundle-zip-large = The files in the zip take more than { $max }.
bundle-zip-paths = The files must lie at the root of the zip, or all in one folder.
bundle-not-fresh = This community has members or transfers already. Import into a new one.

## Pages
bundle-title = Import and export
bundle-lead = Move a community in or out, with its whole history.
bundle-import = Bring a community in
bundle-import-about = Choose the bundle of a community: a zip with community.csv, members.csv, accounts.csv, transfers.csv and the other files. It takes the place of this new, still empty community. You stay its admin.
bundle-choose = Choose a zip
bundle-choose-hint = Up to 64 MB
bundle-check = Check the bundle
bundle-check-about = Checking writes nothing. You see every fault and all figures before you decide.
bundle-upload = Please choose a zip file of at most 64 MB.
bundle-not-fresh-title = This community has already begun to live
bundle-export = Take everything with you
bundle-export-about = A zip of CSV files with all members, accounts, transfers, categories and listings. You can import it into another Ayni, or open it in a spreadsheet. It holds personal data and password hashes: keep it safe.
bundle-download = Download the bundle
bundle-sound = This bundle is sound
bundle-sound-about = Every balance equals its history and the sum is zero. Importing writes all of it, or nothing.
bundle-start = Import now
bundle-finish = To the community
bundle-refresh = Refresh
bundle-figures = What is in it
bundle-members = Members
bundle-users = Logins
bundle-accounts = Accounts
bundle-transfers = Transfers
bundle-categories = Categories
bundle-listings = Listings
bundle-reconciled = Balances equal to the history
bundle-sum = Sum of all balances
bundle-faults = { $count ->
    [one] One fault to correct
   *[other] { $count } faults to correct
  }
bundle-warnings = Good to know
bundle-file = File
bundle-row = Row
bundle-column = Column
bundle-reason = What is wrong
bundle-state-refused = Nothing was imported. Correct the faults below and check again.
bundle-state-checked = Checked; nothing has been written yet.
bundle-state-running = { $done } of { $total } records written
bundle-state-done = Everything is in.
bundle-state-failed = The import stopped and nothing of it was kept. The log says why.
bundle-said-started = The import has started.
bundle-said-imported = The community has moved in.
