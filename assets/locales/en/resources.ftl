# Long because places are described, opened, closed, drawn and set up with these words.
## Faults

resources-agreement-text = Write the text that members agree to.
resources-addons-many = At most { $max } extras, please.
resources-attribute-choice = “{ $name }”: choose one of the options.
resources-attribute-needed = “{ $name }” is needed for this category.
resources-attribute-number = “{ $name }” is a number, such as 12 or 1.5.
resources-attribute-options = “{ $name }” needs options to choose from: 1 to { $max }, with commas between.
resources-capacity = At most { $max } people.
resources-categories-many = At most { $max } categories, please.
resources-category-parent = Other categories stand in this one. Move or remove them first.
resources-category-place = A category cannot stand in itself, nor so deep.
resources-category-unknown = There is no such category.
resources-category-used = Places have this category. Give them another one first.
resources-circle = A place cannot stand in itself.
resources-closure-long = A closure lasts at most { $max } days. Pause the place instead.
resources-closure-order = The end comes before the beginning.
resources-closure-never = By this rule it never takes place. Choose another rule, or a later end.
resources-closure-overlaps = It would still be closed when the next time begins. Choose a shorter time, or a rarer rule.
resources-closures-many = At most { $max } closures of a place may come again. Take back one that you no longer need.
resources-closure-past = This is over already. Choose an end that is still to come.
resources-code-taken = Another place has this code already.
resources-date = Please give a day such as 2026-12-31.
resources-deep = Places stand at most { $max } deep in one another.
resources-holds-others = Other places stand in this one. Retire or move them first.
resources-large = This is too much text for one place. Shorten the description or the rules.
resources-manager-unknown = Nobody was found. Choose somebody from the suggestions, or type a member number.
resources-many = At most { $max }, please.
resources-member-not-active = Only active members can have a training or agree to a text.
resources-number = Please give a whole number.
resources-photos-many = At most { $max } pictures, please. Remove one first.
resources-places = Between 1 and { $max }.
resources-plan-elsewhere = Only what stands in this place can be marked on its plan.
resources-plans-many = At most { $max } floor plans, please.
resources-price = A price is more than nothing. Leave it empty when it is free.
resources-qualifications-many = At most { $max } trainings and agreements, please.
resources-season-day = Please give a first and a last day that the months have.
resources-set-circle = A set cannot be a part of itself.
resources-set-empty = Choose at least one part of the set.
resources-setup-desks-many = At most { $max } desks in one go. You can add more afterwards.
resources-stock = Between 1 and { $max }.
resources-time = Please give a time such as 09:00.
resources-too-many = A community has at most { $max } places.
resources-unknown = There is no such place.
resources-valid-days = Between 1 and { $max } days.

## Kinds and choices

resources-kind = What it is
resources-kind-site = Site
resources-kind-building = Building
resources-kind-floor = Floor
resources-kind-room = Room
resources-kind-desk = Desk
resources-kind-machine = Machine
resources-kind-tool = Tool
resources-kind-vehicle = Vehicle
resources-kind-equipment = Equipment
resources-kind-set = Set, booked as one
resources-kind-other = Something else
resources-unit = How it is booked
resources-unit-minutes = Any time, by the minute
resources-unit-hour = By the hour
resources-unit-half-day = By the half-day
resources-unit-day = By the day
resources-unit-week = By the week
resources-bookable = Booking
resources-bookable-yes = It can be booked
resources-bookable-no = It only holds other places
resources-access = Who sees it
resources-access-public = Everybody
resources-access-group = Members
resources-access-private = Only those who look after it
resources-way-tell = Bookings stay, tell people
resources-way-tell-hint = Nothing is cancelled. Everybody who has booked is told.
resources-way-move = Move bookings
resources-way-move-hint = To something alike that is free, where there is something; you are asked first.
resources-way-cancel = Cancel bookings
resources-way-cancel-hint = Everybody gets all back and is told.
resources-way-book-around = Close around bookings
resources-way-book-around-hint = It is closed only where nothing is booked yet.
resources-per = What the price is for
resources-per-booking = For each booking
resources-per-hour = For each hour
resources-per-person = For each person
resources-per-piece = For each piece
resources-offer = Offered
resources-offer-open = It can be booked
resources-offer-ended = Not offered
resources-yes = Yes
resources-no = No
resources-free = Free

