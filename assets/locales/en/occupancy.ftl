occupancy-title = Reports
occupancy-office = Administration
occupancy-of-days = { $from } to { $to }
occupancy-file = Spreadsheet
occupancy-span = How long
occupancy-span-week = Week
occupancy-span-month = Month
occupancy-span-quarter = Quarter
occupancy-span-year = Year
occupancy-days-nav = Other days
occupancy-earlier = Earlier
occupancy-later = Later
occupancy-day-unreadable = Write the day as 2026-03-31.
occupancy-place = Place
occupancy-place-all = All places
occupancy-category = Category
occupancy-category-all = All categories
occupancy-show = Show
occupancy-counting = Still counting: { $done } of { $all } weeks
occupancy-counting-hint = The figures below lack what is not counted yet. It takes a moment after a first start.
occupancy-counting-again = Look again
occupancy-empty = Nothing to report yet
occupancy-empty-hint = As soon as there are places that people can book, you see here how much they are used.
occupancy-empty-do = Set up places
occupancy-occupancy = Booked
occupancy-percent = { $percent }%
occupancy-none = –
occupancy-closed = closed
occupancy-change-more = { $points ->
    [0] as much as the days before
    [one] 1 point more than the days before
   *[other] { $points } points more than the days before
}
occupancy-change-less = { $points ->
    [0] as much as the days before
    [one] 1 point less than the days before
   *[other] { $points } points less than the days before
}
occupancy-bookings = Bookings
occupancy-booked-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
occupancy-revenue = Income
occupancy-due = { $sum } still owed
occupancy-no-shows = Nobody came
occupancy-no-shows-count = { $count ->
    [one] 1 booking
   *[other] { $count } bookings
}
occupancy-cancelled-count = { $count } cancelled
occupancy-lead = Booked ahead
occupancy-lead-hint = on average
occupancy-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
occupancy-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
occupancy-hours-text = { $hours } hours
occupancy-course = Course
occupancy-course-label = How much was booked over time; { $part } in all
occupancy-map-title = Busy hours
occupancy-map = Fullest: { $full }. Emptiest: { $empty }.
occupancy-map-table = The same as a table
occupancy-day-1 = Monday
occupancy-day-2 = Tuesday
occupancy-day-3 = Wednesday
occupancy-day-4 = Thursday
occupancy-day-5 = Friday
occupancy-day-6 = Saturday
occupancy-day-7 = Sunday
occupancy-day-short-1 = Mon
occupancy-day-short-2 = Tue
occupancy-day-short-3 = Wed
occupancy-day-short-4 = Thu
occupancy-day-short-5 = Fri
occupancy-day-short-6 = Sat
occupancy-day-short-7 = Sun
occupancy-ahead = The next four weeks
occupancy-ahead-label = How much is expected to be booked on each of the next days, and how much is booked already
occupancy-ahead-booked = Booked already
occupancy-ahead-expected = Expected
occupancy-ahead-day = { $date }: { $expected } expected, { $booked } booked
occupancy-method-last-week = Each day is expected to be as it was a week before.
occupancy-method-average = Each day is expected to be as that weekday was on average in the last six weeks.
occupancy-method-holt-winters = The expectation follows the level, the trend and the weekly pattern of the last months.
occupancy-trust-better = Tried on the last { $weeks } weeks, it was off by { $error } a day. Simply repeating the week before would have been off by { $naive }, so its errors are { $percent }% smaller.
occupancy-trust-same = Tried on the last { $weeks } weeks, it was off by { $error } a day. Simply repeating the week before would have been off by { $naive }, so it is no better than that here.
occupancy-trust-worse = Tried on the last { $weeks } weeks, it was off by { $error } a day, worse than the { $naive } of simply repeating the week before: do not rely on it.
occupancy-trust-unknown = There are too few weeks yet to say how good that is.
occupancy-advice = What could be better
occupancy-advice-none = Nothing stands out in the last twelve weeks.
occupancy-when-workdays = Monday to Friday, { $from }–{ $to }
occupancy-when-weekend = weekends, { $from }–{ $to }
occupancy-advice-raise = { $name }: ask { $percent }% more at its busiest
occupancy-advice-raise-why = { $when } is { $booked } booked, against { $overall } over all. Within the limits of its price.
occupancy-advice-lower = { $name }: ask { $percent }% less when it stands empty
occupancy-advice-lower-why = { $when } is only { $booked } booked, against { $overall } over all. Within the limits of its price.
occupancy-advice-gaps = { $name }: let bookings begin closer together
occupancy-advice-gaps-why = { $gaps } gaps between { $bookings } bookings were shorter than { $shortest } minutes, too short for anybody: { $hours } hours lost.
occupancy-advice-unused = { $name }: nobody has booked it
occupancy-advice-unused-why = It was open on { $days } days. Show it better, give it another use, or take it out.
occupancy-advice-rare = { $name }: hardly ever booked
occupancy-advice-rare-why = Somebody booked it on { $booked } of { $days } days; { $overall } of its time.
occupancy-advice-no-shows = { $name }: ask for check-in, or keep more when nobody comes
occupancy-advice-no-shows-why = Nobody came to { $missed } of { $bookings } bookings ({ $rate }).
occupancy-places = Places
occupancy-left-out = { $count ->
    [one] One more place is not counted here. Choose a part of the house above.
   *[other] { $count } more places are not counted here. Choose a part of the house above.
}
occupancy-csv-place = Place
occupancy-csv-kind = Kind
occupancy-csv-open = Minutes open
occupancy-csv-booked = Minutes booked
occupancy-csv-occupancy = Booked in percent
occupancy-csv-bookings = Bookings
occupancy-csv-no-shows = Nobody came
occupancy-csv-cancelled = Cancelled
occupancy-csv-lead = Booked ahead in minutes
occupancy-csv-gaps = Short gaps
