## Faults
bookings-addon-out = There is not enough of “{ $addon }” left then: { $stock } in all.
bookings-addon-unknown = This cannot be added here.
bookings-begun = They are there already: only the end can be moved now.
bookings-clock-unread = Please give a time such as 14:30.
bookings-closed = It is closed for some of that time.
bookings-day-unread = Please give a day such as 2026-12-31.
bookings-door-none = You have no booking here now.
bookings-door-old = This code is too old. Scan the one that the screen shows now.
bookings-door-unknown = This code does not belong to any of our doors.
bookings-ends-before = It has to end after it begins.
bookings-full = Not enough places are left between { $from } and { $to }.
bookings-id-used = Something else was booked with this id.
bookings-member-inactive = Only active members can book.
bookings-moment-unread = Please give a time such as 2026-12-31T14:30.
bookings-no-account = There is no account to pay for this from.
bookings-not-bookable = This cannot be booked itself; choose one of the places in it.
bookings-nothing-due = Nothing is owed for this booking.
bookings-over = This time is over.
bookings-past = This time is in the past. Choose one that is still to come.
bookings-paused = It is out of service at the moment.
bookings-people = It is good for { $max } people at most.
bookings-person-several = Several people have this name. Choose one from the list or write their number.
bookings-person-unknown = Nobody found
bookings-places = Choose between 1 and { $max } places.
bookings-price-large = This price is too large to be reckoned.
bookings-retired = It is not in use any more.
bookings-stands-cancelled = This booking was cancelled.
bookings-stands-checked-in = They have checked in already.
bookings-stands-completed = This booking is over.
bookings-stands-confirmed = This booking is confirmed already.
bookings-stands-declined = This request was declined.
bookings-stands-draft = This is not booked yet, only kept for a while.
bookings-stands-expired = The time to confirm is over. Please book again.
bookings-stands-no-show = Nobody came, and the booking was closed.
bookings-stands-tentative = This request still waits for an answer.
bookings-taken = It is taken between { $from } and { $to }.
bookings-taken-elsewhere = Busy in another calendar, { $calendar }, between { $from } and { $to }.
bookings-any-nothing = There is nothing of this kind to book.
bookings-any-taken = All of them are taken then.
bookings-any-dearer = It costs more by now. Look at the new price and book again.
bookings-taken-meanwhile = Somebody else has it by now. Decline the request or move it first.
bookings-too-early = You can check in from { $from } on.
bookings-too-long = This is longer than anything can be booked.
bookings-unqualified = You need “{ $qualification }” for this. Ask those who look after the place.
bookings-whole = Please give a whole number.

## Notices
bookings-told-approved = Your booking of { $resource } on { $from } was approved.
bookings-told-asked = Somebody asks to book { $resource } on { $from }.
bookings-told-cancelled = Your booking of { $resource } on { $from } was cancelled by those who look after it.
bookings-told-declined = Your request for { $resource } on { $from } was declined.
bookings-told-lapsed = Nobody answered your request for { $resource } on { $from } in time.
bookings-told-missed = You did not come to your booking of { $resource } on { $from }; it is free for others now.

## Kinds, states, lengths
bookings-kind-site = Site
bookings-kind-building = Building
bookings-kind-floor = Floor
bookings-kind-room = Rooms
bookings-kind-desk = Desks
bookings-kind-machine = Machines
bookings-kind-tool = Tools
bookings-kind-vehicle = Vehicles
bookings-kind-equipment = Equipment
bookings-kind-set = Sets
bookings-kind-other = Other
bookings-state-draft = Kept for now
bookings-state-tentative = Waits for a yes
bookings-state-confirmed = Booked
bookings-state-checked-in = Here now
bookings-state-completed = Over
bookings-state-cancelled = Cancelled
bookings-state-no-show = Nobody came
bookings-state-expired = Lapsed
bookings-state-declined = Declined
bookings-payment-unasked = Nothing is set aside yet
bookings-payment-free = Free of charge
bookings-payment-held = Set aside until it is over
bookings-payment-paid = Paid
bookings-payment-released = Nothing was kept
bookings-payment-due = To be paid in money
bookings-payment-settled = Paid in money
bookings-length-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
bookings-length-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
  }
bookings-length-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
bookings-today-day = Today, { $day }
bookings-tomorrow-day = Tomorrow, { $day }
bookings-all-day = the end of the day

## Price lines
bookings-line-pass = { $length } from the pass “{ $name }”
bookings-line-day-pass = { $count ->
    [one] { $count } day from the pass “{ $name }”
   *[other] { $count } days from the pass “{ $name }”
  }
bookings-line-time = { $count } × { $unit } at { $each }
bookings-line-peak-time = Busy hours: { $count } × { $unit } at { $each }
bookings-line-peak = { $percent }% more in busy hours ({ $length })
bookings-line-peak-less = { $percent }% less in quiet hours ({ $length })
bookings-line-day-cap = No more than the price of a day
bookings-line-places = The same for { $count ->
    [one] { $count } more place
   *[other] { $count } more places
  }