## Days and months

resources-day-mon = Monday
resources-day-tue = Tuesday
resources-day-wed = Wednesday
resources-day-thu = Thursday
resources-day-fri = Friday
resources-day-sat = Saturday
resources-day-sun = Sunday
resources-days-between = { $first } to { $last }
resources-every-day = Every day
resources-closed = Closed
resources-all-day = Open all day
resources-today = Today
resources-month = Month
resources-month-1 = January
resources-month-2 = February
resources-month-3 = March
resources-month-4 = April
resources-month-5 = May
resources-month-6 = June
resources-month-7 = July
resources-month-8 = August
resources-month-9 = September
resources-month-10 = October
resources-month-11 = November
resources-month-12 = December
resources-season = { $first } to { $last }

## A place

resources-about = About this place
resources-for-people = { $count ->
    [one] for 1 person
   *[other] for { $count } people
  }
resources-places-many = { $count ->
    [one] 1 place
   *[other] { $count } places side by side
  }
resources-holds-only = Choose one of the places in it to book.
resources-paused = Out of service
resources-paused-title = Out of service for now
resources-paused-hint = It takes no new bookings until it is back.
resources-retired = Retired
resources-retired-title = This place was retired.
resources-needs = Needs: { $name }
resources-needs-title = What you need to book it
resources-have = You have it
resources-missing = Missing
resources-agree = I have read this and agree
resources-agree-read = Read and agree
resources-training-hint = Somebody who looks after the place gives you this after a short training. Ask them.
resources-closed-again = Closed { $rule }; next { $next }
resources-closed-between = Closed from { $start } to { $end }
resources-photo-of = { $name }, picture { $number }
resources-parts = Made of
resources-inside = In here
resources-rules = House rules
resources-open-days = Open
resources-hours-all = All opening hours
resources-zone-note = Times are in { $zone }.
resources-addons-title = Can be added
resources-where = Where it is
resources-map = Show on the map
resources-managers = Who looks after it
resources-edit = Edit
resources-look = Look at it
resources-book = Book
resources-own-calendar = Put this place’s calendar in yours
resources-calendar = Calendar
resources-policies = Rules
resources-prices = Prices
resources-passes = Passes
resources-closure-bookings = Bookings inside
resources-setup-training-name = { $name } training

## The office

resources-office = Spaces
resources-office-lead = Everything that can be booked, and what it stands in.
resources-tree = All places
resources-pages = Pages
resources-empty = No places yet
resources-empty-hint = The guided setup asks a few plain questions and makes your site with rooms, desks, machines, hours, prices and rules. It takes less than ten minutes.
resources-more = More for { $name }
resources-up = Move up
resources-down = Move down
resources-add = Add a place
resources-add-inside = Add something in it
resources-add-set = Add a set that is booked as one
resources-name = Name
resources-parent = Where it stands
resources-parent-none = On its own
resources-new = New place
resources-part-what = What it is
resources-part-booked = How it is booked
resources-part-who = Who may book it
resources-category = Category
resources-category-none = None
resources-code = Short code
resources-code-hint = On signs and in addresses. Made from the name when you leave it empty.
resources-not-said = Not said
resources-description = Description
resources-tags = Words to find it by
resources-tags-hint = With commas between: quiet, projector, ground floor.
resources-capacity-field = Good for how many people
resources-places-field = How many can book it at the same time
resources-places-hint = 1: whoever books it has it alone. More: seats or pieces side by side.
resources-equivalent = Can stand in for
resources-equivalent-hint = Places with the same word here can replace one another when one fails.
resources-parts-choose = What the set is made of
resources-manager-add = Add somebody who looks after it
resources-manager-hint = Type a name or a member number.
resources-where-hint = Only what differs from the place around it.
resources-where-more = Postal code, map point, time zone
resources-street = Street and number
resources-locality = Town
resources-postal-code = Postal code
resources-region = Region
resources-country = Country
resources-zone = Time zone
resources-zone-inherit = As the place around it
resources-latitude = Degrees north
resources-longitude = Degrees east
resources-photos = Pictures
resources-photo-choose = Choose a picture
resources-photo-hint = JPEG, PNG, WebP or GIF, up to 10 MB
resources-photo-add = Add picture
resources-photo-remove = Remove picture { $number }
resources-elsewhere = Move it elsewhere
resources-move = Move
resources-service = Out of service
resources-pause = Pause
resources-pause-note = What people read
resources-pause-hint = Such as “The lens is being replaced”. It takes no new bookings until you resume it.
resources-resume = Back in service
resources-retire = Retire
resources-retire-sure = Retire { $name }? What was booked stays; nobody can book it any more.

