# The public page.
home-welcome = Welcome
home-lead-coworking = A place that we share: rooms, desks and machines, and the people around them.
home-lead-exchange = Neighbours who help each other out and keep track of it in a currency of their own.
home-lead-both = A place that we share, and a currency of our own with which we help each other out.
home-lead-closed = This community shows its page to members only.
home-join = Ask to join
home-fact-members = { $count ->
    [one] member
   *[other] members
  }
home-fact-since = together since
home-fact-currency = what we pay with
home-feature-rooms = A place of our own
home-feature-rooms-text = Rooms, desks and tools that belong to all of us and are looked after by all of us.
home-feature-exchange = Give and take
home-feature-exchange-text = Offer what you can do, ask for what you need. Every payment is written down, and all balances together are zero.
home-feature-people = People you know
home-feature-people-text = Members have a face and a name. You see who offers what and how to reach them.
home-feature-own = In our own hands
home-feature-own-text = The community runs its own books on its own machine. Nobody else reads along.
home-members = See who is here
home-listings = On the market now
home-offer = Offer
home-want = Wanted
home-contacts = Get in touch
home-terms = What members agree to

# The node's own page.
home-node = Communities
home-node-lead = Several communities live here. Which one are you looking for?

# A member's day.
home-hello = Hello, { $name }
home-notices = New for you
home-requests = Waiting for your answer
home-next = What to do next
home-recent = Latest payments
home-recent-none = No payments yet
home-recent-none-hint = Your first one starts with finding somebody who offers what you need.
home-find-people = Find people
home-step-approve = { $count ->
    [one] Approve one new member
   *[other] Approve { $count } new members
  }
home-step-approve-hint = They asked to join and wait for your answer.
home-step-import = Bring your community along
home-step-import-hint = Members and all their payments come from files of your old system, checked before anything is written.
home-step-invite = Invite people
home-step-invite-hint = Hand out a link that makes somebody a member at once.
home-step-describe = Say what your community is about
home-step-describe-hint = Visitors read it on the public page.
home-step-photo = Add a photo
home-step-photo-hint = People like to see whom they deal with.
home-step-about = Say something about yourself
home-step-about-hint = Two sentences are enough: what you do and what you like.
home-step-offer = Offer something
home-step-offer-hint = Bread, bicycle repairs, an hour of Spanish: what could others need?
home-step-pay = Find somebody to trade with
home-step-pay-hint = Look through the members and what they offer.
home-standing-none = You are not a member here
home-standing-none-hint = Your login works, but no member of this community belongs to it.
home-standing-office = You run this community
home-standing-office-hint = You look after it without an account of your own. Members, payments and settings are in the office. To trade yourself, add yourself as a member there.
home-to-office = To the office
home-standing-draft = Your membership is not complete
home-standing-draft-hint = It was begun elsewhere and never sent in. Ask somebody who runs the community.
home-standing-pending = Your application waits for an answer
home-standing-pending-hint = Somebody who runs the community will look at it soon. Until then you can look around.
home-standing-active = You are a member
home-standing-active-hint = You may trade.
home-standing-disabled = Your membership is switched off
home-standing-disabled-hint = Ask somebody who runs the community to switch it on again.
home-standing-suspended = Your membership rests for now
home-standing-suspended-hint = You cannot pay or be paid until somebody who runs the community restores it. Ask them why.
home-standing-deleted = You are a member no more
home-standing-deleted-hint = Your membership has ended.

# The office.
home-office = Office
home-office-lead = How the community is doing, and everything you look after.
home-office-approve = { $count ->
    [one] Answer one applicant
   *[other] Answer { $count } applicants
  }
home-office-members = Active members
home-office-suspended = { $count ->
    [one] one suspended
   *[other] { $count } suspended
  }
home-office-waiting = Waiting for an answer
home-office-volume = Traded so far
home-office-transfers = Payments
home-office-accounts = Accounts
home-office-treasury = Community account
home-office-doors = What you look after
home-door-members = Members
home-door-members-hint = Approve, find, suspend, give roles.
home-door-invites = Invitations
home-door-invites-hint = Links that make somebody a member at once.
home-door-behalf = Pay for a member
home-door-behalf-hint = For those without a computer: choose who pays on the form.
home-door-spaces = Spaces
home-door-spaces-hint = Rooms, desks, machines, their hours and closures
home-door-groups = Groups
home-door-groups-hint = Who pays which price, who is first
home-door-transfers = All payments
home-door-transfers-hint = Find any payment, take one back.
home-door-currencies = Currencies
home-door-currencies-hint = Names, signs and the limits of new accounts.
home-door-settings = Settings
home-door-settings-hint = Name, colour, logo, contacts, languages, terms.
home-door-categories = Categories
home-door-categories-hint = Sort what members offer and pay.
home-door-keeping = Safekeeping
home-door-keeping-hint = Backups, drills, and how much room the data takes.
home-door-import = Import and export
home-door-import-hint = Bring a community along, or take yours with you.
