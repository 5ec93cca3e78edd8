waiting-join = Join the waiting list
waiting-join-lead = When the place becomes free, it is held for one after the other. You are told when it is your turn.
waiting-from = From
waiting-until = Until
waiting-places = Seats or pieces
waiting-title = What for
waiting-mine = Waiting lists
waiting-back = My bookings
waiting-none = You wait for nothing
waiting-none-hint = When a place is taken, join its waiting list from the booking page.
waiting-find = Find a place
waiting-before = { $count ->
    [0] You are the first in line
    [one] One is before you
   *[other] { $count } are before you
  }
waiting-line-hint = When it becomes free, it is held for the first in line for a while. If they do not take it, it is held for the next.
waiting-yours = It is your turn
waiting-held-until = The place is held for you until
waiting-left = { $length } left
waiting-held-hint = After that it goes to the next in line.
waiting-take = Take it
waiting-leave-offer = No longer needed: let the next one have it
waiting-leave = Leave the list
waiting-leave-sure = Leave the waiting list? If you come back, you are the last in line.
waiting-to-booking = To the booking
waiting-look-again = Look again
waiting-state-waiting = In line
waiting-state-offered = Your turn
waiting-state-taken = Taken
waiting-state-taken-hint = You took the place. It is your booking now.
waiting-state-missed = Missed
waiting-state-missed-hint = The time to take the place was over, and it went to the next in line.
waiting-state-given-up = Left
waiting-state-given-up-hint = You left the waiting list.
waiting-state-over = Over
waiting-state-over-hint = The time you wanted has come, and nothing became free.
waiting-said-joined = You are on the waiting list.
waiting-said-taken = It is yours.
waiting-said-left = You left the waiting list.

# What is told.
waiting-told-offer = { $resource } on { $from } is free and held for you until { $until }. Take it or let the next one have it.
waiting-told-missed = You did not take { $resource } on { $from } in time (until { $until }); it goes to the next in line.

# Refusals.
waiting-free = It is free. Book it right away.
waiting-twice = You are on this waiting list already.
waiting-many = You are on { $max } waiting lists, the most there can be. Leave one first.
waiting-nothing = There is nothing of this kind to wait for.
waiting-no-offer = Nothing is held for you right now.
waiting-over = You are not on this waiting list any more.