bookings-line-demand = { $percent }% more: much is booked then
bookings-line-demand-less = { $percent }% less: little is booked then
bookings-line-lead = { $percent }% more: booked at short notice
bookings-line-lead-less = { $percent }% less for the time at which you book
bookings-line-limit = Back to the limit of the price
bookings-line-fixed = Fixed part
bookings-line-add-on = { $count } × { $name }
bookings-line-minimum = Up to the lowest price of a booking
bookings-total = Total
bookings-total-money = To be paid in money
bookings-money-hint = Nothing is taken now: the amount is written down as owed, and you pay it to the community.
bookings-deposit = Deposit, comes back afterwards
bookings-free-of-charge = Free of charge
bookings-per-booking = { $price } a booking
bookings-per-hour = { $price } an hour
bookings-per-person = { $price } a person
bookings-per-piece = { $price } each

## Rules
bookings-rules = Rules of this place
bookings-rule-step = Times go by { $length }.
bookings-rule-min = At least { $length }.
bookings-rule-max = At most { $length }.
bookings-rule-notice-book = Book at least { $length } before.
bookings-rule-notice-change = Change at least { $length } before.
bookings-rule-horizon = Up to { $days ->
    [one] { $days } day ahead.
   *[other] { $days } days ahead.
  }
bookings-rule-check-in = Check in within { $length } of the beginning, or it is given to others.
bookings-cancelling = If you cancel
bookings-refund-all = Until it begins everything comes back.
bookings-refund-tier = At least { $length } before: { $percent }% comes back.
bookings-refund-late = Later nothing comes back.
bookings-refund-rules = What comes back, when
bookings-why-house = Everything comes back.
bookings-why-moved = We moved your booking, so you may cancel without a fee until it begins.
bookings-why-regret = You booked it only now, so everything comes back.
bookings-why-tier = It is still at least { $length } away.
bookings-why-no-rule = It has not begun.
bookings-why-too-late = It is too late for anything to come back.
bookings-why-no-show = Nobody came.
bookings-comes-back = { $amount } comes back.
bookings-is-kept = { $amount } is kept.
bookings-so-until = So until { $time }.

## Finding
bookings-find-title = Find a place
bookings-find-lead = Rooms, desks and machines: say when, and see what is free.
bookings-mine = My bookings
bookings-calendar = Calendar
bookings-no-places = There is nothing to book yet
bookings-no-places-hint = When the community offers rooms, desks or machines, you find them here.
bookings-no-places-build = Add your rooms, desks and machines in a few steps.
bookings-set-up = Set up places
bookings-day = Day
bookings-from = From
bookings-until = Until
bookings-people-field = People
bookings-places-field = Places
bookings-kind = What
bookings-category = Category
bookings-any = Any
bookings-at-least = at least, { $unit }
bookings-more-filters = More wishes
bookings-search = Search
bookings-quick = Quick choices
bookings-quick-any = Any time
bookings-quick-now = Now
bookings-quick-evening = This evening
bookings-quick-morning = Tomorrow morning
bookings-quick-afternoon = Tomorrow afternoon
bookings-can-be-had = { $count ->
    [one] { $count } place is free
   *[other] { $count } places are free
  }
bookings-cannot-be-had = Not then
bookings-narrow = Narrow it down
bookings-any-of = Any of { $name }: we pick one
bookings-any-lead = Tell us when. You get the cheapest one, near your other bookings, so that long stretches stay free for others.
bookings-any-when = Choose a time to see what is free and what it costs.
bookings-any-take = Give me any
bookings-any-wait = Tell me when any is free
bookings-any-wait-hint = You join the waiting list for all of them. The first that becomes free is held for you, and you are told.
bookings-nothing-fits = Nothing fits
bookings-nothing-fits-hint = Try fewer wishes.
bookings-nothing-free = Nothing is free then. Below is when each place is free next.
bookings-show-all = Show everything
bookings-next-free = Next free:
bookings-free-until = Free until { $time }
bookings-free-now = Free now
bookings-busy-until = Busy until { $time }
bookings-busy = Busy
bookings-for-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
  }
bookings-places-count = { $count ->
    [one] { $count } place
   *[other] { $count } places
  }
bookings-bar = The day: what is free and what is taken

