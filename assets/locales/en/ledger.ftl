## Faults
ledger-account-closed = The account { $account } is closed. Its member has left the community.
ledger-account-frozen = The account { $account } is frozen while its member is suspended. It can neither pay nor receive.
ledger-already-reversed = This transfer was taken back already. That can be done only once.
ledger-amount-positive = Please give an amount of more than zero.
ledger-balance-not-zero = The account still holds { $balance }. Settle it first, so that the balance is zero.
ledger-code-taken = Another account has this code already.
ledger-currency-taken = Another currency has this code already.
ledger-days = A payment request stays open for 1 to { $max } days.
ledger-expiry-past = This moment is over already. Choose a later one.
ledger-group-ids = Give an id to each payment of the group, or to none.
ledger-group-size = Between 1 and { $max } payments can be made together.
ledger-hold-amount = At most { $possible } was set aside.
ledger-hold-expired = What was set aside has expired. Set it aside again.
ledger-hold-kept = This amount is set aside for a voucher or a payment that waits. It is paid or released there.
ledger-hold-resolved = What was set aside was paid or released already.
ledger-holds-pending = Amounts are still set aside on this account. Pay or release them first.
ledger-id-used = This id was used for something else already.
ledger-import-future = This transfer lies in the future.
ledger-import-order = This transfer is earlier than one that is here already.
ledger-limit-lower = At most { $possible } can be paid now: the balance is { $balance } and the account has a lower limit.
ledger-limit-upper = At most { $possible } can be received by this account now: it has an upper limit.
ledger-limits-order = The upper limit must not be below the lower one.
ledger-no-such-account = There is no such account.
ledger-no-such-category = There is no such category.
ledger-other-currency = This account holds another currency.
ledger-rate = Both parts of a rate must be more than zero.
ledger-request-closed = This payment request was answered or withdrawn already.
ledger-request-expired = This payment request has expired. Ask for it again.
ledger-reversal-final = This transfer takes another one back. Make a new payment instead.
ledger-reversal-limit = Taking this back would leave the account { $account } beyond its limit: at most { $possible } is possible. Confirm it if that is what you want.
ledger-same-account = The payer and the payee must be two different accounts.
ledger-shown = At most { $max } decimals can be shown, since the currency counts with no more.
ledger-symbol = The sign has 1 to { $max } characters, such as h or €.

## Wallet and statement
ledger-wallet = Wallet
ledger-wallet-lead = Account { $code }
ledger-account = Account
ledger-account-of = Account of { $name }
ledger-accounts = Accounts
ledger-balance = Balance
ledger-your-balance = Your balance
ledger-balance-of = Balance of { $name }
ledger-balance-then = Balance afterwards:
ledger-can-spend = Up to { $amount } can be spent.
ledger-can-spend-any = Spending has no limit.
ledger-can-receive = There is room to receive { $amount }.
ledger-you-can-spend = You can spend up to { $amount }.
ledger-you-can-spend-any = You can spend any amount.
ledger-you-can-receive = You can receive { $amount } more.
ledger-pending = { $amount } is set aside.
ledger-not-open = This account takes no payments at the moment.
ledger-no-limit = no limit
ledger-meter = { $balance }, between { $lower } and { $upper }
ledger-over-time = Balance over time
ledger-chart = Balance since { $from }; now { $balance }
ledger-statement = Statement
ledger-printed = Printed on
ledger-csv = Download
ledger-proof-title = Proof
ledger-proof-hint = A file with which anybody can check, without this site, that your statement belongs to the community’s books and that nothing in it was changed.
ledger-proof = Statement with proof
ledger-proof-long = A statement with proof covers at most { $max } payments of the community. Choose a shorter time.
ledger-head-see = Newest fingerprint
ledger-head-title = Newest fingerprint: { $name }
ledger-head-lead = Every payment carries the fingerprint of the one before it. The newest fingerprint stands for the whole history: whoever keeps it will notice when an earlier payment is changed.
ledger-head-number = Payments so far
ledger-head-at = Newest payment
ledger-head-link = Fingerprint
ledger-head-how = With it you check a statement with proof on any computer that has Ayni, without this site:
ledger-search = Search by name or words
ledger-filter = Filter
ledger-direction = Direction
ledger-both-ways = Received and paid
ledger-received = Received
ledger-paid = Paid
ledger-category = Category
ledger-no-category = No category
ledger-from-day = From
ledger-until-day = Until
ledger-pages = Pages
ledger-today = Today
ledger-yesterday = Yesterday
ledger-nothing-found = Nothing found
ledger-nothing-found-hint = Try other words or fewer filters, or look at older entries.
ledger-no-entries = No payments yet
ledger-no-entries-hint = As soon as somebody pays or is paid, it is listed here.
ledger-find-people = Find people to trade with
ledger-party-member = Member
ledger-party-treasury = Community treasury
ledger-party-system = System account

