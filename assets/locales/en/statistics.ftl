statistics-title = Statistics
statistics-counted = { $count ->
    [one] Made of 1 transfer.
   *[other] Made of { $count } transfers.
}
statistics-file = Download as CSV
statistics-currencies = Currencies
statistics-spans = How far back
statistics-span-12 = 1 year
statistics-span-24 = 2 years
statistics-span-60 = 5 years
statistics-waiting = { $count ->
    [one] 1 new transfer is not counted yet; come back in a minute.
   *[other] { $count } new transfers are not counted yet; come back in a minute.
}
statistics-empty = Nothing to count yet
statistics-empty-hint = When members have paid each other for the first time, you see here how the exchange goes.
statistics-do-listings = See what there is
statistics-volume = Traded
statistics-trades = { $count ->
    [one] 1 trade
   *[other] { $count } trades
}
statistics-active = Active this month
statistics-newcomers = { $count ->
    [one] 1 for the first time
   *[other] { $count } for the first time
}
statistics-velocity = Velocity
statistics-velocity-hint = times it changed hands
statistics-gini = Inequality (Gini)
statistics-gini-hint = 0 when equal, 1 when one holds all
statistics-volumes = Traded by the month
statistics-volumes-label = Trade between members by the month, { $volume } together.
statistics-actives = Active members
statistics-actives-label = Members who gave or received by the month, at most { $most }.
statistics-stocks = Held by members
statistics-stocks-label = The sum of the positive balances at the end of each month, { $stock } now.
statistics-most = At most { $most }
statistics-spread = How balances are spread
statistics-spread-hint = How many members owe or hold how much now.
statistics-between = { $from } to { $to }
statistics-balance = Balance
statistics-accounts = Accounts
statistics-as-table = As a table
statistics-categories = What was traded
statistics-no-category = Without a category
statistics-months = Month by month
statistics-csv-month = Month
statistics-csv-volume = Traded
statistics-csv-trades = Trades
statistics-csv-charged = Charged
statistics-csv-other = Other movements
statistics-csv-reversed = Taken back
statistics-csv-transfers = All transfers
statistics-csv-moved = Moved in all
statistics-csv-active = Active members
statistics-csv-newcomers = First time
statistics-csv-stock = Held
statistics-csv-velocity = Velocity
statistics-csv-currency = Currency
statistics-how = How this is counted
statistics-how-1 = Traded is what members paid each other. Charges, the community’s own account and what was taken back later do not count. Months are in UTC.
statistics-how-2 = Velocity is what was traded, divided by what members held on average: the positive balances at the beginning and the end of each month.
statistics-how-3 = Every figure is made of the transfers alone, each counted once. The administrator’s check counts all of them again and compares.
statistics-from-wallet = Statistics of the community
