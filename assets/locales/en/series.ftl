# Planning a repeating booking.
series-repeat-place = Book { $place } again and again
series-lead = Say how it repeats and see every date before anything is booked.
series-first = The first time
series-first-day = First day
series-from = From
series-until = Until
series-places = Seats or pieces
series-again = And then again
series-repeats = How often
series-repeat-weekly = Every week
series-repeat-daily = Every day
series-repeat-monthly = Every month on this date
series-repeat-monthly-nth = Every month on this weekday
series-repeat-monthly-last = Every month on the last such weekday
series-repeat-yearly = Every year
series-repeat-rule = By a rule of my own (see below)
series-repeat-same = As it is
series-every = Every
series-every-hint = 2 means every second week, day or month.
series-days = On these days, when it is every week
series-day-mo = Mon
series-day-tu = Tue
series-day-we = Wed
series-day-th = Thu
series-day-fr = Fri
series-day-sa = Sat
series-day-su = Sun
series-ends = Until when
series-ends-never = It goes on
series-ends-on = Until a day
series-ends-count = So many times
series-last-day = Last day
series-times = How many times
series-advanced = For those who know calendar rules
series-rule = Rule (RRULE)
series-rule-hint = As calendar programs write it. Choose “By a rule of my own” above to use it.
series-title = What for
series-look = Look at all dates
series-no-report = No dates yet
series-no-report-hint = Choose a first day and times, and you see here which dates are free.

# Rules in words.
series-rule-dates = on single dates
series-rule-daily = { $every ->
    [one] every day
   *[other] every { $every } days
  }
series-rule-weekly = { $every ->
    [one] every week on { $days }
   *[other] every { $every } weeks on { $days }
  }
series-rule-monthly = { $every ->
    [one] every month on day { $day }
   *[other] every { $every } months on day { $day }
  }
series-rule-monthly-last = { $every ->
    [one] every month, day { $day } from its end
   *[other] every { $every } months, day { $day } from its end
  }
series-rule-monthly-nth = { $every ->
    [one] every { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
        [5] fifth
       *[other] last
      } { $day } of the month
   *[other] every { $every } months on the { $nth ->
        [1] first
        [2] second
        [3] third
        [4] fourth
        [5] fifth
       *[other] last
      } { $day }
  }
series-rule-yearly = { $every ->
    [one] every year on { $day } { $month }
   *[other] every { $every } years on { $day } { $month }
  }
series-on-monday = Monday
series-on-tuesday = Tuesday
series-on-wednesday = Wednesday
series-on-thursday = Thursday
series-on-friday = Friday
series-on-saturday = Saturday
series-on-sunday = Sunday
series-rule-other = by the rule { $rule }
series-rule-count = { $count ->
    [one] { $rule }, once
   *[other] { $rule }, { $count } times
  }
series-rule-until = { $rule }, until { $last }

# The report.
series-all-free = { $count ->
    [one] The date is free
   *[other] All { $count } dates are free
  }
series-some-free = { $free } free, { $clashes } not
series-total = { $total } together
series-free = Free
series-clash-mark = Not free
series-instead = Instead:
series-goes-on = Later dates are booked by themselves when their time comes. If one cannot be had, you are told.
series-book-all = { $count ->
    [one] Book the date
   *[other] Book all { $count } dates
  }
series-book-free = { $count ->
    [one] Book the date that is free, leave out { $out }
   *[other] Book the { $count } that are free, leave out { $out }
  }
series-book-free-hint = You can add the missing dates later, when they become free, or at another time.

# A series.
series-mine = Repeating bookings
series-back-bookings = My bookings
series-find = Find a place
series-none-yet = Nothing repeats yet
series-none-yet-hint = Find a place, choose a time and then “repeat”.
series-phase-making = Being booked
series-phase-standing = Booked
series-phase-ended = Over
series-phase-refused = Not booked
series-making = The dates are being booked
series-making-hint = There are many of them. Load this page again in a moment.
series-refused = Nothing was booked
series-refused-hint = While the dates were being booked, somebody else took one of them. Try again and leave it out.
series-followed = Later dates go on here, since they were changed together.
series-dates = Dates
series-moved = moved; would be { $date }
series-day-skipped = Taken out
series-day-ahead = Will be booked when its time comes
series-gap-taken = Not booked: somebody else has the place
series-gap-closed = Not booked: it is closed then
series-gap-rule = Not booked: a rule says no, or nobody answered in time
series-gap-unpaid = Not booked: it could not be paid or changed
series-skip = Take out
series-skip-sure = Take this date out? Its booking is cancelled by the terms agreed on.
series-readd = Book it after all
series-later = Later dates
series-add = Another date
series-add-when = When it begins
series-add-date = Add the date
series-change-this = Change
series-said-booked = Booked. Here are the dates.
series-said-skipped = The date is taken out.
series-said-readded = The date is booked.
series-said-changed = Changed.
series-said-cancelled = Cancelled.

# Changing and cancelling.
series-change = Change dates
series-scope = Which dates
series-scope-this = Only this date
series-scope-following = This and the following
series-scope-all = All that have not begun
series-scope-hint = What is over is never changed. Dates that you changed alone keep that where it still fits.
series-this-day = This date
series-other-rule = Repeat differently from here on
series-change-free = Change those that fit
series-cancel-instead = Cancel instead
series-cancel = Cancel dates
series-cancel-hint = One date, this and the following, or all that have not begun.
series-cancel-this = { $count ->
    [one] Only this date
   *[other] These { $count } dates
  }
series-cancel-following = { $count ->
    [one] This and the following: one date
   *[other] This and the following: { $count } dates
  }
series-cancel-all = { $count ->
    [one] All that have not begun: one date
   *[other] All that have not begun: { $count } dates
  }
series-comes-back = { $sum } comes back.
series-is-kept = { $sum } is kept.
series-no-money = Nothing is to be paid.
series-reason = Why
series-cancel-now = Cancel them

# Refusals.
series-busy = Its dates are still being booked. Try again in a moment.
series-over = This repeating booking is over.
series-past = None of its dates is still to come.
series-not = This booking does not repeat.
series-clash = { $count ->
    [one] One date cannot be had. Look at the report, or leave it out.
   *[other] { $count } dates cannot be had. Look at the report, or leave them out.
  }
series-nothing = None of the dates can be had.
series-none = None of the dates is still to come and near enough. Choose a later first day, or another rule.
series-many = That would be more than { $max } dates, the most that one may book at once. Let it end earlier.
series-overlaps = It would still be on when the next date begins. Choose a shorter time, or a rarer rule.
series-day = A rule that names a day of the month cannot be moved by days. Choose another rule instead.
series-one-rule = One date alone cannot have another rule. Choose “this and the following”.
series-no-date = It has no such date.
series-has = This date is booked already.
series-told-gap = Your repeating booking of { $resource } could not have { $from }. That date is left out.