## Kinds of transfers
ledger-kind = Kind
ledger-kind-payment = Payment
ledger-kind-request = Requested payment
ledger-kind-on-behalf = Paid on behalf
ledger-kind-hold = From what was set aside
ledger-kind-reversal = Reversal
ledger-kind-levy = Levy
ledger-kind-charge = Charge of the community
ledger-kind-withheld = Levy on what was received
ledger-kind-import = Imported

## Paying
ledger-pay = Pay
ledger-pay-lead = Your balance is { $balance }.
ledger-pay-for = For { $name }, whose balance is { $balance }.
ledger-pay-from = Pay from this account
ledger-to = To
ledger-from = From
ledger-change = Change
ledger-nobody = Nobody found
ledger-payee-hint = Type a name, a member number or an account code.
ledger-amount = Amount
ledger-up-to = Up to { $amount }
ledger-afterwards = Balance afterwards: { $amount }
ledger-afterwards-low = That is too much: the balance would be { $amount }
ledger-what-for = What for
ledger-no-description = No description
ledger-look = Check the payment
ledger-confirm = Is this right?
ledger-confirm-lead = Nothing has been paid yet.
ledger-on-behalf-of = On behalf of
ledger-balance-now = Balance now
ledger-balance-after = Balance afterwards
ledger-pay-now = Pay { $amount }
ledger-said-paid = Paid. The amount has arrived.
ledger-who = Who should it be? Type a name or a number.
ledger-who-unknown = Nobody of this name or number was found.
ledger-who-several = Several people fit: { $names }. Type the number of the right one.
ledger-whole = Please give a whole number.
ledger-date = Please give a day such as 2026-01-31.
ledger-csv-long = A file has at most { $max } lines. Choose a shorter time.

## Payment requests
ledger-requests = Requests
ledger-requests-lead = Payments that members ask each other for.
ledger-requests-waiting = Waiting for you
ledger-requests-sent = Sent
ledger-requests-received = Received
ledger-none-waiting = Nothing is waiting
ledger-none-waiting-hint = When somebody asks you for a payment, you see it here.
ledger-none-sent = You have not asked anybody yet
ledger-none-sent-hint = Ask for a payment after you helped somebody or sold something.
ledger-none-received = Nobody has asked you yet
ledger-request = Payment request
ledger-ask = Ask for a payment
ledger-ask-short = Request
ledger-ask-lead = The other person gets your request and can pay it with one tap.
ledger-ask-for = On behalf of { $name }.
ledger-ask-whom = Who should pay
ledger-ask-send = Send the request
ledger-days-open = Days to answer
ledger-days-hint = { $days ->
    [one] One day if you leave this empty.
   *[other] { $days } days if you leave this empty.
  }
ledger-asks = { $payee } asks { $payer } for this payment
ledger-you-ask = You ask { $payer } for this payment
ledger-asks-you = { $payee } asks you for this payment
ledger-asked-on = Asked on
ledger-open-until = Open until
ledger-details = Details
ledger-accept = Pay
ledger-reject = Decline
ledger-withdraw = Withdraw
ledger-see-payment = See the payment
ledger-not-possible = This is not possible
ledger-state-open = Waiting
ledger-state-accepted = Paid
ledger-state-rejected = Declined
ledger-state-withdrawn = Withdrawn
ledger-state-expired = Expired
ledger-said-asked = Your request was sent.
ledger-said-accepted = Paid. Thank you!
ledger-said-rejected = The request was declined. Nothing was paid.
ledger-said-withdrawn = The request was withdrawn.

## Setting aside
ledger-hold = Set aside
ledger-hold-new = Set an amount aside
ledger-hold-lead = It stays on your account, but cannot be spent on anything else. The other person can collect it or release it; you cannot take it back.
ledger-hold-why = To be paid later, once all is done?
ledger-hold-place = Set it aside
ledger-hold-for-days = Days until it is released
ledger-hold-days = An amount can be set aside for 1 to { $max } days.
ledger-hold-days-hint = { $days ->
    [one] One day if you leave this empty.
   *[other] { $days } days if you leave this empty.
  }
