## Faults
payments-above-threshold = Payments of more than { $most } need a second person, who cannot be asked here.
payments-approval-decided = This payment was decided already.
payments-approval-expired = Nobody decided about this payment in time. Send it again.
payments-approval-over = This payment was denied, taken back, or has lapsed. Send a new one.
payments-batch-again = The same list was paid before. Confirm it if it is to be paid again.
payments-batch-empty = Please fill in at least one row.
payments-batch-faults = { $count ->
    [one] Something is wrong with one line.
   *[other] Something is wrong with { $count } lines.
} Correct the list, or pay the others alone.
payments-batch-lines = A list has 1 to { $max } lines.
payments-batch-nothing = There is no line that can be paid.
payments-batch-over = This list was paid or thrown away already.
payments-days = Choose 1 to { $max } days.
payments-file-columns = The heading needs at least the columns payee and amount.
payments-file-empty = There is no payment in this file.
payments-file-narrow = Each line needs at least payee, description and amount.
payments-file-unreadable = This file could not be read. It may have up to 512 KB.
payments-line-after-others = After the lines before it, at most { $possible } can be paid.
payments-line-amount = This is no amount.
payments-line-not-yours = You cannot pay from this account.
payments-line-payee = Nobody was found who is to receive this.
payments-line-payer = Nobody was found who is to pay this.
payments-threshold-negative = The amount must not be below zero.
payments-voucher-count = Issue 1 to { $max } vouchers at once.
payments-voucher-expired = This voucher has lapsed on { $when }.
payments-voucher-redeemed = This voucher was redeemed by { $name } on { $when } already.
payments-voucher-unknown = This is no voucher of this community. Check the letters and digits.
payments-voucher-withdrawn = This voucher was taken back by whoever issued it.

## Ways
payments-ways = More ways to pay
payments-ways-lead = For what a plain payment is not made for.
payments-way-approvals = Payments of others that wait for your decision.
payments-way-redeem = You were given a voucher: get what it is worth.
payments-way-vouchers = Amounts on paper that anybody here can redeem once.
payments-way-batches = Pay several people at once, by rows or from a file.
payments-way-batches-office = Pay several people at once, from any account, by rows or from a file.
payments-way-check = See whether a voucher is real, also without a network.

## Shared words
payments-accounts = Accounts
payments-amount = Amount
payments-category = Category
payments-copied = Copied
payments-copy = Copy
payments-from = From
payments-from-to = { $payer } to { $payee }
payments-look = Have a look
payments-number = No.
payments-pages = Pages
payments-print = Print
payments-reason = Reason
payments-see-payment = See the payment
payments-to = To
payments-what-for = What for

## A second person
payments-second = Second person
payments-second-lead = Larger payments can wait until somebody else has looked at them.
payments-second-amount = Payments of more than
payments-second-amount-hint = Leave it empty, and one person is enough for every payment.
payments-second-by = Who may authorise them
payments-by-treasurer = A treasurer or an admin
payments-by-admin = An admin
payments-by-colleague = Another user of the same member, or an admin
payments-second-needed = A second person has to agree
payments-second-needed-treasurer = The amount is set aside now and paid when a treasurer has authorised it.
payments-second-needed-admin = The amount is set aside now and paid when an admin has authorised it.
payments-second-needed-colleague = The amount is set aside now and paid when another user of your account has authorised it.
payments-send-for = Send { $amount } for approval
payments-approvals = Payments to authorise
payments-approvals-lead = Others sent them; they are paid when you agree.
payments-approvals-none = Nothing waits for you
payments-approvals-none-hint = When a larger payment needs your consent, you find it here.
payments-approval = Payment with a second person
payments-approval-is-waiting = Waiting
payments-approval-is-paid = Paid
payments-approval-is-denied = Denied
payments-approval-is-withdrawn = Taken back
payments-approval-is-expired = Lapsed
payments-sent-on = Sent
payments-waits-until = Waits until
payments-waits-hint = It is paid when a second person has authorised it. Until then the amount is set aside.
payments-decided-by = Decided by
payments-withdraw = Take it back
payments-authorise = Authorise { $amount }
payments-deny = Deny it
payments-deny-hint = Whoever sent it is told this.
payments-said-authorised = Authorised and paid.
payments-said-denied = Denied. The amount is free again.
payments-said-withdrawn = Taken back. The amount is free again.
payments-said-waiting = Sent. It is paid when a second person has authorised it.
payments-said-second = The second person was set.