## Hours

resources-hours = Opening hours
resources-hours-of = Opening hours of { $name }
resources-hours-now = As it is now
resources-hours-which = Which hours count
resources-hours-inherit = As { $name }
resources-hours-unsaid = Not said: open all the time
resources-hours-own = Its own hours, below
resources-hours-always = Open all the time
resources-hours-week = The usual week
resources-hours-hint = Leave a day empty when it is closed. An end before the beginning is on the next day; 00:00 to 00:00 is the whole day.
resources-hours-same = Tuesday to Friday as Monday
resources-from = From
resources-until = Until
resources-hours-holidays = On holidays
resources-hours-holidays-title = Holidays
resources-holidays-list = Which holidays
resources-holidays-inherit = As the place around it
resources-holidays-none = None
resources-holidays-own = Your own list, one a line
resources-holidays-es = Spain
resources-holidays-gb = England and Wales
resources-holidays-de = Germany
resources-holidays-fr = France
resources-holidays-us = United States
resources-holidays-co = Colombia
resources-holidays-write = See or write the list yourself
resources-holidays-hint = Such as: Dec 25 "Christmas" · May Mo[1] for the first Monday in May · easter -2 for Good Friday. Counts when “Your own list” is chosen.
resources-on-holidays = On a holiday
resources-on-holidays-usual = Open as on other days
resources-on-holidays-closed = Closed
resources-on-holidays-times = Open at these times
resources-hours-exceptions = Single days that are different
resources-exceptions-hint = A day or a row of days. Without times it is closed.
resources-exception = Exception { $number }
resources-first-day = First day
resources-last-day = Last day
resources-remove = Remove
resources-seasons = Seasons
resources-seasons-hint = Parts of the year with their own week, such as summer hours.
resources-season-add = Add a season

## Closures

resources-closures = Closures
resources-closures-lead = When a place takes no bookings, and what happens to those that are there.
resources-closures-none = Nothing is closed
resources-closures-none-hint = Close a place for a holiday, a repair or an event with the form below.
resources-closure-new = New closure
resources-closure-of = Closure of { $name }
resources-closure-place = What is closed, with all that stands in it
resources-closure-hint = Without times the whole days are closed. Times are those of the place.
resources-closure-repeats = Does it come again?
resources-closure-once = It does not come again
resources-closure-next = next { $when }
resources-closure-ending = To end it on a day, say until when under “Does it come again?”. Taking it back opens the place at all of its times.
resources-closure-again = { $rule }, { $from }–{ $until }
resources-closure-again-days = { $rule }, for { $count } days
resources-closure-again-hours = { $rule }, from { $from } for { $count } hours
resources-closure-note = What everybody reads
resources-closure-reason = Why, for those who look after it
resources-closure-way = What happens to bookings inside
resources-close = Close
resources-reopen = Take the closure back

## Categories

