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