## Vouchers
payments-vouchers = Vouchers
payments-vouchers-lead = What is on paper is set aside on your account until somebody redeems it or it lapses.
payments-vouchers-none = No vouchers
payments-vouchers-none-hint = Issue some for a fair, as a gift, or for people without a phone.
payments-voucher = Voucher
payments-voucher-new = Issue vouchers
payments-voucher-new-lead = Your balance is { $balance }.
payments-voucher-how-many = How many
payments-voucher-days = Good for how many days
payments-voucher-note = What is printed on them
payments-voucher-note-hint = Such as “Harvest fair”.
payments-voucher-issue = Issue and print
payments-voucher-is-open = Open
payments-voucher-is-redeemed = Redeemed
payments-voucher-is-withdrawn = Taken back
payments-voucher-is-expired = Lapsed
payments-voucher-withdraw = Take it back
payments-voucher-withdraw-sure = The paper is worth nothing then. Take the voucher back?
payments-issued-by = Issued by
payments-issued-on = Issued
payments-good-until = Good until
payments-redeemed = Redeemed
payments-redeemed-by = Redeemed by { $name }
payments-sheet-lead = Print, cut, and hand them out. Each can be redeemed once.
payments-redeem = Redeem a voucher
payments-redeem-lead = Scan its picture with your phone's camera, or type its code.
payments-redeem-to = Into which account
payments-redeem-now = Get { $amount }
payments-redeem-other = Another voucher
payments-code = Code
payments-code-hint = Twelve letters and digits, such as 7K2M-QX4D-09TA.
payments-said-issued = The vouchers are issued.
payments-said-redeemed = Redeemed. It is in your account.
payments-said-voucher-withdrawn = Taken back. The amount is free again.
payments-check = Check a voucher
payments-check-lead = This page works without a network once it is open: it knows the signature of this community.
payments-check-text = The text of the picture
payments-check-text-hint = Scan the picture with any app that reads codes and paste the text here.
payments-check-now = Check
payments-check-good = Real: { $amount }, good until { $date }. Whether somebody redeemed it already is known only with a network.
payments-check-late = Real, but it lapsed on { $date }.
payments-check-bad = This was not signed by this community. Do not take it.
payments-check-unable = This browser cannot check signatures. Redeem the voucher with a network instead.
payments-check-script = Without scripts this page cannot check anything. Redeem the voucher with a network instead.
payments-check-how = How it works
payments-check-how-text = Each picture carries an Ed25519 signature made with the key of this community. Whoever has this public key can check it with any program.
payments-check-none = No voucher was issued yet
payments-check-none-hint = The community gets its key with the first voucher.

## Lists of payments
payments-batches = Several payments
payments-batches-lead = Lists that you prepared.
payments-batches-none = No lists yet
payments-batches-none-hint = Prepare one when you want to pay several people at once.
payments-batch = List of payments
payments-batch-new = Pay several people
payments-batch-new-lead = Nothing moves before you have had a look at all of it.
payments-batch-from = Paid from
payments-batch-title = Name of the list
payments-batch-count = { $count ->
    [one] One payment
   *[other] { $count } payments
}
payments-batch-draft = Not paid yet
payments-batch-paying = Being paid
payments-batch-paid = Paid
payments-batch-dropped = Thrown away
payments-batch-repeats = You paid exactly this list before.
payments-batch-see-earlier = See the earlier one
payments-batch-bad = { $count ->
    [one] One line cannot be paid
   *[other] { $count } lines cannot be paid
}
payments-batch-total = { $count ->
    [one] One payment, together
   *[other] { $count } payments, together
}
payments-batch-together = They are made together: all of them or none.
payments-batch-stages = They are made forty at a time. What cannot be paid is left out and shown.
payments-batch-goes-on = Some of it is paid already. What is left goes on where it stopped.
payments-batch-again-yes = Pay it once more
payments-batch-pay = { $count ->
    [one] Pay it
   *[other] Pay all { $count }
}
payments-batch-pay-good = { $count ->
    [one] Pay only the good one
   *[other] Pay only the { $count } good ones
}
payments-batch-correct = Or correct the file and upload it again.
payments-batch-drop = Throw the list away
payments-line-number = Line { $number }
payments-line-ready = To be paid
payments-line-paid = Paid
payments-line-waiting = Waits for a second person
payments-line-refused = Refused
payments-line-left = Left out
payments-row = Row { $number }
payments-more-rows = More rows
payments-from-file = From a file
payments-choose-file = Choose a file
payments-file-hint = CSV, up to 512 KB and 2,000 lines
payments-file-shape = Columns: payer, payee, description, amount. A heading may stand above them; without a payer your account pays.
payments-said-prepared = Have a look at the list before you pay it.
payments-said-batch = The list is paid.
payments-said-dropped = The list was thrown away.

