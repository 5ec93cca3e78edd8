# Rules by which the community charges its members

charges-title = Charges
charges-lead = What the community takes by rules: levies on payments, fees, dues, and demurrage on what lies still.
charges-none = No rules yet
charges-none-hint = Choose below what the community should charge. You see what it would have done last year before anything is taken.
charges-none-read = The community charges nothing. An admin can make a rule.
charges-new = A new rule
charges-kind-levy = Levy on payments
charges-kind-fee = Account fee
charges-kind-dues = Membership dues
charges-kind-demurrage = Demurrage
charges-hint-levy = A small part of each payment between members goes to the community.
charges-hint-fee = Each account pays the same amount, week by week, month by month or once a year.
charges-hint-dues = Each member pays for being a member, in the local currency or in money.
charges-hint-demurrage = What lies still on an account loses a little, and can go to those who keep the currency moving.
charges-new-levy = Levy on payments
charges-new-fee = Account fee
charges-new-dues = Membership dues
charges-new-demurrage = Demurrage
charges-name-levy = Community levy
charges-name-fee = Account fee
charges-name-dues = Membership dues
charges-name-demurrage = Circulation contribution
charges-state-draft = Draft
charges-state-active = In force
charges-state-ended = Ended

## Sentences

charges-much-rate = { $rate } % of the price
charges-much-fixed = { $fixed }
charges-much-both = { $rate } % of the price and { $fixed }
charges-says-levy-payer = On each payment between members the payer pays { $much } on top, to the community.
charges-says-levy-payee = On each payment between members the payee gives { $much } of what was received to the community.
charges-says-levy-both = On each payment between members payer and payee each pay { $much } to the community.
charges-says-fee = Each account pays { $amount } { $every }.
charges-says-dues = Each member pays { $amount } { $every }, in advance.
charges-says-demurrage = What an account holds above zero loses { $rate } % { $every }.
charges-each-week = each week
charges-each-month = each month
charges-each-quarter = each quarter
charges-each-year = each year
charges-says-least = At least { $amount }.
charges-says-most = At most { $amount }.
charges-says-categories = Only payments for: { $names }.
charges-says-free = The first { $amount } are free.
charges-says-share-treasury = The community keeps what is taken.
charges-says-share-active = What is taken goes in equal parts to the accounts that traded in the period.
charges-says-share-all = What is taken goes in equal parts to all accounts.
charges-says-exempt = Left out: { $names }.
charges-says-starts = From { $date } on.
charges-kind-of-member-personal = people
charges-kind-of-member-business = businesses
charges-kind-of-member-organization = organisations
charges-kind-of-member-public = public bodies
charges-next = Charged next on { $date }.
charges-ended-on = Ended on { $date }.
charges-rounding = Shares are rounded down to the smallest unit of the currency. What is given out is given out to the last unit; units that are left over go to the oldest accounts.

## The editor

charges-look = Look at the marked fields.
charges-name = Name
charges-name-hint = Stands on every statement, so that members know what it was for.
charges-currency = Currency
charges-bearer = Who pays it
charges-bearer-payer = The payer, on top of the price
charges-bearer-payee = The payee, out of what was received
charges-bearer-both = Both, each the whole levy
charges-rate-price = Share of the price
charges-rate-held = Share of what is held
charges-rate-hint = Such as 2 or 0.5.
charges-fixed = Added to it
charges-free = Free of it
charges-least = At least
charges-most = At most
charges-only-categories = Only payments of some categories
charges-only-categories-hint = Without a tick the levy is on all payments between members.
charges-amount = Amount
charges-share = Who gets what is taken
charges-share-treasury = The community keeps it
charges-share-active = The accounts that traded in the period, in equal parts
charges-share-all = All accounts, in equal parts
charges-every = How often
charges-starts = First day
charges-starts-levy = Payments from this day on.
charges-starts-dues = The first time on this day, then each time a period begins.
charges-starts-hint = The first period begins on this day and is charged when it is over.
charges-exempt = Who is left out
charges-exempt-members = Members
charges-exempt-members-hint = Their numbers, separated by commas.
charges-exempt-groups = Groups
charges-exempt-kinds = Kinds of members
charges-save-draft = Save the draft
charges-draft-hint = Nothing is charged yet: you see what the rule would have done over the past year, and then decide.