resources-categories = Categories
resources-categories-lead = What kinds of places you have, and what is worth knowing of each.
resources-categories-none = No categories yet
resources-categories-none-hint = A category such as “Meeting rooms” says what is asked of each room: size, projector, wheelchair access.
resources-category-new = New category
resources-category-in = Stands in
resources-category-remove = Remove category
resources-attributes = Properties
resources-attributes-hint = What each place of this category says. Empty a name to take a property away.
resources-attribute = Property { $number }
resources-attribute-kind = Given as
resources-attribute-kind-yes-no = Yes or no
resources-attribute-kind-number = Number
resources-attribute-kind-choice = One of several
resources-attribute-kind-text = Text
resources-attribute-unit = Unit of a number
resources-attribute-options-field = Options, with commas between
resources-attribute-required = Has to be given
resources-attribute-filter = Offered as a filter

## Add-ons

resources-addons = Extras
resources-addons-lead = Equipment, catering and services that people can book with a place.
resources-addons-none = No extras yet
resources-addons-none-hint = Such as a projector, coffee for each person, or cleaning afterwards. Then tick them in the editor of a place.
resources-addon-new = New extra
resources-addon-add = Add extra
resources-addon-price = Price
resources-currency = Currency
resources-stock-field = How many there are
resources-stock-of = { $count ->
    [one] 1 there
   *[other] { $count } there
  }

## Qualifications

resources-qualifications = Trainings
resources-qualifications-lead = What members must have before they can book some places.
resources-qualifications-none = Nothing is needed yet
resources-qualifications-none-hint = Such as “Laser cutter training” or “Workshop rules”. Then tick it in the editor of a machine or a room.
resources-qualification-new = New training or agreement
resources-qualification-add = Add
resources-qualification-kind = How a member gets it
resources-qualification-training = Training
resources-qualification-training-hint = You give it to members after showing them how.
resources-qualification-agreement = Agreement
resources-qualification-agreement-hint = Members read a text and agree by themselves.
resources-qualification-text = What it is about, or the text to agree to
resources-valid-days-field = Valid for how many days
resources-valid-for = { $days ->
    [one] valid for 1 day
   *[other] valid for { $days } days
  }
resources-valid-until = until { $date }
resources-since = since { $date }
resources-expired = Expired
resources-give = Give to a member
resources-member = Member
resources-holders = Who has it
resources-holders-none = Nobody yet.
resources-withdraw = Withdraw
resources-own-qualifications = My trainings
resources-own-qualifications-lead = What you may use, and what you can agree to.
resources-own-none = Nothing here
resources-own-none-hint = Some machines and rooms need a short training or your agreement. They tell you on their page.

## Floor plans

resources-plans = Floor plans
resources-plans-of = Floor plans of { $name }
resources-plans-lead = A picture from above on which people find and choose a place.
resources-plans-none = No floor plan yet
resources-plans-none-hint = Take a photo of the escape plan on the wall, or draw one on paper.
resources-plan-new = New floor plan
resources-plan-example = Ground floor
resources-plan-choose = Choose the picture
resources-plan-add = Add floor plan
resources-plan-spots = { $count ->
    [one] 1 place on it
   *[other] { $count } places on it
  }
resources-plan-lead = Mark where each place is.
resources-plan-which = Which place
resources-plan-click = Choose how far it is from the left and from the top of the picture.
resources-plan-x = From the left
resources-plan-y = From the top
resources-plan-off = Not on this plan
resources-plan-look = See it as members do
resources-plan-nothing = Nothing to mark yet
resources-plan-nothing-hint = What stands in this place can be marked on its plan: rooms, desks, machines.
resources-plan-nothing-do = Add a place
resources-plan-js-how = Choose a place and tap where it is, or drag its mark. With the keyboard: go to the picture, move the mark with the arrow keys (further with Shift), set it with Enter.
resources-plan-js-larger = Larger
resources-plan-js-smaller = Smaller
resources-plan-js-off = Take its mark away
resources-plan-js-next = {"{name}"} is marked. Now tap where {"{next}"} is.
resources-plan-js-done = {"{name}"} is marked.
resources-plan-js-gone = {"{name}"} is no longer on this plan.
resources-plan-js-moving = {"{name}"}: {"{x}"} % from the left, {"{y}"} % from the top. Enter sets it.
resources-plan-js-refused = {"{name}"} could not be marked. {"{why}"}
resources-floor-lead = Tap a place to book it at this time.
resources-floor-at = At another time
resources-floor-day = Day
resources-floor-show = Show
resources-floor-none = No place is marked on this plan yet.
resources-vacancy-free = Free
resources-vacancy-taken = Taken
resources-vacancy-closed = Closed
resources-vacancy-off = Not for booking
resources-plan-place = Mark
resources-plan-remove = Remove floor plan
resources-plan-sure = Remove this floor plan with all marks?