## Notices
payments-notice-authorise = A payment of { $amount } from { $name } waits for your consent.
payments-notice-authorised = Your payment of { $amount } to { $name } was authorised.
payments-notice-denied = Your payment of { $amount } to { $name } was denied.
payments-notice-approval-expired = Nobody decided about your payment of { $amount } to { $name } in time. The amount is free again.
payments-notice-redeemed = { $name } redeemed your voucher of { $amount }.
payments-notice-voucher-expired = Your voucher { $name } has lapsed; { $amount } is free again.

## Faults of orders, links and what is kept
payments-claim-contact = Please give an e-mail address or a telephone number.
payments-claim-expired = It was kept long enough and has gone back.
payments-claim-paid = Somebody took this already.
payments-claim-withdrawn = Whoever kept this took it back.
payments-link-closed = This payment link was closed.
payments-link-expired = The time of this payment link is over.
payments-link-used = This payment link was used already.
payments-order-never = This rule never comes to a day.
payments-order-over = This payment order is over.
payments-order-parts = Choose 2 to { $max } parts.
payments-order-past = This moment is over already. Choose a later one.
payments-orders-many = One account can have { $max } payment orders at a time. End some first.
payments-time = Please give a time such as 08:00.
payments-trusted-many = At most { $max } people can be on this list.
payments-trusted-number = Nobody has the number { $number }.
payments-trusted-unknown = One of these people is not here.

## More ways
payments-way-links = A code to scan or an address at which others pay you.
payments-way-orders = Pay on a day, every month, or in parts.
payments-way-claims = Keep an amount for somebody until they join.
payments-way-auto = Let requests of people you trust be paid by themselves.
payments-way-card = Print a card by which others pay you.
payments-way-slips = Paper to fill in, for people without a phone.
payments-way-cards = Print the cards of all members.

## Payment orders
payments-orders = Payment orders
payments-orders-lead = They are paid by themselves when their day comes.
payments-orders-none = No payment orders
payments-orders-none-hint = Make one for the rent, a membership, or what you pay off in parts.
payments-order = Payment order
payments-order-new = New payment order
payments-order-new-lead = When there is not enough on the day, it is tried again on the next five days.
payments-order-make = Make the order
payments-order-is-active = Active
payments-order-is-paused = Resting
payments-order-is-done = Done
payments-order-is-cancelled = Ended
payments-order-is-stopped = Stopped
payments-order-trouble = The last try was refused
payments-trouble-limit = There was not enough room in one of the two accounts.
payments-trouble-account = One of the two accounts cannot move now.
payments-trouble-leave = Whoever made this order may no longer pay from the account.
payments-trouble-other = Something stood in the way.
payments-every-once = Once
payments-every-daily = Every day
payments-every-weekly = Every week
payments-every-monthly = Every month
payments-every-yearly = Every year
payments-first-day = First day
payments-first-day-hint = Paid at eight in the morning.
payments-last-day = Last day
payments-how-often = How often
payments-parts = In how many parts
payments-parts-hint = The amount is divided; without it, each payment moves all of it.
payments-next = Next
payments-made = Paid so far
payments-made-of = { $made } of { $parts }
payments-pause = Let it rest
payments-resume = Go on
payments-skip = Leave the next one out
payments-early = Pay { $amount } now
payments-order-cancel = End the order
payments-order-cancel-sure = What was paid stays paid. End the order?
payments-said-ordered = The order is made.
payments-said-paused = The order rests.
payments-said-resumed = The order goes on.
payments-said-skipped = The next payment is left out.
payments-said-early = Paid.
payments-said-cancelled = The order has ended.