ledger-hold-you = You set this aside for { $name }
ledger-hold-for-you = { $name } set this aside for you
ledger-hold-somebody = { $payer } set this aside for { $payee }
ledger-hold-on = Set aside on
ledger-hold-until = Until
ledger-hold-out = to be paid
ledger-hold-in = to come in
ledger-hold-payer-hint = Pay it as soon as all is done. { $name } can collect it too, or release it.
ledger-hold-payee-hint = Collect it as soon as all is done. { $name } can pay it too. Release it if nothing is owed.
ledger-hold-collect = Collect { $amount }
ledger-hold-part = Only a part of it
ledger-hold-part-hint = Less than { $amount }; the rest is released.
ledger-hold-pay-part = Pay this part
ledger-hold-collect-part = Collect this part
ledger-hold-release = Release it
ledger-hold-release-sure = Really release it? Nothing is paid then.
ledger-hold-state-pending = Set aside
ledger-hold-state-posted = Paid
ledger-hold-state-voided = Released
ledger-hold-state-expired = Expired
ledger-said-hold-placed = The amount is set aside.
ledger-said-hold-released = The amount was released. Nothing was paid.

## Transfers
ledger-transfer = Payment
ledger-transfers = Payments
ledger-you-paid = You paid { $name }
ledger-you-received = { $name } paid you
ledger-somebody-paid = { $payer } paid { $payee }
ledger-when = When
ledger-by = by { $name }
ledger-number = Reference
ledger-see-request = See the request
ledger-pay-again = Pay again
ledger-pay-back = Pay { $name }
ledger-reversed = Taken back
ledger-was-reversed = This payment was taken back.
ledger-see-reversal = See the reversal
ledger-is-reversal = This takes an earlier payment back.
ledger-see-original = See the earlier payment
ledger-reverse = Take this payment back
ledger-reverse-hint = The amount goes back by a new payment in the other direction, together with all that was paid in the same go. Both stay in the statements. This can be done only once.
ledger-reverse-sure = Really take this payment back?
ledger-reverse-yes = Take it back
ledger-reverse-reason-hint = Both members see this in their statements.
ledger-beyond = Do it even though an account goes beyond its limit
ledger-reason = Reason
ledger-said-reversed = The payment was taken back.
ledger-all = All transfers
ledger-all-lead = Every payment in the community, newest first.

## Limits
ledger-limits = Limits
ledger-limits-of = Limits of { $name }
ledger-limits-lead = How far the balance may go below and above zero.
ledger-lower = Lower limit
ledger-lower-hint = −100 lets the balance go down to 100 below zero. Empty: no limit.
ledger-upper = Upper limit
ledger-upper-hint = The most that may be collected. Empty: no limit.
ledger-limits-reason-hint = The member can ask why; say it here.
ledger-limits-history = Changes
ledger-limits-never = These limits were never changed.
ledger-said-limits = The limits were saved.

## Currencies
ledger-currencies = Currencies
ledger-currencies-lead = What members count with.
ledger-currency-title = Currency: { $name }
ledger-currency-new = New currency
ledger-currency-make = Make this currency
ledger-currency-code = Code
ledger-currency-code-hint = Short and final, such as ACORN.
ledger-currency-name = Name of one unit
ledger-currency-plural = Name of several units
ledger-currency-symbol = Sign
ledger-currency-symbol-hint = One to three characters beside amounts, such as h or €.
ledger-currency-scale = Decimals
ledger-currency-scale-hint = 0 to 6; final. 2 gives amounts such as 12.50.
ledger-currency-days = Days to answer a payment request
ledger-currency-limits-hint = These limits are for accounts that are opened from now on. Accounts that exist keep theirs.
ledger-currency-admin = Only an admin can change a currency.
ledger-currency-mutual = Mutual credit
ledger-currency-mutual-hint = Members give each other credit; all balances together are zero.
ledger-currency-time = Time
ledger-currency-time-hint = Hours of a time bank: everybody's hour counts the same.
ledger-currency-fiat = Official money
ledger-currency-fiat-hint = Euros, pesos or the like, kept track of here.
ledger-currency-points = Points
ledger-currency-points-hint = Given out by the community.
ledger-volume = Paid so far
ledger-said-currency-made = The currency is ready, and every member has an account in it.
ledger-said-currency-changed = The currency was saved.

## Headings of files
ledger-csv-date = Date
ledger-csv-number = Number
ledger-csv-transfer = Reference
ledger-csv-with = With
ledger-csv-code = Account
ledger-csv-description = Description
ledger-csv-category = Category
ledger-csv-amount = Amount
ledger-csv-balance = Balance
ledger-csv-currency = Currency
ledger-csv-payer = From
ledger-csv-payer-code = From account
ledger-csv-payee = To
ledger-csv-payee-code = To account
ledger-csv-kind = Kind

## What the community charges

ledger-levy-on-top = on top, to the community
ledger-levy-of-payee = out of what { $name } receives
ledger-in-all = In all
ledger-charges = What is charged
ledger-charges-all = All of it
ledger-rule = By the rule

## Kinds of limits