## The guided setup

resources-setup = Set up your spaces
resources-setup-lead = A few plain questions. Everything can be changed later.
resources-setup-start = Guided setup
resources-setup-begin = Begin
resources-setup-next = Next
resources-setup-skip = Skip
resources-setup-finish = Finish
resources-step-site = Your site
resources-step-places = Places
resources-step-hours = Hours
resources-step-prices = Prices
resources-step-rules = Rules
resources-step-done = Done
resources-setup-site-name = What is your place called?
resources-setup-site-example = The Button Factory
resources-setup-hours = When is it open?
resources-preset-office = Weekdays 9 to 18
resources-preset-long = Weekdays 8 to 22, weekends 10 to 20
resources-preset-daily = Every day 8 to 22
resources-preset-always = Always open
resources-setup-rooms = Rooms
resources-setup-rooms-hint = Meeting rooms, halls, studios: what people book as a whole.
resources-people = People
resources-setup-desks = Desks
resources-setup-desks-hint = They get numbers. Name the room they stand in; a new name makes a new room.
resources-how-many = How many
resources-in-room = In which room
resources-open-space = Open space
resources-setup-machines = Machines
resources-setup-machines-hint = What needs care: a laser cutter, a kiln, a sewing machine.
resources-setup-training = Needs a training
resources-setup-prices-hint = One price for each kind to begin with. Leave it empty when it is free. Peak hours, passes and discounts can follow.
resources-setup-price-room = A room
resources-setup-price-desk = A desk
resources-setup-price-machine = A machine
resources-price-per-hour = An hour
resources-price-per-half-day = Half a day
resources-price-per-day = A day
resources-price-per-week = A week
resources-setup-rules-hint = Sensible rules for each kind are set up for you. Three questions remain.
resources-horizon = How far ahead may people book?
resources-horizon-7 = A week
resources-horizon-14 = Two weeks
resources-horizon-30 = A month
resources-horizon-90 = Three months
resources-horizon-365 = A year
resources-cancel = Until when can they cancel and get all back?
resources-cancel-any = Until it begins
resources-cancel-2h = Two hours before
resources-cancel-1d = A day before
resources-cancel-2d = Two days before
resources-cancel-7d = A week before
resources-approval = What needs your yes first?
resources-setup-done = Your spaces are ready
resources-setup-made = Rooms: { $rooms }. Desks: { $desks }.
resources-setup-made-machines = Machines: { $count }.
resources-setup-look = Look at it
resources-after-tree = All places
resources-after-tree-hint = Change names, hours and who looks after what.
resources-after-plan = Add a floor plan
resources-after-plan-hint = So that people find their desk.
resources-after-more = Add more places
resources-after-more-hint = Another room, more desks, a machine.

## What was done

resources-said-added = Added. Here you can say more about it.
resources-said-saved = Saved.
resources-said-paused = It takes no new bookings now.
resources-said-resumed = It is back in service.
resources-said-retired = Retired. What was booked stays.
resources-said-moved = Moved.
resources-said-hours = The hours are saved.
resources-said-closed = Closed. Nobody can book it then.
resources-said-closure-saved = The closure is saved.
resources-said-reopened = The closure is taken back.
resources-said-given = Given.
resources-said-withdrawn = Withdrawn.
resources-said-agreed = Thank you. You can book it now.
resources-said-photo = The picture is added.
resources-said-plan = The floor plan is added. Now mark the places on it.
resources-said-removed = Removed.
resources-reports = Reports