## Booking
bookings-book = Book
bookings-book-place = Book { $place }
bookings-week = Week
bookings-when = When
bookings-first-day = First day
bookings-last-day = Last day
bookings-optional = optional
bookings-addons = With it
bookings-for-whom = For whom
bookings-for-whom-hint = empty: for yourself
bookings-for-member = You book for { $name }.
bookings-check = Check
bookings-what-for = What for
bookings-title = Title
bookings-add-note = Add a note
bookings-note = Note for those who look after the place
bookings-day-before = The day before
bookings-day-after = The day after
bookings-approval-hint = Somebody has to say yes to this. You hear of it here.
bookings-ask-for-it = Ask for it
bookings-keep = Keep it for { $length }
bookings-sign-in = Sign in to book
bookings-not-possible = That is not possible
bookings-instead = Instead
bookings-instead-shifted = Another time
bookings-instead-shorter = Shorter
bookings-instead-elsewhere = Another place, same time
bookings-choose-time = Nothing is free in the next days. Choose a day.
bookings-said-booked = Booked.
bookings-said-only = Booked. It was the only one free.
bookings-said-cheaper = Booked. This one costs less than the others.
bookings-said-same = Booked. It is the one you have before or after, so you can stay where you are.
bookings-said-beside = Booked. It is next to your other booking.
bookings-said-fills = Booked. It fills a gap, so that the others stay free for longer.
bookings-said-packs = Booked. With this one the long free stretches of the others stay whole.
bookings-said-asked = Asked for. You hear when somebody has answered.
bookings-said-kept = Kept for you. Confirm it before the time is over.
bookings-said-changed = The booking is changed.
bookings-said-cancelled = The booking is cancelled.
bookings-said-checked-in = Checked in. Welcome!
bookings-said-checked-out = Checked out. Until next time!
bookings-said-approved = Approved. They are told.
bookings-said-declined = Declined. They are told.
bookings-said-settled = Written down as paid.

## One's own bookings
bookings-of = Bookings of { $name }
bookings-find-place = Find a place
bookings-which = Which bookings
bookings-upcoming = Upcoming
bookings-show-past = Past
bookings-past-none = No bookings so far
bookings-upcoming-none = Nothing is booked
bookings-upcoming-none-hint = Find a room, a desk or a machine, and it stands here.
bookings-pages = Pages
bookings-moved = We moved this booking
bookings-moved-hint = You did not choose that, so you may cancel it without a fee until it begins.
bookings-draft = It is kept for you, but not booked yet.
bookings-draft-until = Confirm it until
bookings-confirm = Confirm
bookings-waits = This waits for an answer
bookings-waits-hint = Those who look after the place say yes or no.
bookings-approve = Approve
bookings-decline = Decline
bookings-reason = Reason
bookings-here = Are you there?
bookings-check-in = Check in
bookings-leaving = Are you leaving?
bookings-check-out = Check out
bookings-where = Where
bookings-who = Who
bookings-reference = Reference
bookings-came = Came
bookings-left = Left
bookings-price = Price
bookings-was-paid = It was paid
bookings-code = Code with the reference { $reference }
bookings-change = Change
bookings-to-calendar = To my calendar
bookings-change-series = Change this date, or this and others
bookings-in-series = Part of a repeating booking
bookings-cancel = Cancel the booking
bookings-cancel-sure = Cancel this booking?
bookings-cancel-yes = Yes, cancel it
bookings-cancel-no = Keep it
bookings-save = Save

## Calendars
bookings-busy-elsewhere = Busy in another calendar
bookings-view-day = Day
bookings-view-week = Week
bookings-view-month = Month
bookings-view-agenda = Agenda
bookings-views = Kinds of calendar
bookings-everywhere = All places
bookings-earlier = Earlier
bookings-later = Later
bookings-today = Today
bookings-more = { $count } more
bookings-agenda-none = Nothing is booked
bookings-gap = { $place }: free { $hours }, book
bookings-js-moved = { "{" }place{ "}" }, { "{" }when{ "}" }: press Enter to save, Escape to undo.
bookings-js-saved = Saved: { "{" }place{ "}" }, { "{" }when{ "}" }.
bookings-js-undone = As it was.
bookings-js-refused = Not possible: { "{" }why{ "}" } It is as it was.
bookings-js-keys = Drag on free time to book. Drag a booking to move it, its end to make it longer; or use the arrow keys, with Shift to make it longer, Enter to save, Escape to undo.

## The front desk
bookings-desk = Front desk
bookings-walk-in = Somebody is here
bookings-desk-waiting = Waiting for an answer
bookings-desk-none = Nobody is expected
bookings-desk-none-hint = Who books one of your places for this day stands here.
bookings-desk-here = Here now
bookings-desk-expected = Expected
bookings-desk-over = Over
bookings-desk-dues = To be paid in money

## The door
bookings-free-today = Free for the rest of the day
bookings-door-code = Code to scan
bookings-door-scan = Scan to check in.
bookings-door-scan-free = Scan to book it right now, or to check in.
bookings-door-next = Next
bookings-door-next-none = Nothing else is booked today.
bookings-door-spot = Book it right now
bookings-door-nothing = You have no booking here now
bookings-door-nothing-hint = Look for another time.
bookings-open = Open the booking

## The first page
bookings-next = Your next booking

## More ways
bookings-door = Display for the door
bookings-repeat = Repeat …
bookings-to-cart = Put into the cart
bookings-wait = Join the waiting list