ledger-limit-first = This account has received nothing yet, and its limit lets nobody pay before that. Receive something first, or ask the treasurer for a lower limit.
ledger-limit-kind = How the lower limit works
ledger-limit-kind-hard = Hard
ledger-limit-kind-hard-hint = Payments beyond it are refused.
ledger-limit-kind-warn = Warning
ledger-limit-kind-warn-hint = Payments beyond it go through; both sides and the office see it.
ledger-limit-kind-growing = Growing
ledger-limit-kind-growing-hint = It starts at the number below and grows with what others pay, up to a cap.
ledger-limit-kind-formula = Formula
ledger-limit-kind-formula-hint = A formula over what was given and received says how much credit there is.
ledger-growing-fields = For a growing limit
ledger-growing-of = Share of what was earned
ledger-growing-most = The most credit
ledger-growing-partners = Different partners at least
ledger-formula-field = For a formula
ledger-formula-label = Formula for the credit
ledger-formula-hint = Numbers, %, + − × ÷, min(…), max(…), and given, received, trades, months. Such as min(500, 100 + received × 50 %).
ledger-says-warn = The limits warn and do not stop payments.
ledger-says-growing = The limit grows by { $share } % of what was earned from at least { $partners } different partners, up to { $cap } of credit.
ledger-says-formula = The credit follows the formula { $formula }.
ledger-reckoned-growing = Earned so far: { $earned } from { $partners } partners, which gives { $worth } of credit.
ledger-reckoned-formula = For this account: { $said } = { $worth }.
ledger-once-open = One payment may go down to { $once }.
ledger-once-until = That holds until { $date }.
ledger-formula = The formula makes no sense from character { $at } on: “{ $rest }”.
ledger-formula-long = A formula has at most { $max } characters.
ledger-growing-lower = A growing limit needs a number to start from: zero or below.
ledger-growing-cap = The most credit cannot be less than what it starts from.
ledger-growing-share = Give a share above 0 and up to 100 %, with at most two decimals.

## One payment beyond

ledger-grant = Let one payment go beyond the limit
ledger-grant-hint = It is used up by the first payment that needs it, lapses by itself, and stands in the history below.
ledger-grant-open = One payment may go down to { $once } at present; a new grant takes its place.
ledger-grant-lower-label = Down to
ledger-grant-until = Last day
ledger-grant-give = Allow one payment
ledger-grant-lower = Give a number below the limit of the account: otherwise nothing needs to be granted.
ledger-grant-days = Choose a day from today on, at most { $max } days ahead.
ledger-limit-note-granted = One payment may go down to
ledger-limit-note-used = The granted payment was made:
ledger-said-granted = One payment may go beyond the limit.

## Default limits of a currency

ledger-defaults = Limits of { $name }
ledger-defaults-lead = What new accounts begin with, and all accounts that have no limits of their own.
ledger-defaults-look = Show what it would mean
ledger-defaults-would = What it would mean
ledger-defaults-are = What it means for everybody
ledger-defaults-more = The first members are shown; saving is for all.
ledger-limit-now = Now
ledger-limit-then = With these limits
ledger-limit-own = limits of its own
ledger-first-refused = With these limits a new member cannot pay before having received something: the first trade of a new member has to be a sale.
ledger-first-may = A new member may pay up to { $first } before having received anything.
ledger-first-any = A new member may pay any amount.
ledger-said-defaults = The limits are set.

## Beyond limits

ledger-breaches = Beyond limits
ledger-breaches-lead = Transfers that went beyond a limit, and why they could.
ledger-breaches-none = Nothing went beyond a limit
ledger-breaches-none-hint = When a payment goes beyond a limit that warns, or an admin lets one through, you see it here.
ledger-breach-warned = Beyond a limit that warns.
ledger-breach-once = Granted by an admin for one payment.
ledger-breach-consented = Taken back with consent.
ledger-breach-of = { $name } then held
ledger-breach-limit = limit { $limit }
ledger-would-break = Taking this back breaks limits:
ledger-would-hold = would hold { $balance }, the limit is { $limit };
ledger-would-over = { $over } beyond.
ledger-pdf = PDF
ledger-pdf-long = A PDF file has at most one year. Choose a shorter time, the first day before the last.
ledger-pdf-days = From { $from } to { $until }
ledger-pdf-opening = Balance before
ledger-pdf-closing = Balance after
ledger-pdf-out = Out
ledger-pdf-in = In
ledger-pdf-total = Total
ledger-pdf-months = By the month
ledger-pdf-verify = Every transfer is part of a chain that nobody can change unnoticed. The chain as it stood when this was printed:
ledger-pdf-verify-how = To check this statement, download it with proofs from the page of the account and run: ayni verify
ledger-pdf-page = page { $page } of { $pages }