## Requests that answer themselves
payments-auto = Accept requests automatically
payments-auto-lead = Off until you choose something here. You are told of each payment.
payments-auto-days = Accept every request after so many days
payments-auto-days-hint = Leave it empty, and you answer each yourself.
payments-auto-how = What your limit does not allow, or what needs a second person, always waits for you.
payments-trusted = Accept at once the requests of
payments-trusted-hint = Member numbers.
payments-trusted-add = One more person
payments-said-auto = Your choice is saved.

## Payment links
payments-links = Payment links
payments-links-lead = Show the code at your stall or send the address.
payments-links-none = No payment links
payments-links-none-hint = Make one, and others pay you with two taps.
payments-link = Payment link
payments-link-new = New payment link
payments-link-new-lead = Whoever opens it signs in, looks, and pays you.
payments-link-amount-hint = Leave it empty, and whoever pays decides.
payments-link-uses = How often it can be used
payments-link-many = Any number of times
payments-link-once = Once
payments-link-days = Good for how many days
payments-link-make = Make the link
payments-link-close = Close the link
payments-link-is-open = Open
payments-link-is-used = Used
payments-link-is-closed = Closed
payments-link-is-expired = Over
payments-link-times = { $count ->
    [0] Nobody paid by it yet
    [one] Paid once
   *[other] Paid { $count } times
}
payments-pay-to = Pay { $name }
payments-said-link = The link is ready.
payments-said-link-closed = The link is closed.

## For people who are no members yet
payments-claims = For somebody not here yet
payments-claims-lead = The amount is set aside until they join, or comes back to you.
payments-claims-none = Nothing is kept
payments-claims-none-hint = Thank somebody who is no member yet: they get it when they join.
payments-claims-waiting = Kept for people who join
payments-claims-waiting-lead = Hand the links over when you meet them.
payments-claims-waiting-none = When a member keeps something for somebody, you see it here.
payments-claim = Kept for somebody
payments-claim-new = Keep an amount for somebody
payments-claim-new-lead = They are paid when they join with this address or number, or open the link that you hand over.
payments-claim-name = Their name
payments-claim-reach = E-mail or telephone
payments-claim-days = Kept for how many days
payments-claim-make = Keep it
payments-claim-hand-over = Hand this link over; whoever has it can get the amount.
payments-claim-is-waiting = Waiting
payments-claim-is-paid = Paid
payments-claim-is-withdrawn = Taken back
payments-claim-is-expired = Gone back
payments-claim-yours = Something is kept for you
payments-claim-from = { $name } keeps for you:
payments-claim-join = Ask to join
payments-claim-join-hint = Come back to this link when you are a member.
payments-claim-not-yet = You can get it as soon as you are a member here.
payments-kept-until = Kept until
payments-said-claim = It is kept. Hand the link over.
payments-said-claim-withdrawn = Taken back. The amount is free again.
payments-said-claim-taken = It is in your account.

## On paper
payments-card = Your card
payments-cards = Member cards
payments-cards-lead = Print and cut. Whoever scans a card pays its member.
payments-card-scan = Scan to pay
payments-further = Further cards
payments-slip = Payment slip
payments-slips = Payment slips
payments-slips-lead = Print and cut. Somebody without a phone fills one in, and you or a steward enter it.
payments-slip-signed = Signed

## More notices
payments-notice-order-refused = Your payment order of { $amount } to { $name } could not be paid. It is tried again tomorrow.
payments-notice-order-refused-to = A payment of { $amount } from { $name } is late. It is tried again tomorrow.
payments-notice-order-stopped = Your payment order of { $amount } to { $name } was refused for days and has stopped.
payments-notice-order-stopped-to = The payment of { $amount } from { $name } did not come about.
payments-notice-remind = { $name } still waits for your answer about { $amount }.
payments-notice-request-expired = { $name } did not answer your request of { $amount } in time.
payments-notice-request-rejected = { $name } said no to your request of { $amount }.
payments-notice-auto-accepted = The request of { $name } was paid as you wished: { $amount }.
payments-notice-auto-refused = The request of { $name } of { $amount } could not be paid by itself. Please answer it.
payments-notice-auto-second = The request of { $name } of { $amount } needs a second person. Please answer it.
payments-notice-link-paid = { $name } paid you { $amount } by your payment link.
payments-notice-claim-yours = { $name } had kept { $amount } for you: it is yours now.
payments-notice-claim-paid = { $name } got the { $amount } that you had kept.
payments-notice-claim-expired = { $name } did not join in time; { $amount } is free again.