## A rule

charges-what = What it says
charges-activate = Put in force
charges-activate-sure = From its first day on this rule charges members. It cannot be changed after that, only ended.
charges-activate-hint = A rule in force never changes. To change it, end it and make another one.
charges-edit = Change
charges-remove = Remove
charges-remove-sure = The draft is removed for good.
charges-end = End the rule
charges-end-sure = It charges no more from now on. What was charged stays.
charges-past-year = What it would have done over the past year
charges-next-run = What the next time will do, as things stand now
charges-would-take = It takes { $taken } in all.
charges-would-share = It takes { $taken } in all and gives { $given } back.
charges-would-accounts =
    { $count ->
        [0] No account is changed.
        [one] One account is changed.
       *[other] { $count } accounts are changed.
    }
charges-cut = There is more than could be looked at at once: the sums are those of a part of it.
charges-period = Period from
charges-accounts = Accounts
charges-payments = Payments
charges-taken = Taken
charges-given = Given out
charges-most-changed = Changed most
charges-pays-gets = pays { $taken }, gets { $given }
charges-gets = gets { $given }
charges-runs = Charged so far
charges-no-runs = Nothing yet: no period has been charged.
charges-run-sub =
    { $count ->
        [one] one account
       *[other] { $count } accounts
    }
charges-span = { $from } – { $until }
charges-stage-reckoning = Being reckoned
charges-stage-charging = Being charged
charges-stage-sharing = Being given out
charges-stage-done = Done
charges-stage-taking-back = Being taken back
charges-stage-taken-back = Taken back
charges-was-back = This was taken back:
charges-kept =
    { $count ->
        [one] One movement stayed, because an account is closed.
       *[other] { $count } movements stayed, because accounts are closed.
    }
charges-run-empty = Nobody was charged
charges-run-empty-hint = In this period the rule applied to nobody.
charges-more = More
charges-reverse = Take back as a whole
charges-reverse-hint = Everybody gets back what was taken, and what was given out is taken back, by new transfers. Limits are not asked.
charges-reverse-sure = All that this period took and gave is taken back.
charges-reason = Reason

## For members

charges-wallet = Wallet
charges-mine = What the community charges
charges-mine-lead = Every rule in force, in plain words.
charges-mine-none = Nothing is charged
charges-mine-none-hint = When the community decides on a levy, a fee or dues, you read here what it is and from when on.

## Said afterwards

charges-said-drafted = The draft is saved. Look at what it would have done.
charges-said-changed = The draft is changed.
charges-said-active = The rule is in force.
charges-said-ended = The rule has ended.
charges-said-removed = The draft is removed.
charges-said-taking-back = It is being taken back. That takes a moment.

## Refusals

charges-many = There are { $max } rules already. End and remove some first.
charges-in-force = A rule that was put in force cannot be changed. End it and make another one.
charges-not-active = This rule is not in force.
charges-starts-past = The first day is over. Choose today or a later day: nobody is charged for what was not announced.
charges-no-currency = Choose a currency of the community.
charges-amount-positive = Give an amount above zero.
charges-nothing = Give a share or an amount above zero: as it stands the rule takes nothing.
charges-negative = Give zero or more.
charges-most-least = Give more than zero and no less than { $least }.
charges-rate = Give a share between 0 and 100 %, with at most two decimals.
charges-named = Name at most { $max }.
charges-no-such = One of them is no longer there. Choose again.
charges-no-member = There is no member with the number { $number }.
charges-taken-back = This was taken back already.
charges-not-done = It is still being charged. Wait until it is done.
