# Calendars from elsewhere whose times are taken here.
busy-calendars = Other calendars
busy-calendars-of = Other calendars of { $name }
busy-lead = Is { $name } also booked elsewhere? What another calendar takes cannot be booked here.
busy-none = No other calendar yet
busy-none-hint = Give the address of the council's calendar, or of somebody's own, or upload a file. Only the times are taken over, never what they are for.
busy-by-address = Follow a calendar
busy-by-address-hint = It is looked at every half hour. In the other calendar look for “secret address”, “public link” or “iCal”.
busy-by-file = Upload a file
busy-by-file-hint = For calendars without an address. Upload it again when it has changed.
busy-name = Name
busy-name-example = Council bookings
busy-name-hint = Everybody who asks why a time is taken reads this name.
busy-name-file-hint = Left empty, the name in the file is used. Everybody who asks why a time is taken reads it.
busy-address-field = Address
busy-address-hint = Begins with https:// or webcal:// and often ends with .ics. It is shown to nobody again.
busy-follow = Follow this calendar
busy-choose = Choose a calendar file
busy-choose-hint = .ics, up to 1 MB
busy-upload = Upload
busy-from-file = Uploaded file
busy-waits = It is about to be read
busy-times = { $count ->
    [0] no busy times ahead
    [one] one busy time
   *[other] { $count } busy times
}
busy-read-now = Read just now
busy-read-minutes = { $count ->
    [one] Read a minute ago
   *[other] Read { $count } minutes ago
}
busy-read-at = Read on { $at }
busy-uploaded-at = Uploaded on { $at }
busy-trouble = Could not be read
busy-kept = What it said before still counts.
busy-unread = { $count ->
    [one] One event could not be read and is left out.
   *[other] { $count } events could not be read and are left out.
}
busy-ok = In order
busy-new = New
busy-tried-at = Last tried on { $at }
busy-met = Bookings at these times
busy-met-lead = They stay booked. Talk to their members, or move them.
busy-met-none = No booking here meets this calendar.
busy-fetch = Read it now
busy-again = Upload it again
busy-remove = Take this calendar away
busy-remove-sure = What { $name } takes can then be booked here. Take it away?
busy-said-added = The calendar is added. It is read within a minute.
busy-said-uploaded = The file is read; its times are taken.
busy-said-fetching = It is read within a minute.
busy-said-removed = The calendar is taken away; its times are free again.
busy-told-overlap = Another calendar, { $calendar }, takes { $resource } while it is booked here, on { $from } for the first time. The bookings stay; have a look.

# Refusals.
busy-address = This is no address of a calendar. It should look like https://example.org/calendar.ics.
busy-unreachable = Nobody answers at this address. Is it written as the other calendar shows it?
busy-slow = The answer took too long. It is tried again later.
busy-denied = The other side asks for a password. Use the secret or public address that it offers for sharing.
busy-missing = There is nothing at this address any more. Remove this calendar and add its new address.
busy-answer = The other side answers with an error. It is tried again later.
busy-redirects = The other side sends on and on to other addresses. Use the last of them.
busy-private = This address leads into a private network. The operator of this site can allow that.
busy-large = The file is larger than { $max } MB. Export a shorter span of time.
busy-many = There are more than { $max } busy times in it. Export fewer, or a shorter span of time.
busy-lost = The file is not here any more. Upload it again.
busy-calendars-many = At most { $max } calendars for one place, please.
busy-is-fetched = This calendar is read from its address. Add the file as another one.
busy-is-uploaded = This calendar comes from a file. Upload it again when it has changed.
